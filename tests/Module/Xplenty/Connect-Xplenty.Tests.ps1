BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Connect-Xplenty' {
    BeforeEach { Clear-SandboxSession }

    It 'connects to the public address by default' {
        (Connect-Xplenty demo $anyKey -PassThru).BaseUri | Should -Be 'https://api.xplenty.com/demo/api/'
    }

    It 'accepts the address of the API' {
        (Connect-Xplenty demo $anyKey -BaseUri https://example.org/demo/api -PassThru).BaseUri | Should -Be https://example.org/demo/api/
    }

    It 'rejects the account id <account>' -ForEach @{ account = 'a b/c?d' }, @{ account = '../x' }, @{ account = '.' } {
        (Get-TerminatingError { Connect-Xplenty $account $anyKey }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'rejects a blank name' {
        $failure = Get-TerminatingError { Connect-Xplenty demo $anyKey -Name ' ' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -BeLike 'The name of the connection is blank.*'
    }

    It 'requires <_>' -ForEach AccountId, ApiKey {
        (Get-Command Connect-Xplenty).Parameters[$_].Attributes.Where{ $_ -is [Parameter] }.Mandatory | Should -BeTrue
    }

    It 'sends nothing, so that the first read reports a wrong key' {
        Connect-Xplenty demo $anyKey -BaseUri $sandbox
        Get-SandboxRequest | Should -BeNullOrEmpty
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $failure[0].CategoryInfo.Category | Should -Be AuthenticationError
        $failure[0].Exception.StatusCode | Should -Be 401
    }
}
