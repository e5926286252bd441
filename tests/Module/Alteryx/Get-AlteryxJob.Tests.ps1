BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlteryxJob with the documented job' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns every field, and does not treat an unknown status as finished' {
        $job = Get-AlteryxJob 66ebd18d3d6200007e000d8c
        $job | Should -BeOfType JobStatus.AlteryxJob
        $created = [datetime] '2024-09-19T10:02:54.589Z'
        Assert-Property $job -Except ObservedAt, Outputs, Messages, AdditionalData -Expected ([ordered]@{
                Service = 'Alteryx'; Connection = 'Environment'; Id = '66ebd18d3d6200007e000d8c'; JobId = '66ebd18d3d6200007e000d8c'
                Name = $null; AppId = 'string'; State = [JobStatus.RemoteJobState]::Unknown; IsFinished = $false; Status = 'string'
                StatusDescription = $null; Disposition = 'string'; PercentComplete = $null; SubmittedAt = $created
                CreateDateTime = $created; StartedAt = $null; FinishedAt = $null; Duration = $null; Message = $null
                Uri = [uri] "$sandbox/webapi/v3/jobs/66ebd18d3d6200007e000d8c"
                Priority = 'Default'; WorkerTag = 'string'; RunWithE2 = $true
                WorkflowId = 'string'; SubmittedBy = $null; QueueTime = $null; ExecutionTime = $null
            })
        $job.Outputs | Should -HaveCount 1
        Assert-Property $job.Outputs[0] -Except AvailableFormats, AdditionalData -Expected @{ Id = 'string'; FileName = 'string' }
        @($job.Outputs[0].AvailableFormats) | Should -BeExactly @('string')
        $job.Messages | Should -HaveCount 1
        Assert-Property $job.Messages[0] -Except AdditionalData -Expected @{
            JobId = '66ebd18d3d6200007e000d8c'; Connection = 'Environment'; Status = 0
            Severity = [JobStatus.AlteryxMessageSeverity]::Unknown; Text = 'string'; ToolId = 0
        }
        foreach ($holder in $job.Outputs[0], $job.Messages[0]) { $holder.AdditionalData.Count | Should -Be 0 }
        # The example has another id than the request.
        $job.AdditionalData.Keys | Should -Be id
        $job.AdditionalData['id'] | Should -Be string
    }

    It 'sends the request that the service documents' {
        $null = Get-AlteryxJob 66ebd18d3d6200007e000d8c
        $token, $request = Get-SandboxRequest
        $token.path | Should -Be /webapi/oauth2/token
        $token.method | Should -Be POST
        $token.query | Should -BeNullOrEmpty
        $request.path | Should -Be /webapi/v3/jobs/66ebd18d3d6200007e000d8c
        $request.query | Should -Be '?includeMessages=true'
        $request.accept | Should -Be application/json
        $request.authorizationScheme | Should -BeExactly Bearer
    }
}

Describe 'Get-AlteryxJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'accepts <what>' -ForEach @(
        @{ what = 'an id without quotes'; read = { Get-AlteryxJob 66f000000000000000000201 }; ids = , '66f000000000000000000201' }
        @{
            what = 'an array'; read = { Get-AlteryxJob 66f000000000000000000201, 66f000000000000000000202 }
            ids = '66f000000000000000000201', '66f000000000000000000202'
        }
        @{
            what = 'ids from the pipeline'; read = { '66f000000000000000000201', '66f000000000000000000202' | Get-AlteryxJob }
            ids = '66f000000000000000000201', '66f000000000000000000202'
        }
        @{
            what = 'an object with JobId'
            read = { [pscustomobject]@{ JobId = '66f000000000000000000201' } | Get-AlteryxJob }
            ids = , '66f000000000000000000201'
        }
        @{
            what = 'jobs'; read = { Get-AlteryxJob 66f000000000000000000201 | Get-AlteryxJob }
            ids = , '66f000000000000000000201'
        }
        @{
            what = 'an object with a workflow id'
            read = { [pscustomobject]@{ Id = '66f000000000000000000201'; WorkflowId = '5f0000000000000000000001' } | Get-AlteryxJob }
            ids = , '66f000000000000000000201'
        }
        @{
            what = 'an object without a workflow id'
            read = { [pscustomobject]@{ Id = '66f000000000000000000201'; WorkflowId = $null } | Get-AlteryxJob }
            ids = , '66f000000000000000000201'
        }
        @{
            what = 'messages'; read = { @(Get-AlteryxJobMessage 66f000000000000000000201)[0] | Get-AlteryxJob }
            ids = , '66f000000000000000000201'
        }
    ) {
        (& $read).Id | Sort-Object | Should -Be $ids
    }

    It 'rejects -WorkflowId together with <what>, and sends nothing' -ForEach @(
        @{ what = 'an id'; read = { Get-AlteryxJob 66f000000000000000000201 -WorkflowId 66f00000000000000000a001 } }
        @{ what = 'an invalid workflow id'; read = { Get-AlteryxJob 66f000000000000000000201 -WorkflowId 'a b' } }
        @{ what = 'piped ids'; read = { '66f000000000000000000201' | Get-AlteryxJob -WorkflowId 66f00000000000000000a001 } }
    ) {
        $failure = Get-TerminatingError $read
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetAlteryxJobCommand'
        $failure.Exception.Problem | Should -Be '-WorkflowId cannot be combined with the ids of jobs.'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'passes on the bare id <id>, which looks like a number, unchanged' -ForEach @(
        @{ id = '66e000000000000000000201'; read = { Get-AlteryxJob 66e000000000000000000201 } }
        @{ id = '12345678901234567890123d'; read = { Get-AlteryxJob 12345678901234567890123d } }
        @{ id = '012345678901234567890123'; read = { Get-AlteryxJob 012345678901234567890123 } }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = $id; durationSeconds = 0 }
        (& $read).Id | Should -BeExactly $id
    }

    It 'reads a job by its id, whatever id the response contains' {
        $job = Get-AlteryxJob 66ebd18d3d6200007e000d8c | Get-AlteryxJob
        $job.Id | Should -Be 66ebd18d3d6200007e000d8c
    }

    It 'reads fifty ids from the pipeline with one request each and one token in total' {
        $ids = 1..50 | ForEach-Object { '66f0000000000000000{0:00000}' -f $_ }
        foreach ($id in $ids) { $null = New-SandboxJob @{ service = 'alteryx'; id = $id; durationSeconds = 0 } }
        ($ids | Get-AlteryxJob).Id | Sort-Object | Should -Be $ids
        (Invoke-Sandbox GET 'requests/count?path=/webapi/v3').count | Should -Be 50
        (Invoke-Sandbox GET 'requests/count?path=/webapi/oauth2').count | Should -Be 1
    }

    It 'reports a job that completed with an error as failed, with the reason' {
        $job = Get-AlteryxJob 66f000000000000000000202
        $job.Status | Should -Be Completed
        $job.Disposition | Should -Be Error
        $job.State | Should -Be Failed
        $job.Message | Should -BeLike 'The input file was not found.*'
    }

    It 'does not request the messages with -ExcludeMessages' {
        $job = Get-AlteryxJob 66f000000000000000000202 -ExcludeMessages
        $job.Messages.Count | Should -Be 0
        $job.State | Should -Be Failed
        (Get-SandboxRequest /webapi/v3).query | Should -Be '?includeMessages=false'
    }

    It 'writes one error for an id that is <what>, and returns the other jobs' -ForEach @(
        @{ what = 'unknown'; id = '66f000000000000000000999'; error = 'JobNotFound'; category = 'ObjectNotFound'; status = 404 }
        @{ what = 'a path'; id = '../v1/jobs'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{
            what = 'followed by a query'; id = '66f000000000000000000201?x=1'; error = 'InvalidRequest'
            category = 'InvalidArgument'; status = $null
        }
    ) {
        $jobs = Get-AlteryxJob 66f000000000000000000201, $id, 66f000000000000000000202 -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 66f000000000000000000201, 66f000000000000000000202
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlteryxJobCommand"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].Exception.StatusCode | Should -Be $status
        $failure[0].Exception.Service | Should -Be Alteryx
    }

    It 'writes one error for the connection if the server rejects the token request' {
        $null = Add-SandboxFault @{
            path = '/webapi/oauth2'; kind = 'status'; status = 401
            body = '{"error":"invalid_client","error_description":"No such client."}'; count = -1
        }
        Get-AlteryxJob 66f000000000000000000201, 66f000000000000000000202 -ErrorAction SilentlyContinue -ErrorVariable failure |
            Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -Be 'AuthenticationFailed,JobStatus.Commands.GetAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 'No such client'
        $failure[0].ErrorDetails.Message | Should -Match "No further requests are sent through the connection 'Environment'\."
    }

    It 'retries the request and the token request after HTTP status 503' {
        $null = Add-SandboxFault @{ path = '/webapi/oauth2'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        $null = Add-SandboxFault @{ path = '/webapi/v3'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        (Get-AlteryxJob 66f000000000000000000201 -ErrorVariable failure).State | Should -Be Completed
        $failure | Should -BeNullOrEmpty
    }
}

Describe 'Get-AlteryxJob -WorkflowId' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'lists the jobs of the workflow, newest first, with the fields of the list' {
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'older'; workflowId = '66f00000000000000000a004'; durationSeconds = 0
            submittedSecondsAgo = 60; priority = 'High'; workerTag = 'big'
        }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'newer'; workflowId = '66f00000000000000000a004'; durationSeconds = 3600 }
        $jobs = @(Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -ExcludeResult)
        $jobs.Id | Should -Be newer, older
        $jobs[0] | Should -BeOfType JobStatus.AlteryxJob
        $jobs[0].State | Should -BeIn Queued, Running
        Assert-Property $jobs[1] -Except ObservedAt, SubmittedAt, CreateDateTime, Outputs, Messages, AdditionalData -Expected ([ordered]@{
                Service = 'Alteryx'; Connection = 'Environment'; Id = 'older'; JobId = 'older'; Name = 'Payroll'; AppId = $null
                State = [JobStatus.RemoteJobState]::Unknown; IsFinished = $true; Status = 'Completed'
                StatusDescription = $null; Disposition = $null; PercentComplete = $null
                StartedAt = $null; FinishedAt = $null; Duration = $null; Message = $null
                Uri = [uri] "$sandbox/webapi/v3/jobs/older"; Priority = 'High'; WorkerTag = 'big'; RunWithE2 = $true
                WorkflowId = '66f00000000000000000a004'; SubmittedBy = $null; QueueTime = $null; ExecutionTime = $null
            })
        $jobs[1].SubmittedAt | Should -BeLessThan $jobs[0].SubmittedAt
        $jobs[1].CreateDateTime | Should -Be $jobs[1].SubmittedAt
        foreach ($none in $jobs[1].Outputs, $jobs[1].Messages, $jobs[1].AdditionalData) { $none.Count | Should -Be 0 }
        $request = Get-SandboxRequest /webapi/v3/workflows/
        $request.path | Should -Be /webapi/v3/workflows/66f00000000000000000a004/jobs
        $request.query | Should -Match 'sortField=createDateTime&direction=desc'
        $request.accept | Should -Be application/json
    }

    It 'lists the oldest job first with -Ascending' {
        foreach ($i in 1..3) {
            $null = New-SandboxJob @{
                service = 'alteryx'; id = "job$i"; workflowId = '66f00000000000000000a004'; durationSeconds = 0
                submittedSecondsAgo = 100 - $i
            }
        }
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Ascending -ExcludeResult).Id | Should -Be job1, job2, job3
        (Get-SandboxRequest /webapi/v3/workflows/).query | Should -Match 'direction=asc'
    }

    It 'filters by the status <status>, which the service names <sent> in filters' -ForEach @(
        @{ status = 'Completed'; sent = 'Complete'; ids = 'failed', 'good' }
        @{ status = 'completed'; sent = 'Complete'; ids = 'failed', 'good' }
        @{ status = 'Error'; sent = 'Error'; ids = , 'failed' }
        @{ status = 'Running'; sent = 'Running'; ids = , 'running' }
        @{ status = 'Queued'; sent = 'Queued'; ids = , 'queued' }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'good'; workflowId = '66f00000000000000000a004'; durationSeconds = 0 }
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'failed'; workflowId = '66f00000000000000000a004'; durationSeconds = 0
            outcome = 'failed'
        }
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'running'; workflowId = '66f00000000000000000a004'; durationSeconds = 3600
            submittedSecondsAgo = 1000
        }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'queued'; workflowId = '66f00000000000000000a004'; queuedSeconds = 3600 }
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Status $status -ExcludeResult).Id | Sort-Object | Should -Be $ids
        (Get-SandboxRequest /webapi/v3/workflows/).query | Should -MatchExactly "[?&]status=$sent(&|$)"
    }

    It 'filters by the result <result>, which proves the state without further requests' -ForEach @(
        @{ result = 'Success'; id = 'good'; isSuccess = $true }
        @{ result = 'Warning'; id = 'warned'; isSuccess = $true }
        @{ result = 'error'; id = 'failed'; isSuccess = $false }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'good'; workflowId = '66f00000000000000000a004'; durationSeconds = 0 }
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'warned'; workflowId = '66f00000000000000000a004'; durationSeconds = 0
            outcome = 'warning'
        }
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'failed'; workflowId = '66f00000000000000000a004'; durationSeconds = 0
            outcome = 'failed'
        }
        $job = Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Result $result
        $job.Id | Should -Be $id
        $job.Disposition | Should -BeExactly (Get-Culture).TextInfo.ToTitleCase($result)
        $job.State | Should -Not -Be Unknown
        ($job.State -ne 'Failed') | Should -Be $isSuccess
        (Get-SandboxRequest /webapi/v3/workflows/).query | Should -Match "resultCode=$result"
    }

    It 'accepts workflows from the pipeline, and lists the jobs of each one' {
        (Get-AlteryxWorkflow *report | Get-AlteryxJob).Id | Sort-Object |
            Should -Be 66f000000000000000000201, 66f000000000000000000202, 66f000000000000000000203
    }

    It 'accepts several workflows' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001, 66f00000000000000000a002).Id | Sort-Object |
            Should -Be 66f000000000000000000201, 66f000000000000000000202
    }

    It 'returns nothing for a workflow that has never run' {
        Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'returns jobs that can be piped to Get-AlteryxJob' {
        $jobs = @(Get-AlteryxJob -WorkflowId 66f00000000000000000a002 | Get-AlteryxJob)
        $jobs.Id | Should -Be 66f000000000000000000202
        $jobs[0].State | Should -Be Failed
        $jobs[0].Message | Should -BeLike 'The input file was not found.*'
    }

    It 'returns finished jobs without a result with -ExcludeResult, so that Wait-Job reads them once more' {
        $listed = Get-AlteryxJob -WorkflowId 66f00000000000000000a002 -ExcludeResult
        $listed.State | Should -Be Unknown
        $listed.IsFinished | Should -BeTrue
        Invoke-Sandbox DELETE requests | Out-Null
        $end = $listed | Wait-Job -Timeout 20
        $end.State | Should -Be Failed
        $end.Disposition | Should -Be Error
        (Get-SandboxRequest).path | Should -Be /webapi/v3/jobs/66f000000000000000000202
        ($end | Wait-Job).State | Should -Be Failed
        (Invoke-Sandbox GET requests/count).count | Should -Be 1
    }

    It 'reads the result of each finished job by its id, and keeps what only the list contains' {
        foreach ($outcome in 'completed', 'failed', 'warning') {
            $null = New-SandboxJob @{
                service = 'alteryx'; id = $outcome; workflowId = '66f00000000000000000a004'; durationSeconds = 0; outcome = $outcome
            }
        }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'running'; workflowId = '66f00000000000000000a004'; durationSeconds = 3600 }
        $jobs = @(Get-AlteryxJob -WorkflowId 66f00000000000000000a004)
        ($jobs | Sort-Object Id | ForEach-Object { "$($_.Id) $($_.Disposition)".Trim() }) |
            Should -Be 'completed Success', 'failed Error', 'running', 'warning Warning'
        ($jobs | Where-Object Id -EQ failed).State | Should -Be Failed
        ($jobs | Where-Object Id -EQ failed).Message | Should -Not -BeNullOrEmpty
        $jobs.WorkflowId | Sort-Object -Unique | Should -Be 66f00000000000000000a004
        @(Get-SandboxRequest /webapi/v3/jobs).path -replace '.*/' | Sort-Object | Should -Be completed, failed, warning
        Invoke-Sandbox DELETE requests | Out-Null
        ($jobs | Where-Object Id -EQ failed | Wait-Job).State | Should -Be Failed
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'reads a job of the queue with <what>, and keeps what only the queue contains' -ForEach @(
        @{ what = 'Wait-Job'; read = { $_ | Wait-Job -Timeout 30 -MinimumInterval 0.2 -MaximumInterval 0.4 }; state = 'Completed' }
        @{ what = 'Get-AlteryxJob'; read = { $_ | Get-AlteryxJob }; state = 'Running' }
        @{ what = 'Get-AlteryxJob -Id'; read = { Get-AlteryxJob $_.Id }; state = 'Running'; isNew = $true }
    ) {
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'listed'; workflowId = '66f00000000000000000a001'; durationSeconds = 2; submittedSecondsAgo = 0.5
        }
        $listed = Get-AlteryxJob -Status Running | Where-Object Id -EQ listed
        $listed.Name | Should -Not -BeNullOrEmpty
        $job = $listed | ForEach-Object $read | Select-Object State, Name, WorkflowId, StartedAt, SubmittedBy
        $job.State | Should -Be $state
        $expected = if ($isNew) { @{ WorkflowId = $listed.WorkflowId } } else { $listed }
        $job.Name | Should -Be $expected.Name
        $job.WorkflowId | Should -Be $expected.WorkflowId
        $job.StartedAt | Should -Be $expected.StartedAt
        $job.SubmittedBy | Should -Be $expected.SubmittedBy
    }

    It 'names the jobs of a workflow after it, with one list of workflows in ten minutes' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001).Name | Should -Be 'Monthly report'
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a002).Name | Should -Be 'Weekly report'
        @(Get-SandboxRequest '*/v3/workflows') | Should -HaveCount 1
        (Get-AlteryxJob 66f000000000000000000201).Name | Should -BeNullOrEmpty
    }

    It 'needs no list of workflows for a piped workflow' {
        $workflow = Get-AlteryxWorkflow 'Monthly report'
        Invoke-Sandbox DELETE requests | Out-Null
        ($workflow | Get-AlteryxJob).Name | Should -Be 'Monthly report'
        Get-SandboxRequest '*/v3/workflows' | Should -BeNullOrEmpty
    }

    It 'lists jobs without a name if the workflows cannot be listed' {
        $null = Add-SandboxFault @{ path = '*/v3/workflows'; kind = 'status'; status = 500; count = -1 }
        $said = Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Verbose -ErrorVariable failure 4>&1
        $failure | Should -BeNullOrEmpty
        @($said | Where-Object { $_ -is [JobStatus.AlteryxJob] }).Id | Should -Be 66f000000000000000000201
        "$said" | Should -Match 'The names of the workflows are not known: '
    }

    It 'reads only the jobs that -First and Select-Object -First need' {
        foreach ($i in 1..20) {
            $null = New-SandboxJob @{ service = 'alteryx'; id = "job$i"; workflowId = '66f00000000000000000a004'; durationSeconds = 0 }
        }
        Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -First 3 | Should -HaveCount 3
        @(Get-SandboxRequest /webapi/v3/jobs) | Should -HaveCount 3
        Invoke-Sandbox DELETE requests | Out-Null
        Get-AlteryxJob -WorkflowId 66f00000000000000000a004 | Select-Object -First 1 | Should -HaveCount 1
        @(Get-SandboxRequest /webapi/v3/jobs).Count | Should -BeLessOrEqual 16
    }

    It 'reads the results of 100 jobs at most, and writes one warning that says how to read the others' {
        foreach ($i in 1..103) {
            $workflow = if ($i -le 60) { '66f00000000000000000a004' } else { '66f00000000000000000a003' }
            $null = New-SandboxJob @{ service = 'alteryx'; id = "job$i"; workflowId = $workflow; durationSeconds = 0 }
        }
        $workflows = '66f00000000000000000a004', '66f00000000000000000a003'
        $listed = Get-AlteryxJob -WorkflowId $workflows -WarningVariable warning -WarningAction Ignore
        $unknown = @($listed | Where-Object { $_.IsFinished -and $_.State -eq 'Unknown' })
        $unknown.Count | Should -BeGreaterOrEqual 3
        @(Get-SandboxRequest /webapi/v3/jobs) | Should -HaveCount 100
        $warning | Should -HaveCount 1
        "$warning" | Should -BeExactly ("The results of $($unknown.Count) finished jobs were not read, so the State is Unknown. " +
            'To read the rest, pipe the listed jobs to Get-AlteryxJob.')
        ($unknown | Get-AlteryxJob).State | Should -Not -Contain Unknown
    }

    It 'returns a job whose result cannot be read as it is in the list, with a warning' {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'gone'; workflowId = '66f00000000000000000a004'; durationSeconds = 0 }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'good'; workflowId = '66f00000000000000000a004'; durationSeconds = 0 }
        $null = Add-SandboxFault @{ path = '/webapi/v3/jobs/gone'; kind = 'status'; status = 403; count = -1 }
        $jobs = Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -WarningVariable warning -WarningAction Ignore -ErrorVariable failure
        ($jobs | Sort-Object Id).State | Should -Be Unknown, Completed
        "$warning" | Should -BeLike 'The result of 1 finished job was not read*'
        $failure | Should -BeNullOrEmpty
    }

    It 'writes one error for a workflow that is <what>, and lists the jobs of the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000afff'; error = 'JobNotFound'; status = 404 }
        @{ what = 'a path'; id = '../jobs'; error = 'InvalidRequest'; status = $null }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest'; status = $null }
    ) {
        $workflows = '66f00000000000000000a001', $id, '66f00000000000000000a002'
        $jobs = Get-AlteryxJob -WorkflowId $workflows -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 66f000000000000000000201, 66f000000000000000000202
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlteryxJobCommand"
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].Exception.StatusCode | Should -Be $status
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'an empty workflow'; read = { Get-AlteryxJob -WorkflowId '' -ErrorAction Stop } }
        @{ what = 'no workflow'; read = { Get-AlteryxJob -WorkflowId $null -ErrorAction Stop } }
        @{ what = 'a workflow of another type'; read = { Get-AlteryxJob -WorkflowId @{ Id = 'x' } -ErrorAction Stop } }
        @{ what = 'an unknown status'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Status Done } }
        @{ what = 'an empty status'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Status '' } }
        @{ what = 'an unknown result'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Result Good } }
        @{ what = 'a result for the whole queue'; read = { Get-AlteryxJob -Result Error } }
        @{ what = 'a value of -First that is not a number'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -First many } }
        @{ what = 'a negative value of -First'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -First -1 } }
    ) {
        Get-TerminatingError $read | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'writes one error if the response is <what>' -ForEach @(
        @{ what = 'a string'; body = '"busy"' }
        @{ what = 'not JSON'; body = '<html>busy</html>' }
        @{ what = 'null'; body = 'null' }
    ) {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows'; kind = 'body'; body = $body }
        Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetAlteryxJobCommand'
    }

    It 'retries the request after HTTP status 503' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001).Id | Should -Be 66f000000000000000000201
    }
}

Describe 'Get-AlteryxJob with a list of several pages' {
    BeforeAll {
        Clear-SandboxSession
        Set-SandboxEnvironment
        # 230 jobs: two full pages and a part of one.
        foreach ($i in 1..230) {
            $null = New-SandboxJob @{
                service = 'alteryx'; id = 'job{0:000}' -f $i; workflowId = '66f00000000000000000a004'; durationSeconds = 0
                submittedSecondsAgo = 1000 - $i
            }
        }
        $newestFirst = 230..1 | ForEach-Object { 'job{0:000}' -f $_ }
    }

    BeforeEach {
        Invoke-Sandbox DELETE requests | Out-Null
        $PSDefaultParameterValues = @{ 'Get-AlteryxJob:ExcludeResult' = $true }
    }

    It 'reads all pages' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004).Id | Should -Be $newestFirst
        $queries = (Get-SandboxRequest /webapi/v3/workflows/).query
        $queries | Should -HaveCount 3
        $queries -replace '.*?offset=(\d+).*', '$1' | Should -Be 0, 100, 200
    }

    It 'requests only eight jobs to check the order if -First specifies fewer' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -First 3).Id | Should -Be $newestFirst[0..2]
        $request = @(Get-SandboxRequest /webapi/v3/workflows/)
        $request | Should -HaveCount 1
        $request[0].query | Should -Match 'limit=8(&|$)'
    }

    It 'starts at the offset that -Skip specifies' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Skip 225).Id | Should -Be $newestFirst[225..229]
        (Get-SandboxRequest /webapi/v3/workflows/).query | Should -Match 'offset=225(&|$)'
    }

    It 'reads the pages that -Skip and -First cover' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Skip 95 -First 110).Id | Should -Be $newestFirst[95..204]
        (Get-SandboxRequest /webapi/v3/workflows/) | Should -HaveCount 2
    }

    It 'returns nothing if -Skip exceeds the number of jobs' {
        Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Skip 1000 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'requests no more pages than Select-Object -First 1 needs' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 | Select-Object -First 1).Id | Should -Be job230
        (Get-SandboxRequest /webapi/v3/workflows/) | Should -HaveCount 1
    }

    It 'returns an unknown total with -IncludeTotalCount, because the service does not report one' {
        $total, $jobs = Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -First 2 -IncludeTotalCount
        $total | Should -BeOfType uint64
        $total.Accuracy | Should -Be 0
        $total.ToString() | Should -BeLike 'Unknown total count*'
        $jobs.Id | Should -Be job230, job229
    }

    It 'returns the total even if the list is empty' {
        $written = @(Get-AlteryxJob -WorkflowId 66f00000000000000000a003 -Status Completed -IncludeTotalCount)
        $written | Should -HaveCount 1
        $written[0].Accuracy | Should -Be 0
    }

    It 'returns part of the queue with an accurate total' {
        $total, $jobs = Get-AlteryxJob -First 2 -IncludeTotalCount
        $total | Should -Be 233
        $total.Accuracy | Should -Be 1
        $jobs | Should -HaveCount 2
        (Get-SandboxRequest /webapi/v3/jobs) | Should -HaveCount 1
    }

    It 'reads the queue page by page' {
        $jobs = Get-AlteryxJob
        $jobs | Should -HaveCount 233
        $jobs.Id | Sort-Object -Unique | Should -HaveCount 233
        (Get-SandboxRequest /webapi/v3/jobs) | Should -HaveCount 3
    }

    It 'returns only the total with -First 0' {
        $written = @(Get-AlteryxJob -First 0 -IncludeTotalCount)
        $written | Should -HaveCount 1
        $written[0] | Should -Be 233
    }
}

Describe 'Get-AlteryxJob with the queue of the server' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns the fields that only the queue contains' {
        $jobs = @(Get-AlteryxJob)
        $jobs.Id | Sort-Object | Should -Be 66f000000000000000000201, 66f000000000000000000202, 66f000000000000000000203
        $job = $jobs | Where-Object Id -EQ 66f000000000000000000202
        $job.Name | Should -Be 'Weekly report'
        $job.WorkflowId | Should -Be 66f00000000000000000a002
        $job.SubmittedBy | Should -Be sandbox
        $job.QueueTime | Should -BeOfType timespan
        $job.ExecutionTime | Should -Be ([timespan]::FromSeconds(30))
        $job.Duration | Should -Be $job.ExecutionTime
        $job.StartedAt | Should -BeOfType DateTime
        $job.State | Should -Be Failed
        @(Get-SandboxRequest /webapi/v3/jobs)[0].query | Should -Match 'allUsers=true&sortField=CreateDate'
    }

    It 'lists the newest job first, and the oldest first with -Ascending' {
        (Get-AlteryxJob -First 1).Id | Should -Be 66f000000000000000000203
        (Get-AlteryxJob -Ascending).Id[-1] | Should -Be 66f000000000000000000203
    }

    It 'filters by the status <status>, which the service names <sent> in filters' -ForEach @(
        @{ status = 'Completed'; sent = 'Complete'; ids = '66f000000000000000000201', '66f000000000000000000202' }
        @{ status = 'Queued'; sent = 'Queued'; ids = , 'queued' }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'queued'; queuedSeconds = 3600 }
        (Get-AlteryxJob -Status $status -ExcludeResult).Id | Sort-Object | Should -Be $ids
        (Get-SandboxRequest | Where-Object path -EQ /webapi/v3/jobs).query | Should -MatchExactly "statuses=$sent(&|$)"
    }

    It 'lists only jobs that were submitted at a time or later' {
        foreach ($minute in 20..25) {
            $null = New-SandboxJob @{ service = 'alteryx'; id = "minute$minute"; durationSeconds = 0; submittedSecondsAgo = 60 * $minute }
        }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'running'; durationSeconds = 36000; submittedSecondsAgo = 60 * 23 }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'late'; queuedSeconds = 1800; submittedSecondsAgo = 60 * 31 }
        $earliest = (Get-Date).AddMinutes(-23.5)
        $expected = 'minute20', 'minute21', 'minute22', 'minute23', 'running'
        (Get-AlteryxJob -SubmittedAfter $earliest).Id -notlike '66f*' | Sort-Object | Should -Be $expected
        (Get-AlteryxJob -SubmittedAfter $earliest -Ascending -First 2).Id | Sort-Object | Should -Be minute23, running
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -SubmittedAfter $earliest).Id -notlike '66f*' | Sort-Object |
            Should -Be $expected
    }

    It 'writes one error for each job that it cannot read with -SubmittedAfter, and lists that job last with a warning' {
        foreach ($minute in 1..3) {
            $null = New-SandboxJob @{ service = 'alteryx'; id = "minute$minute"; durationSeconds = 0; submittedSecondsAgo = 60 * $minute }
        }
        $null = Add-SandboxFault @{ path = '/webapi/v3/jobs/minute1'; kind = 'status'; status = 401; count = -1 }
        $jobs = Get-AlteryxJob -SubmittedAfter (Get-Date).AddMinutes(-4) -ErrorAction SilentlyContinue -ErrorVariable failure `
            -WarningAction SilentlyContinue -WarningVariable warnings
        $jobs[-1].Id | Should -Be minute1
        $jobs.Id -like 'minute*' | Should -Be minute2, minute3, minute1
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'AuthenticationFailed,JobStatus.Commands.GetAlteryxJobCommand'
        $failure[0].TargetObject | Should -Be minute1
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike 'Alteryx queue: the time when job minute1 * is not known (AuthenticationFailed, HTTP 401). *'
    }

    It 'says why the results of listed jobs are not known' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/jobs/66f000000000000000000201'; kind = 'status'; status = 403; count = -1 }
        $null = Get-AlteryxJob -WarningAction SilentlyContinue -WarningVariable warnings
        "$warnings" | Should -BeLike 'The result of 1 finished job was not read, *. The first error: *HTTP 403*'
    }

    It 'returns the jobs of the first page and an error if the second page cannot be read' {
        foreach ($number in 1..110) {
            $null = New-SandboxJob @{ service = 'alteryx'; id = "job$number"; durationSeconds = 36000; submittedSecondsAgo = $number }
        }
        $null = Add-SandboxFault @{ path = '/webapi/v3/job*s'; kind = 'status'; status = 404; count = -1; skip = 1 }
        $jobs = Get-AlteryxJob -ExcludeResult -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs | Should -HaveCount 100
        $failure.FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetAlteryxJobCommand'
    }

    It 'lists only the own jobs with -SubmittedByMe, and those of all users without it' {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'theirs'; durationSeconds = 0; submittedBy = 'ada' }
        $all = (Get-AlteryxJob).Id
        $mine = (Get-AlteryxJob -SubmittedByMe).Id
        $all | Should -Contain theirs
        $mine | Sort-Object | Should -Be ($all -ne 'theirs' | Sort-Object)
        @(Get-SandboxRequest /webapi/v3/jobs).query -match 'allUsers=false' | Should -HaveCount 1
    }

    It 'filters by several statuses' {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'queued'; queuedSeconds = 3600 }
        (Get-AlteryxJob -Status Queued, Completed).Id | Sort-Object |
            Should -Be 66f000000000000000000201, 66f000000000000000000202, queued
        @(Get-SandboxRequest /webapi/v3/jobs)[0].query | Should -MatchExactly 'statuses=Queued&statuses=Complete(&|$)'
    }

    It 'rejects several statuses for the jobs of a workflow' {
        $failure = Get-TerminatingError {
            Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Status Queued, Running -ErrorAction Stop
        }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        Get-SandboxRequest /webapi/v3 | Should -BeNullOrEmpty
    }

    It 'reports that only curators can read the queue if the server returns <access>' -ForEach @(
        @{ access = 'unauthorized'; error = 'AuthenticationFailed'; status = 401 }
        @{ access = 'forbidden'; error = 'AccessDenied'; status = 403 }
    ) {
        Set-SandboxSetting @{ alteryxCurator = $access }
        Get-AlteryxJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlteryxJobCommand"
        $failure[0].Exception.StatusCode | Should -Be $status
        $failure[0].ErrorDetails.Message | Should -Match 'Alteryx queue'
    }

    It 'reports that an old server has no queue if the server returns <_>' -ForEach notFound, methodNotAllowed {
        Set-SandboxSetting @{ alteryxNewerCalls = $_ }
        Get-AlteryxJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotSupportedByServer,JobStatus.Commands.GetAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 'queue'
        $failure[0].Exception.RecommendedAction | Should -Match 'workflow'
    }

    It 'returns jobs that can be piped to Stop-AlteryxJob and Wait-Job' {
        Get-AlteryxJob -Status Initializing | Stop-AlteryxJob
        (Get-AlteryxJob | Where-Object Id -EQ 66f000000000000000000203 | Wait-Job -Timeout 20).State | Should -Be Stopped
    }

    It 'rejects a null for -SubmittedAfter and sends nothing' {
        foreach ($command in { Get-AlteryxJob -SubmittedAfter $null }, { Get-XplentyJob -UpdatedSince $null },
            { Get-AlmaJobInstance -JobId M202 -SubmittedAfter $null }, { Get-AlmaJobInstance -JobId M202 -SubmittedBefore $null }) {
            (Get-TerminatingError $command).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        }
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'says that -SubmittedByMe is only for the queue' {
        $failure = Get-TerminatingError { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -SubmittedByMe }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetAlteryxJobCommand'
        $failure.ErrorDetails.Message | Should -BeExactly (
            '-SubmittedByMe is only for the queue. Omit -SubmittedByMe, or omit the workflow.')
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}
