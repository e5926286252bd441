BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyRateLimit' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns the remaining quota with a request that does not count' {
        $before = Get-XplentyRateLimit
        $null = Get-XplentyJob 201, 202
        $after = Get-XplentyRateLimit
        $after | Should -BeOfType JobStatus.XplentyRateLimit
        $after.Limit | Should -Be 5000
        $after.Connection | Should -Be Environment
        $before.Remaining - $after.Remaining | Should -Be 2
        (Get-SandboxRequest)[0].path | Should -Be /demo/api/rate_limit_status
    }

    It 'reports an exhausted quota' {
        Set-SandboxSetting @{ xplentyRequestsPerHour = 0 }
        $limit = Get-XplentyRateLimit
        $limit.Limit | Should -Be 0
        $limit.Remaining | Should -Be 0
    }

    It 'writes AuthenticationFailed for a wrong key' {
        Connect-Xplenty demo (ConvertTo-Secret wrong-key) -BaseUri $sandbox
        Get-XplentyRateLimit -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
    }
}
