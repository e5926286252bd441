BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Enable-XplentySchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'enables a schedule and returns it' {
        $schedule = Enable-XplentySchedule 73
        $schedule.Enabled | Should -BeTrue
        $schedule.NextRunAt | Should -Not -BeNullOrEmpty
        (Get-XplentySchedule 73).Status | Should -Be enabled
    }

    It 'changes nothing if the schedule is already enabled' {
        (Enable-XplentySchedule 71).Enabled | Should -BeTrue
        (Get-SandboxRequest).method | Should -Be GET
    }

    It 'enables the schedules that were disabled before, from a saved list' {
        $path = Join-Path $TestDrive schedules.xml
        Get-XplentySchedule -Status enabled | Export-Clixml $path
        $null = Import-Clixml $path | Disable-XplentySchedule
        (Import-Clixml $path | Enable-XplentySchedule).Id | Sort-Object | Should -Be 71, 72
        (Get-XplentySchedule -Status enabled).Id | Sort-Object | Should -Be 71, 72
    }

    It 'sends nothing with -WhatIf' {
        Enable-XplentySchedule 73 -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}
