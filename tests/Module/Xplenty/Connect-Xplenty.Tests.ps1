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

    It 'escapes an account id in the address' {
        (Connect-Xplenty 'a b/c?d' $anyKey -PassThru).BaseUri.AbsoluteUri | Should -Be 'https://api.xplenty.com/a%20b%2Fc%3Fd/api/'
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
