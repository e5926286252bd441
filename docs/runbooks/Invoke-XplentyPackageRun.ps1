<#
.SYNOPSIS
    Runs an Xplenty package on a cluster of its own, and returns the outputs of the job.
.DESCRIPTION
    The script finds the package by its name, creates a cluster, and starts the package on it. The wait terminates the cluster
    when the job has finished. If the script or its computer stops, Xplenty terminates the cluster after it has been idle for
    ten minutes. The script returns the outputs of the job, and sends an alert if a person has to act. It ends with one of these
    exit codes:

    0  The job succeeded.
    1  The job failed or was stopped, or its outcome is unknown. Or the package was not found, or the job could not be started
       or read.
    2  The job did not finish within -Timeout. It continues to run in Xplenty.
.EXAMPLE
    ./Invoke-XplentyPackageRun.ps1 -Package 'Orders*' -Variable @{ day = '2026-11-21' }
#>

# Imports the module, or stops the script if it is not installed.
#Requires -Modules JobStatus

[CmdletBinding()]
param(
    # The name of an active package. Wildcards are supported, but only one package may match.
    [Parameter(Mandatory)] [string] $Package,
    [hashtable] $Variable = @{},

    # Includes the time until the cluster is available.
    [timespan] $Timeout = '01:30:00',

    # Sends an alert. Replace this with an email or a chat message.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

try {
    $job = Start-XplentyJob -Package $Package -Cluster New -Variable $Variable
    Write-Verbose "$job was started on cluster $($job.ClusterId)."

    # Wait-RemoteJob, because Wait-Job is PowerShell's own cmdlet until JobStatus is imported.
    $finished = $job | Wait-RemoteJob -Timeout $Timeout
    if ($finished.State -notin 'Completed', 'Warning') {
        # Often, only the log summary contains the reason.
        $detailed = $finished | Get-XplentyJob -IncludeLogSummary -ErrorAction SilentlyContinue
        if (-not $detailed) { $detailed = $finished }
        & $Alert "$finished finished with state $($finished.State): $($detailed.Message)"
        exit 1
    }

    $finished | Get-XplentyJobOutput
}
catch {
    # After a lost response, the message says that Xplenty may have created the cluster or started the job. Check before you
    # call the script again.
    $problem = $_
    & $Alert "Xplenty package ${Package}: $($problem.Exception.Message)"
    if ($problem.FullyQualifiedErrorId -like 'WaitTimeout,*') { exit 2 }
    exit 1
}

exit 0
