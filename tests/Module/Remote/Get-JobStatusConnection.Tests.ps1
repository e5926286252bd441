BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Get-JobStatusConnection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty two $anyKey -Name two
        Connect-Alma EU -ApiKey $anyKey -Name one
        Connect-Alteryx "$sandbox/webapi" -AccessToken $anyKey -Name gallery
    }

    It 'lists all connections by default' {
        Get-JobStatusConnection | ForEach-Object { "$($_.Service) $($_.Name)" } |
            Should -Be 'Xplenty one', 'Xplenty two', 'Alma one', 'Alteryx gallery'
    }

    It 'returns nothing without an error if there are no connections' {
        Get-JobStatusConnection | Remove-JobStatusConnection
        Get-JobStatusConnection -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'rejects a pattern that is not valid, as <_> does, with one error that says how to escape it' -ForEach @(
        'Get-JobStatusConnection', 'Remove-JobStatusConnection', 'Test-JobStatusConnection', 'Get-XplentyPackage', 'Get-RemoteJob'
    ) {
        $failure = Get-TerminatingError { & $_ -Name '[x' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -Match "'\[x' is not a valid wildcard pattern\. .*'``\[x'"
    }

    It 'finds connections by the name <names>' -ForEach @(
        @{ names = 'ONE'; found = 'Alma one', 'Xplenty one' }
        @{ names = 't*'; found = 'Xplenty two' }
        @{ names = '*o*'; found = 'Alma one', 'Xplenty one', 'Xplenty two' }
        @{ names = 'g*', 'two'; found = 'Alteryx gallery', 'Xplenty two' }
        @{ names = 'two', '*w*', 't?o'; found = 'Xplenty two' }
    ) {
        Get-JobStatusConnection $names | ForEach-Object { "$($_.Service) $($_.Name)" } | Sort-Object | Should -Be $found
    }

    It 'finds connections by the service <services>' -ForEach @(
        @{ services = 'xplenty'; found = 'Xplenty one', 'Xplenty two' }
        @{ services = 'Al*'; found = 'Alma one', 'Alteryx gallery' }
        @{ services = 'Alma', 'Xplenty'; found = 'Alma one', 'Xplenty one', 'Xplenty two' }
    ) {
        Get-JobStatusConnection -Service $services | ForEach-Object { "$($_.Service) $($_.Name)" } | Sort-Object | Should -Be $found
    }

    It 'finds connections by name and service together' {
        $found = Get-JobStatusConnection one -Service Alma
        $found | Should -HaveCount 1
        $found.BaseUri | Should -Be 'https://api-eu.hosted.exlibrisgroup.com/almaws/v1/'
    }

    It 'writes an error for a name that does not exist, and lists the other connections' {
        $found = Get-JobStatusConnection three, two -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Name | Should -Be two
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.GetJobStatusConnectionCommand'
        $failure[0].TargetObject | Should -Be three
        $failure[0].Exception.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'writes no error for a pattern without matches' {
        Get-JobStatusConnection thr* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'rejects an empty -<_>' -ForEach Name, Service {
        foreach ($nothing in '', $null) {
            $more = @{ $_ = $nothing }
            (Get-TerminatingError { Get-JobStatusConnection @more }).FullyQualifiedErrorId |
                Should -BeLike 'ParameterArgumentValidationError,*'
        }
    }

    It 'shows a key in no view, format or serialization' {
        $connections = Get-JobStatusConnection
        $shown = @(
            $connections | Format-List * -Force | Out-String -Width 500
            $connections | ConvertTo-Json -Depth 6
            [Management.Automation.PSSerializer]::Serialize($connections, 6)
            $connections | Get-Member -Force | Out-String
        ) -join "`n"
        $shown | Should -Match gallery
        $shown | Should -Not -Match canary
    }
}
