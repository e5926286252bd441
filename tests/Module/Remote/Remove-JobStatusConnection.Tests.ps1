BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Remove-JobStatusConnection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name one
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name two
        Connect-Alma EU -ApiKey $anyKey -Name one
    }

    It 'removes the connections with a name for every service' {
        Remove-JobStatusConnection ONE | Should -BeNullOrEmpty
        (Get-JobStatusConnection).Name | Should -Be two
    }

    It 'removes only connections of the specified service' {
        Remove-JobStatusConnection one -Service Alma
        (Get-JobStatusConnection).Service | Should -Be Xplenty, Xplenty
    }

    It 'removes the connections that match a pattern, and writes no error if none does' {
        Remove-JobStatusConnection t*, x* -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        (Get-JobStatusConnection).Name | Should -Be one, one
    }

    It 'removes connections from the pipeline or from -Connection' {
        Get-JobStatusConnection -Service Alma | Remove-JobStatusConnection
        (Get-JobStatusConnection).Service | Should -Be Xplenty, Xplenty
        Remove-JobStatusConnection -Connection (Get-JobStatusConnection)
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        Remove-JobStatusConnection * -WhatIf
        Get-JobStatusConnection | Remove-JobStatusConnection -WhatIf
        Get-JobStatusConnection | Should -HaveCount 3
    }

    It 'writes an error for a name that does not exist, and removes the other connections' {
        Remove-JobStatusConnection three, two -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.RemoveJobStatusConnectionCommand'
        $failure[0].TargetObject | Should -Be three
        (Get-JobStatusConnection).Name | Should -Be one, one
    }

    It 'writes an error for a name that does not exist for the specified service' {
        Remove-JobStatusConnection two -Service Alma -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Get-JobStatusConnection | Should -HaveCount 3
    }

    It 'makes the connection object unusable' {
        $connection = Get-JobStatusConnection two
        (Get-XplentyJob 157 -Connection $connection).Connection | Should -Be two
        $connection | Remove-JobStatusConnection
        $failure = Get-TerminatingError { Get-XplentyJob 157 -Connection $connection }
        $failure.FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.GetXplentyJobCommand'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        $failure.ErrorDetails.Message | Should -Match 'two.*removed'
    }

    It 'accepts a connection that was already removed' {
        $connection = Get-JobStatusConnection two
        $connection | Remove-JobStatusConnection
        $connection | Remove-JobStatusConnection -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
    }

    It 'makes no other connection the default, and the next error says so' {
        Remove-JobStatusConnection one -Service Xplenty
        (Get-JobStatusConnection two).IsDefault | Should -BeFalse
        $failure = Get-TerminatingError { Get-XplentyJob 157 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.ErrorDetails.Message | Should -Match default
        $failure.Exception.RecommendedAction | Should -Match '-Connection'
        (Get-XplentyJob 157 -Connection two).Id | Should -Be 157
    }

    It 'lets the environment variables take effect' {
        Set-SandboxEnvironment
        (Get-XplentyJob 157).Connection | Should -Be one
        Remove-JobStatusConnection one -Service Xplenty
        (Get-XplentyJob 157).Connection | Should -Be Environment
    }

    It 'makes the next new connection the default' {
        Remove-JobStatusConnection * -Service Xplenty
        (Connect-Xplenty demo $anyKey -Name three -PassThru).IsDefault | Should -BeTrue
    }
}
