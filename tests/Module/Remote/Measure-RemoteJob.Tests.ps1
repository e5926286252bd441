BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # Runs of one package, one a day. The duration is in minutes.
    function New-Run([int] $Day, [double] $Minutes, [string] $State = 'Completed', [long] $PackageId = 434) {
        [JobStatus.XplentyJob] @{
            Id = "$PackageId$('{0:00}' -f $Day)"; Connection = 'etl'; Name = "Package $PackageId"; PackageId = $PackageId; State = $State
            StartedAt = ([datetime] '2026-03-01 02:00').AddDays($Day); Duration = [timespan]::FromMinutes($Minutes)
        }
    }
}

AfterAll { Stop-Sandbox }

Describe 'Measure-RemoteJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns one object for each definition, with all figures' {
        $row = 1..6 | ForEach-Object { New-Run $_ (10, 10, 10, 20, 10, 60)[$_ - 1] } | Measure-RemoteJob
        Assert-Property $row -Expected @{
            Service = 'Xplenty'; Connection = 'etl'; Name = 'Package 434'; DefinitionId = '434'; Runs = 6; Succeeded = 6; Failed = 0
            SuccessRate = 100.0; Running = 0; LastState = [JobStatus.RemoteJobState]::Completed
            LastResult = [JobStatus.RemoteJobState]::Completed; LastRunAt = [datetime] '2026-03-07 02:00'
            LastSuccessAt = [datetime] '2026-03-07 02:00'; MedianDuration = [timespan] '00:10:00'; P95Duration = [timespan] '00:50:00'
            LastDuration = [timespan] '01:00:00'; Slower = $true; NextRunAt = $null
        }
    }

    It 'returns what needs attention first' {
        $jobs = @(
            New-Run 9 1 -PackageId 1
            1..6 | ForEach-Object { New-Run $_ ($_ -eq 6 ? 60 : 10) -PackageId 2 }
            New-Run 1 1 -State Failed -PackageId 3
        )
        ($jobs | Measure-RemoteJob).DefinitionId | Should -Be 3, 2, 1
    }

    It 'returns the last result even if another run is in progress' {
        $row = @(New-Run 1 1; New-Run 2 1 -State Failed; New-Run 3 1 -State Running) | Measure-RemoteJob
        $row.LastState | Should -Be Running
        $row.LastResult | Should -Be Failed
        (New-Run 1 1 -State Running | Measure-RemoteJob).LastResult | Should -BeNullOrEmpty
    }

    It 'accepts jobs of all services, from the sandbox, and sends no requests' {
        $jobs = @(Get-AlmaJobInstance 9563643080000561; Get-XplentyJob 157, 201, 202; Get-AlteryxJob 66f000000000000000000202)
        $before = @(Get-SandboxRequest).Count
        $rows = @($jobs | Measure-RemoteJob)
        @(Get-SandboxRequest).Count | Should -Be $before
        ($rows | Measure-Object Runs -Sum).Sum | Should -Be 5
        $rows.Service | Sort-Object -Unique | Should -Be Alma, Alteryx, Xplenty
        $rows[0].LastState | Should -Be Failed
    }

    It 'accepts jobs from another process, also if they were read before the module was imported' {
        $path = Join-Path $TestDrive jobs.xml
        $jobs = 1..6 | ForEach-Object { New-Run $_ 10 }
        $jobs | Export-Clixml $path
        (Import-Clixml $path | Measure-RemoteJob).Runs | Should -Be 6
        Invoke-FreshPowerShell -Environment @{ BAGS = $path } {
            $bags = Import-Clixml $env:BAGS
            Import-Module $env:JOBSTATUS_TEST_MODULE
            ($bags | Measure-RemoteJob).MedianDuration.TotalMinutes
        } | Should -Be 10
    }

    It 'counts a job once that is passed twice' {
        $running = Get-XplentyJob 203
        ($running, (Get-XplentyJob 203) | Measure-RemoteJob).Runs | Should -Be 1
        (Measure-RemoteJob $running, $running).Runs | Should -Be 1
    }

    It 'shows the next run of each definition, and the scheduled definitions that did not run' {
        $now = Get-Date
        $null = Invoke-Sandbox POST definitions @{
            id = 'S900'; name = 'Soon'; schedule = 'Every hour'; nextRun = $now.AddHours(1).ToUniversalTime().ToString('o')
        }
        $null = New-SandboxJob @{ service = 'alma'; jobId = 'S900'; id = '1000000000009001'; durationSeconds = 0 }
        $null = Invoke-Sandbox POST definitions @{
            id = 'S901'; name = 'Never'; schedule = 'Every hour'; nextRun = $now.AddHours(2).ToUniversalTime().ToString('o')
        }
        $rows = @(Get-AlmaJobInstance -JobId S900 | Measure-RemoteJob -Schedule (Get-RemoteSchedule -Service Alma -Name Soon, Never))
        $rows.DefinitionId | Should -Be S900, S901
        $rows.Runs | Should -Be 1, 0
        $rows.Name | Should -Be ($rows[0].Name), Never
        ($rows[0].NextRunAt - $now.AddHours(1)).Duration().TotalSeconds | Should -BeLessThan 2
        $rows[1].LastState | Should -BeNullOrEmpty
    }

    It 'accepts no schedules' {
        foreach ($nothing in $null, @()) { (New-Run 1 1 | Measure-RemoteJob -Schedule $nothing).Runs | Should -Be 1 }
    }

    It 'returns nothing without jobs' {
        @() | Measure-RemoteJob | Should -BeNullOrEmpty
    }

    It 'writes an error for a value that is not a job, and measures the jobs' {
        $values = @((Get-XplentyPackage 434), (New-Run 1 1), (New-Run 2 1 | Select-Object Id, State))
        ($values | Measure-RemoteJob -ErrorAction SilentlyContinue -ErrorVariable failure).Runs | Should -Be 1
        $failure | Should -HaveCount 2
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobObjectNeeded,JobStatus.Commands.MeasureRemoteJobCommand'
        $failure[0].Exception.Message | Should -Match 'is an Xplenty package, not a job'
    }

    It 'has a table that fits in 80 columns and shows what matters' {
        $rows = @(
            1..6 | ForEach-Object { New-Run $_ ($_ -eq 6 ? 60 : 10) }
            [JobStatus.AlteryxJob] @{ Id = '1'; Name = 'A report with a very long name'; Status = 'Running' }
        ) | Measure-RemoteJob
        $lines = ($rows | Out-String -Width 79) -replace '\x1b\[[0-9;]*m' -split '\r?\n' | Where-Object { $_.Trim() }
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 79 -Because $_ }
        $lines[0] | Should -Match '^Service Name +Runs Failed LastState LastRun +Last Slower'
        $lines -match '^Xplenty' | Should -Match '^Xplenty Package 434 +6 +0 Completed (03-07 02:00|2026-03-07) +1:00:00 True *$'
        $lines -match '^Alteryx' | Should -Match '^Alteryx A report with a very… +1 +0 Running *$'
    }

    It 'shows a definition without runs in the table and the list' {
        $row = [JobStatus.RemoteJobMeasurement] @{ Service = 'Alma'; DefinitionId = 'S1'; Name = 'Night' }
        ($row | Out-String -Width 79) | Should -Match 'Alma +Night +0 +0'
        ($row | Format-List | Out-String) | Should -Match 'DefinitionId +: S1'
        "$row" | Should -BeExactly 'Alma S1 (Night)'
    }
}
