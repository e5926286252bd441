BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'The documented Alteryx job' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'is read with every field, and never claims to have ended' {
        $job = Get-AlteryxJob 66ebd18d3d6200007e000d8c
        $job | Should -BeOfType JobStatus.AlteryxJob
        $created = [DateTimeOffset] '2024-09-19T10:02:54.589Z'
        AssertProperties $job -Except ObservedAt, Outputs, Messages, AdditionalData -Expected ([ordered]@{
                Service = 'Alteryx'; Connection = 'Environment'; Id = '66ebd18d3d6200007e000d8c'; JobId = 'string'; Name = $null; AppId = 'string'
                State = [JobStatus.RemoteJobState]::Unknown; IsFinished = $false; Status = 'string'; StatusDescription = $null; Disposition = 'string'
                PercentComplete = $null; SubmittedAt = $created; CreateDateTime = $created; StartedAt = $null; FinishedAt = $null; Duration = $null; Message = $null
                Uri = [uri] "$sandbox/webapi/v3/jobs/66ebd18d3d6200007e000d8c"; Priority = 'Default'; WorkerTag = 'string'; RunWithE2 = $true
                WorkflowId = $null; SubmittedBy = $null; QueueTime = $null; ExecutionTime = $null
            })
        $job.Outputs | Should -HaveCount 1
        AssertProperties $job.Outputs[0] -Except AvailableFormats, AdditionalData -Expected @{ Id = 'string'; FileName = 'string' }
        @($job.Outputs[0].AvailableFormats) | Should -BeExactly @('string')
        $job.Messages | Should -HaveCount 1
        AssertProperties $job.Messages[0] -Except AdditionalData -Expected @{
            JobId = '66ebd18d3d6200007e000d8c'; Connection = 'Environment'; Status = 0; Severity = [JobStatus.AlteryxMessageSeverity]::Unknown; Text = 'string'; ToolId = 0
        }
        foreach ($holder in $job, $job.Outputs[0], $job.Messages[0]) { $holder.AdditionalData.Count | Should -Be 0 }
    }

    It 'has its message read with every field' {
        $messages = @(Get-AlteryxJobMessage 66ebd18d3d6200007e000d8c)
        $messages | Should -HaveCount 1
        $messages[0] | Should -BeOfType JobStatus.AlteryxJobMessage
        AssertProperties $messages[0] -Except AdditionalData -Expected @{
            JobId = '66ebd18d3d6200007e000d8c'; Connection = 'Environment'; Status = 0; Severity = [JobStatus.AlteryxMessageSeverity]::Unknown; Text = 'string'; ToolId = 0
        }
    }

    It 'is asked for as the service wants it' {
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

    It 'takes <what>' -ForEach @(
        @{ what = 'a bare argument'; read = { Get-AlteryxJob 66f000000000000000000201 }; ids = , '66f000000000000000000201' }
        @{ what = 'an array'; read = { Get-AlteryxJob 66f000000000000000000201, 66f000000000000000000202 }; ids = '66f000000000000000000201', '66f000000000000000000202' }
        @{ what = 'ids by pipeline'; read = { '66f000000000000000000201', '66f000000000000000000202' | Get-AlteryxJob }; ids = '66f000000000000000000201', '66f000000000000000000202' }
        @{ what = 'an object with JobId'; read = { [pscustomobject]@{ JobId = '66f000000000000000000201' } | Get-AlteryxJob }; ids = , '66f000000000000000000201' }
        @{ what = 'jobs it read before'; read = { Get-AlteryxJob 66f000000000000000000201 | Get-AlteryxJob }; ids = , '66f000000000000000000201' }
        @{ what = 'an object that has a workflow too'; read = { [pscustomobject]@{ Id = '66f000000000000000000201'; WorkflowId = '5f0000000000000000000001' } | Get-AlteryxJob }; ids = , '66f000000000000000000201' }
        @{ what = 'an object whose workflow is not known'; read = { [pscustomobject]@{ Id = '66f000000000000000000201'; WorkflowId = $null } | Get-AlteryxJob }; ids = , '66f000000000000000000201' }
        @{ what = 'messages'; read = { @(Get-AlteryxJobMessage 66f000000000000000000201)[0] | Get-AlteryxJob }; ids = , '66f000000000000000000201' }
    ) {
        (& $read).Id | Sort-Object | Should -Be $ids
    }

    It 'takes the bare id <id>, which looks like a number, as it stands' -ForEach @(
        @{ id = '66e000000000000000000201'; read = { Get-AlteryxJob 66e000000000000000000201 } }
        @{ id = '12345678901234567890123d'; read = { Get-AlteryxJob 12345678901234567890123d } }
        @{ id = '012345678901234567890123'; read = { Get-AlteryxJob 012345678901234567890123 } }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = $id; durationSeconds = 0 }
        (& $read).Id | Should -BeExactly $id
    }

    It 'reads a job by its own id, whatever the answer says' {
        $job = Get-AlteryxJob 66ebd18d3d6200007e000d8c | Get-AlteryxJob
        $job.Id | Should -Be 66ebd18d3d6200007e000d8c
    }

    It 'reads fifty ids from the pipeline, each with one request, and all with one token' {
        $ids = 1..50 | ForEach-Object { '66f0000000000000000{0:00000}' -f $_ }
        foreach ($id in $ids) { $null = New-SandboxJob @{ service = 'alteryx'; id = $id; durationSeconds = 0 } }
        ($ids | Get-AlteryxJob).Id | Sort-Object | Should -Be $ids
        (Invoke-Sandbox GET 'requests/count?path=/webapi/v3').count | Should -Be 50
        (Invoke-Sandbox GET 'requests/count?path=/webapi/oauth2').count | Should -Be 1
    }

    It 'calls a run that completed with an error failed, and says why' {
        $job = Get-AlteryxJob 66f000000000000000000202
        $job.Status | Should -Be Completed
        $job.Disposition | Should -Be Error
        $job.State | Should -Be Failed
        $job.Message | Should -BeLike 'The input file was not found.*'
    }

    It 'leaves the messages at the service with -ExcludeMessages' {
        $job = Get-AlteryxJob 66f000000000000000000202 -ExcludeMessages
        $job.Messages.Count | Should -Be 0
        $job.State | Should -Be Failed
        (Get-SandboxRequest /webapi/v3).query | Should -Be '?includeMessages=false'
    }

    It 'has one error for an id that is <what>, and writes the others' -ForEach @(
        @{ what = 'unknown'; id = '66f000000000000000000999'; error = 'JobNotFound'; category = 'ObjectNotFound'; status = 404 }
        @{ what = 'a path'; id = '../v1/jobs'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'with a query'; id = '66f000000000000000000201?x=1'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
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

    It 'is an error of each id where the Server gives no token' {
        $null = Add-SandboxFault @{ path = '/webapi/oauth2'; kind = 'status'; status = 401; body = '{"error":"invalid_client","error_description":"No such client."}'; count = -1 }
        Get-AlteryxJob 66f000000000000000000201, 66f000000000000000000202 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 2
        $failure.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'AuthenticationFailed,JobStatus.Commands.GetAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 'No such client'
    }

    It 'is tried again after a 503, also of the token' {
        $null = Add-SandboxFault @{ path = '/webapi/oauth2'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        $null = Add-SandboxFault @{ path = '/webapi/v3'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        (Get-AlteryxJob 66f000000000000000000201 -ErrorVariable failure).State | Should -Be Completed
        $failure | Should -BeNullOrEmpty
    }
}

Describe 'Get-AlteryxJobMessage' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'writes each message by itself' {
        $null = New-SandboxJob @{ service = 'alteryx'; id = '66f000000000000000000301'; durationSeconds = 0; messages = @(@{ status = 1; text = 'One'; toolId = -1 }, @{ status = 3; text = 'Two'; toolId = 7 }) }
        $messages = @(Get-AlteryxJobMessage 66f000000000000000000301 | Where-Object Text -In One, Two)
        $messages | Should -HaveCount 2
        $messages[1].Severity | Should -Be Error
        $messages[1].ToolId | Should -Be 7
        $messages.JobId | Sort-Object -Unique | Should -Be 66f000000000000000000301
    }

    It 'takes job objects and reads through their connection' {
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret sandbox-secret))) -Name gallery
        $job = Get-AlteryxJob 66f000000000000000000202 -Connection gallery
        Connect-Alteryx "$sandbox/webapi" -AccessToken (ConvertTo-Secret canary-wrong-token)
        $messages = $job | Get-AlteryxJobMessage
        $messages.Connection | Sort-Object -Unique | Should -Be gallery
        $messages.Text | Should -Contain 'The input file was not found.'
    }

    It 'has those of the job where only curators may ask, and the answer is <_>' -ForEach unauthorized, forbidden {
        Set-SandboxSetting @{ alteryxCurator = $_ }
        $said = Get-AlteryxJobMessage 66f000000000000000000202 -Verbose -ErrorVariable failure 4>&1
        $failure | Should -BeNullOrEmpty
        ($said | Where-Object { $_ -is [JobStatus.AlteryxJobMessage] }).Text | Should -Contain 'The input file was not found.'
        ($said | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -match 'curator' | Should -Not -BeNullOrEmpty
    }

    It 'has one error for a job that does not exist, also for people who are no curators' {
        foreach ($access in 'granted', 'unauthorized') {
            Set-SandboxSetting @{ alteryxCurator = $access }
            Get-AlteryxJobMessage 66f000000000000000000999 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetAlteryxJobMessageCommand'
            $failure[0].TargetObject | Should -Be 66f000000000000000000999
        }
    }

    It 'writes nothing for a job without messages' {
        $null = Add-SandboxFault @{ path = '/webapi/v3'; kind = 'body'; body = '[]' }
        Get-AlteryxJobMessage 66f000000000000000000201 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }
}

Describe 'Two Servers side by side' {
    BeforeAll { $other = Start-OtherSandbox @{ alteryxClientSecret = 'canary-other-secret' } }

    It 'have each job read again, and its messages, through the connection that read it' {
        Clear-SandboxSession
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret sandbox-secret))) -Name here
        Connect-Alteryx "$other/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret canary-other-secret))) -Name there
        $jobs = @(Get-AlteryxJob 66f000000000000000000202 -Connection there) + @(Get-AlteryxJob 66f000000000000000000201 -Connection here)
        Invoke-Sandbox DELETE requests | Out-Null
        Invoke-Sandbox DELETE requests -BaseUri $other | Out-Null
        ($jobs | Get-AlteryxJob).Connection | Sort-Object | Should -Be here, there
        ($jobs | Get-AlteryxJobMessage).Connection | Sort-Object -Unique | Should -Be here, there
        (Get-SandboxRequest).path | Should -Be /webapi/v3/jobs/66f000000000000000000201, /webapi/v3/jobs/66f000000000000000000201/messages
        (Get-SandboxRequest -BaseUri $other).path | Should -Be /webapi/v3/jobs/66f000000000000000000202, /webapi/v3/jobs/66f000000000000000000202/messages
    }
}
