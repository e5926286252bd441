# Waits for Xplenty jobs. Writes one line of JSON: the number of finished jobs, and the processor time and the peak memory of
# this process.
param([long] $FirstId, [int] $Count)

$ErrorActionPreference = 'Stop'
Import-Module $env:JOBSTATUS_MODULE

$jobs = @(Wait-RemoteJob -Service Xplenty -Id ($FirstId..($FirstId + $Count - 1)) -Timeout 600 -WarningAction SilentlyContinue)
$process = [Diagnostics.Process]::GetCurrentProcess()
@{
    Jobs = $jobs.Count
    CpuSeconds = $process.TotalProcessorTime.TotalSeconds
    PeakBytes = $process.PeakWorkingSet64
} | ConvertTo-Json -Compress
