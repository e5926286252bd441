BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $alteryxCredential = Get-SandboxCredential
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Connect-Alteryx' {
    BeforeEach { Clear-SandboxSession }

    It 'requests an access token from a server that accepts client id and secret as <_>' -ForEach any, body, basic {
        Set-SandboxSetting @{ alteryxClientAuthentication = $_ }
        Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential
        (Get-AlteryxJob 66f000000000000000000201).State | Should -Be Completed
    }

    It 'uses the given access token and requests none' {
        $token = New-SandboxToken
        Invoke-Sandbox DELETE requests | Out-Null
        Connect-Alteryx "$sandbox/webapi" -AccessToken (ConvertTo-Secret $token)
        (Get-AlteryxJob 66f000000000000000000201).State | Should -Be Completed
        Get-SandboxRequest /webapi/oauth2 | Should -BeNullOrEmpty

        Invoke-Sandbox DELETE tokens | Out-Null
        Get-AlteryxJob 66f000000000000000000201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        Get-SandboxRequest /webapi/oauth2 | Should -BeNullOrEmpty
    }

    It 'requests a new token after its token expired' {
        Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential
        $null = Get-AlteryxJob 66f000000000000000000201
        Invoke-Sandbox DELETE tokens | Out-Null
        (Get-AlteryxJob 66f000000000000000000201).State | Should -Be Completed
    }

    It 'accepts a credential or an access token, but not both' {
        $failure = Get-TerminatingError { Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential -AccessToken $anyKey }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
    }

    It 'requires <parameter> in the parameter set <set>' -ForEach @(
        @{ set = 'Credential'; parameter = 'BaseUri' }, @{ set = 'Credential'; parameter = 'Credential' }
        @{ set = 'AccessToken'; parameter = 'BaseUri' }, @{ set = 'AccessToken'; parameter = 'AccessToken' }
    ) {
        $parameters = (Get-Command Connect-Alteryx).ParameterSets | Where-Object Name -EQ $set | ForEach-Object Parameters
        ($parameters | Where-Object Name -EQ $parameter).IsMandatory | Should -BeTrue
    }

    It 'removes slashes at the end of the address' {
        (Connect-Alteryx "$sandbox/webapi//" -Credential $alteryxCredential -PassThru).BaseUri | Should -Be "$sandbox/webapi/"
    }

    It 'sends nothing, so that the first read reports a wrong client secret' {
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', $anyKey))
        Get-SandboxRequest | Should -BeNullOrEmpty
        Get-AlteryxJob 66f000000000000000000201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $failure[0].CategoryInfo.Category | Should -Be AuthenticationError
    }

    It 'rejects an empty credential' {
        (Get-TerminatingError { Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::Empty) }).FullyQualifiedErrorId |
            Should -BeLike 'InvalidRequest,*'
    }
}
