BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $users = '6543210000000561'
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlmaSet' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets a set by its id' {
        $set = Get-AlmaSet $users
        $set | Should -BeOfType JobStatus.AlmaSet
        $set.Id | Should -Be $users
        $set.Name | Should -Be 'Active users'
        $set.NumberOfMembers | Should -Be 3
        $set.Private | Should -BeFalse
        $set.Connection | Should -Be Environment
    }

    It 'accepts ids and sets from the pipeline, and links' {
        ($users | Get-AlmaSet).SetId | Should -Be $users
        (Get-AlmaSet -Content USER | Get-AlmaSet).NumberOfMembers | Should -Be 3
        (Get-AlmaSet (Get-AlmaSet $users).Link).SetId | Should -Be $users
    }

    It 'lists sets with the filters of Alma' {
        (Get-AlmaSet).SetId | Should -HaveCount 2
        (Get-AlmaSet -Type logical).Query.Value | Should -BeLike 'ITEM*'
        (Get-AlmaSet -NameWord active -Content USER -Origin UI).SetId | Should -Be $users
        Get-AlmaSet -CreatedBy nobody | Should -BeNullOrEmpty
        (Get-SandboxRequest).query | Should -Be @(
            '?offset=0&limit=100', '?set_type=LOGICAL&offset=0&limit=100'
            '?content_type=USER&set_origin=UI&q=name~active&offset=0&limit=100', '?q=created_by~nobody&offset=0&limit=100'
        )
    }

    It 'filters by name with wildcards, and by name and creator together' {
        (Get-AlmaSet -Name 'ITEMS*').Name | Should -Be 'Items in storage'
        Get-AlmaSet -NameWord items -CreatedBy exl_api | Should -BeNullOrEmpty
        (Get-AlmaSet -NameWord items -CreatedBy librarian).Name | Should -Be 'Items in storage'
    }

    It 'honors -First, -Skip and -IncludeTotalCount' {
        $all = @(Get-AlmaSet -First 1 -Skip 1 -IncludeTotalCount)
        $all[0] | Should -Be 2
        $all[1].Name | Should -Be 'Items in storage'
    }

    It 'writes an error for an id that does not exist, and continues' {
        $sets = Get-AlmaSet 1, $users, 'a b' -ErrorAction SilentlyContinue -ErrorVariable problems
        $sets.SetId | Should -Be $users
        ($problems.FullyQualifiedErrorId | Sort-Object) | Should -Be @(
            'InvalidRequest,JobStatus.Commands.GetAlmaSetCommand', 'JobNotFound,JobStatus.Commands.GetAlmaSetCommand'
        )
    }

    It 'returns sets that keep their type in a file' {
        $path = Join-Path $TestDrive set.xml
        Get-AlmaSet $users | Export-Clixml $path
        $set = Import-Clixml $path
        $set | Should -BeOfType JobStatus.AlmaSet
        $set.SetId | Should -Be $users
        $set.Content.Value | Should -Be USER
    }
}
