BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $almaKey = ConvertTo-Secret sandbox-alma-key
    $xplentyKey = ConvertTo-Secret sandbox-xplenty-key
    $alteryxCredential = Get-SandboxCredential
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'A Connect cmdlet' {
    BeforeEach { Clear-SandboxSession }

    It 'returns nothing without -PassThru' {
        Connect-Alma NA -ApiKey $anyKey | Should -BeNullOrEmpty
        Connect-Xplenty demo $anyKey | Should -BeNullOrEmpty
        Connect-Alteryx "$sandbox/webapi" -Credential $alteryxCredential | Should -BeNullOrEmpty
        Get-JobStatusConnection | Should -HaveCount 3
    }

    It 'returns with -PassThru the connection that Get-JobStatusConnection lists' {
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

    It 'replaces the default connection if it has no -Name' {
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty demo $anyKey
        (Get-JobStatusConnection | Where-Object IsDefault).Name | Should -BeExactly Default
        Connect-Xplenty three $anyKey -Name three
        (Get-JobStatusConnection | Where-Object IsDefault).Name | Should -BeExactly Default
    }

    It 'becomes the default connection with -Name only if there is no other default' {
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty two $anyKey -Name two
        (Get-JobStatusConnection | Where-Object IsDefault).Name | Should -Be one
    }

    It 'becomes the default connection only for its own service' {
        Connect-Xplenty demo $anyKey -Name mine
        Connect-Alma NA -ApiKey $anyKey -Name mine
        Get-JobStatusConnection | Where-Object IsDefault | Should -HaveCount 2
    }

    It 'replaces a connection of the same name, and keeps it the default' {
        $old = Connect-Xplenty demo $anyKey -BaseUri $sandbox -Name mine -PassThru
        Connect-Xplenty other $anyKey -BaseUri $sandbox -Name other
        $new = Connect-Xplenty demo $xplentyKey -BaseUri $sandbox -Name MINE -PassThru
        (Get-JobStatusConnection).Name | Sort-Object | Should -Be MINE, other
        $new.IsDefault | Should -BeTrue
        $old.IsDefault | Should -BeFalse
        (Get-XplentyJob 157).Connection | Should -BeExactly MINE
    }

    It 'does not replace a connection of another service with the same name' {
        Connect-Xplenty demo $anyKey -Name mine
        Connect-Alma NA -ApiKey $anyKey -Name mine
        (Get-JobStatusConnection mine).Service | Sort-Object | Should -Be Alma, Xplenty
    }

    It 'rejects the name that is reserved for the environment variables' {
        $failure = Get-TerminatingError { Connect-Xplenty demo $anyKey -Name environment }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.Exception.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'does not depend on a SecureString that is disposed later' {
        $key = ConvertTo-Secret sandbox-xplenty-key
        Connect-Xplenty demo $key -BaseUri $sandbox
        $key.Dispose()
        (Get-XplentyJob 157).Id | Should -Be 157
    }

    It 'leaves no connection if the address is not valid' {
        Get-TerminatingError { Connect-Xplenty demo $anyKey -BaseUri 'ftp://xplenty.example' } | Should -Not -BeNullOrEmpty
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }
}

Describe 'Unencrypted HTTP' {
    BeforeEach { Clear-SandboxSession }

    It 'is rejected for <_>' -ForEach @(
        'http://alteryx.example/webapi', 'http://10.0.0.1/webapi'
        'http://127.0.0.1.example/webapi', 'http://localhost.example/webapi'
    ) {
        $failure = Get-TerminatingError { Connect-Alteryx $_ -Credential $alteryxCredential }
        $failure.FullyQualifiedErrorId | Should -Be 'UntrustedServer,JobStatus.Commands.ConnectAlteryxCommand'
        $failure.CategoryInfo.Category | Should -Be SecurityError
        $failure.Exception | Should -BeOfType JobStatus.JobServiceException
        $failure.Exception.RecommendedAction | Should -Match AllowUnencryptedAuthentication
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'is accepted for <_>' -ForEach 'http://127.0.0.1/webapi', 'http://localhost:8080/webapi', 'http://[::1]/webapi' {
        { Connect-Alteryx $_ -Credential $alteryxCredential } | Should -Not -Throw
    }

    It 'is rejected by every Connect cmdlet' {
        (Get-TerminatingError { Connect-Alma -BaseUri http://alma.example -ApiKey $anyKey }).FullyQualifiedErrorId |
            Should -BeLike 'UntrustedServer,*'
        (Get-TerminatingError { Connect-Xplenty demo $anyKey -BaseUri http://xplenty.example }).FullyQualifiedErrorId |
            Should -BeLike 'UntrustedServer,*'
    }

    It 'is rejected through a proxy' {
        (Get-TerminatingError { Connect-Xplenty demo $anyKey -BaseUri http://xplenty.invalid -Proxy $sandbox }).FullyQualifiedErrorId |
            Should -BeLike 'UntrustedServer,*'
    }

    It 'is accepted with -AllowUnencryptedAuthentication' {
        (Connect-Alteryx http://alteryx.example/webapi -Credential $alteryxCredential -AllowUnencryptedAuthentication -PassThru).BaseUri |
            Should -Be 'http://alteryx.example/webapi/'
    }
}

Describe 'The address of a connection' {
    BeforeEach { Clear-SandboxSession }

    It 'must not be <_>' -ForEach @(
        'alteryx.example/webapi', 'not an address', 'ftp://alteryx.example/webapi', 'file:///webapi', 'mailto:alteryx.example'
    ) {
        $failure = Get-TerminatingError { Connect-Alteryx $_ -Credential $alteryxCredential }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.ConnectAlteryxCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        $failure.ErrorDetails.Message | Should -Match ([regex]::Escape($_))
        $failure.Exception.RecommendedAction | Should -Match https://
    }

    It 'must not contain <what>, and the error does not show it' -ForEach @(
        @{ what = 'a user name and password'; address = 'https://user:canary-word@alteryx.example/webapi' }
        @{ what = 'a key in the query'; address = 'https://alteryx.example/webapi?apikey=canary-word' }
        @{ what = 'a fragment'; address = 'https://alteryx.example/webapi#canary-word' }
    ) {
        $failure = Get-TerminatingError { Connect-Alteryx $address -Credential $alteryxCredential }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Assert-SecretFree $failure canary-word
    }

    It 'must be an absolute address for every Connect cmdlet' {
        (Get-TerminatingError { Connect-Alma -BaseUri alma.example -ApiKey $anyKey }).FullyQualifiedErrorId |
            Should -BeLike 'InvalidRequest,*'
        (Get-TerminatingError { Connect-Xplenty demo $anyKey -BaseUri xplenty.example }).FullyQualifiedErrorId |
            Should -BeLike 'InvalidRequest,*'
    }
}

Describe 'A secret that cannot be sent' {
    BeforeEach { Clear-SandboxSession }

    BeforeDiscovery {
        $secrets = @(
            @{ what = 'with a line break'; text = "canary-word`n" }
            @{ what = 'with a space'; text = 'canary word' }
            @{ what = 'with a letter that headers cannot contain'; text = 'canary-wörd' }
            @{ what = 'that is empty'; text = '' }
        )
        $cases = foreach ($case in $secrets) {
            foreach ($connect in @(
                    @{ cmdlet = 'Connect-Alma'; connect = { param($secret) Connect-Alma NA -ApiKey $secret } }
                    @{ cmdlet = 'Connect-Xplenty'; connect = { param($secret) Connect-Xplenty demo $secret } }
                    @{
                        cmdlet = 'Connect-Alteryx -Credential'
                        connect = {
                            param($secret)
                            $credential = [pscredential]::new('canary-client', $secret)
                            Connect-Alteryx https://alteryx.example/webapi -Credential $credential
                        }
                    }
                    @{
                        cmdlet = 'Connect-Alteryx -AccessToken'
                        connect = { param($secret) Connect-Alteryx https://alteryx.example/webapi -AccessToken $secret }
                    }
                )) { $case + $connect }
        }
    }

    It 'is rejected by <cmdlet> without being shown: a secret <what>' -ForEach $cases {
        $secret = [securestring]::new()
        foreach ($letter in $text.ToCharArray()) { $secret.AppendChar($letter) }
        $failure = Get-TerminatingError { & $connect $secret }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        Assert-SecretFree $failure 'canary.w'
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'is rejected by <cmdlet> as plain text without being shown' -ForEach @(
        @{ cmdlet = 'Connect-Alma'; connect = { param($secret) Connect-Alma NA -ApiKey $secret } }
        @{ cmdlet = 'Connect-Xplenty'; connect = { param($secret) Connect-Xplenty demo $secret } }
        @{ cmdlet = 'Connect-Alteryx'; connect = { param($secret) Connect-Alteryx https://alteryx.example/webapi -AccessToken $secret } }
    ) {
        $failure = Get-TerminatingError { & $connect canary-word }
        $failure.CategoryInfo.Category | Should -Be InvalidData
        $failure.Exception.Message | Should -Match SecureString
        Assert-SecretFree $failure canary-word
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }
}

Describe 'The options of a connection' {
    BeforeEach { Clear-SandboxSession }

    It 'send requests through the specified proxy' {
        Connect-Xplenty demo $xplentyKey -BaseUri http://xplenty.invalid -AllowUnencryptedAuthentication -Proxy $sandbox
        (Get-XplentyJob 157).Id | Should -Be 157
    }

    It 'accept a credential for the proxy' {
        $proxy = @{ Proxy = $sandbox; ProxyCredential = [pscredential]::new('proxy-user', (ConvertTo-Secret canary-proxy-word)) }
        Connect-Xplenty demo $xplentyKey -BaseUri http://xplenty.invalid -AllowUnencryptedAuthentication @proxy
        (Get-XplentyJob 157).Id | Should -Be 157
    }

    It 'do not use the proxy for the local computer' {
        # No proxy listens at this address.
        Connect-Xplenty demo $xplentyKey -BaseUri $sandbox -Proxy http://127.0.0.1:9
        (Get-XplentyJob 157).Id | Should -Be 157
    }

    It 'reject a proxy address with credentials, and do not show them: <_>' -ForEach @(
        'http://user:canary-word@proxy.example:8080', 'http://user:canary-word%2F@proxy.example', 'user:canary-word@proxy.example:8080'
        'http://canary-word@proxy.example'
    ) {
        $failure = Get-TerminatingError { Connect-Xplenty demo $anyKey -Proxy $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.Exception.RecommendedAction | Should -Match '-ProxyCredential'
        Assert-SecretFree $failure canary-word
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'reject a proxy address that is not valid: <_>' -ForEach 'proxy', 'proxy.example:8080', 'ftp://proxy.example' {
        (Get-TerminatingError { Connect-Xplenty demo $anyKey -Proxy $_ }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
    }

    It 'do not show the value of <name> if it is not an address' -ForEach @(@{ name = 'Proxy' }, @{ name = 'BaseUri' }) {
        $more = @{ $name = 'http://user:canary/word@server.example' }
        $failure = Get-TerminatingError { Connect-Xplenty demo $anyKey @more }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        Assert-SecretFree $failure canary
    }

    It 'warn if the certificate is not validated' {
        $options = @{ SkipCertificateCheck = $true; WarningVariable = 'warning'; WarningAction = 'SilentlyContinue' }
        Connect-Alteryx https://alteryx.example/webapi -Credential $alteryxCredential @options
        $warning | Should -HaveCount 1
        $warning[0].Message | Should -Match certificate
    }

    It 'do not warn if the certificate is validated' {
        Connect-Alteryx https://alteryx.example/webapi -Credential $alteryxCredential -WarningVariable warning
        $warning | Should -BeNullOrEmpty
    }

    It 'reject <name> <value>' -ForEach @(
        @{ name = 'TimeoutSec'; value = 0 }, @{ name = 'TimeoutSec'; value = -1 }, @{ name = 'TimeoutSec'; value = 86401 }
        @{ name = 'MaximumRetryCount'; value = -1 }, @{ name = 'MaximumRetryCount'; value = 101 }
        @{ name = 'RequestsPerSecond'; value = 0 }, @{ name = 'RequestsPerSecond'; value = 1001 }
        @{ name = 'Name'; value = '' }, @{ name = 'Name'; value = $null }
    ) {
        $more = @{ $name = $value }
        (Get-TerminatingError { Connect-Xplenty demo $anyKey @more }).FullyQualifiedErrorId |
            Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'report which server could not be found' {
        Connect-Xplenty demo $anyKey -BaseUri https://xplenty.invalid -MaximumRetryCount 0
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        $failure[0].CategoryInfo.Category | Should -Be ResourceUnavailable
        $failure[0].Exception.Message | Should -Match ([regex]::Escape('xplenty.invalid'))
    }

    It 'do not trust a server without TLS at an https address' {
        Connect-Xplenty demo $anyKey -BaseUri $sandbox.Replace('http:', 'https:') -MaximumRetryCount 0
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'UntrustedServer,*'
    }
}

Describe 'A secret from a vault' {
    BeforeAll {
        # Replaces the cmdlet of SecretManagement, and returns each type of secret that it can return.
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

    It 'can be used to connect: <what>' -ForEach @(
        @{
            what = 'a SecureString for Alma'; connect = { Connect-Alma -BaseUri $sandbox -ApiKey (Get-Secret alma) }
            read = { Get-AlmaJobInstance 9563643080000561 }
        }
        @{
            what = 'a PSCredential for Alma'
            connect = { Connect-Alma -BaseUri $sandbox -ApiKey (Get-Secret alma-credential) }
            read = { Get-AlmaJobInstance 9563643080000561 }
        }
        @{
            what = 'a SecureString for Xplenty'; connect = { Connect-Xplenty demo (Get-Secret xplenty) -BaseUri $sandbox }
            read = { Get-XplentyJob 157 }
        }
        @{
            what = 'a PSCredential for Xplenty'
            connect = { Connect-Xplenty demo (Get-Secret xplenty-credential) -BaseUri $sandbox }
            read = { Get-XplentyJob 157 }
        }
        @{
            what = 'a PSCredential for Alteryx'
            connect = { Connect-Alteryx "$sandbox/webapi" -Credential (Get-Secret alteryx) }
            read = { Get-AlteryxJob 66f000000000000000000201 }
        }
        @{
            what = 'an Alteryx access token as a PSCredential'
            connect = {
                $token = New-SandboxToken
                Connect-Alteryx "$sandbox/webapi" -AccessToken ([pscredential]::new('token', (ConvertTo-Secret $token)))
            }
            read = { Get-AlteryxJob 66f000000000000000000201 }
        }
    ) {
        & $connect
        (& $read).Connection | Should -Be Default
    }

    It 'is rejected without being shown: <what>' -ForEach @(
        @{ what = 'plain text for Alma'; connect = { Connect-Alma EU -ApiKey (Get-Secret alma-text -AsPlainText) } }
        @{ what = 'a hashtable for Xplenty'; connect = { Connect-Xplenty demo (Get-Secret xplenty-table) } }
        @{
            what = 'plain text as a token'
            connect = { Connect-Alteryx "$sandbox/webapi" -AccessToken (Get-Secret alteryx-text -AsPlainText) }
        }
    ) {
        $failure = Get-TerminatingError $connect
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        $failure.Exception.Message | Should -Match 'SecureString, or a PSCredential'
        Assert-SecretFree $failure canary-plain-text
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }
}
