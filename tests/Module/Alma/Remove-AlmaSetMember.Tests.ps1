BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $users = '6543210000000561'
}

AfterAll { Stop-Sandbox }

Describe 'Remove-AlmaSetMember' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'removes members, and returns nothing' {
        Remove-AlmaSetMember $users jdoe | Should -BeNullOrEmpty
        (Get-AlmaSetMember $users).MemberId | Should -Be asmith, mgarcia
        (Get-SandboxRequest | Where-Object method -EQ POST).query | Should -Be '?op=delete_members&fail_on_invalid_id=true'
    }

    It 'removes piped members from their set' {
        @(Get-AlmaSetMember $users) | Select-Object -Last 2 | Remove-AlmaSetMember
        (Get-AlmaSetMember $users).MemberId | Should -Be jdoe
    }

    It 'removes all members of sets that are listed in the same pipeline' {
        Set-SandboxSetting @{ almaRequestsPerSecond = $null }
        $first = 1..2500 | New-AlmaSet First USER
        $second = 1..250 | New-AlmaSet Second USER
        Get-AlmaSetMember $first.SetId, $second.SetId | Remove-AlmaSetMember -ErrorVariable problem
        $problem | Should -BeNullOrEmpty
        (Get-AlmaSet $first.SetId, $second.SetId).NumberOfMembers | Should -Be 0, 0
        @(Get-SandboxRequest | Where-Object query -Like '*delete_members*') | Should -HaveCount 4
    }

    It 'removes a member once if its id was specified twice' {
        Remove-AlmaSetMember $users jdoe, jdoe, asmith -ErrorVariable problem
        $problem | Should -BeNullOrEmpty
        (Get-AlmaSetMember $users).MemberId | Should -Be mgarcia
    }

    It 'accepts a set instead of its id' {
        Remove-AlmaSetMember (Get-AlmaSet $users) jdoe
        (Get-AlmaSetMember $users).MemberId | Should -Be asmith, mgarcia
    }

    It 'writes an error for an id that is not in the set, and removes the others' {
        Remove-AlmaSetMember $users jdoe, absent, mgarcia -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 1
        $problem.TargetObject | Should -Be absent
        "$problem" | Should -BeLike "Member 'absent' was not removed from Alma set $users. *60117*"
        (Get-AlmaSetMember $users).MemberId | Should -Be asmith
    }

    It 'sends nothing with -WhatIf' {
        Remove-AlmaSetMember $users jdoe -WhatIf
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}
