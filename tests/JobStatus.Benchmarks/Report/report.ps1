# Creates a report and an HTML table of the same runs, alternately and in one process. Writes one line for each round: the time of
# the report and that of ConvertTo-Html, in milliseconds, and the size of the report. The first line is not warmed up.
param([int] $Count, [string] $First)

$ErrorActionPreference = 'Stop'
Import-Module $env:JOBSTATUS_MODULE

$start = [datetime]::new(2026, 11, 1)
$jobs = foreach ($number in 1..$Count) {
    $submitted = $start.AddMinutes($number * 21)
    $job = @{
        Id = "$(100000000 + $number)"; PackageId = $number % 20; Name = "Nightly load of orders $($number % 20)"; State = 'Completed'
        Connection = 'Default'; SubmittedAt = $submitted; StartedAt = $submitted.AddSeconds(10)
        FinishedAt = $submitted.AddMinutes(5 + $number % 13); ObservedAt = $submitted.AddHours(1)
        Uri = "https://dashboard.xplenty.example/account/jobs/$(100000000 + $number)"
    }
    if ($number % 10 -eq 0) {
        $job.State = 'Failed'
        $job.Message = "The table sales.orders has no column `"region`" (line $number), so the component cannot continue."
    }
    [JobStatus.XplentyJob] $job
}
$rows = $jobs | Select-Object Summary

function Measure-Report {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $script:page = $jobs | ConvertTo-RemoteJobReport
    $watch.Elapsed.TotalMilliseconds
}

function Measure-Table {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = $rows | ConvertTo-Html
    $watch.Elapsed.TotalMilliseconds
}

foreach ($round in 1..6) {
    if ($First -eq 'module') {
        $report = Measure-Report
        $table = Measure-Table
    }
    else {
        $table = Measure-Table
        $report = Measure-Report
    }
    [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2}', $report, $table, [Text.Encoding]::UTF8.GetByteCount($page))
}
