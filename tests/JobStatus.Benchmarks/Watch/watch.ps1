# Waits for Xplenty jobs with the given command, for a number of seconds. Writes the processor time in seconds that this process
# used meanwhile to a file, because the output is a terminal.
param([string] $Command, [long] $FirstId, [int] $Count, [int] $Seconds, [string] $Path)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:JOBSTATUS_MODULE

$wait = @{
    Service = 'Xplenty'
    Id = $FirstId..($FirstId + $Count - 1)
    ErrorAction = 'SilentlyContinue'
    WarningAction = 'SilentlyContinue'
}
$process = [Diagnostics.Process]::GetCurrentProcess()

# The first seconds compile the methods.
$null = & $Command @wait -Timeout 10
$process.Refresh()
$before = $process.TotalProcessorTime
$null = & $Command @wait -Timeout $Seconds
$process.Refresh()
($process.TotalProcessorTime - $before).TotalSeconds.ToString('0.000', [cultureinfo]::InvariantCulture) | Set-Content $Path
