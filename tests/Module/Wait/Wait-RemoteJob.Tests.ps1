BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Wait-RemoteJob with -Service and -Id' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'waits for a job of <_>' -ForEach 'Alma', 'xplenty', 'ALTERYX' {
        $created = New-SandboxJob @{ service = $_.ToLowerInvariant(); durationSeconds = 0.5 }
        $waited = Wait-RemoteJob -Service $_ -Id $created.id -MinimumInterval 0.2
        $waited.Service | Should -Be $_
        $waited.Id | Should -Be $created.id
        $waited.State | Should -Be Completed
    }

    It 'accepts ids by position and from the pipeline' {
        (Wait-RemoteJob 201, 202 -Service Xplenty).Id | Sort-Object | Should -Be 201, 202
        ('201', '202' | Wait-RemoteJob -Service Xplenty).Id | Sort-Object | Should -Be 201, 202
    }

    It 'reads the ids from <what>' -ForEach @(
        @{ what = 'rows of a CSV file'; given = { Import-Csv (Join-Path $TestDrive ids.csv) } }
        @{ what = 'objects from JSON'; given = { '[ { "id": 201 }, { "id": 202 } ]' | ConvertFrom-Json } }
        @{ what = 'job objects'; given = { Get-XplentyJob 201, 202 } }
        @{ what = 'strings with spaces and tabs'; given = { ' 201', "202`t" } }
    ) {
        'Id,Name', '201,one', '202,two' | Set-Content (Join-Path $TestDrive ids.csv)
        (& $given | Wait-RemoteJob -Service Xplenty).Id | Sort-Object | Should -Be 201, 202
    }

    It 'reads the services, ids and connections from <what>' -ForEach @(
        @{ what = 'rows of a CSV file'; given = { 'Service,Id', 'Xplenty,201', 'alteryx,66f000000000000000000202' | ConvertFrom-Csv } }
        @{ what = 'rows without a connection'; given = {
            'Service,Id,Connection', 'Xplenty,201,', 'Alteryx,66f000000000000000000202,Environment' | ConvertFrom-Csv } }
        @{ what = 'jobs that were converted to JSON and back'; given = {
            (Get-XplentyJob 201), (Get-AlteryxJob 66f000000000000000000202) | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
        @{ what = 'copies of jobs'; given = {
            (Get-XplentyJob 201), (Get-AlteryxJob 66f000000000000000000202) | Select-Object Service, Id, Connection } }
    ) {
        $waited = & $given | Wait-RemoteJob
        $waited.Id | Sort-Object | Should -Be 201, 66f000000000000000000202
        $waited | ForEach-Object { $_.GetType().Name } | Sort-Object | Should -Be AlteryxJob, XplentyJob
    }

    It 'writes one error for each row that it cannot wait for, and waits for the other rows' {
        $rows = 'Service,Id,Connection', 'Nonsense,1,', 'Xplenty,201,nobody', 'Xplenty,abc,', 'Xplenty,202,' | ConvertFrom-Csv
        ($rows | Wait-RemoteJob -ErrorAction SilentlyContinue -ErrorVariable failures).Id | Should -Be 202
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be InvalidRequest, NotConnected, InvalidRequest
    }

    It 'writes one error for a piped job of another service' {
        $job = Get-AlmaJobInstance 1000000000000201
        $job | Wait-RemoteJob -Service Xplenty -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failures[0].ErrorDetails.Message | Should -BeLike "'Alma 1000000000000201*' belongs to Alma, not to Xplenty.*"
        Get-SandboxRequest '/demo/*' | Should -BeNullOrEmpty
    }

    It 'rejects an empty connection' {
        { Wait-RemoteJob -Service Xplenty -Id 201 -Connection $null } | Should -Throw -ErrorId 'InvalidRequest,*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'counts an id that is specified twice only once' {
        Wait-RemoteJob -Service Xplenty -Id 201, 202, 201 | Should -HaveCount 2
    }

    It 'uses the specified connection' {
        $other = Start-OtherSandbox @{ xplentyKey = 'another-key' }
        Connect-Xplenty -Name other -AccountId demo -ApiKey (ConvertTo-Secret another-key) -BaseUri $other
        (Wait-RemoteJob -Service Xplenty -Id 201 -Connection other).Connection | Should -Be other
        Get-SandboxRequest '/demo/*' | Should -BeNullOrEmpty
        Get-SandboxRequest '/demo/*' -BaseUri $other | Should -HaveCount 1
    }

    It 'rejects an unknown service before it sends a request' {
        { Wait-RemoteJob -Service Nonsense -Id 1 } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*Nonsense*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'fails without a connection' {
        Clear-SandboxEnvironment
        { Wait-RemoteJob -Service Alma -Id 1000000000000201 } | Should -Throw -ErrorId 'NotConnected,*'
        { Wait-RemoteJob -Service Alma -Id 1000000000000201 -Connection nobody } | Should -Throw -ErrorId 'NotConnected,*'
    }

    It 'writes an error with the id as its target if the job was never read' {
        Wait-RemoteJob -Service Xplenty -Id 999999, 201 -ErrorVariable failures -ErrorAction SilentlyContinue | ForEach-Object Id |
            Should -Be 201
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $failures[0].TargetObject | Should -Be '999999'
    }

    It 'writes an error for an id that is invalid for the service, and waits for the other jobs' {
        Wait-RemoteJob -Service Xplenty -Id 'abc', 201 -ErrorVariable failures -ErrorAction SilentlyContinue | ForEach-Object Id |
            Should -Be 201
        $failures | Should -HaveCount 1
        $failures[0].TargetObject | Should -Be 'abc'
    }
}

Describe 'Wait-RemoteJob -For' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'returns a job as soon as it runs' {
        $new = New-SandboxJob @{ service = 'xplenty'; queuedSeconds = 1; durationSeconds = 3600 }
        $job = Get-XplentyJob $new.id | Wait-RemoteJob -For Running -MinimumInterval 0.2 -MaximumInterval 0.4 -Timeout 60
        $job.State | Should -Be Running
        $job.Id | Should -Be $new.id
    }

    It 'returns a job that has finished unseen, which is an error with -FailOnError if it failed' {
        $job = Wait-RemoteJob -Service Xplenty -Id 202 -For Running -FailOnError -ErrorAction SilentlyContinue -ErrorVariable failure
        $job.State | Should -Be Failed
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobFailed,*'
    }

    It 'writes no error for a job that has reached the state' {
        (Wait-RemoteJob -Service Xplenty -Id 203 -For Running -FailOnError -ErrorVariable failure).State | Should -Be Running
        $failure | Should -BeNullOrEmpty
    }

    It 'waits in the background with -AsJob' {
        $wait = Wait-RemoteJob -Service Xplenty -Id 203 -For Running -AsJob
        (Receive-Job $wait -Wait -AutoRemoveJob).State | Should -Be Running
    }

    It 'writes a WaitTimeout error if the job has not reached the state in time' {
        $new = New-SandboxJob @{ service = 'xplenty'; queuedSeconds = 3600 }
        Wait-RemoteJob -Service Xplenty -Id $new.id -For Running -Timeout 0 -ErrorAction SilentlyContinue -ErrorVariable failure |
            Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        $failure[0].TargetObject.State | Should -Be Queued
    }

    It 'rejects <_>, which is not a state that a job passes' -ForEach 'Unknown', 'Completed', 'Failed', 'Nonsense' {
        $state = $_
        { Wait-RemoteJob -Service Xplenty -Id 203 -For $state } | Should -Throw "*'For'*"
    }
}
