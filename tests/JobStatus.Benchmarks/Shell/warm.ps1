# Reads the same jobs from the sandbox with the module and with Invoke-RestMethod, alternately and in one process.
# Writes one line for each round: the key of the comparison, the time of the module and the time of Invoke-RestMethod, in
# milliseconds.
param([long] $First, [int] $Count)

$ErrorActionPreference = 'Stop'
Import-Module $env:JOBSTATUS_MODULE

$jobs = "$env:XPLENTY_BASE_URI/demo/api/jobs"
$headers = @{ Authorization = $env:XPLENTY_AUTHORIZATION; Accept = 'application/vnd.xplenty+json; version=2' }
$ids = $First..($First + $Count - 1)

function Compare-Time([string] $Name, [int] $Rounds, [int] $WarmUp, [scriptblock] $Module, [scriptblock] $Baseline) {
    foreach ($round in 1..($Rounds + $WarmUp)) {
        # Neither side has to collect the garbage of the other.
        [GC]::Collect()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Module
        $moduleTime = $watch.Elapsed.TotalMilliseconds
        [GC]::Collect()
        $watch.Restart()
        $null = & $Baseline
        $baselineTime = $watch.Elapsed.TotalMilliseconds
        if ($round -gt $WarmUp) {
            [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2}', $Name, $moduleTime, $baselineTime)
        }
    }
}

if (@(Get-XplentyJob -First 100).Count -ne 100) { throw 'The list has fewer than 100 jobs.' }
if (@(Get-XplentyJob -Id $ids).Count -ne $Count) { throw 'Some jobs are missing.' }
$page = "${jobs}?sort=created&direction=desc&offset=0&limit=100"
if (@(Invoke-RestMethod $page -Headers $headers).Count -lt 1) { throw 'The page is empty.' }

Compare-Time single 25 10 {
    foreach ($repetition in 1..20) { Get-XplentyJob $First }
} {
    foreach ($repetition in 1..20) { Invoke-RestMethod "$jobs/$First" -Headers $headers }
}
Compare-Time page 25 10 {
    Get-XplentyJob -First 100
} {
    Invoke-RestMethod $page -Headers $headers
}
Compare-Time many 5 1 {
    Get-XplentyJob -Id $ids
} {
    foreach ($id in $ids) { Invoke-RestMethod "$jobs/$id" -Headers $headers }
}
