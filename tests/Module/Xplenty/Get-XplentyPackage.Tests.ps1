BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyPackage' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'reads a package by its id with every field' {
        $package = Get-XplentyPackage 434
        $package | Should -BeOfType JobStatus.XplentyPackage
        Assert-Property $package -Except Url, HtmlUrl, Variables, AdditionalData -Expected @{
            Connection = 'Environment'; Id = '434'; PackageId = 434L; Name = 'Orders to warehouse'; Description = ''; Status = 'active'
            FlowType = 'dataflow'; OwnerId = 4201L; WorkspaceId = 61L; Version = '2.1.0'; FlowVersion = '2'; PackageVersion = '7'
            ItemId = 1000434L; CreatedAt = ([datetime] '2025-01-15T08:00:00Z'); UpdatedAt = ([datetime] '2025-06-30T16:30:00Z')
        }
        $package.Variables['day'] | Should -BeExactly 'CurrentDate()'
        $package.Url | Should -BeLike '*/demo/api/packages/434'
        $package.HtmlUrl | Should -BeLike '*/packages/434/page'
        $package.AdditionalData.Count | Should -Be 0
        "$package" | Should -Be 'Orders to warehouse'
        (Get-SandboxRequest).path | Should -Be /demo/api/packages/434
    }

    It 'lists all packages, sorted by name' {
        $packages = @(Get-XplentyPackage)
        $packages.Id | Should -Be 436, 435, 437, 434, 438
        $packages[0].FlowType | Should -BeNullOrEmpty
        (Get-SandboxRequest).query | Should -Be '?sort=name&offset=0&limit=100'
    }

    It 'lists packages by <what>' -ForEach @(
        @{ what = 'a wildcard'; list = { Get-XplentyPackage -Name '*warehouse' }; names = 'Clicks', 'Customers', 'Orders' }
        @{ what = 'several names'; list = { Get-XplentyPackage -Name 'retired load', 'Ord*' }; names = 'Orders', 'Retired' }
        @{ what = 'status'; list = { Get-XplentyPackage -Status archived }; names = , 'Retired' }
        @{ what = 'type'; list = { Get-XplentyPackage -FlowType workflow }; names = , 'Nightly' }
    ) {
        (& $list).Name -replace ' .*' | Should -Be $names
    }

    It 'reads a list of several pages, and part of a list' {
        foreach ($number in 1..105) { $null = Invoke-Sandbox POST packages @{ name = 'Load {0:000}' -f $number } }
        @(Get-XplentyPackage).Count | Should -Be 110
        @(Get-SandboxRequest).Count | Should -Be 2
        (Get-XplentyPackage -Name Load* -Skip 102 -First 2).Name | Should -Be 'Load 103', 'Load 104'
    }

    It 'returns nothing if no package has the name' {
        Get-XplentyPackage -Name nothing* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'reads the packages of piped <what>' -ForEach @(
        @{ what = 'ids'; read = { 435, '434' | Get-XplentyPackage }; ids = 434, 435 }
        @{ what = 'jobs'; read = { Get-XplentyJob 202, 201 | Get-XplentyPackage }; ids = 434, 435 }
        @{ what = 'packages'; read = { Get-XplentyPackage -Name Ord* | Get-XplentyPackage }; ids = , 434 }
    ) {
        (& $read).PackageId | Sort-Object | Should -Be $ids
    }

    It 'writes an error for each package that does not exist, and reads the others' {
        (Get-XplentyPackage 999, 434 -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 434
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetXplentyPackageCommand'
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'an id that is not a number'; read = { Get-XplentyPackage abc -ErrorAction Stop } }
        @{ what = 'a link to a job'; read = { Get-XplentyPackage /demo/api/jobs/157 -ErrorAction Stop } }
        @{ what = 'an empty name'; read = { Get-XplentyPackage -Name '' } }
        @{ what = 'an unknown status'; read = { Get-XplentyPackage -Status gone } }
        @{ what = 'an empty connection'; read = { Get-XplentyPackage -Connection $null } }
    ) {
        Get-TerminatingError $read | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'leaves out list items without an id, with a warning, and keeps values that it cannot convert' {
        $null = Add-SandboxFault @{
            path = '/demo/api/packages'; kind = 'body'
            body = '[{"name":"nameless"}, {"id":7,"variables":null,"created_at":"soon","new":{"a":1}}]'
        }
        $packages = @(Get-XplentyPackage -WarningVariable said -WarningAction SilentlyContinue)
        $packages.Id | Should -Be 7
        $packages[0].CreatedAt | Should -BeNullOrEmpty
        $packages[0].Variables.Count | Should -Be 0
        $packages[0].AdditionalData['created_at'] | Should -Be soon
        $packages[0].AdditionalData['new']['a'] | Should -Be 1
        $said | Should -HaveCount 1
    }

    It 'writes one error if the response is not <what>' -ForEach @(
        @{ what = 'a list'; read = { Get-XplentyPackage -ErrorAction SilentlyContinue -ErrorVariable failure; $failure } }
        @{ what = 'a package'; read = { Get-XplentyPackage 434 -ErrorAction SilentlyContinue -ErrorVariable failure; $failure } }
    ) {
        $null = Add-SandboxFault @{ path = '/demo/api/packages'; kind = 'body'; body = '{}' }
        $failure = @(& $read)
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
    }
}
