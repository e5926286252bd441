<#
.SYNOPSIS
    Runs an Alteryx workflow that is specified by its name, or attaches to its job in progress, and saves the outputs.
.DESCRIPTION
    If the script is called while a job of the workflow is in progress, it waits for that job and starts no other one. The
    script outputs the saved files, and sends an alert if a person has to act. It ends with one of these exit codes:

    0  The job succeeded. If it finished with warnings, an alert contains them.
    1  The job failed or was stopped, or its outcome is unknown. Or the workflow was not found, the job could not be started
       or read, or its outputs could not be saved.
    2  The job did not finish within -Timeout. It continues to run on the Server, and the next call attaches to it.
.EXAMPLE
    ./Invoke-AlteryxNamedRun.ps1 -Workflow 'Weekly*' -Question @{ Region = 'North' } -Folder ./reports
#>

# Imports the module, or stops the script if it is not installed.
#Requires -Modules JobStatus

[CmdletBinding()]
param(
    # The name of a workflow. Wildcards are supported, but only one workflow may match.
    [Parameter(Mandatory)] [string] $Workflow,
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
    $job = Start-AlteryxJob -Workflow $Workflow -Question $Question -OrAttach

    # Wait-RemoteJob, because Wait-Job is PowerShell's own cmdlet until JobStatus is imported.
    $finished = $job | Wait-RemoteJob -Timeout $Timeout

    # The Alteryx status Completed does not mean success, but the state Completed does.
    if ($finished.State -notin 'Completed', 'Warning') {
        & $Alert "$finished finished with state $($finished.State): $(Get-MessageText $finished Error)"
        exit 1
    }

    if ($finished.State -ne 'Completed') { & $Alert "$finished finished with warnings: $(Get-MessageText $finished Warning)" }

    $finished | Save-AlteryxJobOutput -Path $Folder -Force
}
catch {
    # After a lost response, the message says that the Server may have started the job. The next call attaches to it.
    $problem = $_
    & $Alert "Alteryx workflow ${Workflow}: $($problem.Exception.Message)"
    if ($problem.FullyQualifiedErrorId -like 'WaitTimeout,*') { exit 2 }
    exit 1
}

exit 0
