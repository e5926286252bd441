BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'The documented job instance' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'is read with every field' {
        $job = Get-AlmaJobInstance 9563643080000561
        $job | Should -BeOfType JobStatus.AlmaJobInstance
        $name = 'Import Research Assets Files - via API - forFileUploadJobViaUpdate - 2025-10-05 4:11 AM'
        $submitted = [DateTimeOffset] '2025-10-05T09:11:32.592Z'
        $started = [DateTimeOffset] '2025-10-05T09:11:32.658Z'
        $ended = [DateTimeOffset] '2025-10-05T09:11:36.463Z'
        $link = [uri] 'https://api-na.hosted.exlibrisgroup.com/almaws/v1/conf/jobs/M50173/instances/9563643080000561'
        AssertProperties $job -Except ObservedAt, SubmittedBy, Alerts, Counters, Actions, JobInfo, AdditionalData -Expected ([ordered]@{
                Service = 'Alma'; Connection = 'Environment'; Id = '9563643080000561'; InstanceId = '9563643080000561'; JobId = 'M50173'; Name = $name
                State = [JobStatus.RemoteJobState]::Completed; IsFinished = $true; Status = 'COMPLETED_SUCCESS'; StatusDescription = 'Completed Successfully'
                Progress = [double] 100; PercentComplete = [double] 100; SubmittedAt = $submitted; SubmitTime = $submitted; StartedAt = $started; StartTime = $started
                FinishedAt = $ended; EndTime = $ended; StatusDate = [DateTimeOffset] '2025-10-05T00:00:00Z'; Duration = [timespan]::FromMilliseconds(3805)
                Message = $null; Uri = $link; Link = $link; ExternalId = '9563643070000561'
            })
        AssertProperties $job.SubmittedBy @{ Value = 'exl_api'; Description = 'Ex Libris, API' }
        $job.Alerts | Should -HaveCount 1
        AssertProperties $job.Alerts[0] @{ Value = 'alert_general_success'; Description = 'The job completed successfully. For more information view the report details.' }
        @($job.Actions).Count | Should -Be 0
        $job.AdditionalData.Count | Should -Be 0
        AssertProperties $job.JobInfo -Except Type, Category, AdditionalData -Expected @{
            Id = 'M50173'; Name = 'Import Research Assets Files'; Description = 'Import Research Assets Files'; Link = [uri] 'https://api-na.hosted.exlibrisgroup.com/almaws/v1/conf/jobs/M50173'
        }
        AssertProperties $job.JobInfo.Type @{ Value = 'MANUAL'; Description = 'Manual' }
        AssertProperties $job.JobInfo.Category @{ Value = 'RESEARCH_ASSETS'; Description = 'Research Assets' }
        $job.JobInfo.AdditionalData.Count | Should -Be 0
    }

    It 'has each of its counters, also the one that tells of a failure' {
        $counters = (Get-AlmaJobInstance 9563643080000561).Counters
        $expected = @(
            'asset_succeeded', 'Number of assets succeeded', '0'
            'asset_partial_succeeded', 'Number of assets partially succeeded', '0'
            'asset_failed', 'Number of assets failed', '1'
            'file_uploaded', 'Number of files uploaded', '0'
            'file_failed_to_upload', 'Number of files failed to upload', '1'
            'file_skipped_upload', 'Number of files skipped upload', '0'
        )
        $counters | Should -HaveCount 6
        foreach ($at in 0..5) {
            AssertProperties $counters[$at] -Except Type, AdditionalData -Expected @{ Value = $expected[3 * $at + 2]; Number = [long] $expected[3 * $at + 2] }
            AssertProperties $counters[$at].Type @{ Value = "import_research_assets_files.$($expected[3 * $at])"; Description = $expected[3 * $at + 1] }
        }
        ($counters | Where-Object Number -GT 0).Type.Description | Should -Be 'Number of assets failed', 'Number of files failed to upload'
    }

    It 'is asked for as the service wants it, with the key in no address' {
        $null = Get-AlmaJobInstance 9563643080000561
        $request = Get-SandboxRequest
        $request.path | Should -Be /almaws/v1/conf/jobs/ALL/instances/9563643080000561
        $request.query | Should -BeNullOrEmpty
        $request.accept | Should -Be application/json
        $request.authorizationScheme | Should -BeExactly apikey
    }

    It 'is read where the service answers in XML although JSON was asked for' {
        $xml = (Invoke-WebRequest "$sandbox/almaws/v1/conf/jobs/M50173/instances/9563643080000561" -Headers @{ Authorization = 'apikey sandbox-alma-key'; Accept = 'application/xml' }).Content
        $xml | Should -Match '^<\?xml'
        $json = Get-AlmaJobInstance 9563643080000561 | Select-Object * -ExcludeProperty ObservedAt | ConvertTo-Json -Depth 8
        $null = Add-SandboxFault @{ path = '/almaws'; kind = 'body'; body = $xml; contentType = 'application/xml' }
        Get-AlmaJobInstance 9563643080000561 | Select-Object * -ExcludeProperty ObservedAt | ConvertTo-Json -Depth 8 | Should -BeExactly $json
    }
}

Describe 'Get-AlmaJobInstance' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'takes <what>' -ForEach @(
        @{ what = 'a bare argument'; read = { Get-AlmaJobInstance 1000000000000201 }; ids = , '1000000000000201' }
        @{ what = 'an array'; read = { Get-AlmaJobInstance 1000000000000201, '1000000000000202' }; ids = '1000000000000201', '1000000000000202' }
        @{ what = 'numbers by pipeline'; read = { 1000000000000201, 1000000000000202 | Get-AlmaJobInstance }; ids = '1000000000000201', '1000000000000202' }
        @{ what = 'the parameter by name'; read = { Get-AlmaJobInstance -InstanceId 1000000000000201 -JobId S201 }; ids = , '1000000000000201' }
        @{ what = 'the parameter by its alias'; read = { Get-AlmaJobInstance -Id 1000000000000201 }; ids = , '1000000000000201' }
        @{ what = 'an object with InstanceId as a number'; read = { [pscustomobject]@{ InstanceId = 1000000000000201 } | Get-AlmaJobInstance }; ids = , '1000000000000201' }
        @{ what = 'what ConvertFrom-Json gives'; read = { '{ "id": "1000000000000201", "status": { "value": "RUNNING" } }' | ConvertFrom-Json | Get-AlmaJobInstance }; ids = , '1000000000000201' }
        @{ what = 'an object with an empty JobId'; read = { [pscustomobject]@{ InstanceId = '1000000000000201'; JobId = '' } | Get-AlmaJobInstance }; ids = , '1000000000000201' }
    ) {
        (& $read).Id | Sort-Object | Should -Be $ids
    }

    It 'keeps every digit of a bare argument' {
        $null = New-SandboxJob @{ service = 'alma'; id = '0000000000000201'; jobId = 'M1'; durationSeconds = 0 }
        (Get-AlmaJobInstance 0000000000000201).Id | Should -BeExactly '0000000000000201'
    }

    It 'asks for the job that is named' {
        (Get-AlmaJobInstance 1000000000000201 -JobId S201).JobId | Should -Be S201
        (Get-SandboxRequest).path | Should -Be /almaws/v1/conf/jobs/S201/instances/1000000000000201
    }

    It 'reads a job object again by its id, its job and its connection' {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name library
        $jobs = Get-AlmaJobInstance 1000000000000201, 1000000000000202 -Connection library
        Invoke-Sandbox DELETE requests | Out-Null
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret canary-wrong-key)
        $again = $jobs | Get-AlmaJobInstance
        $again.Id | Sort-Object | Should -Be 1000000000000201, 1000000000000202
        $again.Connection | Sort-Object -Unique | Should -Be library
        (Get-SandboxRequest).path | Sort-Object | Should -Be /almaws/v1/conf/jobs/M202/instances/1000000000000202, /almaws/v1/conf/jobs/S201/instances/1000000000000201
    }

    It 'does not use the job of one piped object for the next' {
        $null = Get-AlmaJobInstance 1000000000000201
        [pscustomobject]@{ InstanceId = '1000000000000201'; JobId = 'S201' }, [pscustomobject]@{ InstanceId = '1000000000000202' } | Get-AlmaJobInstance | Out-Null
        (Get-SandboxRequest).path | Select-Object -Skip 1 | Sort-Object | Should -Be /almaws/v1/conf/jobs/ALL/instances/1000000000000202, /almaws/v1/conf/jobs/S201/instances/1000000000000201
    }

    It 'reads fifty ids from the pipeline, each with one request' {
        $ids = 1..50 | ForEach-Object { '20000000000{0:00000}' -f $_ }
        foreach ($id in $ids) { $null = New-SandboxJob @{ service = 'alma'; id = $id; durationSeconds = 0 } }
        ($ids | Get-AlmaJobInstance).Id | Sort-Object | Should -Be $ids
        (Invoke-Sandbox GET requests/count).count | Should -Be 50
    }

    It 'gives a failed run its state and its reason' {
        $job = Get-AlmaJobInstance 1000000000000202
        $job.State | Should -Be Failed
        $job.IsFinished | Should -BeTrue
        $job.Message | Should -Not -BeNullOrEmpty
        $job.Message | Should -Be ($job.Alerts[0].Description)
    }

    It 'gives a run that goes on no end, though the service sends one' {
        $null = New-SandboxJob @{ service = 'alma'; id = '3000000000000001'; submittedSecondsAgo = 975; durationSeconds = 1000 }
        $job = Get-AlmaJobInstance 3000000000000001
        $job.Status | Should -Be FINALIZING
        $job.State | Should -Be Running
        $job.EndTime | Should -Not -BeNullOrEmpty
        $job.FinishedAt | Should -BeNullOrEmpty
        $job.IsFinished | Should -BeFalse
    }

    It 'keeps what nobody knows' {
        $null = New-SandboxJob @{ service = 'alma'; id = '3000000000000002'; durationSeconds = 0; extra = @{ novelty = @{ depth = 3; words = 'a', 'b' } } }
        $job = Get-AlmaJobInstance 3000000000000002
        $job.AdditionalData.novelty.depth | Should -BeOfType long
        $job.AdditionalData.novelty.words | Should -Be a, b
    }

    It 'has one error for an id that is <what>, and writes the others' -ForEach @(
        @{ what = 'unknown'; id = '9999999999999999'; error = 'JobNotFound'; category = 'ObjectNotFound'; code = '402218' }
        @{ what = 'a path'; id = '../1000000000000201'; error = 'InvalidRequest'; category = 'InvalidArgument'; code = $null }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest'; category = 'InvalidArgument'; code = $null }
        @{ what = 'escaped'; id = '%2e%2e'; error = 'InvalidRequest'; category = 'InvalidArgument'; code = $null }
    ) {
        $jobs = Get-AlmaJobInstance 1000000000000201, $id, 1000000000000202 -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 1000000000000201, 1000000000000202
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlmaJobInstanceCommand"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].Exception | Should -BeOfType JobStatus.JobServiceException
        $failure[0].Exception.ErrorCode | Should -Be $code
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'gives with the error the service''s code and tracking id' {
        Get-AlmaJobInstance 9999999999999999 -ErrorAction SilentlyContinue -ErrorVariable failure
        $exception = $failure[0].Exception
        $exception.Service | Should -Be Alma
        $exception.Kind | Should -Be JobNotFound
        $exception.StatusCode | Should -Be 400
        $exception.ErrorCode | Should -BeExactly '402218'
        $exception.TrackingId | Should -Match '^E01-'
        $failure[0].ErrorDetails.Message | Should -Match ([regex]::Escape($exception.TrackingId))
    }

    It 'has an error for the job id <jobId>' -ForEach @(
        @{ jobId = 'M99999999'; error = 'JobNotFound' }
        @{ jobId = 'X1'; error = 'InvalidRequest' }
        @{ jobId = '../M1'; error = 'InvalidRequest' }
    ) {
        Get-AlmaJobInstance 1000000000000201 -JobId $jobId -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$error,*"
    }

    It 'is <id> after <what>' -ForEach @(
        @{ what = 'the code of a spent day'; status = 429; code = 'DAILY_THRESHOLD'; id = 'QuotaExhausted'; category = 'QuotaExceeded' }
        @{ what = 'the code of a busy second'; status = 429; code = 'PER_SECOND_THRESHOLD'; id = 'LimitReached'; category = 'LimitsExceeded' }
        @{ what = 'a code that forbids'; status = 403; code = 'FORBIDDEN'; id = 'AccessDenied'; category = 'PermissionDenied' }
        @{ what = 'an internal error in a 400'; status = 400; code = '402224'; id = 'ServiceUnavailable'; category = 'ResourceUnavailable' }
        @{ what = 'an error in a 200'; status = 200; code = '402218'; id = 'JobNotFound'; category = 'ObjectNotFound' }
    ) {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        $body = @{ errorsExist = $true; errorList = @{ error = @(@{ errorCode = $code; errorMessage = 'What it says.'; trackingId = 'E01-1' }) } } | ConvertTo-Json -Depth 5
        $null = Add-SandboxFault @{ path = '/almaws'; kind = 'status'; status = $status; body = $body }
        Get-AlmaJobInstance 1000000000000201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].Exception.ErrorCode | Should -Be $code
        $failure[0].Exception.TrackingId | Should -Be E01-1
        $failure[0].ErrorDetails.Message | Should -Match 'What it says'
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'drops its requests when it is stopped' {
        $null = Add-SandboxFault @{ path = '/almaws'; kind = 'hang'; count = -1 }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE; Get-AlmaJobInstance 1000000000000201, 1000000000000202').BeginInvoke()
            Wait-SandboxRequest /almaws -Count 2 | Should -HaveCount 2
            $shell.Stop()
            Wait-SandboxRequest /almaws { $_.status -eq 499 } -Count 2 | Should -HaveCount 2
        }
        finally { $shell.Dispose() }
    }
}
