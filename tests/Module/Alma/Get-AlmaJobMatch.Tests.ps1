BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $jobs = '/almaws/v1/conf/jobs'
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlmaJobMatch' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the matches of a piped instance' {
        $records = Get-AlmaJobInstance 1000000000000205 | Get-AlmaJobMatch
        $records | Should -HaveCount 12
        $records[0] | Should -BeOfType JobStatus.AlmaJobMatch
        $records[0].InstanceId | Should -Be 1000000000000205
        $records[0].JobId | Should -Be S205
        $records[0].Id | Should -Be 70000000561
        $records[0].AdditionalData.Count | Should -Be 3
        (Get-SandboxRequest)[-1].path | Should -Be "$jobs/S205/instances/1000000000000205/matches"
        (Get-SandboxRequest)[-1].query | Should -Be '?population=SINGLE_MATCHES&offset=0&limit=100'
    }

    It 'finds the job of an instance that is specified by its id alone' {
        Get-AlmaJobMatch 1000000000000205 | Should -HaveCount 12
        @(Get-SandboxRequest | ForEach-Object path) |
            Should -Be "$jobs/ALL/instances/1000000000000205", "$jobs/S205/instances/1000000000000205/matches"
    }

    It 'reads one page at a time' {
        $null = New-SandboxJob @{ service = 'alma'; id = '5000000000000001'; jobId = 'S205'; durationSeconds = 0; singleMatches = 230 }
        $records = Get-AlmaJobMatch 5000000000000001 -JobId S205
        @($records.Id | Sort-Object -Unique) | Should -HaveCount 230
        Get-SandboxRequest | Should -HaveCount 3
        Invoke-Sandbox DELETE requests | Out-Null
        $records = Get-AlmaJobMatch 5000000000000001 -JobId S205 -Skip 3 -First 2 -IncludeTotalCount
        $records[0] | Should -Be 230
        $records[0].Accuracy | Should -Be 1
        $records[1..2].Id | Should -Be 70000030561, 70000040561
        (Get-SandboxRequest).query | Should -Be '?population=SINGLE_MATCHES&offset=3&limit=2'
        Invoke-Sandbox DELETE requests | Out-Null
        Get-AlmaJobMatch 5000000000000001 -JobId S205 | Select-Object -First 1 | Should -HaveCount 1
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'returns nothing and no error for an instance without matches' {
        $null = New-SandboxJob @{ service = 'alma'; id = '5000000000000002'; jobId = 'S205'; durationSeconds = 0 }
        Get-AlmaJobMatch 5000000000000002 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'writes one error for each instance that is unknown, malformed or of another kind, and returns the matches of the others' {
        $records = '999', '../1', $null, '', '1000000000000201', '1000000000000205' |
            Get-AlmaJobMatch -ErrorAction SilentlyContinue -ErrorVariable failure
        $records | Should -HaveCount 12
        $failure | Should -HaveCount 5
        $serviceErrors = $failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] }
        $serviceErrors | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object | Should -Be InvalidRequest, InvalidRequest, JobNotFound
        "$($failure.Exception.Message)" | Should -Match 402119
    }
}

Describe 'Get-AlmaJobMatch -Population' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the records that match more than once' {
        $items = Get-AlmaJobMatch 1000000000000205 -JobId S205 -Population multi_matches
        $items | Should -HaveCount 3
        $items[0].AdditionalData['match_count'] | Should -Be 3
        (Get-SandboxRequest).query | Should -Be '?population=MULTI_MATCHES&offset=0&limit=100'
    }
}
