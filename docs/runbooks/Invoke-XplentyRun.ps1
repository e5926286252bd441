<#
.SYNOPSIS
    Starts an Xplenty package, waits for it, stops it if it takes too long, and shows the first lines of its output.
.EXAMPLE
    ./Invoke-XplentyRun.ps1 -PackageId 434 -ClusterId 52 -Variable @{ day = '2026-11-21' }
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [long] $PackageId,
    [Parameter(Mandatory)] [long] $ClusterId,
    [hashtable] $Variable = @{},
    [timespan] $Timeout = '01:00:00',

    # Sends an alert. Replace this with an email or a chat message.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

$job = Start-XplentyJob -PackageId $PackageId -ClusterId $ClusterId -Variable $Variable
$finished = $job | Wait-Job -Timeout $Timeout -ErrorAction SilentlyContinue -ErrorVariable problem
if (-not $finished) {
    & $Alert "Waiting for Xplenty job $($job.Id) failed, so the job is being stopped: $($problem[0])"
    $job | Stop-XplentyJob -Wait
    return
}

if ($finished.State -eq 'Failed') {
    # Often, only the log summary contains the reason.
    $reason = (Get-XplentyJob $finished.Id -IncludeLogSummary).Message
    & $Alert "$finished failed: $reason"
}

$finished
if ($finished.State -eq 'Completed') {
    $finished | Get-XplentyJobOutput -Preview | Select-Object -First 5 | ForEach-Object { Write-Verbose $_ }
}
