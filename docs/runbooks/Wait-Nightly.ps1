<#
.SYNOPSIS
    Starts the nightly jobs at all three services once each night, and waits for them in stages.
.DESCRIPTION
    This script is for a host that limits run time, such as Azure Automation. Call it on a schedule throughout the night, for
    example every half hour. The calls must not overlap. The first call of a night starts the jobs. Each call waits for all
    unfinished jobs at once, for up to -Timeout, and sends an alert as soon as a job has failed.

    The state file records the jobs of one night. During that night, a call starts only jobs that were never requested or
    that the service refused to start. If the response to a start is lost, the script sends an alert and exits with 1, and
    does not start the job again. Check at the service whether the job was started. If so, write its id and the state
    Started to the state file; if not, write the state NotStarted. The first call of the next night sends an alert for each
    job whose outcome is still unknown, and starts new jobs.

    The script ends with one of these exit codes:

    0  All jobs succeeded. If a job finished with warnings, an alert says so.
    1  A job failed or was stopped, its outcome is unknown, or it could not be started or read. Or the response to a start
       was lost.
    2  A job did not finish within -GiveUpAfter. It continues to run.
    3  Some jobs have not finished yet. Call the script again.
.EXAMPLE
    ./Wait-Nightly.ps1 -StateFile ./nightly.json -AlmaJobId S201 -PackageId 434 -ClusterId 52 -WorkflowId 66ebd18d3d6200007e000d00
#>

# Imports the module, or stops the script if it is not installed.
#Requires -Modules JobStatus

[CmdletBinding()]
param(
    # The file that keeps the state between calls. In Azure Automation, use an Automation variable instead.
    [Parameter(Mandatory)] [string] $StateFile,
    [Parameter(Mandatory)] [string] $AlmaJobId,
    [Parameter(Mandatory)] [long] $PackageId,
    [Parameter(Mandatory)] [long] $ClusterId,
    [Parameter(Mandatory)] [string] $WorkflowId,

    # How long one call waits.
    [timespan] $Timeout = '00:20:00',

    # How long after the first call of the night the script stops waiting.
    [timespan] $GiveUpAfter = '10:00:00',

    # The night that this call belongs to. By default, a night lasts from noon to noon and has the date of its first day.
    [string] $Night = (Get-Date).AddHours(-12).ToString('yyyy-MM-dd'),

    # Sends an alert. Replace this with an email or a chat message.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

$succeeded = 'Completed', 'Warning'
$starts = @{
    Alma    = { Start-AlmaJob -JobId $AlmaJobId }
    Xplenty = { Start-XplentyJob -PackageId $PackageId -ClusterId $ClusterId }
    Alteryx = { Start-AlteryxJob -WorkflowId $WorkflowId }
}

# Read and save the state of the night.
function Get-State {
    if (-not (Test-Path -LiteralPath $StateFile)) { return }
    $text = Get-Content -LiteralPath $StateFile -Raw
    if (-not $text) { throw "The state file $StateFile is empty. If no job has been started tonight, delete it." }
    $text | ConvertFrom-Json
}

function Set-State($Value) {
    # If the process ends while it writes, the old file is still complete.
    ConvertTo-Json $Value -Depth 3 | Set-Content -LiteralPath "$StateFile.new" -Encoding UTF8
    Move-Item -LiteralPath "$StateFile.new" -Destination $StateFile -Force
}

# Saves the state of a job before it sends the alert, because sending the alert can fail.
function Set-JobState($Job, [string] $State, [string] $Problem) {
    $Job.State = $State
    Set-State $saved
    if ($Problem) { & $Alert $Problem }
}

# Starts a job. If the response is lost, the job may be running, so no later call starts it again.
function Start-NightlyJob($Job) {
    # If this process ends during the request, the next call finds this state.
    Set-JobState $Job Starting
    try {
        $Job.Id = [string] (& $starts[$Job.Service]).Id
    }
    catch {
        $problem = "$($Job.Service): $($_.Exception.Message)"
        if ($_.Exception -is [JobStatus.JobServiceException] -and -not $_.Exception.MayHaveBeenAccepted) {
            Set-JobState $Job NotStarted "$problem The next call tries again to start the job."
        }
        else {
            Set-JobState $Job StartUnknown "$problem The job may be running. This script will not start it again tonight."
        }

        return
    }

    Set-JobState $Job Started
}

# Waits for all jobs at once, and outputs each job as soon as it has finished.
function Wait-NightlyJob($Jobs, [timespan] $Timeout) {
    $Jobs | Wait-RemoteJob -Timeout $Timeout -ErrorAction Continue 2>&1 |
        ForEach-Object {
            # The target of an error is the job or, if the job was never read, its id.
            $isError = $_ -is [Management.Automation.ErrorRecord]
            $seen = if ($isError) { $_.TargetObject } else { $_ }
            $id = if ($seen -is [JobStatus.RemoteJob]) { $seen.Id } else { "$seen" }
            $job = $Jobs | Where-Object { $_.Id -eq $id }
            if (-not $job) { throw $_ }
            if (-not $isError) {
                Set-JobState $job $_.State $(
                    if ($_.State -notin $succeeded) { "$_ finished with state $($_.State): $($_.Message)" }
                    elseif ($_.State -ne 'Completed') { "$_ finished with warnings: $($_.Message)" }
                )
                $_
            }
            elseif ($_.FullyQualifiedErrorId -notlike 'WaitTimeout*') {
                Set-JobState $job Lost "$($job.Service) job $id cannot be read: $($_.Exception.Message)"
            }
        }
}

try {
    $saved = Get-State
    if (-not $saved -or $saved.Night -ne $Night) {
        $earlier = $saved
        $saved = [pscustomobject]@{
            Night     = $Night
            StartedAt = [datetime]::UtcNow.ToString('o')
            Jobs      = @(
                'Alma', 'Xplenty', 'Alteryx' | ForEach-Object { [pscustomobject]@{ Service = $_; Id = ''; State = 'NotStarted' } }
            )
        }
        Set-State $saved
        if ($earlier) {
            $earlier.Jobs | Where-Object { $_.State -in 'Starting', 'Started' } | ForEach-Object {
                & $Alert "The outcome of the $($_.Service) job $($_.Id) of the night $($earlier.Night) is unknown."
            }
        }
    }

    # The process of an earlier call ended during a start.
    foreach ($job in @($saved.Jobs | Where-Object { $_.State -eq 'Starting' })) {
        Set-JobState $job StartUnknown "The $($job.Service) job may be running. This script will not start it again tonight."
    }

    # ConvertFrom-Json returns the time as text in Windows PowerShell, and as a DateTime in PowerShell 7.
    $left = ([datetime] $saved.StartedAt).ToUniversalTime() + $GiveUpAfter - [datetime]::UtcNow
    $isLastCall = $left -le $Timeout
    if ($left -gt [timespan]::Zero) {
        foreach ($job in @($saved.Jobs | Where-Object { $_.State -eq 'NotStarted' })) { Start-NightlyJob $job }
    }

    $waiting = @($saved.Jobs | Where-Object { $_.State -eq 'Started' })
    if ($waiting) { Wait-NightlyJob $waiting $(if ($left -lt [timespan]::Zero) { 0 } elseif ($isLastCall) { $left } else { $Timeout }) }
    if ($isLastCall) {
        foreach ($job in @($saved.Jobs | Where-Object { $_.State -eq 'Started' })) {
            Set-JobState $job TimedOut "$($job.Service) job $($job.Id) did not finish within $GiveUpAfter."
        }
    }
}
catch {
    & $Alert "The nightly jobs: $($_.Exception.Message)"
    exit 1
}

$states = @($saved.Jobs | ForEach-Object { $_.State })
if ($states -contains 'StartUnknown') { exit 1 }
if ($states -contains 'Started') { exit 3 }
if ($states | Where-Object { $_ -notin $succeeded -and $_ -ne 'TimedOut' }) { exit 1 }
if ($states -contains 'TimedOut') { exit 2 }
exit 0
