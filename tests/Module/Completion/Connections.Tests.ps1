BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot CompletionSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Completion of connections' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty two $anyKey -Name "it's two"
        Connect-Alma EU -ApiKey $anyKey -Name europe
    }

    It 'completes <line> with the names <expected>' -ForEach @(
        @{ line = 'Get-XplentyJob 1 -Connection '; expected = 'one', "'it''s two'" }
        @{ line = 'Get-AlmaJobInstance 1 -Connection '; expected = , 'europe' }
        @{ line = 'Get-XplentyJob 1 -Connection o'; expected = , 'one' }
        @{ line = "Get-XplentyJob 1 -Connection 'it"; expected = , "'it''s two'" }
        @{ line = 'Get-JobStatusConnection '; expected = 'one', "'it''s two'", 'europe' }
        @{ line = 'Remove-JobStatusConnection -Name e'; expected = , 'europe' }
        @{ line = 'Test-JobStatusConnection e'; expected = , 'europe' }
        @{ line = 'Test-JobStatusConnection -Service Xplenty -Name '; expected = 'one', "'it''s two'" }
    ) {
        (Get-Completion $line).CompletionText | Should -Be $expected
    }

    It 'shows the address of each connection' {
        (Get-Completion 'Get-JobStatusConnection eu').ToolTip | Should -Be 'Alma at https://api-eu.hosted.exlibrisgroup.com/almaws/v1/'
    }

    It 'completes the services' {
        (Get-Completion 'Get-JobStatusConnection -Service ').CompletionText | Sort-Object | Should -Be Alma, Alteryx, Xplenty
        (Get-Completion 'Test-JobStatusConnection -Service al').CompletionText | Sort-Object | Should -Be Alma, Alteryx
        (Get-Completion 'Remove-JobStatusConnection -Service al').CompletionText | Sort-Object | Should -Be Alma, Alteryx
    }
}

Describe 'Completion of connections and services' {
    BeforeEach {
        Clear-SandboxSession
        Connect-AllServices
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name 'test [1]'
    }

    It 'completes <line> with <expected>' -ForEach @(
        @{ line = 'Connect-Xplenty demo -Name '; expected = 'Default', "'test [1]'" }
        @{ line = 'Get-XplentyJob 1 -Connection t'; expected = , "'test [1]'" }
        @{ line = 'Wait-RemoteJob -Service Xplenty -Id 1 -Connection '; expected = 'Default', "'test [1]'" }
        @{ line = 'Wait-RemoteJob -Service Alma -Id 1 -Connection '; expected = , 'Default' }
        @{ line = 'Get-JobStatusConnection -Service Alma, Alteryx -Name '; expected = , 'Default' }
        @{ line = 'Wait-RemoteJob -Service '; expected = 'Alma', 'Alteryx', 'Xplenty' }
    ) {
        Get-CompletionText $line | Should -Be $expected
    }

    It 'escapes a name for a parameter that accepts wildcards' {
        $text = Get-CompletionText 'Remove-JobStatusConnection test'
        (Invoke-Expression "Get-JobStatusConnection $text").Name | Should -Be 'test [1]'
    }

    It 'omits a name that contains control characters' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name "test`e[31m"
        Get-CompletionText 'Get-JobStatusConnection test' | Should -HaveCount 1
    }
}
