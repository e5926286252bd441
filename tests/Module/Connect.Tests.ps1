BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $almaKey = ConvertTo-Secret sandbox-alma-key
    $xplentyKey = ConvertTo-Secret sandbox-xplenty-key
    $alteryxCredential = [pscredential]::new('sandbox-client', (ConvertTo-Secret sandbox-secret))
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Connect-Alma' {
    BeforeEach { Clear-SandboxSession }

    It 'leads region <region> to <uri>' -ForEach @(
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

    It 'refuses a region that Alma does not have' {
        $failure = ErrorOf { Connect-Alma US -ApiKey $anyKey }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*ConnectAlmaCommand'
        $failure.Exception.Message | Should -Match 'NA,\s*EU,\s*AP,\s*APS,\s*CA,\s*CN'
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'completes the regions' {
        (CompletionOf 'Connect-Alma -Region ').CompletionText | Sort-Object | Should -Be AP, APS, CA, CN, EU, NA
        (CompletionOf 'Connect-Alma -Region a').CompletionText | Should -Be AP, APS
    }

    It 'takes a region or an address, not both' {
        (ErrorOf { Connect-Alma -Region EU -BaseUri $sandbox -ApiKey $anyKey }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
    }

    It 'has <parameter> mandatory in the parameter set <set>' -ForEach @(
        @{ set = 'Region'; parameter = 'ApiKey' }, @{ set = 'Region'; parameter = 'Region' }
        @{ set = 'BaseUri'; parameter = 'ApiKey' }, @{ set = 'BaseUri'; parameter = 'BaseUri' }
    ) {
        $parameters = (Get-Command Connect-Alma).ParameterSets | Where-Object Name -EQ $set | ForEach-Object Parameters
        ($parameters | Where-Object Name -EQ $parameter).IsMandatory | Should -BeTrue
    }

    It 'puts the path of the API on <given> once' -ForEach @(
        @{ given = '' }, @{ given = '/' }, @{ given = '/almaws/v1' }, @{ given = '/almaws/v1/' }
    ) {
        (Connect-Alma -BaseUri "$sandbox$given" -ApiKey $almaKey -PassThru).BaseUri | Should -Be "$sandbox/almaws/v1/"
        (Get-AlmaJobInstance 9563643080000561).Id | Should -Be 9563643080000561
    }

    It 'has its first read show that the key is wrong' {
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

Describe 'Connect-Xplenty' {
    BeforeEach { Clear-SandboxSession }

    It 'goes to the public address without another one' {
        (Connect-Xplenty demo $anyKey -PassThru).BaseUri | Should -Be 'https://api.xplenty.com/demo/api/'
    }

    It 'escapes an account id that could not stand in an address' {
        (Connect-Xplenty 'a b/c?d' $anyKey -PassThru).BaseUri.AbsoluteUri | Should -Be 'https://api.xplenty.com/a%20b%2Fc%3Fd/api/'
    }

    It 'has <_> mandatory' -ForEach AccountId, ApiKey {
        (Get-Command Connect-Xplenty).Parameters[$_].Attributes.Where{ $_ -is [Parameter] }.Mandatory | Should -BeTrue
    }

    It 'has its first read show that the key is wrong' {
        Connect-Xplenty demo $anyKey -BaseUri $sandbox
        Get-SandboxRequest | Should -BeNullOrEmpty
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $failure[0].CategoryInfo.Category | Should -Be AuthenticationError
        $failure[0].Exception.StatusCode | Should -Be 401
    }
}

Describe 'Connect-Alteryx' {
    BeforeEach { Clear-SandboxSession }

    It 'gets a token where the Server takes id and secret as <_>' -ForEach any, body, basic {
        Set-SandboxSetting @{ alteryxClientAuthentication = $_ }
        Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential
        (Get-AlteryxJob 66f000000000000000000201).State | Should -Be Completed
    }

    It 'takes a ready token, and asks for none' {
        $token = (Invoke-RestMethod "$sandbox/webapi/oauth2/token" -Method Post -Body @{ grant_type = 'client_credentials'; client_id = 'sandbox-client'; client_secret = 'sandbox-secret' }).access_token
        Invoke-Sandbox DELETE requests | Out-Null
        Connect-Alteryx "$sandbox/webapi" -AccessToken (ConvertTo-Secret $token)
        (Get-AlteryxJob 66f000000000000000000201).State | Should -Be Completed
        Get-SandboxRequest /webapi/oauth2 | Should -BeNullOrEmpty

        Invoke-Sandbox DELETE tokens | Out-Null
        Get-AlteryxJob 66f000000000000000000201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        Get-SandboxRequest /webapi/oauth2 | Should -BeNullOrEmpty
    }

    It 'reads on after its token ended' {
        Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential
        $null = Get-AlteryxJob 66f000000000000000000201
        Invoke-Sandbox DELETE tokens | Out-Null
        (Get-AlteryxJob 66f000000000000000000201).State | Should -Be Completed
    }

    It 'takes a credential or a token, not both' {
        (ErrorOf { Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential -AccessToken $anyKey }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
    }

    It 'has <parameter> mandatory in the parameter set <set>' -ForEach @(
        @{ set = 'Credential'; parameter = 'BaseUri' }, @{ set = 'Credential'; parameter = 'Credential' }
        @{ set = 'AccessToken'; parameter = 'BaseUri' }, @{ set = 'AccessToken'; parameter = 'AccessToken' }
    ) {
        $parameters = (Get-Command Connect-Alteryx).ParameterSets | Where-Object Name -EQ $set | ForEach-Object Parameters
        ($parameters | Where-Object Name -EQ $parameter).IsMandatory | Should -BeTrue
    }

    It 'does without the slashes at the end of the address' {
        (Connect-Alteryx "$sandbox/webapi//" -Credential $alteryxCredential -PassThru).BaseUri | Should -Be "$sandbox/webapi/"
    }

    It 'has its first read show that the secret is wrong' {
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', $anyKey))
        Get-SandboxRequest | Should -BeNullOrEmpty
        Get-AlteryxJob 66f000000000000000000201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $failure[0].CategoryInfo.Category | Should -Be AuthenticationError
    }

    It 'refuses an empty credential' {
        (ErrorOf { Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::Empty) }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
    }
}

Describe 'What a Connect cmdlet leaves' {
    BeforeEach { Clear-SandboxSession }

    It 'is nothing in the pipeline without -PassThru' {
        Connect-Alma NA -ApiKey $anyKey | Should -BeNullOrEmpty
        Connect-Xplenty demo $anyKey | Should -BeNullOrEmpty
        Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential | Should -BeNullOrEmpty
        Get-JobStatusConnection | Should -HaveCount 3
    }

    It 'is with -PassThru the connection that Get-JobStatusConnection lists' {
        $connection = Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential -Name gallery -PassThru
        $connection | Should -BeOfType JobStatus.JobStatusConnection
        $connection.Service | Should -BeExactly Alteryx
        $connection.Name | Should -BeExactly gallery
        $connection.BaseUri | Should -BeOfType uri
        $connection.BaseUri | Should -Be "$sandbox/webapi/"
        $connection.IsDefault | Should -BeTrue
        $connection.Origin | Should -BeExactly Connect-Alteryx
        "$connection" | Should -BeExactly gallery
        [object]::ReferenceEquals((Get-JobStatusConnection), $connection) | Should -BeTrue
    }

    It 'is the default when it has no name, whatever was before' {
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty demo $anyKey
        (Get-JobStatusConnection | Where-Object IsDefault).Name | Should -BeExactly Default
        Connect-Xplenty three $anyKey -Name three
        (Get-JobStatusConnection | Where-Object IsDefault).Name | Should -BeExactly Default
    }

    It 'is the default with a name only where there is no other' {
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty two $anyKey -Name two
        (Get-JobStatusConnection | Where-Object IsDefault).Name | Should -Be one
    }

    It 'is the default of its own service only' {
        Connect-Xplenty demo $anyKey -Name mine
        Connect-Alma NA -ApiKey $anyKey -Name mine
        Get-JobStatusConnection | Where-Object IsDefault | Should -HaveCount 2
    }

    It 'replaces what had the same name, and stays the default where that was' {
        $old = Connect-Xplenty demo $anyKey -BaseUri $sandbox -Name mine -PassThru
        Connect-Xplenty other $anyKey -BaseUri $sandbox -Name other
        $new = Connect-Xplenty demo $xplentyKey -BaseUri $sandbox -Name MINE -PassThru
        (Get-JobStatusConnection).Name | Sort-Object | Should -Be MINE, other
        $new.IsDefault | Should -BeTrue
        $old.IsDefault | Should -BeFalse
        (Get-XplentyJob 157).Connection | Should -BeExactly MINE
    }

    It 'keeps the connection of another service with the same name' {
        Connect-Xplenty demo $anyKey -Name mine
        Connect-Alma NA -ApiKey $anyKey -Name mine
        (Get-JobStatusConnection mine).Service | Sort-Object | Should -Be Alma, Xplenty
    }

    It 'does not have the name that stands for the environment variables' {
        $failure = ErrorOf { Connect-Xplenty demo $anyKey -Name environment }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'does not depend on a SecureString that is disposed later' {
        $key = ConvertTo-Secret sandbox-xplenty-key
        Connect-Xplenty demo $key -BaseUri $sandbox
        $key.Dispose()
        (Get-XplentyJob 157).Id | Should -Be 157
    }

    It 'is nothing when the address cannot be used' {
        ErrorOf { Connect-Xplenty demo $anyKey -BaseUri 'ftp://xplenty.example' } | Should -Not -BeNullOrEmpty
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }
}

Describe 'Plain http' {
    BeforeEach { Clear-SandboxSession }

    It 'is refused to <_>' -ForEach 'http://alteryx.example/webapi', 'http://10.0.0.1/webapi', 'http://127.0.0.1.example/webapi', 'http://localhost.example/webapi' {
        $failure = ErrorOf { Connect-Alteryx $_ -Credential $alteryxCredential }
        $failure.FullyQualifiedErrorId | Should -Be 'UntrustedServer,JobStatus.Commands.ConnectAlteryxCommand'
        $failure.CategoryInfo.Category | Should -Be SecurityError
        $failure.Exception | Should -BeOfType JobStatus.JobServiceException
        $failure.ErrorDetails.RecommendedAction | Should -Match AllowUnencryptedAuthentication
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'is taken to <_>' -ForEach 'http://127.0.0.1/webapi', 'http://localhost:8080/webapi', 'http://[::1]/webapi' {
        { Connect-Alteryx $_ -Credential $alteryxCredential } | Should -Not -Throw
    }

    It 'is refused by every Connect cmdlet' {
        (ErrorOf { Connect-Alma -BaseUri http://alma.example -ApiKey $anyKey }).FullyQualifiedErrorId | Should -BeLike 'UntrustedServer,*'
        (ErrorOf { Connect-Xplenty demo $anyKey -BaseUri http://xplenty.example }).FullyQualifiedErrorId | Should -BeLike 'UntrustedServer,*'
    }

    It 'is taken with -AllowUnencryptedAuthentication' {
        (Connect-Alteryx http://alteryx.example/webapi -Credential $alteryxCredential -AllowUnencryptedAuthentication -PassThru).BaseUri | Should -Be 'http://alteryx.example/webapi/'
    }
}

Describe 'The address' {
    BeforeEach { Clear-SandboxSession }

    It 'is refused as <_>' -ForEach 'alteryx.example/webapi', 'not an address', 'ftp://alteryx.example/webapi', 'file:///webapi', 'mailto:alteryx.example' {
        $failure = ErrorOf { Connect-Alteryx $_ -Credential $alteryxCredential }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.ConnectAlteryxCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        $failure.ErrorDetails.Message | Should -Match ([regex]::Escape($_))
        $failure.ErrorDetails.RecommendedAction | Should -Match https://
    }

    It 'is refused with <what>, which is not shown' -ForEach @(
        @{ what = 'a user and password'; address = 'https://user:canary-word@alteryx.example/webapi' }
        @{ what = 'a key in the query'; address = 'https://alteryx.example/webapi?apikey=canary-word' }
        @{ what = 'a fragment'; address = 'https://alteryx.example/webapi#canary-word' }
    ) {
        $failure = ErrorOf { Connect-Alteryx $address -Credential $alteryxCredential }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        AssertSecretFree $failure canary-word
    }

    It 'is refused when it is no address at all, by every Connect cmdlet' {
        (ErrorOf { Connect-Alma -BaseUri alma.example -ApiKey $anyKey }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        (ErrorOf { Connect-Xplenty demo $anyKey -BaseUri xplenty.example }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
    }
}

Describe 'A secret that cannot be sent' {
    BeforeEach { Clear-SandboxSession }

    BeforeDiscovery {
        $cases = foreach ($case in @{ what = 'with a line break'; text = "canary-word`n" }, @{ what = 'with a space'; text = 'canary word' }, @{ what = 'with a letter that no header takes'; text = 'canary-wörd' }, @{ what = 'that is empty'; text = '' }) {
            foreach ($connect in @(
                    @{ cmdlet = 'Connect-Alma'; connect = { param($secret) Connect-Alma NA -ApiKey $secret } }
                    @{ cmdlet = 'Connect-Xplenty'; connect = { param($secret) Connect-Xplenty demo $secret } }
                    @{ cmdlet = 'Connect-Alteryx -Credential'; connect = { param($secret) Connect-Alteryx https://alteryx.example/webapi -Credential ([pscredential]::new('canary-client', $secret)) } }
                    @{ cmdlet = 'Connect-Alteryx -AccessToken'; connect = { param($secret) Connect-Alteryx https://alteryx.example/webapi -AccessToken $secret } }
                )) { $case + $connect }
        }
    }

    It 'is refused <what> by <cmdlet>, without showing it' -ForEach $cases {
        $secret = [securestring]::new()
        foreach ($letter in $text.ToCharArray()) { $secret.AppendChar($letter) }
        $failure = ErrorOf { & $connect $secret }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        AssertSecretFree $failure 'canary.w'
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'is refused as plain text by <cmdlet>, without showing it' -ForEach @(
        @{ cmdlet = 'Connect-Alma'; connect = { param($secret) Connect-Alma NA -ApiKey $secret } }
        @{ cmdlet = 'Connect-Xplenty'; connect = { param($secret) Connect-Xplenty demo $secret } }
        @{ cmdlet = 'Connect-Alteryx'; connect = { param($secret) Connect-Alteryx https://alteryx.example/webapi -AccessToken $secret } }
    ) {
        $failure = ErrorOf { & $connect canary-word }
        $failure.CategoryInfo.Category | Should -Be InvalidData
        $failure.Exception.Message | Should -Match SecureString
        AssertSecretFree $failure canary-word
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }
}

Describe 'The ways of a connection' {
    BeforeEach { Clear-SandboxSession }

    It 'go through the proxy that is named' {
        Connect-Xplenty demo $xplentyKey -BaseUri http://xplenty.invalid -AllowUnencryptedAuthentication -Proxy $sandbox
        (Get-XplentyJob 157).Id | Should -Be 157
    }

    It 'take a credential for the proxy' {
        Connect-Xplenty demo $xplentyKey -BaseUri http://xplenty.invalid -AllowUnencryptedAuthentication -Proxy $sandbox -ProxyCredential ([pscredential]::new('proxy-user', (ConvertTo-Secret canary-proxy-word)))
        (Get-XplentyJob 157).Id | Should -Be 157
    }

    It 'warn when the certificate is not checked' {
        Connect-Alteryx https://alteryx.example/webapi -Credential $alteryxCredential -SkipCertificateCheck -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -HaveCount 1
        $warning[0].Message | Should -Match certificate
    }

    It 'do not warn otherwise' {
        Connect-Alteryx https://alteryx.example/webapi -Credential $alteryxCredential -WarningVariable warning
        $warning | Should -BeNullOrEmpty
    }

    It 'refuse <name> <value>' -ForEach @(
        @{ name = 'TimeoutSec'; value = 0 }, @{ name = 'TimeoutSec'; value = -1 }, @{ name = 'TimeoutSec'; value = 86401 }
        @{ name = 'MaximumRetryCount'; value = -1 }, @{ name = 'MaximumRetryCount'; value = 101 }
        @{ name = 'RequestsPerSecond'; value = 0 }, @{ name = 'RequestsPerSecond'; value = 1001 }
        @{ name = 'Name'; value = '' }, @{ name = 'Name'; value = $null }
    ) {
        $more = @{ $name = $value }
        (ErrorOf { Connect-Xplenty demo $anyKey @more }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'say which server could not be found' {
        Connect-Xplenty demo $anyKey -BaseUri https://xplenty.invalid -MaximumRetryCount 0
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        $failure[0].CategoryInfo.Category | Should -Be ResourceUnavailable
        $failure[0].Exception.Message | Should -Match ([regex]::Escape('xplenty.invalid'))
    }

    It 'do not trust a server without TLS where TLS was asked for' {
        Connect-Xplenty demo $anyKey -BaseUri $sandbox.Replace('http:', 'https:') -MaximumRetryCount 0
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'UntrustedServer,*'
    }
}

Describe 'What a vault gives' {
    BeforeAll {
        # Stands in for SecretManagement, with each type of secret that it gives.
        function Get-Secret([string] $Name, [switch] $AsPlainText) {
            $key = @{ alma = $almaKey; xplenty = $xplentyKey; alteryx = $alteryxCredential }[($Name -split '-')[0]]
            switch -Wildcard ($Name) {
                '*-text' { return 'canary-plain-text' }
                '*-table' { return @{ key = 'canary-plain-text' } }
                '*-credential' { return [pscredential]::new('any user', $key) }
                default { return $key }
            }
        }
    }

    BeforeEach { Clear-SandboxSession }

    It 'connects: <what>' -ForEach @(
        @{ what = 'a SecureString for Alma'; connect = { Connect-Alma -BaseUri $sandbox -ApiKey (Get-Secret alma) }; read = { Get-AlmaJobInstance 9563643080000561 } }
        @{ what = 'a PSCredential for Alma'; connect = { Connect-Alma -BaseUri $sandbox -ApiKey (Get-Secret alma-credential) }; read = { Get-AlmaJobInstance 9563643080000561 } }
        @{ what = 'a SecureString for Xplenty'; connect = { Connect-Xplenty demo (Get-Secret xplenty) -BaseUri $sandbox }; read = { Get-XplentyJob 157 } }
        @{ what = 'a PSCredential for Xplenty'; connect = { Connect-Xplenty demo (Get-Secret xplenty-credential) -BaseUri $sandbox }; read = { Get-XplentyJob 157 } }
        @{ what = 'a PSCredential for Alteryx'; connect = { Connect-Alteryx "$sandbox/webapi" -Credential (Get-Secret alteryx) }; read = { Get-AlteryxJob 66f000000000000000000201 } }
        @{
            what = 'a token for Alteryx, as a PSCredential'
            connect = {
                $token = (Invoke-RestMethod "$sandbox/webapi/oauth2/token" -Method Post -Body @{ grant_type = 'client_credentials'; client_id = 'sandbox-client'; client_secret = 'sandbox-secret' }).access_token
                Connect-Alteryx "$sandbox/webapi" -AccessToken ([pscredential]::new('token', (ConvertTo-Secret $token)))
            }
            read = { Get-AlteryxJob 66f000000000000000000201 }
        }
    ) {
        & $connect
        (& $read).Connection | Should -Be Default
    }

    It 'is refused without being shown: <what>' -ForEach @(
        @{ what = 'plain text for Alma'; connect = { Connect-Alma EU -ApiKey (Get-Secret alma-text -AsPlainText) } }
        @{ what = 'a hashtable for Xplenty'; connect = { Connect-Xplenty demo (Get-Secret xplenty-table) } }
        @{ what = 'plain text as a token'; connect = { Connect-Alteryx "$sandbox/webapi" -AccessToken (Get-Secret alteryx-text -AsPlainText) } }
    ) {
        $failure = ErrorOf $connect
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        $failure.Exception.Message | Should -Match 'SecureString, or a PSCredential'
        AssertSecretFree $failure canary-plain-text
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }
}
