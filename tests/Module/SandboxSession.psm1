# The sandbox as the Pester files use it: one of its own for each file.
Set-StrictMode -Version Latest

$script:Process = $null
$script:BaseUri = $null
$script:Others = [Collections.Generic.List[Diagnostics.Process]]::new()

# The names of all environment variables by which the module finds a service.
$script:Variables = @(
    'ALMA_API_KEY', 'ALMA_REGION', 'ALMA_BASE_URI'
    'XPLENTY_ACCOUNT_ID', 'XPLENTY_API_KEY', 'XPLENTY_BASE_URI'
    'ALTERYX_BASE_URI', 'ALTERYX_CLIENT_ID', 'ALTERYX_CLIENT_SECRET', 'ALTERYX_ACCESS_TOKEN'
)

function StartServer {
    # As text, and without a shell: Windows PowerShell uses this too.
    $start = New-Object Diagnostics.ProcessStartInfo dotnet, "`"$env:JOBSTATUS_TEST_SANDBOX`" serve --port 0"
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $announced = [ordered]@{}
    while ($announced.Count -lt 8 -and $null -ne ($line = $process.StandardOutput.ReadLine())) {
        if ($line -match '^(?<name>[A-Z_]+)=(?<value>.*)$') {
            $announced[$Matches.name] = $Matches.value
        }
    }
    @{ Process = $process; Announced = $announced }
}

# Starts a sandbox and sets the environment variables that it announces, so that every cmdlet finds it.
function Start-Sandbox {
    $server = StartServer
    $script:Process = $server.Process
    $script:Announced = $server.Announced
    $script:BaseUri = $server.Announced.ALMA_BASE_URI
    Set-SandboxEnvironment
}

# Starts one more sandbox with settings of its own, and leaves the environment variables alone. The answer is its address.
function Start-OtherSandbox([hashtable] $Settings = @{}) {
    $server = StartServer
    $script:Others.Add($server.Process)
    $address = $server.Announced.ALMA_BASE_URI
    Invoke-Sandbox PATCH settings $Settings -BaseUri $address | Out-Null
    $address
}

function Stop-Sandbox {
    foreach ($other in $script:Others) {
        $other.Kill()
        $other.WaitForExit()
    }
    $script:Others.Clear()
    if ($script:Process) {
        $script:Process.Kill()
        $script:Process.WaitForExit()
        $script:Process = $null
    }
}

# The address of the sandbox that Start-Sandbox started.
function Get-SandboxUri { $script:BaseUri }

# The environment variables as Start-Sandbox left them.
function Set-SandboxEnvironment {
    Clear-SandboxEnvironment
    foreach ($name in $script:Announced.Keys) { Set-Item "env:$name" $script:Announced[$name] }
}

# No environment variable of any service.
function Clear-SandboxEnvironment {
    foreach ($name in $script:Variables) { Remove-Item "env:$name" -ErrorAction Ignore }
}

# Any control call of the sandbox, such as: Invoke-Sandbox POST faults @{ path = '*'; kind = 'hang' }
function Invoke-Sandbox([string] $Method, [string] $Path, $Body, [string] $BaseUri = $script:BaseUri) {
    $call = @{ Method = $Method; Uri = "$BaseUri/_sandbox/$Path" }
    if ($null -ne $Body) {
        $call.Body = ConvertTo-Json $Body -Depth 20
        $call.ContentType = 'application/json'
    }
    Invoke-RestMethod @call
}

function New-SandboxJob([hashtable] $Job) { Invoke-Sandbox POST jobs $Job }

function Add-SandboxFault([hashtable] $Fault) { Invoke-Sandbox POST faults $Fault }

function Set-SandboxSetting([hashtable] $Settings) { Invoke-Sandbox PATCH settings $Settings | Out-Null }

function Get-SandboxRequest([string] $Path = '*', [string] $BaseUri = $script:BaseUri) {
    foreach ($request in Invoke-Sandbox GET "requests?path=$([uri]::EscapeDataString($Path))" -BaseUri $BaseUri) { $request }
}

# The requests to a path that fulfil a condition, as soon as there are so many; what is there after the last try otherwise.
function Wait-SandboxRequest([string] $Path = '*', [scriptblock] $Where = { $true }, [int] $Count = 1) {
    for ($try = 0; $try -lt 200; $try++) {
        $found = @(Get-SandboxRequest $Path | Where-Object $Where)
        if ($found.Count -ge $Count) { break }
        Start-Sleep -Milliseconds 50
    }
    $found
}

function Reset-Sandbox { Invoke-Sandbox POST reset | Out-Null }

# The sandbox as at its start, and this process with no connection and no environment variable.
function Clear-SandboxSession {
    Reset-Sandbox
    Clear-SandboxEnvironment
    Get-JobStatusConnection | Remove-JobStatusConnection
}

# A key as the Connect cmdlets want it.
function ConvertTo-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }

# Runs a script in a PowerShell of its own and gives what it says, errors included. It sees what this process's
# environment says.
function Invoke-FreshPowerShell([Parameter(Mandatory)] [scriptblock] $Script, [hashtable] $Environment = @{}, [string[]] $Argument = @(), [int] $Seconds = 60) {
    $self = (Get-Process -Id $PID).Path
    $start = [Diagnostics.ProcessStartInfo]::new($self)
    if ([IO.Path]::GetFileNameWithoutExtension($self) -eq 'dotnet') {
        $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll))
    }
    foreach ($part in @('-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text') + $Argument + @('-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("$Script")))) {
        $start.ArgumentList.Add($part)
    }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.Environment['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit($Seconds * 1000)) { throw "The script did not end: $Script" }
        ($output.GetAwaiter().GetResult() + $errors.GetAwaiter().GetResult()) -split '\r?\n' | Where-Object { $_ }
    }
    finally {
        if (-not $process.HasExited) { $process.Kill($true) }
        $process.Dispose()
    }
}

Export-ModuleMember -Function *-Sandbox*, *-OtherSandbox, ConvertTo-Secret, Invoke-FreshPowerShell
