BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

# Get-XplentyJobWatcher.Tests.ps1 tests that the watcher is added and removed.
Describe 'Remove-XplentyJobWatcher' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'changes nothing and sends no request with -WhatIf' {
        Remove-XplentyJobWatcher 203 -WhatIf
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes one error for each job that is unknown or malformed, and removes the watcher of the other job' {
        '999', 'x', '203' | Remove-XplentyJobWatcher -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be InvalidRequest, JobNotFound
        @(Get-SandboxRequest | Where-Object status -In 200, 201, 204) | Should -HaveCount 1
    }

    It 'never retries the request' {
        $null = Add-SandboxFault @{ path = '*/watchers'; kind = 'status'; status = 503; count = -1; headers = @{ 'Retry-After' = '0' } }
        $failure = Get-TerminatingError { Remove-XplentyJobWatcher 203 -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        @(Get-SandboxRequest | ForEach-Object method) | Should -Be DELETE
    }
}
