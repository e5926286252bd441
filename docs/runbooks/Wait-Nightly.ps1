<#
.SYNOPSIS
    Starts the night's jobs at all three services once, and waits for them in short turns.
.DESCRIPTION
    For a host that ends a long script and starts it again from the top, as Azure Automation does: what was started is
    written down before anything is waited for, so that the next turn goes on with the same jobs. Each turn ends
    after -Turn. The exit code is 0 when all have ended well, 1 when one has not, 3 when there is more to wait for.
.EXAMPLE
    ./Wait-Nightly.ps1 -StateFile ./nightly.json -AlmaJobId S201 -PackageId 434 -ClusterId 52 -WorkflowId 66ebd18d3d6200007e000d00
#>
[CmdletBinding()]
param(
    # Where the ids are kept between the turns. In Azure Automation an Automation variable takes its place.
    [Parameter(Mandatory)] [string] $StateFile,
    [Parameter(Mandatory)] [string] $AlmaJobId,
    [Parameter(Mandatory)] [long] $PackageId,
    [Parameter(Mandatory)] [long] $ClusterId,
    [Parameter(Mandatory)] [string] $WorkflowId,
    [timespan] $Turn = '00:20:00',

    # Tells somebody. Put a mail or a chat message here.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

# Reads and writes the list of what was started: one entry a job.
function Get-State { if (Test-Path -LiteralPath $StateFile) { @(Get-Content -LiteralPath $StateFile -Raw | ConvertFrom-Json) } else { @() } }
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

$deadline = (Get-Date) + $Turn
foreach ($entry in $entries | Where-Object State -eq '') {
    $left = [Math]::Max(0, [int]($deadline - (Get-Date)).TotalSeconds)
    $end = Wait-RemoteJob -Service $entry.Service -Id $entry.Id -Timeout $left -ErrorAction SilentlyContinue -ErrorVariable problem
    if ($end) {
        $entry.State = [string] $end.State
        Set-State $entries
        if ($end.State -notin 'Completed', 'CompletedWithWarnings') { & $Alert "$end ended as $($end.State): $($end.Message)" }
        $end
    }
    elseif ($problem[0].FullyQualifiedErrorId -notlike 'WaitTimeout*') {
        $entry.State = 'Lost'
        Set-State $entries
        & $Alert "$($entry.Service) job $($entry.Id) cannot be read: $($problem[0])"
    }
}

if ($entries | Where-Object State -eq '') { exit 3 }
Remove-Item -LiteralPath $StateFile
exit [int] [bool] ($entries | Where-Object State -notin 'Completed', 'CompletedWithWarnings')
