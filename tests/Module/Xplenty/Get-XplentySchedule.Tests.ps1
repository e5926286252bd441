BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentySchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'reads a schedule by its id with every field' {
        $schedule = Get-XplentySchedule 71
        $schedule | Should -BeOfType JobStatus.XplentySchedule
        $schedule | Should -BeOfType JobStatus.RemoteSchedule
        Assert-Property $schedule -Except Url, HtmlUrl, Task, StartAt, NextRunAt, CreatedAt, UpdatedAt, AdditionalData -Expected @{
            Service = 'Xplenty'; Connection = 'Environment'; Id = '71'; ScheduleId = 71L; Name = 'Nightly orders'; Description = ''
            Status = 'enabled'; Enabled = $true; Definition = '434'; OwnerId = 4201L; IntervalAmount = 1L; IntervalUnit = 'days'
            LastRunAt = $null; LastRunStatus = $null; ExecutionCount = 12L; Overlap = $false; AutoRetry = $true; AutoRetryAttempts = 2L
            ReuseClusterStrategy = 'none'
        }
        $schedule.NextRunAt | Should -Be $schedule.StartAt
        $schedule.NextRunAt - $schedule.CreatedAt | Should -Be ([timespan] '01:00:00')
        $schedule.NextRunAt.Kind | Should -Be Local
        Assert-Property $schedule.Task -Except Packages, AdditionalData -Expected @{
            Nodes = 2L; TerminateOnIdle = $true; TimeToIdle = 1800L
        }
        $schedule.Task.Packages.PackageId | Should -Be 434
        $schedule.Task.Packages[0].Variables['day'] | Should -Be 'CurrentDate()'
        $schedule.Url | Should -BeLike '*/demo/api/schedules/71'
        $schedule.AdditionalData.Count | Should -Be 0
        "$schedule" | Should -Be 'Xplenty schedule 71 (Nightly orders)'
    }

    It 'lists schedules by <what>' -ForEach @(
        @{ what = 'nothing'; list = { Get-XplentySchedule }; ids = 71, 72, 73; query = '?offset=0&limit=100' }
        @{ what = 'status'; list = { Get-XplentySchedule -Status Disabled }; ids = , 73; query = '?status=disabled&offset=0&limit=100' }
        @{ what = 'names'; list = { Get-XplentySchedule -Name 'weekly*', 'paused*' }; ids = 72, 73; query = '?offset=0&limit=100' }
    ) {
        (& $list).ScheduleId | Sort-Object | Should -Be $ids
        (Get-SandboxRequest).query | Should -Be $query
    }

    It 'reads a list of several pages' {
        foreach ($number in 1..120) { $null = Invoke-Sandbox POST xplenty/schedules @{} }
        @(Get-XplentySchedule).Count | Should -Be 123
        @(Get-SandboxRequest).Count | Should -Be 2
    }

    It 'has an unknown Enabled, not false, if the status is <status>' -ForEach @(@{ status = $null }, @{ status = 'on hold' }) {
        $null = Invoke-Sandbox POST xplenty/schedules @{ id = 80; extra = @{ status = $status } }
        $null -eq (Get-XplentySchedule 80).Enabled | Should -BeTrue
    }

    It 'keeps what it does not know, and joins the ids of several packages' {
        $extra = @{ cron = '0 5 * * *'; interval_amount = 'often'; overlap = 7 }
        $null = Invoke-Sandbox POST xplenty/schedules @{ id = 80; packageIds = 434, 435; extra = $extra }
        $schedule = Get-XplentySchedule 80
        $schedule.Definition | Should -Be '434, 435'
        $schedule.AdditionalData['cron'] | Should -Be '0 5 * * *'
        $schedule.AdditionalData['interval_amount'] | Should -Be often
        $schedule.AdditionalData['overlap'] | Should -Be 7
        $schedule.Overlap | Should -BeNullOrEmpty
    }

    It 'writes an error for each schedule that does not exist, and reads the others' {
        (71, '999', '/demo/api/schedules/73' | Get-XplentySchedule -ErrorAction SilentlyContinue -ErrorVariable failure).Id |
            Sort-Object | Should -Be 71, 73
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetXplentyScheduleCommand'
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'an id that is not a number'; read = { Get-XplentySchedule abc -ErrorAction Stop } }
        @{ what = 'a link to a package'; read = { Get-XplentySchedule /demo/api/packages/434 -ErrorAction Stop } }
        @{ what = 'an unknown status'; read = { Get-XplentySchedule -Status gone } }
        @{ what = 'an empty connection'; read = { Get-XplentySchedule -Connection $null } }
        @{ what = 'a schedule of another service'; read = {
                [pscustomobject] @{ Service = 'Alteryx'; Id = 5; ScheduleId = 71 } | Get-XplentySchedule -ErrorAction Stop
            }
        }
    ) {
        Get-TerminatingError $read | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'does not mistake a schedule for a job: <call>' -ForEach @(
        @{ call = 'Get-XplentyJob' }, @{ call = 'Stop-XplentyJob' }, @{ call = 'Wait-Job' }
    ) {
        $schedule = Get-XplentySchedule 71
        $null = Invoke-Sandbox DELETE requests
        $schedule | & $call -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        "$($failure[0])" | Should -Match Start-XplentySchedule
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}
