<#
.SYNOPSIS
Runs a client written by others, unchanged, against the sandbox.
.DESCRIPTION
Starts a sandbox, runs the calls of the client that concern jobs, prints their results, and returns the requests that the
sandbox received. README.md in this folder lists the clients and what each of them requires.
.PARAMETER Client
The name of the client.
.PARAMETER Path
The folder of the client's checkout. For alma-api-job-runner, the path of its executable.
.PARAMETER Python
The command that starts Python 3. The packages that the client requires must be installed for this Python.
.EXAMPLE
./tests/Clients/Invoke-Client.ps1 xplenty.py ~/src/xplenty.py | Format-Table
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [ValidateSet('almapiwrapper', 'alma-api-job-runner', 'AYX-MCP-Wrapper', 'xplenty.py', 'xplenty.rb')]
    [string] $Client,

    [Parameter(Mandatory)]
    [string] $Path,

    [string] $Python = 'python3'
)

$ErrorActionPreference = 'Stop'
$runtime, $script = switch ($Client) {
    'almapiwrapper' { $Python, 'almapiwrapper_python.py' }
    'alma-api-job-runner' { $Python, 'alma_api_job_runner.py' }
    'AYX-MCP-Wrapper' { $Python, 'ayx_python.py' }
    'xplenty.py' { $Python, 'xplenty_python.py' }
    'xplenty.rb' { 'ruby', 'xplenty_ruby.rb' }
}
$root = Split-Path (Split-Path $PSScriptRoot)
$sandboxPath = Join-Path $root src/JobStatus.Sandbox/bin/Debug/net10.0/jobstatus-sandbox.dll
if (-not (Test-Path $sandboxPath)) {
    throw "There is no $sandboxPath. Run 'dotnet build src/JobStatus.Sandbox' first."
}

$start = [Diagnostics.ProcessStartInfo]::new('dotnet', "`"$sandboxPath`" serve --port 0")
$start.RedirectStandardOutput = $true
$sandbox = [Diagnostics.Process]::Start($start)
try {
    $variables = @{ PYTHONDONTWRITEBYTECODE = '1' }
    while (-not $variables.ContainsKey('ALTERYX_CLIENT_SECRET') -and $null -ne ($line = $sandbox.StandardOutput.ReadLine())) {
        if ($line -match '^(?<name>[A-Z_]+)=(?<value>.*)$') { $variables[$Matches.name] = $Matches.value }
    }
    $variables.Keys.ForEach{ Set-Item "env:$_" $variables[$_] }
    & $runtime (Join-Path $PSScriptRoot $script) (Resolve-Path $Path).ProviderPath | Out-Host
    foreach ($request in Invoke-RestMethod "$env:ALMA_BASE_URI/_sandbox/requests") {
        $request | Select-Object method, path, query, status
    }
}
finally {
    $sandbox.Kill()
    $variables.Keys.ForEach{ Remove-Item "env:$_" }
}
