BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    function Get-Change { @(Get-SandboxRequest | Where-Object method -EQ PATCH) }
}

AfterAll { Stop-Sandbox }

Describe 'Disable-AlteryxSchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'disables a schedule and returns nothing' {
        Disable-AlteryxSchedule 66f00000000000000000b001 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        (Get-Change).path | Should -Be /webapi/v3/schedules/66f00000000000000000b001
        (Get-AlteryxSchedule 66f00000000000000000b001).Enabled | Should -Be $false
    }

    It 'returns the schedule with -PassThru' {
        $schedule = Disable-AlteryxSchedule 66f00000000000000000b001 -PassThru
        $schedule | Should -BeOfType JobStatus.AlteryxSchedule
        $schedule.Enabled | Should -Be $false
    }

    It 'changes nothing if the response is about another schedule, even one that is disabled' {
        $null = Add-SandboxFault @{
            path = '/webapi/v3/schedules/66f00000000000000000b001'; kind = 'body'
            body = '{"id":"66f00000000000000000b002","name":"Other","enabled":false}'
        }
        Disable-AlteryxSchedule 66f00000000000000000b001 -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -BeLike '*is for 66f00000000000000000b002, which is another schedule*'
        Get-Change | Should -BeNullOrEmpty
    }

    It 'accepts <what>' -ForEach @(
        @{ what = 'an array'; change = { Disable-AlteryxSchedule one, two } }
        @{ what = 'ids from the pipeline'; change = { 'one', 'two' | Disable-AlteryxSchedule } }
        @{ what = 'schedules'; change = { Get-AlteryxSchedule one, two | Disable-AlteryxSchedule } }
        @{
            what = 'rows of a file'
            change = { [pscustomobject]@{ Id = 'one' }, [pscustomobject]@{ Id = 'two' } | Disable-AlteryxSchedule }
        }
        @{ what = 'links'; change = { Disable-AlteryxSchedule "$(Get-SandboxUri)/webapi/v3/schedules/one", two } }
    ) {
        foreach ($id in 'one', 'two') {
            $null = Invoke-Sandbox POST alteryx/schedules @{ id = $id; enabled = $true }
        }
        & $change
        (Get-AlteryxSchedule one, two).Enabled | Should -Be $false, $false
    }

    It 'explains that the Server is too old (<_>)' -ForEach 'notFound', 'methodNotAllowed' {
        Set-SandboxSetting @{ alteryxNewerCalls = $_ }
        Disable-AlteryxSchedule 66f00000000000000000b001 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotSupportedByServer,JobStatus.Commands.DisableAlteryxScheduleCommand'
        $failure[0].CategoryInfo.Category | Should -Be NotImplemented
        "$failure" | Should -Match 'Disable the schedule in the web interface of the Server'
        Get-Change | Should -HaveCount 1
    }

    It 'writes one error for a schedule that is <what>, and changes the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000b999'; error = 'JobNotFound' }
        @{ what = 'a path'; id = 'a/b'; error = 'InvalidRequest' }
    ) {
        Disable-AlteryxSchedule $id, 66f00000000000000000b001 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.DisableAlteryxScheduleCommand"
        (Get-AlteryxSchedule 66f00000000000000000b001).Enabled | Should -Be $false
    }

    It 'rejects <what>' -ForEach @(
        @{ what = 'a workflow'; piped = { Get-AlteryxWorkflow -First 1 } }
        @{ what = 'a job'; piped = { Get-AlteryxJob 66f000000000000000000201 } }
    ) {
        & $piped | Disable-AlteryxSchedule -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Match 'is not a schedule. Pass the output of Get-AlteryxSchedule'
        Get-Change | Should -BeNullOrEmpty
    }

    It 'sends a change once, and says how to check whether it took effect' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/schedules'; method = 'PATCH'; kind = 'reset'; count = -1 }
        Disable-AlteryxSchedule 66f00000000000000000b001 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        "$failure" | Should -Match 'may still have accepted the request'
        Get-Change | Should -HaveCount 1
    }

    It 'reads a schedule first, and sends nothing else if it is already disabled' {
        $schedule = Disable-AlteryxSchedule 66f00000000000000000b003 -PassThru
        $schedule.Enabled | Should -BeFalse
        @(Get-SandboxRequest /webapi/v3).method | Should -Be GET
    }

    It 'disables a schedule of which it is not known whether it is enabled' {
        $body = '{ "id": "66f00000000000000000b001", "name": "Night" }'
        $null = Add-SandboxFault @{ path = '/webapi/v3/schedules'; method = 'GET'; kind = 'body'; body = $body }
        Disable-AlteryxSchedule 66f00000000000000000b001
        Get-Change | Should -HaveCount 1
    }

    It 'shows with -WhatIf which enabled schedules it would disable, and changes nothing' {
        Set-SandboxSetting @{ alteryxListsFullSchedules = $false }
        $said = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Get-AlteryxSchedule | Where-Object Enabled | Disable-AlteryxSchedule -WhatIf
        }
        $said | Should -HaveCount 2
        "$said" | Should -Match '"Disable" on target "Alteryx schedule 66f00000000000000000b001 \(Monthly report at night\)"'
        "$said" | Should -Match '66f00000000000000000b002 \(Weekly report on Monday\)'
        Get-Change | Should -BeNullOrEmpty
    }
}
