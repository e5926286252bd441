BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyJobLog' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the log of a job' {
        $log = Get-XplentyJob 202 | Get-XplentyJobLog
        $log | Should -BeOfType JobStatus.XplentyJobLog
        $log.JobId | Should -Be 202
        $log.Connection | Should -Be Environment
        $log.Body -split "`n" | Should -HaveCount 4
        $log.Body | Should -Match 'ERROR The destination refused the login\.'
        $log.Url | Should -Be "$sandbox/demo/api/jobs/202/log"
        (Get-SandboxRequest)[-1].path | Should -Be /demo/api/jobs/202/log
    }

    It 'returns an empty log for a job that has not started' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '302'; queuedSeconds = 600 }
        (Get-XplentyJobLog 302).Body | Should -BeNullOrEmpty
    }

    It 'writes one error for each id that is unknown, malformed or missing, and returns the log of the other job' {
        $found = '999', '../1', $null, '', @{ A = 1 }, 201 | Get-XplentyJobLog -ErrorAction SilentlyContinue -ErrorVariable failure
        $found | Should -Not -BeNullOrEmpty
        $failure | Should -HaveCount 5
        $serviceErrors = $failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] }
        $serviceErrors | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object | Should -Be InvalidRequest, JobNotFound
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 2
    }
}
