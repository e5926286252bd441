BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyJobVariable' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the variables of a job with values of any type' {
        $null = New-SandboxJob @{
            service = 'xplenty'; id = '301'; durationSeconds = 0
            variables = @{ text = 'x'; number = 5; flag = $true; empty = $null; list = @(1, 2) }
            dynamicVariables = @{ quoted = "'y'" }
        }
        $variables = Get-XplentyJobVariable 301
        $variables[0] | Should -BeOfType JobStatus.XplentyJobVariable
        $values = @{}
        foreach ($variable in $variables) {
            $variable.JobId | Should -Be 301
            $values[$variable.Name] = $variable.Value
        }
        $values.text | Should -BeExactly x
        $values.number | Should -Be 5
        $values.flag | Should -BeTrue
        $null -eq $values.empty | Should -BeTrue
        $values.list | Should -Be 1, 2
        $values.quoted | Should -BeExactly y
        $values['_JOB_ID'] | Should -Be 301
        (Get-SandboxRequest).path | Should -Be /demo/api/jobs/301/variables
    }

    It 'writes one error for each id that is unknown, malformed or missing, and returns the variables of the other job' {
        $found = '999', '../1', $null, '', @{ A = 1 }, 201 | Get-XplentyJobVariable -ErrorAction SilentlyContinue -ErrorVariable failure
        $found | Should -Not -BeNullOrEmpty
        $failure | Should -HaveCount 5
        $serviceErrors = $failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] }
        $serviceErrors | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object | Should -Be InvalidRequest, JobNotFound
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 2
    }
}
