BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. TestFolder.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'Jobs on two Alteryx Servers' {
    BeforeAll { $other = Start-OtherSandbox @{ alteryxClientSecret = 'canary-other-secret' } }

    It 'are read again, with their messages, through their own connections' {
        Clear-SandboxSession
        Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential) -Name here
        Connect-Alteryx "$other/webapi" -Credential (Get-SandboxCredential canary-other-secret) -Name there
        $jobs = @(Get-AlteryxJob 66f000000000000000000202 -Connection there) + @(Get-AlteryxJob 66f000000000000000000201 -Connection here)
        Invoke-Sandbox DELETE requests | Out-Null
        Invoke-Sandbox DELETE requests -BaseUri $other | Out-Null
        ($jobs | Get-AlteryxJob).Connection | Sort-Object | Should -Be here, there
        ($jobs | Get-AlteryxJobMessage).Connection | Sort-Object -Unique | Should -Be here, there
        (Get-SandboxRequest).path | Should -Be /webapi/v3/jobs/66f000000000000000000201, /webapi/v3/jobs/66f000000000000000000201/messages
        (Get-SandboxRequest -BaseUri $other).path |
            Should -Be /webapi/v3/jobs/66f000000000000000000202, /webapi/v3/jobs/66f000000000000000000202/messages
    }
}

Describe 'Workflows and jobs on two Alteryx Servers' {
    BeforeAll { $other = Start-OtherSandbox @{ alteryxClientSecret = 'canary-other-secret' } }

    BeforeEach {
        Clear-SandboxSession
        Invoke-Sandbox DELETE requests -BaseUri $other | Out-Null
        Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential) -Name here
        Connect-Alteryx "$other/webapi" -Credential (Get-SandboxCredential canary-other-secret) -Name there
    }

    It 'have their jobs and questions read through their own connections' {
        $workflows = @(Get-AlteryxWorkflow 'Weekly report' -Connection there) + @(Get-AlteryxWorkflow 'Monthly report' -Connection here)
        $workflows.Connection | Should -Be there, here
        ($workflows | Get-AlteryxJob).Connection | Sort-Object | Should -Be here, there
        ($workflows | Get-AlteryxWorkflowQuestion).Connection | Sort-Object -Unique | Should -Be there
        (Get-SandboxRequest /webapi/v3/workflows/).path | Sort-Object |
            Should -Be /webapi/v3/workflows/66f00000000000000000a001/jobs, /webapi/v3/workflows/66f00000000000000000a001/questions
        (Get-SandboxRequest /webapi/v3/workflows/ -BaseUri $other).path | Sort-Object |
            Should -Be /webapi/v3/workflows/66f00000000000000000a002/jobs, /webapi/v3/workflows/66f00000000000000000a002/questions
    }

    It 'are started, waited for and stopped through their own connections' {
        $workflows = @(Get-AlteryxWorkflow 'Weekly report' -Connection there) + @(Get-AlteryxWorkflow 'Monthly report' -Connection here)
        $jobs = $workflows | Start-AlteryxJob
        $jobs.Connection | Sort-Object | Should -Be here, there
        $jobs | Stop-AlteryxJob
        ($jobs | Wait-Job -Timeout 20).State | Should -Be Stopped, Stopped
        (Get-SandboxRequest | Where-Object method -EQ DELETE).path |
            Should -Be "/webapi/v3/jobs/$(($jobs | Where-Object Connection -EQ here).Id)"
        (Get-SandboxRequest -BaseUri $other | Where-Object method -EQ DELETE).path |
            Should -Be "/webapi/v3/jobs/$(($jobs | Where-Object Connection -EQ there).Id)"
    }

    It 'have their outputs saved from their own servers' {
        $folder = New-TestFolder
        $null = Invoke-Sandbox POST jobs @{
            service = 'alteryx'; id = 'far'; durationSeconds = 0; outputs = @(@{ fileName = 'far.csv' })
        } -BaseUri $other
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'near'; durationSeconds = 0; outputs = @(@{ fileName = 'near.csv' }) }
        $jobs = @(Get-AlteryxJob far -Connection there) + @(Get-AlteryxJob near -Connection here)
        ($jobs | Save-AlteryxJobOutput -Path $folder).Name | Sort-Object | Should -Be far.csv, near.csv
        (Get-SandboxRequest /webapi/v1).path | Should -BeLike /webapi/v1/jobs/near/*
        (Get-SandboxRequest /webapi/v1 -BaseUri $other).path | Should -BeLike /webapi/v1/jobs/far/*
    }
}
