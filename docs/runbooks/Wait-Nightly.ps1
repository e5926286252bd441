<#
.SYNOPSIS
    Starts the nightly jobs at all three services once, and waits for them in stages.
.DESCRIPTION
    This script is for a host that limits run time, such as Azure Automation. Run it on a schedule: each run waits for up
    to -Timeout. The script saves the id of each job as soon as the job has started, so that the next run continues to
    wait for the same jobs. The exit code is 0 if all jobs succeeded, 1 if a job did not succeed or could not be read,
    and 3 if some jobs have not finished yet.
.EXAMPLE
    ./Wait-Nightly.ps1 -StateFile ./nightly.json -AlmaJobId S201 -PackageId 434 -ClusterId 52 -WorkflowId 66ebd18d3d6200007e000d00
#>
[CmdletBinding()]
param(
    # The file that keeps the ids between runs of this script. In Azure Automation, use an Automation variable instead.
    [Parameter(Mandatory)] [string] $StateFile,
    [Parameter(Mandatory)] [string] $AlmaJobId,
    [Parameter(Mandatory)] [long] $PackageId,
    [Parameter(Mandatory)] [long] $ClusterId,
    [Parameter(Mandatory)] [string] $WorkflowId,
    [timespan] $Timeout = '00:20:00',

    # Sends an alert. Replace this with an email or a chat message.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

# Read and save the list of started jobs.
function Get-State {
    if (Test-Path -LiteralPath $StateFile) { @(Get-Content -LiteralPath $StateFile -Raw | ConvertFrom-Json) } else { @() }
}

function Set-State($Entries) { ConvertTo-Json @($Entries) | Set-Content -LiteralPath $StateFile }

$entries = @(Get-State)
$starts = [ordered]@{
    Alma    = { Start-AlmaJob -JobId $AlmaJobId }
    Xplenty = { Start-XplentyJob -PackageId $PackageId -ClusterId $ClusterId }
    Alteryx = { Start-AlteryxJob -WorkflowId $WorkflowId }
}
foreach ($service in $starts.Keys) {
    if ($entries.Service -notcontains $service) {
        $job = & $starts[$service]
        $entries += [pscustomobject]@{ Service = $service; Id = $job.Id; State = '' }
        Set-State $entries
    }
}

$deadline = (Get-Date) + $Timeout
foreach ($entry in $entries | Where-Object State -eq '') {
    $left = [Math]::Max(0, [int]($deadline - (Get-Date)).TotalSeconds)
    $finished = Wait-RemoteJob -Service $entry.Service -Id $entry.Id -Timeout $left -ErrorAction SilentlyContinue -ErrorVariable problem
    if ($finished) {
        $entry.State = [string] $finished.State
        Set-State $entries
        if ($finished.State -notin 'Completed', 'Warning') {
            & $Alert "$finished finished with state $($finished.State): $($finished.Message)"
        }
        $finished
    }
    elseif ($problem[0].FullyQualifiedErrorId -notlike 'WaitTimeout*') {
        $entry.State = 'Lost'
        Set-State $entries
        & $Alert "$($entry.Service) job $($entry.Id) cannot be read: $($problem[0])"
    }
}

if ($entries | Where-Object State -eq '') { exit 3 }
Remove-Item -LiteralPath $StateFile
exit [int] [bool] ($entries | Where-Object State -notin 'Completed', 'Warning')
