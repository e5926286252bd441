<#
.SYNOPSIS
    Runs an Alma job, waits for it, tells how it ended, and saves its file.
.EXAMPLE
    ./Invoke-AlmaRun.ps1 -JobId M50173 -Parameter @{ set_id = '1234' } -Folder ./reports
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $JobId,
    [hashtable] $Parameter = @{},

    # Where to save the file that the run makes; without it none is saved.
    [string] $Folder,

    [timespan] $Timeout = '02:00:00',

    # Tells somebody. Put a mail or a chat message here.
    [scriptblock] $Alert = { param($Text) Write-Warning $Text }
)

$ErrorActionPreference = 'Stop'

$run = Start-AlmaJob -JobId $JobId -Parameter $Parameter
$end = $run | Wait-Job -Timeout $Timeout -ErrorAction SilentlyContinue -ErrorVariable problem
if (-not $end) {
    & $Alert "Alma run $($run.InstanceId) of $JobId did not end: $($problem[0])"
    return
}

# A run can succeed and still have left records out: the counters tell.
$failed = $end.Counters | Where-Object { $_.Type.Value -match 'fail' -and $_.Number -gt 0 }
switch ($end.State) {
    'Completed' {
        if ($failed) { & $Alert "$end succeeded, but: $($failed -join ', ')" }
    }
    'CompletedWithWarnings' { & $Alert "$end ended with warnings: $($end.Message)" }
    default { & $Alert "$end ended as $($end.State): $($end.Message)" }
}

if ($Folder -and $end.State -in 'Completed', 'CompletedWithWarnings') {
    $end | Save-AlmaJobFile -Path $Folder -Force | Out-Null
}

$end
