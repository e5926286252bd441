# Lists what ran in the last day in all three services, with Get-RemoteJob and with Invoke-RestMethod calls one after the other.
# Writes one line: the time of each in seconds, and the number of requests of each.
param([string] $Control)

$ErrorActionPreference = 'Stop'
Import-Module $env:JOBSTATUS_MODULE

$since = [datetime]::UtcNow.AddDays(-1)

# PowerShell converts the times in JSON to DateTime objects.
function Test-Recent($Job, [object[]] $Times) {
    -not $Job.finished -or @($Times | Where-Object { $_ -and $_.ToUniversalTime() -ge $since }).Count -gt 0
}

function Get-AlmaRun {
    $jobs = "$env:ALMA_BASE_URI/almaws/v1/conf/jobs"
    $headers = @{ Authorization = "apikey $env:ALMA_API_KEY"; Accept = 'application/json' }
    $from = $since.AddDays(-1).ToString('yyyy-MM-dd')
    $offset = 0
    do {
        $page = Invoke-RestMethod "${jobs}?type=SCHEDULED&limit=100&offset=$offset" -Headers $headers
        foreach ($definition in $page.job) {
            $list = "$jobs/$($definition.id)/instances?submit_date_from=$from&limit=100"
            $runOffset = 0
            do {
                $runs = Invoke-RestMethod "$list&offset=$runOffset" -Headers $headers
                foreach ($run in $runs.job_instance) {
                    $state = [pscustomobject]@{ finished = $run.status.value -notin 'QUEUED', 'RUNNING', 'INITIALIZING', 'FINALIZING' }
                    if (Test-Recent $state $run.submit_time, $run.start_time, $run.end_time) {
                        [pscustomobject]@{ Id = $run.id; State = $run.status.value; Time = $run.start_time }
                    }
                }
                $runOffset += 100
            } while ($runOffset -lt $runs.total_record_count)
        }
        $offset += 100
    } while ($offset -lt $page.total_record_count)
}

function Get-XplentyRun {
    $headers = @{ Authorization = $env:XPLENTY_AUTHORIZATION; Accept = 'application/vnd.xplenty+json; version=2' }
    $jobs = "$env:XPLENTY_BASE_URI/demo/api/jobs?sort=updated&direction=desc&since=$($since.ToString('yyyy-MM-ddTHH:mm:ssZ'))"
    $offset = 0
    do {
        $page = Invoke-RestMethod "$jobs&limit=100&offset=$offset" -Headers $headers
        foreach ($job in $page) { [pscustomobject]@{ Id = $job.id; State = $job.status; Time = $job.started_at } }
        $offset += 100
    } while (@($page).Count -eq 100)
}

function Get-AlteryxRun {
    $token = Invoke-RestMethod "$env:ALTERYX_BASE_URI/oauth2/token" -Method Post -Body @{
        grant_type = 'client_credentials'; client_id = $env:ALTERYX_CLIENT_ID; client_secret = $env:ALTERYX_CLIENT_SECRET
    }
    $headers = @{ Authorization = "Bearer $($token.access_token)"; Accept = 'application/json' }
    $jobs = "$env:ALTERYX_BASE_URI/v3/jobs"
    $filters = @(
        'statuses=Queued&statuses=Initializing&statuses=Running&sortField=CreateDate'
        "completedAfter=$($since.AddDays(-1).ToString('yyyy-MM-dd'))&sortField=CompletionDateTime"
    )
    foreach ($filter in $filters) {
        $offset = 0
        do {
            $page = Invoke-RestMethod "${jobs}?allUsers=true&direction=desc&$filter&limit=100&offset=$offset" -Headers $headers
            foreach ($job in $page.data) {
                $state = [pscustomobject]@{ finished = $job.status -notin 'Queued', 'Initializing', 'Running' }
                $end = if ($job.startTime) { $job.startTime.AddSeconds($job.executionTime) }
                if (Test-Recent $state $job.startTime, $end) {
                    $result = if ($state.finished) { Invoke-RestMethod "$jobs/$($job.jobId)?includeMessages=true" -Headers $headers }
                    [pscustomobject]@{ Id = $job.jobId; State = $result.disposition; Time = $job.startTime }
                }
            }
            $offset += 100
        } while ($page.pagination.hasNextPage)
    }
}

function Measure-Call([scriptblock] $Call) {
    $before = (Invoke-RestMethod "$Control/requests/count").count
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $ids = @((& $Call).Id)
    $seconds = $watch.Elapsed.TotalSeconds
    @{ Seconds = $seconds; Requests = (Invoke-RestMethod "$Control/requests/count").count - $before; Ids = $ids }
}

$module = Measure-Call { Get-RemoteJob -Since 1.00:00:00 }
$baseline = Measure-Call { & { Get-AlmaRun; Get-XplentyRun; Get-AlteryxRun } | Sort-Object Time -Descending }
$difference = Compare-Object ($module.Ids | ForEach-Object { "$_" }) ($baseline.Ids | ForEach-Object { "$_" })
if ($difference) { throw "The two lists differ: $($difference | Out-String)" }
[string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2} {3} {4}',
    $module.Seconds, $baseline.Seconds, $module.Requests, $baseline.Requests, $module.Ids.Count)
