BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Start-XplentySchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'runs a schedule once, and returns the job that it started' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '900'; scheduleId = 71 }
        $null = New-SandboxJob @{ service = 'xplenty'; id = '901'; scheduleId = 72 }
        $job = Start-XplentySchedule 71
        $job | Should -BeOfType JobStatus.XplentyJob
        $job | Should -HaveCount 1
        $job.Id | Should -Not -BeIn 900, 901
        $job.PackageId | Should -Be 434
        $job.Creator.Type | Should -Be Schedule
        $job.Creator.Id | Should -Be 71
        $job.Connection | Should -Be Environment
        $request = @(Get-SandboxRequest | Where-Object method -EQ POST)
        $request | Should -HaveCount 1
        $request[0].path | Should -Be /demo/api/schedules/71/run
        (Get-XplentySchedule 71).ExecutionCount | Should -Be 13
    }

    It 'returns one job for each package' {
        $null = Invoke-Sandbox POST xplenty/schedules @{ id = 80; packageIds = 434, 435 }
        (Start-XplentySchedule 80).PackageId | Should -Be 434, 435
    }

    It 'waits for a job that appears later' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = '[]'; count = 2 }
        (Start-XplentySchedule 71).PackageId | Should -Be 434
        @(Get-SandboxRequest /demo/api/jobs) | Should -HaveCount 3
    }

    It 'runs piped schedules, whose jobs Wait-Job waits for' {
        $package = (Invoke-Sandbox POST packages @{ run = @{ durationSeconds = 0.3 } }).id
        $null = Invoke-Sandbox POST xplenty/schedules @{ id = 80; name = 'Quick'; packageIds = , $package }
        $job = Get-XplentySchedule -Name Quick | Start-XplentySchedule | Wait-Job -Timeout 30
        $job.State | Should -Be Completed
    }

    It 'sends nothing with -WhatIf' {
        Start-XplentySchedule 71 -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'sends the request once if the response is lost' {
        $null = Add-SandboxFault @{ path = '/demo/api/schedules'; method = 'POST'; kind = 'reset'; count = -1 }
        Start-XplentySchedule 71 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.StartXplentyScheduleCommand'
        $failure[0].Exception.MayHaveBeenAccepted | Should -BeTrue
        @(Get-SandboxRequest | Where-Object method -EQ POST) | Should -HaveCount 1
    }

    It 'says that the schedule may have run if the jobs cannot be read afterwards' {
        # The first list request is before the run, and the next ones are after it.
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = '[]' }
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 403; count = -1 }
        Start-XplentySchedule 71 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.StartXplentyScheduleCommand'
        $failure[0].Exception.MayHaveBeenAccepted | Should -BeTrue
        "$($failure[0])" | Should -Match 'accepted the request.*check whether the schedule has started its job'
    }

    It 'writes an error if the schedule does not exist' {
        Start-XplentySchedule 999 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.StartXplentyScheduleCommand'
    }
}
