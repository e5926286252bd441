# Reads one job whose response is normal at first, and then as large and as expensive to parse as possible. Writes one line of
# JSON with the memory that the large response takes, the times of five reads with a limit of one second, and the longest time
# to stop a read.
param([string] $Service)

$ErrorActionPreference = 'Stop'
Import-Module $env:JOBSTATUS_MODULE

function Connect([int] $TimeoutSec) {
    $common = @{ TimeoutSec = $TimeoutSec; MaximumRetryCount = 0 }
    if ($Service -eq 'Alma') {
        Connect-Alma -BaseUri $env:ALMA_BASE_URI -ApiKey (ConvertTo-SecureString $env:ALMA_API_KEY -AsPlainText) @common
    }
    else {
        $key = ConvertTo-SecureString $env:XPLENTY_API_KEY -AsPlainText
        Connect-Xplenty -AccountId $env:XPLENTY_ACCOUNT_ID -BaseUri $env:XPLENTY_BASE_URI -ApiKey $key @common
    }
}

$read = $Service -eq 'Alma' ? { Get-AlmaJobInstance 900000 } : { Get-XplentyJob 900000 }

# The response is about another job.
$WarningPreference = 'SilentlyContinue'

# Some bodies can be read, and the others are errors.
function Read-Job { try { & $read } catch { if ($_.FullyQualifiedErrorId -notmatch 'UnexpectedResponse|ServiceUnavailable') { throw } } }

Connect -TimeoutSec 300
$null = & $read
[GC]::Collect()
$before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
$watch = [Diagnostics.Stopwatch]::StartNew()
$null = Read-Job
$seconds = $watch.Elapsed.TotalSeconds
$peak = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64

# The reads that are stopped use the connections of this process.
$stopped = foreach ($delay in 200, 400, 600, 800, 1000) {
    $shell = [powershell]::Create().AddScript('param($module) Import-Module $module').AddArgument($env:JOBSTATUS_MODULE)
    $null = $shell.Invoke()
    $shell.Commands.Clear()
    $reading = $shell.AddScript("$read").BeginInvoke()
    Start-Sleep -Milliseconds $delay
    if (-not $reading.IsCompleted) {
        $watch.Restart()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds
    }
    $shell.Dispose()
}

Connect -TimeoutSec 1
$limited = foreach ($round in 1..5) {
    $watch.Restart()
    $null = Read-Job
    $watch.Elapsed.TotalSeconds
}

@{
    Seconds = $seconds
    PeakBytes = [Math]::Max(0, $peak - $before)
    Limited = @($limited)
    Stopped = @($stopped)
} | ConvertTo-Json -Compress
