<#
.SYNOPSIS
    Starts an Xplenty package, waits for it, stops it if it takes too long, and shows the first lines of its output.
.DESCRIPTION
    The script outputs the finished job, and sends an alert if a person has to act. It ends with one of these exit codes:

    0  The job succeeded. If it finished with warnings, an alert says so.
    1  The job failed or was stopped, or its outcome is unknown. Or the job could not be started or read.
    2  The job did not finish within -Timeout. The script requested Xplenty to stop it.
.EXAMPLE
    ./Invoke-XplentyRun.ps1 -PackageId 434 -ClusterId 52 -Variable @{ day = '2026-11-21' }
#>

# Imports the module, or stops the script if it is not installed.
#Requires -Modules JobStatus

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

try {
    $job = Start-XplentyJob -PackageId $PackageId -ClusterId $ClusterId -Variable $Variable

    # Wait-RemoteJob, because Wait-Job is PowerShell's own cmdlet until JobStatus is imported.
    $finished = $job | Wait-RemoteJob -Timeout $Timeout
    $finished
    if ($finished.State -notin 'Completed', 'Warning') {
        # Often, only the log summary contains the reason.
        $detailed = $finished | Get-XplentyJob -IncludeLogSummary -ErrorAction SilentlyContinue
        if (-not $detailed) { $detailed = $finished }
        & $Alert "$finished finished with state $($finished.State): $($detailed.Message)"
        exit 1
    }

    if ($finished.State -ne 'Completed') { & $Alert "$finished finished with warnings: $($finished.Message)" }

    # The job has succeeded, even if its output cannot be shown.
    $finished | Get-XplentyJobOutput -Preview -ErrorAction SilentlyContinue |
        Select-Object -First 5 |
        ForEach-Object { Write-Verbose $_ }
}
catch {
    # After a lost response, the message says that Xplenty may have started the job. Check before you call the script again.
    $problem = $_
    if ($problem.FullyQualifiedErrorId -notlike 'WaitTimeout,*') {
        & $Alert "Xplenty package ${PackageId}: $($problem.Exception.Message)"
        exit 1
    }

    try {
        $stopping = $job | Stop-XplentyJob
        & $Alert "$job did not finish within $Timeout and is being stopped."
        $stopping | Wait-RemoteJob -Timeout 00:05:00
    }
    catch {
        & $Alert "$job did not finish within $Timeout, and it may still be running: $($_.Exception.Message)"
    }

    exit 2
}

exit 0
