# Reads the same from the sandbox by the module and by Invoke-RestMethod, in turns, in one process. Writes a line for
# each turn: what was read, our time and the other, in milliseconds.
param([long] $First, [int] $Count)

$ErrorActionPreference = 'Stop'
Import-Module $env:JOBSTATUS_MODULE

$jobs = "$env:XPLENTY_BASE_URI/demo/api/jobs"
$headers = @{ Authorization = $env:XPLENTY_AUTHORIZATION; Accept = 'application/vnd.xplenty+json; version=2' }
$ids = $First..($First + $Count - 1)

function Compare-Time([string] $Name, [int] $Turns, [int] $WarmUp, [scriptblock] $Ours, [scriptblock] $Theirs) {
    foreach ($turn in 1..($Turns + $WarmUp)) {
        # Neither side pays for what the other left behind.
        [GC]::Collect()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Ours
        $our = $watch.Elapsed.TotalMilliseconds
        [GC]::Collect()
        $watch.Restart()
        $null = & $Theirs
        $their = $watch.Elapsed.TotalMilliseconds
        if ($turn -gt $WarmUp) {
            [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2}', $Name, $our, $their)
        }
    }
}

if (@(Get-XplentyJob -First 100).Count -ne 100) { throw 'The list has fewer than 100 jobs.' }
if (@(Get-XplentyJob -Id $ids).Count -ne $Count) { throw 'Not every job came.' }
if (@(Invoke-RestMethod "${jobs}?sort=created&direction=desc&offset=0&limit=100" -Headers $headers).Count -lt 1) { throw 'The page is empty.' }

Compare-Time single 25 10 {
    foreach ($time in 1..20) { Get-XplentyJob $First }
} {
    foreach ($time in 1..20) { Invoke-RestMethod "$jobs/$First" -Headers $headers }
}
Compare-Time page 25 10 {
    Get-XplentyJob -First 100
} {
    Invoke-RestMethod "${jobs}?sort=created&direction=desc&offset=0&limit=100" -Headers $headers
}
Compare-Time many 5 1 {
    Get-XplentyJob -Id $ids
} {
    foreach ($id in $ids) { Invoke-RestMethod "$jobs/$id" -Headers $headers }
}
Compare-Time parallel 5 1 {
    Get-XplentyJob -Id $ids
} {
    $ids | ForEach-Object -ThrottleLimit 8 -Parallel { Invoke-RestMethod "$using:jobs/$_" -Headers $using:headers }
}
