BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Disable-XplentySchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'reads a schedule, changes only its status, and returns it' {
        $before = Get-XplentySchedule 71
        $schedule = Disable-XplentySchedule 71
        $schedule | Should -BeOfType JobStatus.XplentySchedule
        $schedule.Enabled | Should -BeFalse
        $schedule.Enabled | Should -BeOfType bool
        $schedule.Connection | Should -Be Environment
        (Get-SandboxRequest).method | Should -Be GET, GET, PUT
        $after = Get-XplentySchedule 71
        $after.Status | Should -Be disabled
        foreach ($name in 'Name', 'StartAt', 'IntervalAmount', 'IntervalUnit', 'ExecutionCount') {
            $after.$name | Should -Be $before.$name
        }
        $after.Task.Packages[0].Variables['day'] | Should -Be 'CurrentDate()'
    }

    It 'changes nothing if the schedule is already disabled' {
        (Disable-XplentySchedule 73).Enabled | Should -BeFalse
        (Get-SandboxRequest).method | Should -Be GET
    }

    It 'disables a schedule whose status is unknown' {
        $null = Invoke-Sandbox POST xplenty/schedules @{ id = 80; extra = @{ status = $null } }
        Disable-XplentySchedule 80 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        (Get-SandboxRequest).method | Should -Be GET, PUT
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.DisableXplentyScheduleCommand'
        $failure[0].Exception.MayHaveBeenAccepted | Should -BeTrue
        "$($failure[0])" | Should -Match 'reports no status\. .*check its status'
    }

    It 'disables piped schedules' {
        (Get-XplentySchedule -Status enabled | Disable-XplentySchedule).ScheduleId | Sort-Object | Should -Be 71, 72
        Get-XplentySchedule -Status enabled | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf, and shows the name of a piped schedule' {
        $name = (Get-XplentySchedule 71).Name
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Disable-XplentySchedule 71 -WhatIf
            Get-XplentySchedule 71 | Disable-XplentySchedule -WhatIf
        }
        $messages | Should -Be @(
            'What if: Performing the operation "Disable" on target "Xplenty schedule 71".'
            "What if: Performing the operation `"Disable`" on target `"Xplenty schedule 71 ($name)`"."
        )
        Get-SandboxRequest | Where-Object method -NE GET | Should -BeNullOrEmpty
    }

    It 'sends the change once if <what>' -ForEach @(
        @{ what = 'the response is lost'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable'; maybe = $true }
        @{ what = 'Xplenty rejects it'; fault = @{ kind = 'status'; status = 422 }; error = 'InvalidRequest'; maybe = $false }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/demo/api/schedules'; method = 'PUT'; count = -1 })
        Disable-XplentySchedule 71 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.DisableXplentyScheduleCommand"
        $failure[0].Exception.MayHaveBeenAccepted | Should -Be $maybe
        @(Get-SandboxRequest | Where-Object method -EQ PUT) | Should -HaveCount 1
    }

    It 'changes nothing if the schedule cannot be read' {
        Disable-XplentySchedule 999, 71 -ErrorAction SilentlyContinue -ErrorVariable failure | ForEach-Object Id | Should -Be 71
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.DisableXplentyScheduleCommand'
        @(Get-SandboxRequest | Where-Object method -EQ PUT) | Should -HaveCount 1
    }
}
