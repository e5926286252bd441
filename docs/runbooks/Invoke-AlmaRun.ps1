<#
.SYNOPSIS
    Starts an Alma job, waits for it, checks its counters, and saves its file.
.EXAMPLE
    ./Invoke-AlmaRun.ps1 -JobId M50173 -Parameter @{ set_id = '1234' } -Folder ./reports
#>
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

$run = Start-AlmaJob -JobId $JobId -Parameter $Parameter
$finished = $run | Wait-Job -Timeout $Timeout -ErrorAction SilentlyContinue -ErrorVariable problem
if (-not $finished) {
    & $Alert "Waiting for Alma run $($run.InstanceId) of job $JobId failed: $($problem[0])"
    return
}

# Even if a run succeeds, some of its records can fail.
$failed = $finished.Counters | Where-Object { $_.Type.Value -match 'fail' -and $_.Number -gt 0 }
switch ($finished.State) {
    'Completed' {
        if ($failed) { & $Alert "$finished succeeded, but some records failed: $($failed -join ', ')" }
    }
    'Warning' { & $Alert "$finished finished with warnings: $($finished.Message)" }
    default { & $Alert "$finished finished with state $($finished.State): $($finished.Message)" }
}

if ($Folder -and $finished.State -in 'Completed', 'Warning') {
    $finished | Save-AlmaJobFile -Path $Folder -Force | Out-Null
}

$finished
