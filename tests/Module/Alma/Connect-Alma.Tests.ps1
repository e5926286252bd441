BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $almaKey = ConvertTo-Secret sandbox-alma-key
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Connect-Alma' {
    BeforeEach { Clear-SandboxSession }

    It 'connects the region <region> to <uri>' -ForEach @(
        @{ region = 'NA'; uri = 'https://api-na.hosted.exlibrisgroup.com/almaws/v1/' }
        @{ region = 'EU'; uri = 'https://api-eu.hosted.exlibrisgroup.com/almaws/v1/' }
        @{ region = 'AP'; uri = 'https://api-ap.hosted.exlibrisgroup.com/almaws/v1/' }
        @{ region = 'APS'; uri = 'https://api-aps.hosted.exlibrisgroup.com/almaws/v1/' }
        @{ region = 'CA'; uri = 'https://api-ca.hosted.exlibrisgroup.com/almaws/v1/' }
        @{ region = 'CN'; uri = 'https://api-cn.hosted.exlibrisgroup.com.cn/almaws/v1/' }
        @{ region = 'eu'; uri = 'https://api-eu.hosted.exlibrisgroup.com/almaws/v1/' }
    ) {
        (Connect-Alma $region -ApiKey $anyKey -PassThru).BaseUri | Should -Be $uri
    }

    It 'rejects a region that Alma does not have' {
        $failure = Get-TerminatingError { Connect-Alma US -ApiKey $anyKey }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*ConnectAlmaCommand'
        $failure.Exception.Message | Should -Match 'NA,\s*EU,\s*AP,\s*APS,\s*CA,\s*CN'
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'completes the regions' {
        (Get-Completion 'Connect-Alma -Region ').CompletionText | Sort-Object | Should -Be AP, APS, CA, CN, EU, NA
        (Get-Completion 'Connect-Alma -Region a').CompletionText | Should -Be AP, APS
    }

    It 'accepts a region or an address, but not both' {
        (Get-TerminatingError { Connect-Alma -Region EU -BaseUri $sandbox -ApiKey $anyKey }).FullyQualifiedErrorId |
            Should -BeLike 'AmbiguousParameterSet,*'
    }

    It 'requires <parameter> in the parameter set <set>' -ForEach @(
        @{ set = 'Region'; parameter = 'ApiKey' }, @{ set = 'Region'; parameter = 'Region' }
        @{ set = 'BaseUri'; parameter = 'ApiKey' }, @{ set = 'BaseUri'; parameter = 'BaseUri' }
    ) {
        $parameters = (Get-Command Connect-Alma).ParameterSets | Where-Object Name -EQ $set | ForEach-Object Parameters
        ($parameters | Where-Object Name -EQ $parameter).IsMandatory | Should -BeTrue
    }

    It 'adds the path of the API to the address <given> exactly once' -ForEach @(
        @{ given = '' }, @{ given = '/' }, @{ given = '/almaws/v1' }, @{ given = '/almaws/v1/' }
    ) {
        (Connect-Alma -BaseUri "$sandbox$given" -ApiKey $almaKey -PassThru).BaseUri | Should -Be "$sandbox/almaws/v1/"
        (Get-AlmaJobInstance 9563643080000561).Id | Should -Be 9563643080000561
    }

    It 'sends nothing, so that the first read reports a wrong key' {
        Connect-Alma -BaseUri $sandbox -ApiKey $anyKey
        Get-SandboxRequest | Should -BeNullOrEmpty
        Get-AlmaJobInstance 9563643080000561 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $failure[0].CategoryInfo.Category | Should -Be AuthenticationError
        $failure[0].Exception.ErrorCode | Should -Be UNAUTHORIZED
        $failure[0].Exception.StatusCode | Should -Be 400
    }
}
