<#
.SYNOPSIS
    Starts an Alteryx workflow, waits for it, and saves its outputs or reports its error messages.
.EXAMPLE
    ./Invoke-AlteryxRun.ps1 -WorkflowId 66ebd18d3d6200007e000d00 -Question @{ Region = 'North' } -Folder ./reports
#>
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

$job = Start-AlteryxJob -WorkflowId $WorkflowId -Question $Question
$finished = $job | Wait-Job -Timeout $Timeout -ErrorAction SilentlyContinue -ErrorVariable problem
if (-not $finished) {
    & $Alert "Waiting for Alteryx job $($job.Id) failed: $($problem[0])"
    return
}

# The Alteryx status Completed does not mean success, but the state Completed does.
if ($finished.State -eq 'Completed') {
    $finished | Save-AlteryxJobOutput -Path $Folder -Force | Out-Null
}
else {
    $errors = $finished | Get-AlteryxJobMessage | Where-Object Severity -eq Error
    & $Alert "$finished finished with state $($finished.State): $($errors.Text -join '; ')"
}

$finished
