BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    function Get-Change { @(Get-SandboxRequest | Where-Object method -EQ PATCH) }
}

AfterAll { Stop-Sandbox }

Describe 'Enable-AlteryxSchedule' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'enables a schedule and returns nothing' {
        Enable-AlteryxSchedule 66f00000000000000000b003 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        (Get-Change).path | Should -Be /webapi/v3/schedules/66f00000000000000000b003
        (Get-AlteryxSchedule 66f00000000000000000b003).Enabled | Should -Be $true
    }

    It 'returns the schedule with -PassThru' {
        $schedule = Enable-AlteryxSchedule 66f00000000000000000b003 -PassThru
        $schedule | Should -BeOfType JobStatus.AlteryxSchedule
        $schedule.Enabled | Should -Be $true
    }

    It 'accepts <what>' -ForEach @(
        @{ what = 'an array'; change = { Enable-AlteryxSchedule one, two } }
        @{ what = 'ids from the pipeline'; change = { 'one', 'two' | Enable-AlteryxSchedule } }
        @{ what = 'schedules'; change = { Get-AlteryxSchedule one, two | Enable-AlteryxSchedule } }
        @{
            what = 'rows of a file'
            change = { [pscustomobject]@{ Id = 'one' }, [pscustomobject]@{ Id = 'two' } | Enable-AlteryxSchedule }
        }
        @{ what = 'links'; change = { Enable-AlteryxSchedule "$(Get-SandboxUri)/webapi/v3/schedules/one", two } }
    ) {
        foreach ($id in 'one', 'two') {
            $null = Invoke-Sandbox POST alteryx/schedules @{ id = $id; enabled = $false }
        }
        & $change
        (Get-AlteryxSchedule one, two).Enabled | Should -Be $true, $true
    }

    It 'explains that the Server is too old (<_>)' -ForEach 'notFound', 'methodNotAllowed' {
        Set-SandboxSetting @{ alteryxNewerCalls = $_ }
        Enable-AlteryxSchedule 66f00000000000000000b003 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotSupportedByServer,JobStatus.Commands.EnableAlteryxScheduleCommand'
        $failure[0].CategoryInfo.Category | Should -Be NotImplemented
        "$failure" | Should -Match 'Enable the schedule in the web interface of the Server'
        Get-Change | Should -HaveCount 1
    }

    It 'writes one error for a schedule that is <what>, and changes the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000b999'; error = 'JobNotFound' }
        @{ what = 'a path'; id = 'a/b'; error = 'InvalidRequest' }
    ) {
        Enable-AlteryxSchedule $id, 66f00000000000000000b003 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.EnableAlteryxScheduleCommand"
        (Get-AlteryxSchedule 66f00000000000000000b003).Enabled | Should -Be $true
    }

    It 'rejects <what>' -ForEach @(
        @{ what = 'a workflow'; piped = { Get-AlteryxWorkflow -First 1 } }
        @{ what = 'a job'; piped = { Get-AlteryxJob 66f000000000000000000201 } }
    ) {
        & $piped | Enable-AlteryxSchedule -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Match 'is not a schedule. Pass the output of Get-AlteryxSchedule'
        Get-Change | Should -BeNullOrEmpty
    }

    It 'sends a change once, and says how to check whether it took effect' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/schedules'; method = 'PATCH'; kind = 'reset'; count = -1 }
        Enable-AlteryxSchedule 66f00000000000000000b003 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        "$failure" | Should -Match 'may still have accepted the request\. .*, check whether the schedule is enabled\.$'
        Get-Change | Should -HaveCount 1
    }

    It 'shows with -WhatIf which schedule it would enable, and sends nothing' {
        $said = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE; Enable-AlteryxSchedule 66f00000000000000000b003 -WhatIf
        }
        "$said" | Should -Match '66f00000000000000000b003'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }
}
