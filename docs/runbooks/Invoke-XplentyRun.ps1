<#
.SYNOPSIS
    Runs an Xplenty package, waits for it, stops it when it hangs, and shows the first lines of what it wrote.
.EXAMPLE
    ./Invoke-XplentyRun.ps1 -PackageId 434 -ClusterId 52 -Variable @{ day = '2026-11-21' }
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [long] $PackageId,
    [Parameter(Mandatory)] [long] $ClusterId,
    [hashtable] $Variable = @{},
    [timespan] $Timeout = '01:00:00',

    # Tells somebody. Put a mail or a chat message here.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

$job = Start-XplentyJob -PackageId $PackageId -ClusterId $ClusterId -Variable $Variable
$end = $job | Wait-Job -Timeout $Timeout -ErrorAction SilentlyContinue -ErrorVariable problem
if (-not $end) {
    & $Alert "Xplenty job $($job.Id) hangs and is stopped: $($problem[0])"
    $job | Stop-XplentyJob -Wait
    return
}

if ($end.State -eq 'Failed') {
    # The reason often stands only in the summary of the log.
    $reason = (Get-XplentyJob $end.Id -IncludeLogSummary).Message
    & $Alert "$end failed: $reason"
}

$end
if ($end.State -eq 'Completed') {
    $end | Get-XplentyJobOutput -Preview | Select-Object -First 5 | ForEach-Object { Write-Verbose $_ }
}
