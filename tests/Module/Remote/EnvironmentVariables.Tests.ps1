BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

BeforeDiscovery {
    $services = @(
        @{
            service = 'Alma'; read = { Get-AlmaJobInstance 9563643080000561, 1000000000000201 }; connect = 'Connect-Alma'
            variables = 'ALMA_API_KEY', 'ALMA_REGION', 'ALMA_BASE_URI'
        }
        @{
            service = 'Xplenty'; read = { Get-XplentyJob 157, 201 }; connect = 'Connect-Xplenty'
            variables = 'XPLENTY_ACCOUNT_ID', 'XPLENTY_API_KEY'
        }
        @{
            service = 'Alteryx'; read = { Get-AlteryxJob 66ebd18d3d6200007e000d8c, 66f000000000000000000201 }
            connect = 'Connect-Alteryx'
            variables = 'ALTERYX_BASE_URI', 'ALTERYX_CLIENT_ID', 'ALTERYX_CLIENT_SECRET', 'ALTERYX_ACCESS_TOKEN'
        }
    )
}

AfterAll { Stop-Sandbox }

Describe 'Without a connection and environment variables' {
    BeforeEach { Clear-SandboxSession }

    It 'reading from <service> causes one error that says how to connect' -ForEach $services {
        $failure = Get-TerminatingError $read
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,JobStatus.Commands.Get*'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        $failure.Exception | Should -BeOfType JobStatus.JobServiceException
        $failure.Exception.Service | Should -Be $service
        $failure.Exception.Kind | Should -Be NotConnected
        $failure.TargetObject | Should -Be $service
        $failure.Exception.RecommendedAction | Should -Match $connect
        foreach ($variable in $variables) { $failure.Exception.RecommendedAction | Should -Match $variable }
    }

    It 'a pipeline stops at its first id' {
        $asked = [Collections.Generic.List[int]]::new()
        Get-TerminatingError { 1..5 | ForEach-Object { $asked.Add($_); $_ } | Get-XplentyJob } | Should -Not -BeNullOrEmpty
        $asked | Should -HaveCount 1
    }

    It 'an empty variable counts as not set' {
        $env:XPLENTY_API_KEY = ''
        (Get-TerminatingError { Get-XplentyJob 157 }).Exception.Problem | Should -Be 'There is no connection to Xplenty.'
    }
}

Describe 'With the environment variables of a service' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'reading from <service> needs no connection' -ForEach $services {
        $read = & $read
        $read | ForEach-Object Connection | Sort-Object -Unique | Should -Be Environment
        $connection = Get-JobStatusConnection -Service $service
        $connection | Should -HaveCount 1
        $connection.Name | Should -Be Environment
        $connection.Origin | Should -Be 'Environment variables'
        $connection.IsDefault | Should -BeTrue
    }

    It 'Get-JobStatusConnection lists the connection before the first request, and sends nothing' {
        Get-JobStatusConnection | ForEach-Object { "$($_.Service) $($_.Name) $($_.IsDefault)" } | Sort-Object |
            Should -Be 'Alma Environment True', 'Alteryx Environment True', 'Xplenty Environment True'
        [object]::ReferenceEquals((Get-JobStatusConnection -Service Alma), (Get-JobStatusConnection -Service Alma)) | Should -BeTrue
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'Get-JobStatusConnection reflects the current variables' {
        $null = Get-JobStatusConnection
        Clear-SandboxEnvironment
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'Get-JobStatusConnection skips a service whose variables are missing or not valid' {
        $env:ALTERYX_CLIENT_SECRET = $null
        $env:ALMA_BASE_URI = 'http://example.org/'
        $found = Get-JobStatusConnection -ErrorVariable failure
        $found.Service | Should -Be Xplenty
        $failure | Should -BeNullOrEmpty
    }

    It '<set> without <missing> causes an error that names <missing>' -ForEach @(
        @{ set = 'ALMA_BASE_URI'; missing = 'ALMA_API_KEY'; read = { Get-AlmaJobInstance 1 } }
        @{ set = 'ALMA_REGION'; missing = 'ALMA_API_KEY'; read = { Get-AlmaJobInstance 1 } }
        @{ set = 'ALMA_API_KEY'; missing = 'ALMA_REGION'; read = { Get-AlmaJobInstance 1 } }
        @{ set = 'XPLENTY_API_KEY'; missing = 'XPLENTY_ACCOUNT_ID'; read = { Get-XplentyJob 1 } }
        @{ set = 'XPLENTY_ACCOUNT_ID'; missing = 'XPLENTY_API_KEY'; read = { Get-XplentyJob 1 } }
        @{ set = 'ALTERYX_ACCESS_TOKEN'; missing = 'ALTERYX_BASE_URI'; read = { Get-AlteryxJob 1 } }
        @{ set = 'ALTERYX_BASE_URI'; missing = 'ALTERYX_CLIENT_ID'; read = { Get-AlteryxJob 1 } }
    ) {
        Clear-SandboxEnvironment
        Set-Item "env:$set" $(if ($set -like '*_URI') { $sandbox } elseif ($set -eq 'ALMA_REGION') { 'EU' } else { 'canary-value' })
        $failure = Get-TerminatingError $read
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.ErrorDetails.Message | Should -Match "$missing is not set"
        $failure.Exception.ToString() | Should -Not -Match canary
    }

    It 'an Alteryx client id without its secret causes an error that names the secret' {
        $env:ALTERYX_CLIENT_SECRET = $null
        (Get-TerminatingError { Get-AlteryxJob 1 }).ErrorDetails.Message | Should -Match 'ALTERYX_CLIENT_SECRET is not set'
    }

    It 'a changed value takes effect with the next read' {
        (Get-XplentyJob 157).Id | Should -Be 157
        $env:XPLENTY_API_KEY = 'canary-key'
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $env:XPLENTY_API_KEY = 'sandbox-xplenty-key'
        (Get-XplentyJob 157).Id | Should -Be 157
        Get-JobStatusConnection -Service Xplenty | Should -HaveCount 1
    }

    It 'removed values take effect with the next read' {
        (Get-XplentyJob 157).Id | Should -Be 157
        Clear-SandboxEnvironment
        (Get-TerminatingError { Get-XplentyJob 157 }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'unchanged values keep their connection' {
        $null = Get-AlteryxJob 66f000000000000000000201
        $null = Get-AlteryxJob 66f000000000000000000201
        Get-JobStatusConnection -Service Alteryx | Should -HaveCount 1
        @(Get-SandboxRequest /webapi/oauth2/token) | Should -HaveCount 1
    }

    It 'a connection without a name takes precedence, and the name Environment still selects the variables' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox
        (Get-XplentyJob 157).Connection | Should -Be Default
        (Get-XplentyJob 157 -Connection environment).Connection | Should -Be Environment
        (Get-JobStatusConnection -Service Xplenty | Where-Object IsDefault).Name | Should -Be Default
    }

    It 'a named connection does not replace the variables as the default, and -Verbose says so' {
        $said = Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name mine -Verbose 4>&1
        "$said" | Should -Be "The connection 'mine' is not the default. To use it, specify -Connection mine."
        (Get-XplentyJob 157).Connection | Should -Be Environment
        (Get-XplentyJob 157 -Connection mine).Connection | Should -Be mine
        (Get-JobStatusConnection -Service Xplenty | Where-Object IsDefault).Name | Should -Be Environment
    }

    It 'a named connection becomes the default if the variables do not describe a connection: <what>' -ForEach @(
        @{ what = 'the key is missing'; name = 'XPLENTY_API_KEY'; value = $null }
        @{ what = 'the address is not valid'; name = 'XPLENTY_BASE_URI'; value = 'ftp://example.test' }
    ) {
        Set-Item "env:$name" $value
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name mine
        (Get-XplentyJob 157).Connection | Should -Be mine
    }

    It 'an unknown region causes an error that lists the regions' {
        $env:ALMA_BASE_URI = $null
        $env:ALMA_REGION = 'Europe'
        $failure = Get-TerminatingError { Get-AlmaJobInstance 9563643080000561 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        $failure.ErrorDetails.Message | Should -Match Europe
        $failure.Exception.RecommendedAction | Should -Match 'NA, EU, AP, APS, CA, CN'
    }

    It 'a region selects its host' {
        $env:ALMA_BASE_URI = $null
        $env:ALMA_REGION = 'eu'
        (Get-JobStatusConnection -Service Alma).BaseUri | Should -Be 'https://api-eu.hosted.exlibrisgroup.com/almaws/v1/'
    }

    It 'an access token takes precedence over a client id' {
        $env:ALTERYX_ACCESS_TOKEN = 'canary-token'
        Get-AlteryxJob 66f000000000000000000201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        Get-SandboxRequest /webapi/oauth2 | Should -BeNullOrEmpty
    }

    It 'an address that is not valid causes an error that names its variable' {
        $env:XPLENTY_BASE_URI = 'xplenty.example'
        $failure = Get-TerminatingError { Get-XplentyJob 157 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.ErrorDetails.Message | Should -Match XPLENTY_BASE_URI
    }

    It 'unencrypted HTTP to another computer is rejected' {
        $env:XPLENTY_BASE_URI = 'http://xplenty.example'
        (Get-TerminatingError { Get-XplentyJob 157 }).FullyQualifiedErrorId | Should -BeLike 'UntrustedServer,*'
    }

    It 'a key with a line break is rejected without being shown' {
        $env:XPLENTY_API_KEY = "canary-key`n"
        $failure = Get-TerminatingError { Get-XplentyJob 157 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        ($failure | Format-List * -Force | Out-String) | Should -Not -Match canary
    }
}
