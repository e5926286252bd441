BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlteryxSchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'lists all schedules with one request' {
        $schedules = @(Get-AlteryxSchedule)
        $schedules.Id | Should -Be 66f00000000000000000b001, 66f00000000000000000b002, 66f00000000000000000b003
        $schedules.Enabled | Should -Be $true, $true, $false
        (Get-SandboxRequest /webapi/v3).query | Should -Be '?view=Full'
    }

    It 'returns every field' {
        $null = Invoke-Sandbox POST alteryx/schedules @{
            id = 's1'; name = 'Once'; firstRun = '2099-01-02T03:00:00Z'; everyHours = $null; lastRun = '2026-01-01T00:00:00Z'
            comment = 'For tests'; frequency = 'Once'
        }
        $schedule = Get-AlteryxSchedule s1
        $schedule | Should -BeOfType JobStatus.AlteryxSchedule
        $schedule | Should -BeOfType JobStatus.RemoteSchedule
        Assert-Property $schedule -Except Iteration, Questions, AdditionalData -Expected @{
            Service = 'Alteryx'; Connection = 'Environment'; Id = 's1'; Name = 'Once'; Enabled = $true
            Definition = '66f00000000000000000a001'; WorkflowId = '66f00000000000000000a001'
            VersionId = '66f00000000000000000e001'; OwnerId = '66f00000000000000000c001'
            LastRunAt = [datetime] '2026-01-01T00:00:00Z'; NextRunAt = [datetime] '2099-01-02T03:00:00Z'
            Comment = 'For tests'; Priority = 'Default'; WorkerTag = ''; CredentialId = $null; Status = ''; State = 'Active'
            Frequency = 'Once'; TimeZone = 'UTC'; RunCount = 1L; LastError = $null; CpuName = $null; CanEdit = $true
            CreatedAt = [datetime] '2025-01-10T12:00:00Z'; ModifiedBy = '66f00000000000000000c001'
            ModifiedAt = [datetime] '2025-01-10T12:00:00Z'
        }
        $schedule.Iteration.StartsAt | Should -Be ([datetime] '2099-01-02T03:00:00Z')
        $schedule.AdditionalData.Count | Should -Be 0
    }

    It 'accepts <what>' -ForEach @(
        @{ what = 'ids'; read = { Get-AlteryxSchedule 66f00000000000000000b001, 66f00000000000000000b002 -ThrottleLimit 1 } }
        @{ what = 'piped ids'; read = { '66f00000000000000000b001', '66f00000000000000000b002' | Get-AlteryxSchedule -ThrottleLimit 1 } }
        @{ what = 'schedules'; read = { Get-AlteryxSchedule -First 2 | Get-AlteryxSchedule -ThrottleLimit 1 } }
        @{
            what = 'workflows'
            read = {
                '66f00000000000000000a001', '66f00000000000000000a002' |
                    ForEach-Object { [pscustomobject]@{ WorkflowId = $_ } } | Get-AlteryxSchedule -ThrottleLimit 1
            }
        }
        @{ what = 'the output of Get-AlteryxWorkflow'; read = { Get-AlteryxWorkflow -First 2 | Get-AlteryxSchedule -ThrottleLimit 1 } }
        @{
            what = 'links'
            read = { Get-AlteryxSchedule "$(Get-SandboxUri)/webapi/v3/schedules/66f00000000000000000b001", 66f00000000000000000b002 }
        }
    ) {
        (& $read).Id | Sort-Object | Should -Be 66f00000000000000000b001, 66f00000000000000000b002
    }

    It 'lists the schedules of the workflow of a piped job' {
        $null = New-SandboxJob @{ service = 'alteryx'; id = '66f0000000000000000d0001'; workflowId = '66f00000000000000000a002' }
        $job = Get-AlteryxJob -WorkflowId 66f00000000000000000a002 | Where-Object Id -EQ 66f0000000000000000d0001
        ($job | Get-AlteryxSchedule).Id | Should -Be 66f00000000000000000b002
    }

    It 'selects schedules by <what>' -ForEach @(
        @{ what = 'name'; read = { Get-AlteryxSchedule -Name 'weekly*' }; ids = '66f00000000000000000b002' }
        @{ what = 'workflow'; read = { Get-AlteryxSchedule -WorkflowId 66f00000000000000000a003 }; ids = '66f00000000000000000b003' }
        @{
            what = 'a window of four days'
            read = { Get-AlteryxSchedule -RunsAfter 2027-01-05T00:00:00Z -RunsBefore 2027-01-09T00:00:00Z }
            ids = '66f00000000000000000b001'
        }
        @{
            what = 'a window of four months'
            read = { Get-AlteryxSchedule -RunsAfter 2027-01-05T00:00:00Z -RunsBefore 2027-05-05T00:00:00Z -Name w* }
            ids = '66f00000000000000000b002'
        }
        @{
            what = 'a window from now'
            read = { Get-AlteryxSchedule -RunsBefore (Get-Date).AddHours(25) -Name m* }
            ids = '66f00000000000000000b001'
        }
    ) {
        (& $read).Id | Should -Be $ids
    }

    It 'knows which schedules are enabled although the list does not contain it' {
        Set-SandboxSetting @{ alteryxListsFullSchedules = $false }
        (Get-AlteryxSchedule | Where-Object Enabled).Id | Should -Be 66f00000000000000000b001, 66f00000000000000000b002
    }

    It 'does not claim that a schedule is disabled if it cannot be read' {
        Set-SandboxSetting @{ alteryxListsFullSchedules = $false }
        $null = Add-SandboxFault @{ path = '/webapi/v3/schedules/66f00000000000000000b002'; kind = 'status'; status = 403; count = -1 }
        $schedules = @(Get-AlteryxSchedule -WarningVariable warned -WarningAction SilentlyContinue)
        $schedules[1].Enabled | Should -BeNullOrEmpty
        $null -eq $schedules[1].Enabled | Should -BeTrue
        "$warned" | Should -Match 'not known whether 1 schedule is enabled'
    }

    It 'returns part of the list with the total' {
        $total, $schedule = Get-AlteryxSchedule -Skip 1 -First 1 -IncludeTotalCount
        $total | Should -Be 3
        $schedule.Id | Should -Be 66f00000000000000000b002
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'a start without an end'; read = { Get-AlteryxSchedule -RunsAfter (Get-Date) } }
        @{ what = 'more than ten years'; read = { Get-AlteryxSchedule -RunsAfter 2016-11-29 -RunsBefore 2026-12-02 } }
        @{ what = 'an end before the start'; read = { Get-AlteryxSchedule -RunsAfter (Get-Date) -RunsBefore (Get-Date).AddDays(-1) } }
        @{ what = 'ids with a workflow'; read = { Get-AlteryxSchedule one -WorkflowId two } }
        @{ what = 'an empty connection'; read = { Get-AlteryxSchedule -Connection $null } }
    ) {
        Get-TerminatingError $read | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'writes one error for an unknown id, and returns the others' {
        $ids = '66f00000000000000000b999', '66f00000000000000000b001'
        $schedule = Get-AlteryxSchedule $ids -ErrorAction SilentlyContinue -ErrorVariable failure
        $schedule.Id | Should -Be 66f00000000000000000b001
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetAlteryxScheduleCommand'
    }

    It 'returns schedules that can be piped to <what>' -ForEach @(
        @{ what = 'Start-AlteryxJob'; use = { $input | Start-AlteryxJob } }
        @{ what = 'Get-AlteryxJob'; use = { $input | Get-AlteryxJob -First 1 } }
    ) {
        (Get-AlteryxSchedule 66f00000000000000000b001 | & $use).WorkflowId | Should -Be 66f00000000000000000a001
    }

    It 'returns schedules that are not jobs' {
        $failure = Get-TerminatingError { Get-AlteryxSchedule -First 1 | Wait-Job -ErrorAction Stop }
        "$failure" | Should -Match 'is a schedule, not a job'
        $failure = Get-TerminatingError { Get-AlteryxSchedule -First 1 | Stop-AlteryxJob -ErrorAction Stop }
        "$failure" | Should -Match 'is a schedule, not a job'
    }
}
