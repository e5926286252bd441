BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $users = '6543210000000561'
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlmaSetMember' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the members of a set' {
        $members = Get-AlmaSetMember $users
        $members | Should -HaveCount 3
        $members[0] | Should -BeOfType JobStatus.AlmaSetMember
        $members.MemberId | Should -Be jdoe, asmith, mgarcia
        $members[0].Id, $members[0].SetId, $members[0].Description | Should -Be jdoe, $users, 'Record jdoe'
    }

    It 'gets the members of piped sets, one page at a time' {
        $set = 1..250 | New-AlmaSet Many USER
        ($set | Get-AlmaSetMember).MemberId | Should -Be (1..250)
        @(Get-SandboxRequest '*/members').query | Should -Be '?offset=0&limit=100', '?offset=100&limit=100', '?offset=200&limit=100'
    }

    It 'honors -First, -Skip and -IncludeTotalCount' {
        $all = @(Get-AlmaSetMember $users -First 1 -Skip 1 -IncludeTotalCount)
        $all[0] | Should -Be 3
        $all[1].MemberId | Should -Be asmith
    }

    It 'writes an error for a set that does not exist' {
        Get-AlmaSetMember 1 -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetAlmaSetMemberCommand'
    }
}
