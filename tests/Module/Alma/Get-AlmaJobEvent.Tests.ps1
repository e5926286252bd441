BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $jobs = '/almaws/v1/conf/jobs'
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlmaJobEvent' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the events of a piped instance' {
        $events = Get-AlmaJobInstance 1000000000000204 | Get-AlmaJobEvent
        $events | Should -HaveCount 12
        $events[0] | Should -BeOfType JobStatus.AlmaJobEvent
        $events[0].InstanceId | Should -Be 1000000000000204
        $events[0].JobId | Should -Be S204
        $events[0].Id | Should -Be 70000000561
        $events[0].AdditionalData.Count | Should -Be 3
        (Get-SandboxRequest)[-1].path | Should -Be "$jobs/S204/instances/1000000000000204/events"
        (Get-SandboxRequest)[-1].query | Should -Be '?offset=0&limit=100'
    }

    It 'finds the job of an instance that is specified by its id alone' {
        Get-AlmaJobEvent 1000000000000204 | Should -HaveCount 12
        @(Get-SandboxRequest | ForEach-Object path) |
            Should -Be "$jobs/ALL/instances/1000000000000204", "$jobs/S204/instances/1000000000000204/events"
    }

    It 'reads one page at a time' {
        $null = New-SandboxJob @{ service = 'alma'; id = '5000000000000001'; jobId = 'S204'; durationSeconds = 0; events = 230 }
        $events = Get-AlmaJobEvent 5000000000000001 -JobId S204
        @($events.Id | Sort-Object -Unique) | Should -HaveCount 230
        Get-SandboxRequest | Should -HaveCount 3
        Invoke-Sandbox DELETE requests | Out-Null
        $events = Get-AlmaJobEvent 5000000000000001 -JobId S204 -Skip 3 -First 2 -IncludeTotalCount
        $events[0] | Should -Be 230
        $events[0].Accuracy | Should -Be 1
        $events[1..2].Id | Should -Be 70000030561, 70000040561
        (Get-SandboxRequest).query | Should -Be '?offset=3&limit=2'
        Invoke-Sandbox DELETE requests | Out-Null
        Get-AlmaJobEvent 5000000000000001 -JobId S204 | Select-Object -First 1 | Should -HaveCount 1
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'returns nothing and no error for an instance without events' {
        $null = New-SandboxJob @{ service = 'alma'; id = '5000000000000002'; jobId = 'S204'; durationSeconds = 0 }
        Get-AlmaJobEvent 5000000000000002 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'writes one error for each instance that is unknown, malformed or of another kind, and returns the events of the others' {
        $events = '999', '../1', $null, '', '1000000000000201', '1000000000000204' |
            Get-AlmaJobEvent -ErrorAction SilentlyContinue -ErrorVariable failure
        $events | Should -HaveCount 12
        $failure | Should -HaveCount 5
        $serviceErrors = $failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] }
        $serviceErrors | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object | Should -Be InvalidRequest, InvalidRequest, JobNotFound
        "$($failure.Exception.Message)" | Should -Match 60332
    }
}
