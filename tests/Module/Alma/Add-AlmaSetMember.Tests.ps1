BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $users = '6543210000000561'
    $sets = '/almaws/v1/conf/sets'
}

AfterAll { Stop-Sandbox }

Describe 'Add-AlmaSetMember' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'adds members, and returns nothing' {
        Add-AlmaSetMember $users a, b | Should -BeNullOrEmpty
        (Get-AlmaSetMember $users).MemberId | Should -Be jdoe, asmith, mgarcia, a, b
    }

    It 'returns the set with -PassThru' {
        $set = 1..1500 | Add-AlmaSetMember $users -PassThru
        $set | Should -BeOfType JobStatus.AlmaSet
        $set.NumberOfMembers | Should -Be 1503
        @(Get-SandboxRequest | Where-Object method -EQ POST) | Should -HaveCount 2
    }

    It 'writes an error for an id that is in the set already, and adds the others once' {
        Add-AlmaSetMember $users a, jdoe, b -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 1
        $problem.TargetObject | Should -Be jdoe
        $problem.Exception.ErrorCode | Should -Be 60115
        (Get-AlmaSetMember $users).MemberId | Should -Be jdoe, asmith, mgarcia, a, b
    }

    It 'copies the members of another set, and adds members of several sets to their own set' {
        $copy = New-AlmaSet Copy USER
        Get-AlmaSetMember $users | Add-AlmaSetMember $copy.SetId
        (Get-AlmaSetMember $copy.SetId).MemberId | Should -Be jdoe, asmith, mgarcia
        $rows = [pscustomobject]@{ SetId = $users; MemberId = 'x' }, [pscustomobject]@{ SetId = $copy.SetId; MemberId = 'y' }
        ($rows | Add-AlmaSetMember -PassThru).NumberOfMembers | Should -Be 4, 4
    }

    It 'sends the type of the ids' {
        Add-AlmaSetMember $users 1234 -IdType BARCODE
        (Get-SandboxRequest).query | Should -Be '?op=add_members&id_type=BARCODE&fail_on_invalid_id=true'
    }

    It 'returns the set with -PassThru even if <what>' -ForEach @(
        @{ what = 'all ids are rejected'; ids = 'jdoe', 'asmith' }
        @{ what = 'all ids are blank'; ids = '', ' ' }
    ) {
        $set = $ids | Add-AlmaSetMember $users -PassThru -ErrorAction SilentlyContinue
        $set.SetId | Should -Be $users
        $set.NumberOfMembers | Should -Be 3
    }

    It 'returns no set with -PassThru if the whole request failed' {
        $null = Add-SandboxFault @{ path = "$sets/*"; kind = 'reset'; count = 1 }
        1..5 | Add-AlmaSetMember $users -PassThru -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'accepts a set instead of its id, and uses the connection of the set' {
        Clear-SandboxSession
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret wrong-key) -Name first
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name second
        $set = Get-AlmaSet $users -Connection second
        $other = Get-AlmaSet 6543220000000561 -Connection second
        (Add-AlmaSetMember $set a, b -PassThru).Connection | Should -Be second
        $member = [pscustomobject]@{ MemberId = 'c'; Connection = 'first' }
        ($member | Add-AlmaSetMember -SetId $set -PassThru).Connection | Should -Be second
        (Get-AlmaSetMember $set).MemberId | Should -Be jdoe, asmith, mgarcia, a, b, c
        (Get-AlmaSet $set, $other).Connection | Should -Be second, second
        (Get-TerminatingError { Add-AlmaSetMember $set c -Connection first -ErrorAction Stop }).FullyQualifiedErrorId |
            Should -BeLike 'AuthenticationFailed,*'
    }

    It 'sends nothing with -WhatIf' {
        1..2000 | Add-AlmaSetMember $users -WhatIf
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'continues with the next piece after a lost response, and reports the ids of the piece' {
        $null = Add-SandboxFault @{ path = "$sets/*"; kind = 'reset'; count = 1 }
        1..1500 | Add-AlmaSetMember $users -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 1
        $problem.TargetObject | Should -Be (1..1000)
        "$problem" | Should -BeLike '*may still have accepted*'
        (Get-AlmaSet $users).NumberOfMembers | Should -Be 503
    }

    It 'sends no more pieces after an error that would occur again' {
        1..5000 | Add-AlmaSetMember 1 -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 1
        $problem.FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.AddAlmaSetMemberCommand'
        "$problem" | Should -BeLike '*No further members are sent to this set.*'
        @(Get-SandboxRequest) | Should -HaveCount 1
    }
}
