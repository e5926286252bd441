<#
.SYNOPSIS
    Starts an Alteryx workflow, waits for it, and saves its outputs or reports its error messages.
.DESCRIPTION
    The script outputs the finished job, and sends an alert if a person has to act. It ends with one of these exit codes:

    0  The job succeeded. If it finished with warnings, an alert contains them.
    1  The job failed or was stopped, or its outcome is unknown. Or the job could not be started or read, or its outputs
       could not be saved.
    2  The job did not finish within -Timeout. It continues to run on the Server.
.EXAMPLE
    ./Invoke-AlteryxRun.ps1 -WorkflowId 66ebd18d3d6200007e000d00 -Question @{ Region = 'North' } -Folder ./reports
#>

# Imports the module, or stops the script if it is not installed.
#Requires -Modules JobStatus

[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $WorkflowId,
    [hashtable] $Question = @{},
    [Parameter(Mandatory)] [string] $Folder,
    [timespan] $Timeout = '01:00:00',

    # Sends an alert. Replace this with an email or a chat message.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

function Get-MessageText($Job, [string] $Severity) {
    @($Job.Messages | Where-Object { $_.Severity -eq $Severity } | ForEach-Object { $_.Text }) -join '; '
}

try {
    $job = Start-AlteryxJob -WorkflowId $WorkflowId -Question $Question

    # Wait-RemoteJob, because Wait-Job is PowerShell's own cmdlet until JobStatus is imported.
    $finished = $job | Wait-RemoteJob -Timeout $Timeout
    $finished

    # The Alteryx status Completed does not mean success, but the state Completed does.
    if ($finished.State -notin 'Completed', 'Warning') {
        & $Alert "$finished finished with state $($finished.State): $(Get-MessageText $finished Error)"
        exit 1
    }

    if ($finished.State -ne 'Completed') { & $Alert "$finished finished with warnings: $(Get-MessageText $finished Warning)" }

    $finished | Save-AlteryxJobOutput -Path $Folder -Force | Out-Null
}
catch {
    # After a lost response, the message says that the Server may have started the job. Check before you call the script again.
    $problem = $_
    & $Alert "Alteryx workflow ${WorkflowId}: $($problem.Exception.Message)"
    if ($problem.FullyQualifiedErrorId -like 'WaitTimeout,*') { exit 2 }
    exit 1
}

exit 0
