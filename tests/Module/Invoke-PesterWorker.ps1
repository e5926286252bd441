# Runs Pester files one after the other in this process, because starting PowerShell, Pester and the sandbox takes longer
# than most files. Each file has a runspace of its own, and the environment variables of the process are restored after it.
# The names of the files come through a pipe, and one line of JSON with the counts goes back for each file.
param(
    [Parameter(Mandatory)] [string] $Pipe,
    [Parameter(Mandatory)] [string] $Pester
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1)
$stream = [IO.Pipes.NamedPipeClientStream]::new('.', $Pipe)
$stream.Connect(60000)
Start-SharedSandbox
$reader = [IO.StreamReader]::new($stream)
$writer = [IO.StreamWriter]::new($stream)
$environment = [Environment]::GetEnvironmentVariables()
$folder = [Environment]::CurrentDirectory
try {
    while ($file = $reader.ReadLine()) {
        $runspace = [runspacefactory]::CreateRunspace($Host)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            $null = $shell.AddCommand((Join-Path $PSScriptRoot Invoke-PesterFile.ps1)).AddParameters(@{ File = $file; Pester = $Pester })
            $counts = @($shell.Invoke())[-1]

            # Connections belong to the process.
            $shell.Commands.Clear()
            $null = $shell.AddScript({
                Import-Module $env:JOBSTATUS_TEST_MODULE
                Get-JobStatusConnection | Remove-JobStatusConnection
                Remove-Module JobStatus
            }).Invoke()
        }
        catch {
            $counts = @{ Total = 0; Passed = 0; Failed = 1; Skipped = 0; Failures = @("$_") }
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }

        [Environment]::CurrentDirectory = $folder
        foreach ($name in [Environment]::GetEnvironmentVariables().Keys) {
            if (-not $environment.ContainsKey($name)) { [Environment]::SetEnvironmentVariable($name, $null) }
        }
        foreach ($name in $environment.Keys) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
        $writer.WriteLine((ConvertTo-Json $counts -Compress))
        $writer.Flush()
    }
}
finally {
    Stop-SharedSandbox
    $stream.Dispose()
}
