BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $anyKey = ConvertTo-Secret canary-key

    function Connect-AllServices {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name library
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name etl
        Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential) -Name gallery
    }

    # An address at which no server listens.
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $nowhere = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
    $listener.Stop()
}

AfterAll { Stop-Sandbox }

Describe 'Test-JobStatusConnection' {
    BeforeEach { Clear-SandboxSession }

    It 'tests all connections by default' {
        Connect-AllServices
        $results = Test-JobStatusConnection -ErrorVariable failure | Sort-Object Service
        $failure | Should -BeNullOrEmpty
        $results | ForEach-Object { $_.psobject.TypeNames[0] } | Sort-Object -Unique | Should -Be JobStatus.ConnectionTestResult
        $results | ForEach-Object { "$($_.Service) $($_.Connection)" } | Should -Be 'Alma library', 'Alteryx gallery', 'Xplenty etl'
        $results.IsReachable | Should -Be $true, $true, $true
        $results.IsKeyValid | Should -Be $true, $true, $true
        $results.CanStartJobs | Should -Be $true, $null, $null
        $results[0].RemainingQuota | Should -BeGreaterThan 1000
        $results[1].RemainingQuota | Should -BeNullOrEmpty
        $results[2].RemainingQuota | Should -BeGreaterThan 1000
        foreach ($result in $results) { $result.ClockDifference.Duration().TotalSeconds | Should -BeLessThan 60 }
        $results | Where-Object Problem | Should -BeNullOrEmpty
    }

    It 'tests the connections that the environment variables describe' {
        Set-SandboxEnvironment
        $results = Test-JobStatusConnection
        $results.Connection | Should -Be Environment, Environment, Environment
        $results.IsKeyValid | Should -Be $true, $true, $true
    }

    It 'tests only the connections with the name <names> and the service <services>' -ForEach @(
        @{ names = 'ETL'; services = '*'; expected = 'etl' }
        @{ names = '*l*'; services = '*'; expected = 'etl', 'gallery', 'library' }
        @{ names = '*'; services = 'Al*'; expected = 'gallery', 'library' }
    ) {
        Connect-AllServices
        (Test-JobStatusConnection $names -Service $services).Connection | Sort-Object | Should -Be $expected
    }

    It 'tests connections from the pipeline or from -Connection' {
        Connect-AllServices
        (Get-JobStatusConnection -Service Al* | Test-JobStatusConnection).Connection | Sort-Object | Should -Be gallery, library
        (Test-JobStatusConnection -Connection (Get-JobStatusConnection etl)).Connection | Should -Be etl
    }

    It 'writes one error for each name that does not exist, and tests the other connections' {
        Connect-AllServices
        $result = Test-JobStatusConnection nobody, etl -ErrorAction SilentlyContinue -ErrorVariable failure
        $result.Connection | Should -Be etl
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.TestJobStatusConnectionCommand'
        $failure[0].TargetObject | Should -Be nobody
    }

    It 'writes an error if there is no connection to test, but not for a pattern without matches' {
        Test-JobStatusConnection -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Test-JobStatusConnection x* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'writes an error for a connection that was removed, and does not send its key' {
        $removed = Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -PassThru
        $removed | Remove-JobStatusConnection
        $removed | Test-JobStatusConnection -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes an error that names a missing environment variable, and tests the other connections' {
        Connect-AllServices
        $env:ALMA_API_KEY = 'canary-key'
        $results = Test-JobStatusConnection -ErrorAction SilentlyContinue -ErrorVariable failure
        $results | Should -HaveCount 3
        $failure | Should -HaveCount 1
        "$failure" | Should -Match ALMA_REGION
        "$failure" | Should -Not -Match canary
        Test-JobStatusConnection -Service Xplenty -ErrorVariable failure | Should -HaveCount 1
        $failure | Should -BeNullOrEmpty
    }

    It 'returns an object, and no error, for each connection that fails' {
        Connect-Alma -BaseUri $sandbox -ApiKey $anyKey -Name badkey
        Connect-Xplenty demo $anyKey -BaseUri $nowhere -Name nowhere
        Connect-Alteryx "$sandbox/elsewhere" -Credential (Get-SandboxCredential) -Name elsewhere
        Set-SandboxSetting @{ strict = $false }
        $results = Test-JobStatusConnection -ErrorVariable failure | Sort-Object Connection
        $failure | Should -BeNullOrEmpty
        $results.Connection | Should -Be badkey, elsewhere, nowhere
        $results.IsReachable | Should -Be $true, $true, $false
        $results.IsKeyValid | Should -Be $false, $null, $null
        $results.ErrorKind | Should -Be AuthenticationFailed, UnexpectedResponse, ServiceUnavailable
        $results[0].Problem | Should -Match 'Check the key or token'
        $results[2].Problem | Should -Match 'Check the address, the network'
        $results.Problem | Should -Not -Match canary
    }

    It 'does not know what a key may do if a gateway responds with <status> and <body>' -ForEach @(
        @{ status = 403; body = '{"message":"Forbidden"}' }
        @{ status = 401; body = '{"message":"Missing Authentication Token"}' }
        @{ status = 403; body = '' }
    ) {
        Connect-AllServices
        foreach ($path in '/almaws', '/demo', '/webapi/v3') {
            $null = Add-SandboxFault @{ path = $path; kind = 'status'; status = $status; body = $body; count = -1 }
        }
        $results = Test-JobStatusConnection -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        $results | Should -HaveCount 3
        foreach ($result in $results) {
            $result.IsReachable | Should -BeTrue
            $result.IsKeyValid | Should -Be $null
            $result.CanStartJobs | Should -Be $null
            $result.Problem | Should -BeLike "*HTTP $status*does not show what the key is permitted to do.*"
        }
    }

    It 'does not wait for a connection that does not respond before it returns the others' {
        Connect-AllServices
        $null = Add-SandboxFault @{ path = '/almaws'; kind = 'hang'; count = -1 }
        Test-JobStatusConnection | Select-Object -First 2 | ForEach-Object Service | Sort-Object | Should -Be Alteryx, Xplenty
    }

    It 'sends no request again after a transient error' {
        Connect-AllServices
        $null = Add-SandboxFault @{ path = '/demo'; kind = 'status'; status = 503; count = 1 }
        (Test-JobStatusConnection etl).ErrorKind | Should -Be ServiceUnavailable
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'shows what is wrong in the table' {
        Connect-Alma -BaseUri $sandbox -ApiKey $anyKey -Name badkey
        $shown = (Test-JobStatusConnection | Out-String -Width 120) -replace '\x1b\[[0-9;]*m'
        $shown | Should -Match 'Service +Connection +Reachable +KeyValid +CanStart +Quota +Problem'
        $shown | Should -Match 'Alma +badkey +True +False'
    }

    It 'rejects an empty -<_>' -ForEach Name, Service {
        foreach ($nothing in '', $null) {
            $more = @{ $_ = $nothing }
            (Get-TerminatingError { Test-JobStatusConnection @more }).FullyQualifiedErrorId |
                Should -BeLike 'ParameterArgumentValidationError,*'
        }
    }

    It 'names the services if there is no service with the name' {
        Connect-AllServices
        Test-JobStatusConnection -Service Foo -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.TestJobStatusConnectionCommand'
        $failure[0].ErrorDetails.Message | Should -BeExactly (
            'Foo is not a service. Specify one of these services: Alma, Xplenty, Alteryx.')
        (Test-JobStatusConnection -Service Foo, alma -ErrorAction SilentlyContinue).Service | Should -Be Alma
    }
}
