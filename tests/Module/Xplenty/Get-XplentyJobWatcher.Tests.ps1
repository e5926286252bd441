BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyJobWatcher' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the watchers, which Remove-XplentyJobWatcher removes and Add-XplentyJobWatcher adds again' {
        $watcher = Get-XplentyJobWatcher 203
        $watcher | Should -BeOfType JobStatus.XplentyJobWatcher
        $watcher.UserId | Should -Be 4201
        $watcher.DisplayName | Should -Be 'Sandbox User'
        Remove-XplentyJobWatcher 203 | Should -BeNullOrEmpty
        Get-XplentyJobWatcher 203 | Should -BeNullOrEmpty
        Get-XplentyJob 203 | Add-XplentyJobWatcher | Should -BeNullOrEmpty
        Add-XplentyJobWatcher 203 | Should -BeNullOrEmpty
        (Get-XplentyJobWatcher 203).UserId | Should -Be 4201
        @(Get-SandboxRequest /demo/api/jobs/203/watchers | ForEach-Object { "$($_.method) $($_.status)" }) |
            Should -Be 'GET 200', 'DELETE 204', 'GET 200', 'POST 201', 'POST 200', 'GET 200'
    }

    It 'writes one error for each id that is unknown, malformed or missing, and returns the watchers of the other job' {
        $found = '999', '../1', $null, '', @{ A = 1 }, 201 | Get-XplentyJobWatcher -ErrorAction SilentlyContinue -ErrorVariable failure
        $found | Should -Not -BeNullOrEmpty
        $failure | Should -HaveCount 5
        $serviceErrors = $failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] }
        $serviceErrors | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object | Should -Be InvalidRequest, JobNotFound
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 2
    }
}
