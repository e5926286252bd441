BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $time = [datetime] '2023-11-07T05:31:56Z'
    $relative = [uri]::new('<string>', [UriKind]::Relative)
}

AfterAll { Stop-Sandbox }

Describe 'The properties that Get-XplentyJob returns' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'contain every field of the documented version 2 response' {
        $before = [datetime]::Now.AddMinutes(-1)
        $job = Get-XplentyJob 157
        $job | Should -BeOfType JobStatus.XplentyJob
        $job.ObservedAt | Should -BeOfType DateTime
        $job.ObservedAt | Should -BeGreaterThan $before
        $job.Outputs | Should -HaveCount 1
        $except = 'ObservedAt', 'Outputs', 'Creator', 'Package', 'Cluster', 'Variables', 'DynamicVariables', 'AdditionalData'
        Assert-Property $job -Except $except -Expected ([ordered]@{
                Service = 'Xplenty'; Connection = 'Environment'; Id = '157'; Name = '<string>'
                State = [JobStatus.RemoteJobState]::Completed; IsFinished = $true; Status = 'completed'; StatusDescription = $null
                PercentComplete = [double] 100; SubmittedAt = $time; StartedAt = $time; FinishedAt = $null
                Duration = [timespan]::FromSeconds(123)
                Message = $null; Uri = $relative
                JobId = [long] 157; OwnerId = [long] 123; ClusterId = [long] 52; PackageId = [long] 434; Progress = [double] 1
                OutputsCount = [long] 2; CreatedAt = $time; UpdatedAt = $time; FailedAt = $time; CompletedAt = $null
                Errors = '<string>'; RuntimeInSeconds = [long] 123; Url = $relative; HtmlUrl = $relative; LogUrl = $relative
                LogSummary = $null; Component = $null; Attempts = $null; MasterAutoRetryAttempts = $null
                WillBeRetried = $false; OwnsCluster = $false
            })
        Assert-Property ($job.Outputs[0] | Select-Object * -ExcludeProperty Component, AdditionalData) @{
            Id = [long] 123; Name = 'projected_results'; RecordsCount = [long] 10415234; CreatedAt = $time; UpdatedAt = $time
            Url = $relative
            Progress = $null; PreviewUrl = $null; PreviewType = $null; ComponentName = '<string>'
        }
        Assert-Property ($job.Outputs[0].Component | Select-Object * -ExcludeProperty Fields, AdditionalData) @{
            Name = '<string>'; Type = '<string>'
        }
        @($job.Outputs[0].Component.Fields) | Should -BeExactly @('<string>')
        Assert-Property ($job.Creator | Select-Object * -ExcludeProperty AdditionalData) @{
            Type = '<string>'; Id = [long] 123; DisplayName = '<string>'; Url = $relative
        }
        Assert-Property ($job.Package | Select-Object * -ExcludeProperty AdditionalData) @{
            Id = [long] 123; Name = '<string>'; Url = $relative
        }
        Assert-Property ($job.Cluster | Select-Object * -ExcludeProperty AdditionalData) @{
            Id = [long] 123; Name = '<string>'; Url = $relative
        }
        foreach ($item in $job, $job.Outputs[0], $job.Outputs[0].Component, $job.Creator, $job.Package, $job.Cluster) {
            $item.AdditionalData.Count | Should -Be 0
        }
        $job.Variables.Count | Should -Be 0
        $job.DynamicVariables.Count | Should -Be 0
    }

    It 'contain every field of the documented version 1 response, which has a trailing comma' {
        $job = Get-XplentyJob 158
        $url = 'https://api.xplenty.com/xplenation/api/jobs/157'
        $except = 'ObservedAt', 'Outputs', 'Variables', 'DynamicVariables', 'AdditionalData'
        Assert-Property $job -Except $except -Expected ([ordered]@{
                Service = 'Xplenty'; Connection = 'Environment'; Id = '158'; Name = $null
                State = [JobStatus.RemoteJobState]::Completed; IsFinished = $true; Status = 'completed'; StatusDescription = $null
                PercentComplete = [double] 100; SubmittedAt = [datetime] '2012-12-30T14:21:18Z'
                StartedAt = [datetime] '2012-12-30T14:21:29Z'
                FinishedAt = $null; Duration = [timespan]::FromSeconds(417); Message = $null; Uri = [uri] $url
                JobId = [long] 158; OwnerId = [long] 1; ClusterId = [long] 52; PackageId = [long] 434; Progress = [double] 1
                OutputsCount = [long] 2; CreatedAt = [datetime] '2012-12-30T14:21:18Z'
                UpdatedAt = [datetime] '2012-12-30T14:29:29Z'
                FailedAt = $null; CompletedAt = $null; Errors = ''; RuntimeInSeconds = [long] 417; Url = [uri] $url; HtmlUrl = $null
                LogUrl = $null
                Creator = $null; Package = $null; Cluster = $null; LogSummary = $null; Component = $null; Attempts = $null
                MasterAutoRetryAttempts = $null; WillBeRetried = $false; OwnsCluster = $false
            })
        $job.Outputs | Should -HaveCount 2
        Assert-Property ($job.Outputs[0] | Select-Object * -ExcludeProperty AdditionalData) @{
            Id = [long] 521; Name = 'projected_results'; RecordsCount = [long] 10415234
            Url = [uri] 'https://api.xplenty.com/xplenation/api/jobs/157/outputs/521'
            CreatedAt = [datetime] '2013-03-04T07:17:51Z'; UpdatedAt = [datetime] '2013-03-04T07:17:51Z'; Progress = $null
            Component = $null
            PreviewUrl = [uri] 'https://api.xplenty.com/xplentation/api/jobs/157/outputs/521/preview'; PreviewType = $null
            ComponentName = 'destination1'
        }
        Assert-Property ($job.Outputs[1] | Select-Object * -ExcludeProperty AdditionalData) @{
            Id = [long] 522; Name = 'projected_results2'; RecordsCount = [long] 423
            Url = [uri] 'https://api.xplenty.com/xplenation/api/jobs/157/outputs/522'
            CreatedAt = [datetime] '2013-03-04T07:14:44Z'; UpdatedAt = [datetime] '2013-03-04T07:14:44Z'; Progress = $null
            Component = $null
            PreviewUrl = [uri] 'https://api.xplenty.com/xplentation/api/jobs/157/outputs/522/preview'; PreviewType = $null
            ComponentName = 'destination2'
        }
        # The response has the id of the documented example.
        $job.AdditionalData.Keys | Should -Be id
    }

    It 'keep the requested id for later requests, even if the response contains another id' {
        (Get-XplentyJob 158 | Get-XplentyJob).OwnerId | Should -Be 1
        @(Get-SandboxRequest | ForEach-Object path) | Should -Be /demo/api/jobs/158, /demo/api/jobs/158
    }

    It 'come from the documented request' {
        $null = Get-XplentyJob 157
        $request = Get-SandboxRequest
        $request.accept | Should -BeExactly 'application/vnd.xplenty+json; version=2'
        $request.authorizationScheme | Should -BeExactly Basic
        $request.query | Should -BeNullOrEmpty
        $request.userAgent | Should -Match '^JobStatus/'
    }

    It 'include the log summary with -IncludeLogSummary' {
        (Get-XplentyJob 202).LogSummary | Should -BeNullOrEmpty
        $summary = (Get-XplentyJob 202 -IncludeLogSummary).LogSummary
        $summary.ErrorSummary | Should -Be 'The destination refused the login.'
        $summary.ActionItems | Should -HaveCount 1
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '', '?include=log_summary'
    }
}

Describe 'Get-XplentyJob with an id' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'accepts <what>' -ForEach @(
        @{ what = 'an unquoted argument'; read = { Get-XplentyJob 201 }; ids = , '201' }
        @{ what = 'an array'; read = { Get-XplentyJob 201, 202, 203 }; ids = '201', '202', '203' }
        @{ what = 'a range'; read = { Get-XplentyJob (201..203) }; ids = '201', '202', '203' }
        @{ what = 'piped strings'; read = { '201', '202' | Get-XplentyJob }; ids = '201', '202' }
        @{ what = 'piped numbers of any type'; read = { 201, [long] 202, [double] 203 | Get-XplentyJob }; ids = '201', '202', '203' }
        @{ what = 'piped arrays'; read = { (201, 202), 203 | Get-XplentyJob }; ids = '201', '202', '203' }
        @{
            what = 'a collection that is not an array'; read = { Get-XplentyJob ([Collections.Generic.HashSet[int]] (201, 202)) }
            ids = '201', '202'
        }
        @{ what = 'an object with a string Id'; read = { [pscustomobject]@{ Id = '201' } | Get-XplentyJob }; ids = , '201' }
        @{ what = 'an object with a numeric Id'; read = { [pscustomobject]@{ Id = 201; Name = 'x' } | Get-XplentyJob }; ids = , '201' }
        @{
            what = 'the output of ConvertFrom-Json'
            read = { '[{ "id": 201 }, { "id": 202 }]' | ConvertFrom-Json | Get-XplentyJob }; ids = '201', '202'
        }
        @{ what = 'an object with JobId'; read = { [pscustomobject]@{ JobId = 201 } | Get-XplentyJob }; ids = , '201' }
        @{ what = 'rows of a CSV file'; read = { "Id,Name`n201,x`n202,y" | ConvertFrom-Csv | Get-XplentyJob }; ids = '201', '202' }
        @{ what = 'job objects'; read = { Get-XplentyJob 201, 202 | Get-XplentyJob }; ids = '201', '202' }
        @{ what = 'the alias -JobId'; read = { Get-XplentyJob -JobId 201 }; ids = , '201' }
        @{ what = 'the same id twice'; read = { Get-XplentyJob 201, 201 }; ids = '201', '201' }
    ) {
        (& $read).Id | Sort-Object | Should -Be $ids
    }

    It 'gets 50 piped ids with one request each' {
        foreach ($id in 1001..1050) { $null = New-SandboxJob @{ service = 'xplenty'; id = "$id"; durationSeconds = 0 } }
        $jobs = 1001..1050 | Get-XplentyJob
        $jobs.Id | Sort-Object | Should -Be (1001..1050 | ForEach-Object { "$_" })
        $jobs.State | Sort-Object -Unique | Should -Be Completed
        @(Get-SandboxRequest | ForEach-Object path | Sort-Object -Unique) | Should -HaveCount 50
        (Invoke-Sandbox GET requests/count).count | Should -Be 50
    }

    It 'returns each job as soon as it is read, regardless of the order of the ids' {
        $fault = Add-SandboxFault @{ path = '/demo/api/jobs/201'; kind = 'hang'; count = -1 }
        $ids = [Collections.Generic.List[string]]::new()
        Get-XplentyJob 201, 202 | ForEach-Object {
            $ids.Add($_.Id)
            if ($_.Id -eq '202') { Invoke-Sandbox DELETE faults/$($fault.id) | Out-Null }
        }
        $ids | Should -Be 202, 201
    }

    It 'writes one error for each id that is <what> and returns the other jobs' -ForEach @(
        @{ what = 'unknown'; id = '999'; error = 'JobNotFound'; category = 'ObjectNotFound'; status = 404 }
        @{ what = 'not a number'; id = 'abc'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'a path'; id = '../157'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'negative'; id = '-1'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'a fraction'; id = '1.5'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'a query'; id = '157?include=log_summary'; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
        @{ what = 'too long'; id = '9' * 30; error = 'InvalidRequest'; category = 'InvalidArgument'; status = $null }
    ) {
        $jobs = Get-XplentyJob 201, $id, 202 -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 201, 202
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetXplentyJobCommand"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].ErrorDetails.Message | Should -Match ([regex]::Escape($id))
        $failure[0].Exception.RecommendedAction | Should -Not -BeNullOrEmpty
        $failure[0].Exception | Should -BeOfType JobStatus.JobServiceException
        $failure[0].Exception.Service | Should -Be Xplenty
        $failure[0].Exception.StatusCode | Should -Be $status
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount $(if ($status) { 3 } else { 2 })
    }

    It 'writes one error for each piped object that is not an id and returns the other jobs' {
        $jobs = 201, $null, '', @{ Id = 201 }, (Get-Date), 202 | Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 201, 202
        $failure | Should -HaveCount 4
    }

    It 'rejects <what> as an argument and sends no request' -ForEach @(
        @{ what = 'null'; id = $null }
        @{ what = 'an empty string'; id = '' }
        @{ what = 'a list that contains null'; id = 201, $null }
        @{ what = 'an empty list'; id = @() }
    ) {
        (Get-TerminatingError { Get-XplentyJob $id }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'rejects a job object as an argument and suggests the pipeline' {
        $job = Get-XplentyJob 201
        $failure = Get-TerminatingError { Get-XplentyJob $job }
        $failure.Exception.Message | Should -Match 'XplentyJob is not an id'
        $failure.Exception.Message | Should -Match pipe
    }

    It 'stops at the first error with -ErrorAction Stop' {
        $failure = Get-TerminatingError { Get-XplentyJob 999 -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetXplentyJobCommand'
        $failure.Exception | Should -BeOfType JobStatus.JobServiceException
        $failure.Exception.StatusCode | Should -Be 404
    }

    It 'throws an exception that can be caught by its type' {
        $caught = try { Get-XplentyJob 999 -ErrorAction Stop } catch [JobStatus.JobServiceException] { $_.Exception.Kind }
        $caught | Should -Be JobNotFound
    }

    It 'sets $? to false after a non-terminating error' {
        Get-XplentyJob 999, 201 -ErrorAction SilentlyContinue | Out-Null
        $? | Should -BeFalse
    }

    It 'reports its request with -Debug, and not with -Verbose' {
        $messages = Get-XplentyJob 157 -Verbose -Debug 4>&1 5>&1 | Where-Object { $_ -is [Management.Automation.InformationalRecord] }
        $messages | Should -HaveCount 1
        $messages[0] | Should -BeOfType ([Management.Automation.DebugRecord])
        "$messages" | Should -Be "GET $sandbox/demo/api/jobs/157: HTTP 200"
    }
}

Describe 'Get-XplentyJob when a request fails' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'retries after <what>' -ForEach @(
        @{ what = 'status 429'; fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '0' } } }
        @{ what = 'status 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } } }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/demo'; count = 2 })
        $messages = Get-XplentyJob 157 -Verbose -ErrorVariable failure 4>&1
        ($messages | Where-Object { $_ -is [JobStatus.XplentyJob] }).Id | Should -Be 157
        $failure | Should -BeNullOrEmpty
        @($messages | Where-Object { "$_" -match 'retrying in' }) | Should -HaveCount 2
        @(Get-SandboxRequest | ForEach-Object status) | Should -Be $fault.status, $fault.status, 200
    }

    It 'writes <id> after <what> if no retries are left' -ForEach @(
        @{
            what = 'status 429'; fault = @{ kind = 'status'; status = 429; body = '{"message":"Rate Limit Exceeded"}' }
            id = 'LimitReached'; category = 'LimitsExceeded'; status = 429
        }
        @{
            what = 'status 503'; fault = @{ kind = 'status'; status = 503 }; id = 'ServiceUnavailable'
            category = 'ResourceUnavailable'; status = 503
        }
        @{
            what = 'status 500'; fault = @{ kind = 'status'; status = 500; body = '<html>'; contentType = 'text/html' }
            id = 'ServiceUnavailable'; category = 'ResourceUnavailable'; status = 500
        }
        @{
            what = 'a connection reset'; fault = @{ kind = 'reset' }; id = 'ServiceUnavailable'; category = 'ResourceUnavailable'
            status = $null
        }
        @{
            what = 'a truncated body'; fault = @{ kind = 'truncate' }; id = 'ServiceUnavailable'
            category = 'ResourceUnavailable'; status = $null
        }
        @{
            what = 'a response that is not JSON'
            fault = @{ kind = 'body'; body = '<html>Sign in</html>'; contentType = 'text/html' }; id = 'UnexpectedResponse'
            category = 'InvalidData'; status = 200
        }
        @{
            what = 'status 403'; fault = @{ kind = 'status'; status = 403; body = '{"message":"Not yours"}' }
            id = 'AccessDenied'; category = 'PermissionDenied'; status = 403
        }
        @{
            what = 'a redirect to another host'
            fault = @{ kind = 'status'; status = 302; headers = @{ Location = 'http://xplenty.example/' } }
            id = 'UntrustedServer'; category = 'SecurityError'; status = 302
        }
    ) {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -MaximumRetryCount 0
        $null = Add-SandboxFault ($fault + @{ path = '/demo/api/jobs/201'; count = -1 })
        $jobs = Get-XplentyJob 201, 202 -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Should -Be 202
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$id,JobStatus.Commands.GetXplentyJobCommand"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].TargetObject | Should -Be 201
        $failure[0].Exception.StatusCode | Should -Be $status
        $failure[0].ErrorDetails.Message | Should -Match 'Xplenty job 201'
        @(Get-SandboxRequest /demo/api/jobs/201 | ForEach-Object path) | Should -HaveCount 1
    }

    It 'includes the text of Xplenty in the error' {
        $null = Add-SandboxFault @{ path = '/demo'; kind = 'status'; status = 403; body = '{"message":"Your account is read only."}' }
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].ErrorDetails.Message | Should -Match 'Your account is read only\.'
    }

    It 'removes control characters from the text of Xplenty' {
        $null = Add-SandboxFault @{
            path = '/demo'; kind = 'status'; status = 403
            body = (@{ message = "red$([char] 27)[31m text`r`nsecond line" } | ConvertTo-Json)
        }
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].ErrorDetails.Message | Should -Match 'second line'
        $failure[0].ErrorDetails.Message | Should -Not -Match '[\x00-\x1f]'
        $failure[0].Exception.Message | Should -Not -Match '[\x00-\x1f]'
    }

    It 'fails after -TimeoutSec if the server does not respond' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -TimeoutSec 1 -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/201'; kind = 'hang'; count = -1 }
        Get-XplentyJob 201 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        $failure[0].ErrorDetails.Message | Should -Match '1 second'
        Wait-SandboxRequest /demo/api/jobs/201 { $_.status -eq 499 } | Should -HaveCount 1
    }
}

Describe 'Get-XplentyJob in a pipeline that ends early' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'cancels the other requests after Select-Object -First has its objects' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/3*'; kind = 'hang'; count = -1 }
        $job = Get-XplentyJob 301, 302, 303, 201, 304, 305, 306, 307, 308, 309 | Select-Object -First 1
        $job.Id | Should -Be 201
        $count = @(Get-SandboxRequest /demo/api/jobs/3* | ForEach-Object path).Count
        $canceled = Wait-SandboxRequest /demo/api/jobs/3* { $_.status -eq 499 } -Count $count
        $canceled.Count | Should -BeGreaterOrEqual 3
        Get-SandboxRequest /demo/api/jobs/3* | Where-Object { -not $_.ended } | Should -BeNullOrEmpty
    }

    It 'cancels its requests when the pipeline is stopped' {
        $null = Add-SandboxFault @{ path = '/demo'; kind = 'hang'; count = -1 }
        $shell = [powershell]::Create()
        try {
            $running = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE; Get-XplentyJob (201..230)').BeginInvoke()
            $arrived = Wait-SandboxRequest /demo -Count 8
            $arrived | Should -HaveCount 8
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
            $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            Wait-SandboxRequest /demo { $_.status -eq 499 } -Count 8 | Should -HaveCount 8
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }

    It 'cancels the other requests after a terminating error' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/3*'; kind = 'hang'; count = -1 }
        (Get-TerminatingError { Get-XplentyJob 301, 302, 999 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        Wait-SandboxRequest /demo/api/jobs/3* { $_.status -eq 499 } -Count 2 | Should -HaveCount 2
    }

    It 'cancels the other requests after an error in a later command' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/3*'; kind = 'hang'; count = -1 }
        (Get-TerminatingError { Get-XplentyJob 301, 302, 201 | ForEach-Object { throw 'enough' } }).Exception.Message | Should -Be enough
        Wait-SandboxRequest /demo/api/jobs/3* { $_.status -eq 499 } -Count 2 | Should -HaveCount 2
    }
}

Describe 'Get-XplentyJob with connections to two accounts' {
    BeforeAll { $other = Start-OtherSandbox @{ xplentyKey = 'canary-other-key' } }

    BeforeEach {
        Clear-SandboxSession
        Invoke-Sandbox DELETE requests -BaseUri $other | Out-Null
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name here
        Connect-Xplenty demo (ConvertTo-Secret canary-other-key) -BaseUri $other -Name there
    }

    It 'reads each job through the specified connection' {
        (Get-XplentyJob 201 -Connection here).Url.Authority | Should -Be ([uri] $sandbox).Authority
        (Get-XplentyJob 201 -Connection there).Url.Authority | Should -Be ([uri] $other).Authority
    }

    It 'reads each piped job again through its own connection' {
        $jobs = @(Get-XplentyJob 201 -Connection there) + @(Get-XplentyJob 202 -Connection here) + @(Get-XplentyJob 203 -Connection there)
        Invoke-Sandbox DELETE requests | Out-Null
        Invoke-Sandbox DELETE requests -BaseUri $other | Out-Null
        $again = $jobs | Get-XplentyJob
        $again | Sort-Object Id | ForEach-Object { "$($_.Id) $($_.Connection)" } | Should -Be '201 there', '202 here', '203 there'
        @(Get-SandboxRequest | ForEach-Object path) | Should -Be /demo/api/jobs/202
        @(Get-SandboxRequest -BaseUri $other | ForEach-Object path | Sort-Object) | Should -Be /demo/api/jobs/201, /demo/api/jobs/203
    }

    It 'prefers the specified connection over that of the piped job' {
        $job = Get-XplentyJob 201 -Connection there
        ($job | Get-XplentyJob -Connection here).Connection | Should -Be here
    }

    It 'writes AuthenticationFailed if the key belongs to the other account' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $other -Name wrong
        Get-XplentyJob 201 -Connection wrong -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
    }
}
