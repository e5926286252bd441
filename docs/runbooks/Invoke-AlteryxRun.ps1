<#
.SYNOPSIS
    Runs an Alteryx workflow, waits for it, tells why it failed, and saves what it made.
.EXAMPLE
    ./Invoke-AlteryxRun.ps1 -WorkflowId 66ebd18d3d6200007e000d00 -Question @{ Region = 'North' } -Folder ./reports
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $WorkflowId,
    [hashtable] $Question = @{},
    [Parameter(Mandatory)] [string] $Folder,
    [timespan] $Timeout = '01:00:00',

    # Tells somebody. Put a mail or a chat message here.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

$job = Start-AlteryxJob -WorkflowId $WorkflowId -Question $Question
$end = $job | Wait-Job -Timeout $Timeout -ErrorAction SilentlyContinue -ErrorVariable problem
if (-not $end) {
    & $Alert "Alteryx job $($job.Id) did not end: $($problem[0])"
    return
}

# Completed is the place in the queue; only the state tells whether it went well.
if ($end.State -eq 'Completed') {
    $end | Save-AlteryxJobOutput -Path $Folder -Force | Out-Null
}
else {
    $errors = $end | Get-AlteryxJobMessage | Where-Object Severity -eq Error
    & $Alert "$end ended as $($end.State): $($errors.Text -join '; ')"
}

$end
