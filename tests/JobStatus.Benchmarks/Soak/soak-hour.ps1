# Waits for jobs that finish one after the other, and measures the memory of this process at twelve points in time: after
# each twelfth of the time, and at the end. Writes one line of JSON.
param([int] $JobCount, [long] $FirstId, [double] $Minutes)

$ErrorActionPreference = 'Stop'
Import-Module $env:JOBSTATUS_MODULE

function Measure-Memory {
    foreach ($round in 1..2) {
        [GC]::Collect(2, 'Aggressive', $true, $true)
        [GC]::WaitForPendingFinalizers()
    }
    $process = [Diagnostics.Process]::GetCurrentProcess()
    @{ Minutes = $watch.Elapsed.TotalMinutes; WorkingSet = $process.WorkingSet64; Managed = [GC]::GetTotalMemory($true) }
}

# The sandbox has every third job of each service.
$ids = foreach ($id in $FirstId..($FirstId + $JobCount - 1)) { $id }
$jobs = @(
    Get-AlmaJobInstance -InstanceId @($ids | Where-Object { $_ % 3 -eq 0 })
    Get-XplentyJob -Id @($ids | Where-Object { $_ % 3 -eq 1 })
    Get-AlteryxJob -Id @($ids | Where-Object { $_ % 3 -eq 2 } | ForEach-Object { '{0:x24}' -f $_ })
)
if ($jobs.Count -ne $JobCount) { throw "There are $($jobs.Count) jobs." }

$watch = [Diagnostics.Stopwatch]::StartNew()
$written = @{}
$samples = [Collections.Generic.List[hashtable]]::new()
$jobs | Wait-RemoteJob -Timeout (90 * $Minutes + 600) -WarningVariable warnings -WarningAction SilentlyContinue |
    ForEach-Object {
        $written["$($_.Service) $($_.Id)"]++
        if ($watch.Elapsed.TotalMinutes -ge ($samples.Count + 1) * $Minutes / 12) { $samples.Add((Measure-Memory)) }
    }
$samples.Add((Measure-Memory))

@{
    Jobs = $written.Count
    Wrong = @($jobs | ForEach-Object { "$($_.Service) $($_.Id)" } | Where-Object { $written[$_] -ne 1 })
    Warnings = @($warnings | ForEach-Object { "$_" })
    Samples = $samples
} | ConvertTo-Json -Compress
