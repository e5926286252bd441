BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $jobs = '/almaws/v1/conf/jobs'
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlmaJobInstance with the documented response' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns every property' {
        $job = Get-AlmaJobInstance 9563643080000561
        $job | Should -BeOfType JobStatus.AlmaJobInstance
        $name = 'Import Research Assets Files - via API - forFileUploadJobViaUpdate - 2025-10-05 4:11 AM'
        $submitted = [datetime] '2025-10-05T09:11:32.592Z'
        $started = [datetime] '2025-10-05T09:11:32.658Z'
        $ended = [datetime] '2025-10-05T09:11:36.463Z'
        $link = [uri] 'https://api-na.hosted.exlibrisgroup.com/almaws/v1/conf/jobs/M50173/instances/9563643080000561'
        Assert-Property $job -Except ObservedAt, SubmittedBy, Alerts, Counters, Actions, JobInfo, AdditionalData -Expected ([ordered]@{
                Service = 'Alma'; Connection = 'Environment'; Id = '9563643080000561'; InstanceId = '9563643080000561'; JobId = 'M50173'
                Name = $name
                State = [JobStatus.RemoteJobState]::Completed; IsFinished = $true; Status = 'COMPLETED_SUCCESS'
                StatusDescription = 'Completed Successfully'
                Progress = [double] 100; PercentComplete = [double] 100; SubmittedAt = $submitted; SubmitTime = $submitted
                StartedAt = $started; StartTime = $started
                FinishedAt = $ended; EndTime = $ended; StatusDate = [datetime] '2025-10-05'
                Duration = [timespan]::FromMilliseconds(3805)
                Message = $null; Uri = $link; Link = $link; ExternalId = '9563643070000561'
            })
        Assert-Property $job.SubmittedBy @{ Value = 'exl_api'; Description = 'Ex Libris, API' }
        $job.Alerts | Should -HaveCount 1
        Assert-Property $job.Alerts[0] @{
            Value = 'alert_general_success'
            Description = 'The job completed successfully. For more information view the report details.'
        }
        @($job.Actions).Count | Should -Be 0
        $job.AdditionalData.Count | Should -Be 0
        Assert-Property $job.JobInfo -Except Type, Category, AdditionalData -Expected @{
            Id = 'M50173'; Name = 'Import Research Assets Files'; Description = 'Import Research Assets Files'
            Link = [uri] 'https://api-na.hosted.exlibrisgroup.com/almaws/v1/conf/jobs/M50173'
        }
        Assert-Property $job.JobInfo.Type @{ Value = 'MANUAL'; Description = 'Manual' }
        Assert-Property $job.JobInfo.Category @{ Value = 'RESEARCH_ASSETS'; Description = 'Research Assets' }
        $job.JobInfo.AdditionalData.Count | Should -Be 0
    }

    It 'returns all counters, including those that report failures' {
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
            Assert-Property $counters[$at] -Except Type, AdditionalData -Expected @{
                Value = $expected[3 * $at + 2]; Number = [long] $expected[3 * $at + 2]
            }
            Assert-Property $counters[$at].Type @{
                Value = "import_research_assets_files.$($expected[3 * $at])"; Description = $expected[3 * $at + 1]
            }
        }
        ($counters | Where-Object Number -GT 0).Type.Description | Should -Be 'Number of assets failed', 'Number of files failed to upload'
    }

    It 'sends the documented request, without the key in the address' {
        $null = Get-AlmaJobInstance 9563643080000561
        $request = Get-SandboxRequest
        $request.path | Should -Be /almaws/v1/conf/jobs/ALL/instances/9563643080000561
        $request.query | Should -BeNullOrEmpty
        $request.accept | Should -Be application/json
        $request.authorizationScheme | Should -BeExactly apikey
    }

    It 'reads an XML response to a JSON request' {
        $address = "$sandbox/almaws/v1/conf/jobs/M50173/instances/9563643080000561"
        $xml = (Invoke-WebRequest $address -Headers @{ Authorization = 'apikey sandbox-alma-key'; Accept = 'application/xml' }).Content
        $xml | Should -Match '^<\?xml'
        $json = Get-AlmaJobInstance 9563643080000561 | Select-Object * -ExcludeProperty ObservedAt | ConvertTo-Json -Depth 8
        $null = Add-SandboxFault @{ path = '/almaws'; kind = 'body'; body = $xml; contentType = 'application/xml' }
        Get-AlmaJobInstance 9563643080000561 | Select-Object * -ExcludeProperty ObservedAt | ConvertTo-Json -Depth 8 |
            Should -BeExactly $json
    }
}

Describe 'Get-AlmaJobInstance with an instance id' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'accepts <what>' -ForEach @(
        @{ what = 'an unquoted argument'; read = { Get-AlmaJobInstance 1000000000000201 }; ids = , '1000000000000201' }
        @{
            what = 'an array'; read = { Get-AlmaJobInstance 1000000000000201, '1000000000000202' }
            ids = '1000000000000201', '1000000000000202'
        }
        @{
            what = 'piped numbers'; read = { 1000000000000201, 1000000000000202 | Get-AlmaJobInstance }
            ids = '1000000000000201', '1000000000000202'
        }
        @{
            what = 'the parameter -InstanceId'; read = { Get-AlmaJobInstance -InstanceId 1000000000000201 -JobId S201 }
            ids = , '1000000000000201'
        }
        @{ what = 'the alias -Id'; read = { Get-AlmaJobInstance -Id 1000000000000201 }; ids = , '1000000000000201' }
        @{
            what = 'an object with InstanceId as a number'
            read = { [pscustomobject]@{ InstanceId = 1000000000000201 } | Get-AlmaJobInstance }; ids = , '1000000000000201'
        }
        @{
            what = 'the output of ConvertFrom-Json'
            read = { '{ "id": "1000000000000201", "status": { "value": "RUNNING" } }' | ConvertFrom-Json | Get-AlmaJobInstance }
            ids = , '1000000000000201'
        }
        @{
            what = 'an object with an empty JobId'
            read = { [pscustomobject]@{ InstanceId = '1000000000000201'; JobId = '' } | Get-AlmaJobInstance }
            ids = , '1000000000000201'
        }
    ) {
        (& $read).Id | Sort-Object | Should -Be $ids
    }

    It 'keeps every digit of an unquoted argument' {
        $null = New-SandboxJob @{ service = 'alma'; id = '0000000000000201'; jobId = 'M1'; durationSeconds = 0 }
        (Get-AlmaJobInstance 0000000000000201).Id | Should -BeExactly '0000000000000201'
    }

    It 'requests the instance of the specified job' {
        (Get-AlmaJobInstance 1000000000000201 -JobId S201).JobId | Should -Be S201
        (Get-SandboxRequest).path | Should -Be /almaws/v1/conf/jobs/S201/instances/1000000000000201
    }

    It 'reads a piped instance again by its id and job, through its connection' {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name library
        $jobs = Get-AlmaJobInstance 1000000000000201, 1000000000000202 -Connection library
        Invoke-Sandbox DELETE requests | Out-Null
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret canary-wrong-key)
        $again = $jobs | Get-AlmaJobInstance
        $again.Id | Sort-Object | Should -Be 1000000000000201, 1000000000000202
        $again.Connection | Sort-Object -Unique | Should -Be library
        (Get-SandboxRequest).path | Sort-Object |
            Should -Be /almaws/v1/conf/jobs/M202/instances/1000000000000202, /almaws/v1/conf/jobs/S201/instances/1000000000000201
    }

    It 'does not use the job of one piped object for the next object' {
        $null = Get-AlmaJobInstance 1000000000000201
        [pscustomobject]@{ InstanceId = '1000000000000201'; JobId = 'S201' }, [pscustomobject]@{ InstanceId = '1000000000000202' } |
            Get-AlmaJobInstance | Out-Null
        (Get-SandboxRequest).path | Select-Object -Skip 1 | Sort-Object |
            Should -Be /almaws/v1/conf/jobs/ALL/instances/1000000000000202, /almaws/v1/conf/jobs/S201/instances/1000000000000201
    }

    It 'gets 50 piped ids with one request each' {
        $ids = 1..50 | ForEach-Object { '20000000000{0:00000}' -f $_ }
        foreach ($id in $ids) { $null = New-SandboxJob @{ service = 'alma'; id = $id; durationSeconds = 0 } }
        ($ids | Get-AlmaJobInstance).Id | Sort-Object | Should -Be $ids
        (Invoke-Sandbox GET requests/count).count | Should -Be 50
    }

    It 'returns the state and the message of a failed instance' {
        $job = Get-AlmaJobInstance 1000000000000202
        $job.State | Should -Be Failed
        $job.IsFinished | Should -BeTrue
        $job.Message | Should -Not -BeNullOrEmpty
        $job.Message | Should -Be ($job.Alerts[0].Description)
    }

    It 'returns no FinishedAt for a running instance, even if Alma reports an end time' {
        $null = New-SandboxJob @{ service = 'alma'; id = '3000000000000001'; submittedSecondsAgo = 975; durationSeconds = 1000 }
        $job = Get-AlmaJobInstance 3000000000000001
        $job.Status | Should -Be FINALIZING
        $job.State | Should -Be Running
        $job.EndTime | Should -Not -BeNullOrEmpty
        $job.FinishedAt | Should -BeNullOrEmpty
        $job.IsFinished | Should -BeFalse
    }

    It 'keeps unknown fields in AdditionalData' {
        $extra = @{ novelty = @{ depth = 3; words = 'a', 'b' } }
        $null = New-SandboxJob @{ service = 'alma'; id = '3000000000000002'; durationSeconds = 0; extra = $extra }
        $job = Get-AlmaJobInstance 3000000000000002
        $job.AdditionalData.novelty.depth | Should -BeOfType long
        $job.AdditionalData.novelty.words | Should -Be a, b
    }

    It 'writes one error for an id that is <what> and returns the other instances' -ForEach @(
        @{ what = 'unknown'; id = '9999999999999999'; error = 'JobNotFound'; category = 'ObjectNotFound'; code = '402218' }
        @{ what = 'a path'; id = '../1000000000000201'; error = 'InvalidRequest'; category = 'InvalidArgument'; code = $null }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest'; category = 'InvalidArgument'; code = $null }
        @{ what = 'percent-encoded'; id = '%2e%2e'; error = 'InvalidRequest'; category = 'InvalidArgument'; code = $null }
    ) {
        $jobs = Get-AlmaJobInstance 1000000000000201, $id, 1000000000000202 -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 1000000000000201, 1000000000000202
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlmaJobInstanceCommand"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].Exception | Should -BeOfType JobStatus.JobServiceException
        $failure[0].Exception.ErrorCode | Should -Be $code
        $failure[0].Exception.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'includes Alma''s error code and tracking id in the error' {
        Get-AlmaJobInstance 9999999999999999 -ErrorAction SilentlyContinue -ErrorVariable failure
        $exception = $failure[0].Exception
        $exception.Service | Should -Be Alma
        $exception.Kind | Should -Be JobNotFound
        $exception.StatusCode | Should -Be 400
        $exception.ErrorCode | Should -BeExactly '402218'
        $exception.TrackingId | Should -Match '^E01-'
        $failure[0].ErrorDetails.Message | Should -Match ([regex]::Escape($exception.TrackingId))
    }

    It 'writes an error for the job id <jobId>' -ForEach @(
        @{ jobId = 'M99999999'; error = 'JobNotFound' }
        @{ jobId = 'X1'; error = 'InvalidRequest' }
        @{ jobId = '../M1'; error = 'InvalidRequest' }
    ) {
        Get-AlmaJobInstance 1000000000000201 -JobId $jobId -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$error,*"
    }

    It 'writes the error <id> for <what>' -ForEach @(
        @{
            what = 'the code of an exhausted daily quota'; status = 429; code = 'DAILY_THRESHOLD'; id = 'QuotaExhausted'
            category = 'QuotaExceeded'
        }
        @{
            what = 'the code of an exceeded rate limit'; status = 429; code = 'PER_SECOND_THRESHOLD'; id = 'LimitReached'
            category = 'LimitsExceeded'
        }
        @{ what = 'a code that denies access'; status = 403; code = 'FORBIDDEN'; id = 'AccessDenied'; category = 'PermissionDenied' }
        @{
            what = 'an internal error with status 400'; status = 400; code = '402224'; id = 'ServiceUnavailable'
            category = 'ResourceUnavailable'
        }
        @{ what = 'an error with status 200'; status = 200; code = '402218'; id = 'JobNotFound'; category = 'ObjectNotFound' }
    ) {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        $errors = @(@{ errorCode = $code; errorMessage = 'Text from Alma.'; trackingId = 'E01-1' })
        $body = @{ errorsExist = $true; errorList = @{ error = $errors } } | ConvertTo-Json -Depth 5
        $null = Add-SandboxFault @{ path = '/almaws'; kind = 'status'; status = $status; body = $body }
        Get-AlmaJobInstance 1000000000000201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].Exception.ErrorCode | Should -Be $code
        $failure[0].Exception.TrackingId | Should -Be E01-1
        $failure[0].ErrorDetails.Message | Should -Match 'Text from Alma'
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'cancels its requests when the pipeline is stopped' {
        $null = Add-SandboxFault @{ path = '/almaws'; kind = 'hang'; count = -1 }
        $shell = [powershell]::Create()
        try {
            $script = 'Import-Module $env:JOBSTATUS_TEST_MODULE; Get-AlmaJobInstance 1000000000000201, 1000000000000202'
            $null = $shell.AddScript($script).BeginInvoke()
            Wait-SandboxRequest /almaws -Count 2 | Should -HaveCount 2
            $shell.Stop()
            Wait-SandboxRequest /almaws { $_.status -eq 499 } -Count 2 | Should -HaveCount 2
        }
        finally { $shell.Dispose() }
    }
}

Describe 'Get-AlmaJobInstance with a job id' {
    BeforeAll {
        Clear-SandboxSession
        $null = Invoke-Sandbox POST definitions @{ id = 'M300'; name = 'Export everything' }
        foreach ($number in 1..150) {
            $null = New-SandboxJob @{
                service = 'alma'; id = "$(3000000000000000 + $number)"; jobId = 'M300'; submittedSecondsAgo = $number
                durationSeconds = 0; outcome = $(if ($number % 50) { 'completed' } else { 'failed' })
            }
        }
    }

    BeforeEach {
        Set-SandboxEnvironment
        Invoke-Sandbox DELETE requests | Out-Null
    }

    It 'gets all instances of the job, one page at a time, newest first' {
        $runs = Get-AlmaJobInstance -JobId M300
        $runs | Should -HaveCount 150
        $runs[0].Id | Should -Be 3000000000000001
        $runs[0].JobId | Should -Be M300
        @(Get-SandboxRequest | ForEach-Object path | Sort-Object -Unique) | Should -Be "$jobs/M300/instances"
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100', '?offset=100&limit=100'
    }

    It 'accepts jobs from the pipeline' {
        Get-AlmaJob M300 | Get-AlmaJobInstance -First 3 | Should -HaveCount 3
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '', '?offset=0&limit=3'
    }

    It 'lists the instances of a piped job, and reads a piped instance again' {
        $runs = @(Get-AlmaJob M202) + @(Get-AlmaJobInstance 1000000000000204) + @(Get-AlmaJob S201) + '1000000000000203' |
            Get-AlmaJobInstance
        $runs.Id | Where-Object { $_ -like '1*' } | Sort-Object |
            Should -Be 1000000000000201, 1000000000000202, 1000000000000203, 1000000000000204
        @(Get-SandboxRequest '*/instances' | ForEach-Object path | Sort-Object) | Should -Be "$jobs/M202/instances", "$jobs/S201/instances"
    }

    It 'fails before any request without an instance id or a job' {
        (Get-TerminatingError { Get-AlmaJobInstance }).CategoryInfo.Category | Should -Be InvalidArgument
        (Get-TerminatingError { Get-AlmaJobInstance -Status FAILED -ErrorAction Stop }) | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'returns the total count with -IncludeTotalCount' {
        $runs = Get-AlmaJobInstance -JobId M300 -Status COMPLETED_FAILED -IncludeTotalCount
        $runs[0] | Should -Be 3
        $runs[0].Accuracy | Should -Be 1
        $runs[1..3].State | Sort-Object -Unique | Should -Be Failed
    }

    It 'lets Alma filter by status' {
        Get-AlmaJobInstance -JobId M300 -Status completed_failed | Should -HaveCount 3
        (Get-SandboxRequest).query | Should -BeExactly '?status=COMPLETED_FAILED&offset=0&limit=100'
    }

    It 'requests no more pages after Select-Object -First has its objects' {
        Get-AlmaJobInstance -JobId M300 | Select-Object -First 1 | Should -HaveCount 1
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100'
    }

    It 'skips instances at the service with -Skip' {
        (Get-AlmaJobInstance -JobId M300 -Skip 148).Id | Should -Be 3000000000000149, 3000000000000150
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=148&limit=100'
    }

    It 'finds the failed instances since yesterday with one request per page' {
        $failed = Get-AlmaJob -Name 'Export*' | Get-AlmaJobInstance -SubmittedAfter (Get-Date).AddDays(-1) | Where-Object State -EQ Failed
        $failed.Id | Sort-Object | Should -Be 1000000000000202, 3000000000000050, 3000000000000100, 3000000000000150
        @(Get-SandboxRequest | ForEach-Object path | Sort-Object) |
            Should -Be $jobs, "$jobs/M202/instances", "$jobs/M300/instances", "$jobs/M300/instances"
    }

    It 'requests a wider range of dates and then filters by the exact times' {
        $null = New-SandboxJob @{
            service = 'alma'; id = '4000000000000001'; jobId = 'M202'; submittedSecondsAgo = 5400; durationSeconds = 0
        }
        $after = [DateTimeOffset]::Now.AddMinutes(-30)
        $before = $after.AddMinutes(25)
        (Get-AlmaJobInstance -JobId M202 -SubmittedAfter $after).Id | Should -Be 1000000000000202
        (Get-AlmaJobInstance -JobId M202 -SubmittedBefore $after).Id | Should -Be 4000000000000001
        (Get-AlmaJobInstance -JobId M202 -SubmittedAfter $after -SubmittedBefore $before).Id | Should -Be 1000000000000202
        $first = $after.UtcDateTime.Date.AddDays(-1).ToString('yyyy-MM-dd')
        @(Get-SandboxRequest | ForEach-Object query) | Should -BeExactly @(
            "?submit_date_from=$first&offset=0&limit=100"
            "?submit_date_to=$($after.UtcDateTime.Date.AddDays(1).ToString('yyyy-MM-dd'))&offset=0&limit=100"
            "?submit_date_from=$first&submit_date_to=$($before.UtcDateTime.Date.AddDays(1).ToString('yyyy-MM-dd'))&offset=0&limit=100"
        )
    }

    It 'does not claim an exact total count if it filters by time' {
        $runs = @(Get-AlmaJobInstance -JobId M300 -SubmittedAfter (Get-Date).AddDays(-1) -First 1 -IncludeTotalCount)
        $runs | Should -HaveCount 2
        $runs[0].Accuracy | Should -Be 0
    }

    It 'accepts the earliest possible time and times in the far future' {
        Get-AlmaJobInstance -JobId M202 -SubmittedAfter ([DateTimeOffset]::MinValue) -SubmittedBefore 9998-12-31 -ErrorVariable failure |
            Should -Not -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'fails before any request if -SubmittedAfter is later than -SubmittedBefore' {
        $failure = Get-TerminatingError {
            'M202', 'M300' | ForEach-Object { [pscustomobject]@{ JobId = $_ } } |
                Get-AlmaJobInstance -SubmittedAfter 2026-02-01 -SubmittedBefore 2026-01-01
        }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetAlmaJobInstanceCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes one error for each job that is unknown or malformed, and returns the instances of the others' {
        $runs = 'M999', 'x', 'M202' | ForEach-Object { [pscustomobject]@{ JobId = $_ } } |
            Get-AlmaJobInstance -Status COMPLETED_FAILED -ErrorAction SilentlyContinue -ErrorVariable failure
        $runs.Id | Should -Be 1000000000000202
        $failure.FullyQualifiedErrorId | Sort-Object |
            Should -Be 'InvalidRequest,JobStatus.Commands.GetAlmaJobInstanceCommand',
            'JobNotFound,JobStatus.Commands.GetAlmaJobInstanceCommand'
    }

    It 'returns the instances before a page that fails, and writes one error' {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = "$jobs/M300/instances"; kind = 'status'; status = 503; skip = 1 }
        Get-AlmaJobInstance -JobId M300 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -HaveCount 100
        $failure.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.GetAlmaJobInstanceCommand'
        Get-JobStatusConnection | Remove-JobStatusConnection
    }
}

Describe 'Instances that Get-AlmaJobInstance lists without details' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ almaListsFullInstances = $false }
    }

    It 'are read in full by Wait-Job before it returns them' {
        $listed = Get-AlmaJobInstance -JobId M202
        $listed.IsFinished | Should -BeTrue
        $listed.Counters | Should -BeNullOrEmpty
        Invoke-Sandbox DELETE requests | Out-Null
        $waited = $listed | Wait-Job -Timeout 30
        $waited.State | Should -Be Failed
        $waited.Counters | Should -HaveCount 2
        @(Get-SandboxRequest | ForEach-Object path) | Should -Be "$jobs/M202/instances/1000000000000202"
    }

    It 'are read in full by Get-AlmaJobInstance' {
        (Get-AlmaJobInstance -JobId M202 | Get-AlmaJobInstance).Counters | Should -HaveCount 2
    }
}
