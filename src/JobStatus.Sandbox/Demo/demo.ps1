# The PowerShell part of the demo. The demo command sets the environment variables before it runs this script.
[Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidUsingWriteHost', '', Justification = 'This script only displays text.')]
[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Later steps use the variables.')]
param()

$ErrorActionPreference = 'Stop'

function Show-Step([string] $Comment, [scriptblock] $Command) {
    Write-Host "`n# $Comment"
    Write-Host "PS> $($Command.ToString().Trim())"
    . $Command | Out-Default
}

Write-Host "PowerShell $($PSVersionTable.PSVersion)"
Import-Module $env:JOBSTATUS_DEMO_MODULE

. Show-Step 'Read a job from each service by id' {
    $jobs = @((Get-AlmaJobInstance 9000000000000001); (Get-XplentyJob 9001); (Get-AlteryxJob 900000000000000000009001))
}

. Show-Step 'Jobs are objects, and jobs of all services share one table view' { $jobs }

. Show-Step 'Wait for all jobs. Each job is returned as soon as it finishes' {
    $jobs | Wait-Job -Timeout 00:05:00 | Tee-Object -Variable finished
}

. Show-Step 'In Alteryx, a job with the status Completed can still have failed' {
    $finished | Where-Object State -eq Failed | Format-List Service, Id, Status, Disposition, State, Message
}

. Show-Step 'Show the messages of the failed job' { $finished | Where-Object Service -eq Alteryx | Get-AlteryxJobMessage }

. Show-Step 'Show the counters of the Alma job' { ($finished | Where-Object Service -eq Alma).Counters }

. Show-Step 'See which packages need attention: failures come first, then slow runs' {
    $jobs = Get-XplentyJob -UpdatedSince (Get-Date).AddDays(-30)
    $jobs | Measure-RemoteJob -Schedule (Get-XplentySchedule)
}

. Show-Step 'Wait-Job still waits for PowerShell jobs' { Start-Job { 6 * 7 } | Wait-Job | Receive-Job }

$report = Join-Path ([IO.Path]::GetTempPath()) jobstatus-report.html
. Show-Step 'Write a report about the last month. Open the file in a browser' {
    Get-RemoteJob -Since 30.00:00:00 | ConvertTo-RemoteJobReport -As Html -Title 'Jobs of the last month' | Set-Content $report
    $report
}
