<#
.SYNOPSIS
    Creates an Alma set from a file of ids, runs a job on it, saves the file of the run, and deletes the set.
.DESCRIPTION
    The script outputs the finished run, and sends an alert if a person has to act. It ends with one of these exit codes:

    0  The run succeeded. If it finished with warnings, or if Alma rejected some of the ids, an alert says so.
    1  The run failed or was stopped, or its outcome is unknown. Or the set could not be created or filled, the run could not
       be started or read, or its file could not be saved.
    2  The run did not finish within -Timeout. It continues to run in Alma.

    The script deletes the set, unless the run may still need it.
.EXAMPLE
    ./Invoke-AlmaSetRun.ps1 -IdFile ./barcodes.txt -Content ITEM -JobId M148 -Folder ./reports
#>

# Imports the module, or stops the script if it is not installed.
#Requires -Modules JobStatus

[CmdletBinding()]
param(
    # A text file with one id per line.
    [Parameter(Mandatory)] [string] $IdFile,

    # The type of the members, as an Alma code, such as USER or ITEM.
    [Parameter(Mandatory)] [string] $Content,
    [Parameter(Mandatory)] [string] $JobId,

    # Other parameters of the job. The script adds the id of the set.
    [hashtable] $Parameter = @{},

    # Each set needs a name of its own.
    [string] $SetName = "JobStatus $(Get-Date -Format 'yyyy-MM-dd HH.mm.ss')",

    # The folder for the file of the run. If you omit it, no file is saved.
    [string] $Folder,

    [timespan] $Timeout = '02:00:00',

    # Sends an alert. Replace this with an email or a chat message.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

$set = $null
$maySetBeNeeded = $false
$exitCode = 1
try {
    # Empty lines are ignored.
    $firstId = Get-Content -LiteralPath $IdFile | Where-Object { $_.Trim() } | Select-Object -First 1
    if (-not $firstId) { throw "The file $IdFile is empty." }
    $set = New-AlmaSet -Name $SetName -Content $Content

    # Each rejected id is the target of its own error. An error that ends the command has all remaining ids as its target.
    $problems = @()
    $filled = Get-Content -LiteralPath $IdFile |
        Add-AlmaSetMember -SetId $set.SetId -PassThru -ErrorAction SilentlyContinue -ErrorVariable problems
    $rejected = @($problems | Where-Object { $_.TargetObject -is [string] })
    $problems | Where-Object { $_.TargetObject -isnot [string] } | Select-Object -First 1 | ForEach-Object { throw $_ }
    if ($rejected) { & $Alert "Alma rejected some of the ids ($($rejected.Count)). The first error is: $($rejected[0].Exception.Message)" }
    if (-not $filled -or $filled.NumberOfMembers -eq 0) { throw 'The set has no members.' }

    $maySetBeNeeded = $true
    try { $run = $set | Start-AlmaJob -JobId $JobId -Parameter $Parameter }
    catch {
        # After a lost response, the run may have been started.
        $maySetBeNeeded = $_.Exception -isnot [JobStatus.JobServiceException] -or $_.Exception.MayHaveBeenAccepted
        throw
    }

    # Wait-RemoteJob, because Wait-Job is PowerShell's own cmdlet until JobStatus is imported.
    $finished = $run | Wait-RemoteJob -Timeout $Timeout
    $maySetBeNeeded = -not $finished.IsFinished
    $finished
    if ($finished.State -notin 'Completed', 'Warning') {
        throw "$finished finished with state $($finished.State): $($finished.Message)"
    }

    if ($finished.State -ne 'Completed') { & $Alert "$finished finished with warnings: $($finished.Message)" }
    if ($Folder) { $finished | Save-AlmaJobFile -Path $Folder -Force | Out-Null }
    $exitCode = 0
}
catch {
    $problem = $_
    & $Alert "Alma job ${JobId}: $($problem.Exception.Message)"
    if ($problem.FullyQualifiedErrorId -like 'WaitTimeout,*') { $exitCode = 2 }
}

if ($set) {
    if ($maySetBeNeeded) { & $Alert "The set $set was not deleted, because the run may still need it." }
    else {
        # The outcome of the run does not depend on the set anymore.
        try { $set | Remove-AlmaSet }
        catch { & $Alert "The set $set was not deleted: $($_.Exception.Message)" }
    }
}

if ($exitCode -eq 2) { exit 2 }
if ($exitCode -eq 1) { exit 1 }
exit 0
