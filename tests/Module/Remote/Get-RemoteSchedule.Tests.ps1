BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-RemoteSchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $now = Get-Date
        $null = Invoke-Sandbox POST definitions @{
            id = 'S900'; name = 'Soon'; schedule = 'Every hour'; nextRun = $now.AddHours(1).ToUniversalTime().ToString('o')
        }
        $null = Invoke-Sandbox POST alteryx/schedules @{
            id = 's900'; name = 'Later'; firstRun = $now.AddHours(2).ToUniversalTime().ToString('o')
        }
        $null = Invoke-Sandbox POST alteryx/schedules @{
            id = 's901'; name = 'Much later'; firstRun = $now.AddDays(400).ToUniversalTime().ToString('o')
        }
    }

    It 'returns the schedules of all services, sorted by their next run' {
        $schedules = @(Get-RemoteSchedule)
        $schedules.Service | Sort-Object -Unique | Should -Be Alma, Alteryx, Xplenty
        $times = @($schedules.NextRunAt | Where-Object { $_ })
        $times | Should -Be ($times | Sort-Object)
        $schedules[-1].NextRunAt | Should -BeNullOrEmpty
        [array]::IndexOf($schedules.Id, 'S900') | Should -BeLessThan ([array]::IndexOf($schedules.Id, 's900'))
        foreach ($schedule in $schedules) { $schedule | Should -BeOfType JobStatus.RemoteSchedule }
    }

    It 'returns every field of the schedule of an Alma job' {
        $schedule = Get-RemoteSchedule -Service Alma -Name Soon
        Assert-Property $schedule -Except NextRunAt, Schedule, Category, Job -Expected @{
            Service = 'Alma'; Connection = 'Environment'; Id = 'S900'; JobId = 'S900'; Name = 'Soon'; Enabled = $null
            Definition = 'S900'; LastRunAt = $null
        }
        ($schedule.NextRunAt - $now.AddHours(1)).Duration().TotalSeconds | Should -BeLessThan 2
        "$($schedule.Schedule)" | Should -Be 'Every hour'
        $schedule.Job.JobId | Should -Be S900
        ($schedule | Get-AlmaJobInstance -First 1 -ErrorAction SilentlyContinue -ErrorVariable failure) | Out-Null
        $failure | Should -BeNullOrEmpty
    }

    It 'explains that -Within 5d is ambiguous' {
        Get-TerminatingError { Get-RemoteSchedule -Within 5d } | Should -Match "'5d' is ambiguous.* 5 seconds"
    }

    It 'returns with -Within <within> only what will run in that time span' -ForEach @(
        @{ within = '1.00:00:00'; call = { Get-RemoteSchedule -Within 1.00:00:00 } }
        @{ within = 86400; call = { Get-RemoteSchedule -Within 86400 } }
        @{ within = 'a TimeSpan'; call = { Get-RemoteSchedule -Within (New-TimeSpan -Days 1) } }
    ) {
        $schedules = @(& $call)
        $schedules.Id | Should -Contain S900
        $schedules.Id | Should -Contain s900
        $schedules.Id | Should -Not -Contain s901
        $schedules.Enabled | Should -Not -Contain $false
        foreach ($schedule in $schedules) { $schedule.NextRunAt | Should -BeLessOrEqual $now.AddDays(1).AddMinutes(1) }
    }

    It 'selects schedules by <what>' -ForEach @(
        @{ what = 'name'; call = { Get-RemoteSchedule lat*, soon }; ids = 'S900', 's900' }
        @{ what = 'service'; call = { Get-RemoteSchedule -Service al*x -Name *later }; ids = 's900', 's901' }
        @{ what = 'the name of a connection'; call = { Get-RemoteSchedule -Connection Env* -Name Soon }; ids = 'S900' }
        @{
            what = 'a connection'
            call = { Get-JobStatusConnection -Service Alteryx | Get-RemoteSchedule -Name *later }
            ids = 's900', 's901'
        }
    ) {
        if ($what -eq 'a connection') { $null = Get-AlteryxWorkflow -First 1 }
        @(& $call).Id | Should -Be $ids
    }

    It 'writes one error for a connection that fails, and returns the schedules of the others' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/schedules'; kind = 'status'; status = 403; count = -1 }
        $schedules = @(Get-RemoteSchedule -ErrorAction SilentlyContinue -ErrorVariable failure)
        $schedules.Id | Should -Contain S900
        $schedules.Service | Should -Not -Contain Alteryx
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'AccessDenied,JobStatus.Commands.GetRemoteScheduleCommand'
        $failure[0].TargetObject.Service | Should -Be Alteryx
    }

    It 'lists 500 schedules of each service with few requests' {
        foreach ($number in 1..500) {
            $null = Invoke-Sandbox POST definitions @{ id = "S7$number"; name = "Job $number" }
            $null = Invoke-Sandbox POST xplenty/schedules @{ id = 1000 + $number }
            $null = Invoke-Sandbox POST alteryx/schedules @{ id = "many$number" }
        }
        $all = @(Invoke-Sandbox GET definitions | ForEach-Object { $_ } | Where-Object id -Like 'S*').Count
        $allXplenty = @(Invoke-Sandbox GET xplenty/schedules | ForEach-Object { $_ }).Count
        Get-RemoteSchedule | Should -HaveCount ($all + $allXplenty + 505)
        $requests = @(Get-SandboxRequest)
        @($requests | Where-Object path -Like /almaws/*) | Should -HaveCount ([math]::Ceiling($all / 100))
        @($requests | Where-Object path -Like /demo/*) | Should -HaveCount ([math]::Ceiling($allXplenty / 100))
        # One page, and the token.
        @($requests | Where-Object path -Like /webapi/*) | Should -HaveCount 2
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'no time'; call = { Get-RemoteSchedule -Within 0 } }
        @{ what = 'a negative time'; call = { Get-RemoteSchedule -Within -5 } }
        @{ what = 'a number that PowerShell converts to another one'; call = { Get-RemoteSchedule -Within 1d } }
        @{ what = 'an empty connection'; call = { Get-RemoteSchedule -Connection $null } }
    ) {
        Get-TerminatingError $call | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'writes an error if there is no connection' {
        Clear-SandboxEnvironment
        Get-RemoteSchedule -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.GetRemoteScheduleCommand'
    }

    It 'shows the schedules of all services in one table' {
        $lines = Get-RemoteSchedule -Name Soon, Later | Out-String -Width 120 -Stream | Where-Object { $_.Trim() }
        $lines[0] | Should -Match '^Service\s+Id\s+Name\s+Enabled\s+LastRun\s+NextRun'
        $lines | Should -HaveCount 4
    }
}
