# Jobs that a script creates itself, as tests of other people's scripts do.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'A job that a script creates' {
    It 'has its id under every name, and the state that was set' {
        $job = [JobStatus.XplentyJob] @{ Id = 5; State = 'Completed' }
        $job.Id | Should -BeExactly '5'
        $job.JobId | Should -Be 5
        $job.State | Should -Be Completed
        $job.IsFinished | Should -BeTrue
        ([JobStatus.AlteryxJob] @{ JobId = 'a1' }).Id | Should -Be a1
        $run = [JobStatus.AlmaJobInstance] @{ InstanceId = 7; JobId = 'M9' }
        $run.Id, $run.JobId | Should -Be 7, M9
        ([JobStatus.AlmaJob] @{ Id = 'M9' }).JobId | Should -Be M9
        ([JobStatus.AlteryxWorkflow] @{ Id = 'w1' }).WorkflowId | Should -Be w1
    }

    It 'cannot have two different ids' {
        { [JobStatus.XplentyJob] @{ Id = 5; JobId = 6 } } | Should -Throw '*already*'
        { [JobStatus.AlmaJobInstance] @{ Id = 5; InstanceId = 6 } } | Should -Throw '*already*'
    }

    It 'is not created from an incomplete type' {
        { [JobStatus.RemoteJob] @{ Id = 5 } } | Should -Throw
    }

    It 'can have everything that a script reads' {
        $start = Get-Date
        $job = [JobStatus.AlteryxJob] @{
            Id = 'a1'; Name = 'Regional sales'; State = 'Failed'; Message = 'The file was not found.'; PercentComplete = 40
            SubmittedAt = $start; StartedAt = $start; FinishedAt = $start.AddMinutes(2)
        }
        $job.Message | Should -Be 'The file was not found.'
        $job.Duration | Should -Be ([timespan]::FromMinutes(2))
        $job | Out-String -Width 160 | Should -Match 'Alteryx a1 +Regional sales +Failed +40% .* 0:02:00 The file was not found\.'
        $job | Format-List | Out-String | Should -Match 'Regional sales'
    }

    It 'can have the lists and variables in docs/testing.md' {
        $guide = Get-Content (Join-Path $PSScriptRoot .. .. .. docs testing.md) -Raw
        $example = [regex]::Match($guide, '(?s)```powershell\r?\n(\$failed = .*?)```').Groups[1].Value
        & ([scriptblock]::Create($example)) | Should -Be 'No disk.', 3, 2026-11-21
    }

    It 'is accepted by a cmdlet that takes a job' {
        $job = [JobStatus.XplentyJob] @{ Id = 5; State = 'Running' }
        Stop-XplentyJob -Id 5 -WhatIf
        $job | Stop-XplentyJob -WhatIf -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        Get-SandboxRequest /demo/api/jobs/5 | Should -BeNullOrEmpty
    }

    It 'is returned by a wait at once if it is finished' {
        $job = [JobStatus.XplentyJob] @{ Id = 5; State = 'Completed' }
        ($job | Wait-Job).Id | Should -Be 5
    }

    It 'is restored from a file' {
        $path = Join-Path $TestDrive created.xml
        [JobStatus.XplentyJob] @{ Id = 5; State = 'Warning'; Message = 'Two rows were skipped.' } | Export-Clixml $path
        $job = Import-Clixml $path
        $job.State | Should -Be Warning
        $job.IsFinished | Should -BeTrue
        $job.Message | Should -Be 'Two rows were skipped.'
    }
}

Describe 'A mock of a cmdlet' {
    It 'can return a job, and compare the timeout with <_>' -ForEach '00:30:00', 1800, ([timespan]::FromMinutes(30)) {
        $expected = $_
        Mock Get-XplentyJob { [JobStatus.XplentyJob] @{ Id = 5; State = 'Running' } }
        Mock Wait-Job { [JobStatus.XplentyJob] @{ Id = 5; State = 'Failed' } } -ParameterFilter { $Timeout -eq $expected }
        (Wait-Job -RemoteJob (Get-XplentyJob 5) -Timeout 00:30:00).State | Should -Be Failed
        (Wait-Job -RemoteJob (Get-XplentyJob 5) -Timeout 1800).State | Should -Be Failed
        Should -Invoke Wait-Job -Exactly 2 -ParameterFilter { $Timeout -eq $expected -and $Timeout -ne 1801 }
    }

    It 'of Wait-RemoteJob receives the jobs and the connection' {
        Mock Wait-RemoteJob { $RemoteJob } -ParameterFilter { $RemoteJob.Id -eq 5 -and $Timeout -eq 60 }
        Mock Get-XplentyJob { 'the tenant' } -ParameterFilter { $Connection -eq 'North' }
        ([JobStatus.XplentyJob] @{ Id = 5; State = 'Failed' } | Wait-RemoteJob -Timeout 60).Id | Should -Be 5
        Get-XplentyJob 5 -Connection north | Should -Be 'the tenant'
    }
}

Describe 'A definition that is piped' {
    It 'to Get-AlmaJobInstance lists its instances' {
        $null = New-SandboxJob @{ service = 'alma'; id = '1000000000007001'; jobId = 'M701'; durationSeconds = 0 }
        ([JobStatus.AlmaJob] @{ JobId = 'M701' } | Get-AlmaJobInstance).Id | Should -Be 1000000000007001
    }

    It 'to Get-AlteryxJob lists its jobs' {
        $workflow = Get-AlteryxWorkflow -First 1
        $null = New-SandboxJob @{ service = 'alteryx'; id = '66f0000000000000000c7001'; workflowId = $workflow.Id; durationSeconds = 0 }
        ($workflow | Get-AlteryxJob).Id | Should -Contain 66f0000000000000000c7001
    }
}

Describe 'The property set Summary' {
    It 'has the flat columns for CSV, HTML and JSON' {
        $columns = 'Service', 'Connection', 'Id', 'Name', 'State', 'Status', 'PercentComplete', 'SubmittedAt', 'StartedAt', 'FinishedAt',
        'Duration', 'Message', 'Uri'
        $jobs = @(Get-AlmaJobInstance 9563643080000561; Get-XplentyJob 157; Get-AlteryxJob 66ebd18d3d6200007e000d8c)
        $rows = $jobs | Select-Object Summary
        foreach ($row in $rows) { $row.psobject.Properties.Name | Should -Be $columns }
        $rows.Id | Should -Be $jobs.Id
        ($rows | ConvertTo-Csv)[0] | Should -Be ('"' + ($columns -join '","') + '"')
        $rows | ConvertTo-Html | Should -HaveCount 13
        ($rows | ConvertTo-Json -EnumsAsStrings -Depth 5 | ConvertFrom-Json).State | Should -Be Completed, Completed, Unknown
    }
}
