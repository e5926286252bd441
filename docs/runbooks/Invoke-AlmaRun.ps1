<#
.SYNOPSIS
    Starts an Alma job, waits for it, checks its counters, and saves its file.
.DESCRIPTION
    The script outputs the finished run, and sends an alert if a person has to act. It ends with one of these exit codes:

    0  The run succeeded. If it finished with warnings, or if some of its records failed, an alert says so.
    1  The run failed or was stopped, or its outcome is unknown. Or the run could not be started or read, or its file could
       not be saved.
    2  The run did not finish within -Timeout. It continues to run in Alma.
.EXAMPLE
    ./Invoke-AlmaRun.ps1 -JobId M50173 -Parameter @{ set_id = '1234' } -Folder ./reports
#>

# Imports the module, or stops the script if it is not installed.
#Requires -Modules JobStatus

[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $JobId,
    [hashtable] $Parameter = @{},

    # The folder for the file of the run. If you omit it, no file is saved.
    [string] $Folder,

    [timespan] $Timeout = '02:00:00',

    # Sends an alert. Replace this with an email or a chat message.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

try {
    $run = Start-AlmaJob -JobId $JobId -Parameter $Parameter

    # Wait-RemoteJob, because Wait-Job is PowerShell's own cmdlet until JobStatus is imported.
    $finished = $run | Wait-RemoteJob -Timeout $Timeout
    $finished
    if ($finished.State -notin 'Completed', 'Warning') {
        & $Alert "$finished finished with state $($finished.State): $($finished.Message)"
        exit 1
    }

    if ($finished.State -ne 'Completed') { & $Alert "$finished finished with warnings: $($finished.Message)" }

    # Even if a run succeeds, some of its records can fail.
    $failed = @($finished.Counters | Where-Object { $_.Type -and $_.Type.Value -match 'fail' -and $_.Number -gt 0 })
    if ($failed) { & $Alert "$finished succeeded, but some records failed: $($failed -join ', ')" }

    if ($Folder) { $finished | Save-AlmaJobFile -Path $Folder -Force | Out-Null }
}
catch {
    # After a lost response, the message says that Alma may have started the run. Check before you call the script again.
    $problem = $_
    & $Alert "Alma job ${JobId}: $($problem.Exception.Message)"
    if ($problem.FullyQualifiedErrorId -like 'WaitTimeout,*') { exit 2 }
    exit 1
}

exit 0
