# What the demo does in PowerShell. The environment variables of the sandbox are set, and nothing is imported yet.
[Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidUsingWriteHost', '', Justification = 'It shows; nothing is to be captured.')]
[Diagnostics.CodeAnalysis.SuppressMessage('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'One step sets what the next ones use.')]
param()

$ErrorActionPreference = 'Stop'

function Show-Step([string] $Comment, [scriptblock] $Command) {
    Write-Host "`n# $Comment"
    Write-Host "PS> $($Command.ToString().Trim())"
    . $Command | Out-Default
}

Write-Host "PowerShell $($PSVersionTable.PSVersion)"
Import-Module $env:JOBSTATUS_DEMO_MODULE

. Show-Step 'One job of each service, by its id' {
    $jobs = @((Get-AlmaJobInstance 9000000000000001); (Get-XplentyJob 9001); (Get-AlteryxJob 900000000000000000009001))
}

. Show-Step 'They are objects, and a mixed list is one table' { $jobs }

. Show-Step 'Wait for all of them; each comes out when it finishes' {
    $jobs | Wait-Job -Timeout 00:05:00 | Tee-Object -Variable finished
}

. Show-Step 'A job that ran to its end can have failed all the same' {
    $finished | Where-Object State -eq Failed | Format-List Service, Id, Status, Disposition, State, Message
}

. Show-Step 'Why?' { $finished | Where-Object Service -eq Alteryx | Get-AlteryxJobMessage }

. Show-Step 'What did the import in Alma count?' { ($finished | Where-Object Service -eq Alma).Counters }

. Show-Step 'PowerShell''s own jobs wait as ever, alone or in the same wait' { Start-Job { 6 * 7 } | Wait-Job | Receive-Job }
