BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $jobs = '/almaws/v1/conf/jobs'

    function Clear-Request { Invoke-Sandbox DELETE requests | Out-Null }

    # What Alma refuses with.
    function Refusal([int] $Status, [string] $Code) {
        @{ kind = 'status'; status = $Status; headers = @{ 'Retry-After' = '0' }; body = (@{ errorsExist = $true; errorList = @{ error = @(@{ errorCode = $Code; errorMessage = "Said $Code." }) } } | ConvertTo-Json -Depth 5) }
    }

    function PostCount { @(Get-SandboxRequest | Where-Object method -EQ POST).Count }
}

AfterAll { Stop-Sandbox }

Describe 'The list of Alma jobs' {
    BeforeAll {
        Clear-SandboxSession
        foreach ($number in 1001..1242) { $null = Invoke-Sandbox POST definitions @{ id = "O$number"; name = "Many $number" } }
    }

    BeforeEach {
        Set-SandboxEnvironment
        Clear-Request
    }

    It 'is read whole, a page at a time' {
        $all = Get-AlmaJob
        $all | Should -HaveCount 250
        @($all.JobId | Sort-Object -Unique) | Should -HaveCount 250
        $all[0] | Should -BeOfType JobStatus.AlmaJob
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100', '?offset=100&limit=100', '?offset=200&limit=100'
    }

    It 'asks no more with -First than is needed' {
        Get-AlmaJob -First 5 | Should -HaveCount 5
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=5'
    }

    It 'asks for a part of a second page with -First' {
        Get-AlmaJob -First 130 | Should -HaveCount 130
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100', '?offset=100&limit=30'
    }

    It 'leaves out the start with -Skip' {
        $all = Get-AlmaJob
        Clear-Request
        (Get-AlmaJob -Skip 245).JobId | Should -Be $all[245..249].JobId
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=245&limit=100'
    }

    It 'is empty where more is skipped than there is' {
        Get-AlmaJob -Skip 900 | Should -BeNullOrEmpty
        @(Get-SandboxRequest | ForEach-Object status) | Should -Be 200
    }

    It 'tells with -IncludeTotalCount how long it is, before anything else' {
        $all = Get-AlmaJob -IncludeTotalCount -First 2
        $all | Should -HaveCount 3
        $all[0] | Should -BeOfType uint64
        $all[0] | Should -Be 250
        $all[0].Accuracy | Should -Be 1
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 1
    }

    It 'tells how long it is to somebody who wants nothing of it' {
        $all = @(Get-AlmaJob -IncludeTotalCount -First 0)
        $all | Should -HaveCount 1
        $all[0] | Should -Be 250
    }

    It 'does not pretend to know how many jobs have a name' {
        $all = @(Get-AlmaJob -Name 'Many 10*' -IncludeTotalCount)
        $all[0].Accuracy | Should -Be 0
        $all | Should -HaveCount 100
    }

    It 'is read no further when Select-Object has enough' {
        (Get-AlmaJob | Select-Object -First 1).JobId | Should -Be M50173
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100'
    }

    It 'is searched for names with wildcards, in any case' {
        (Get-AlmaJob -Name 'export*', 'MANY 1242', 'nothing like it').Name | Should -Be 'Export Physical Items', 'Many 1242'
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 3
    }

    It 'counts -First and -Skip after the names' {
        (Get-AlmaJob -Name 'Many *' -Skip 1 -First 2).Name | Should -Be 'Many 1002', 'Many 1003'
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100'
    }
}

Describe 'Get-AlmaJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'has Alma filter by <what>' -ForEach @(
        @{ what = 'type'; given = @{ Type = 'scheduled' }; query = '?type=SCHEDULED&offset=0&limit=100'; ids = 'S201', 'S204', 'S205' }
        @{ what = 'category'; given = @{ Category = 'RESEARCH_ASSETS' }; query = '?category=RESEARCH_ASSETS&offset=0&limit=100'; ids = , 'M50173' }
        @{ what = 'profile'; given = @{ ProfileId = '7001' }; query = '?profile_id=7001&offset=0&limit=100'; ids = , 'S205' }
        @{ what = 'all of them'; given = @{ Type = 'SCHEDULED'; Category = 'IMPORT'; ProfileId = '7001' }; query = '?type=SCHEDULED&category=IMPORT&profile_id=7001&offset=0&limit=100'; ids = , 'S205' }
    ) {
        (Get-AlmaJob @given).JobId | Should -Be $ids
        (Get-SandboxRequest).query | Should -BeExactly $query
    }

    It 'writes nothing where nothing is found' {
        Get-AlmaJob -ProfileId 9999 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'reads a job with every field by its id' {
        $job = Get-AlmaJob M202
        $job | Should -BeOfType JobStatus.AlmaJob
        AssertProperties $job -Except Type, Category, Content, Creator, Parameters, AdditionalData -Expected ([ordered]@{
                Connection = 'Environment'; JobId = 'M202'; Name = 'Export Physical Items'; Description = 'Writes the items of a set to a file.'
                Schedule = $null; NextRun = $null; RelatedProfile = $null; AdditionalInfo = $null; Link = [uri] "$sandbox$jobs/M202"
            })
        $job.Type.Value | Should -Be MANUAL
        $job.Category.Description | Should -Be Repository
        $job.Content.Value | Should -Be ITEM
        $job.Parameters.Name.Value | Should -Be set_id, file_format, comment
        $job.Parameters[1].Value | Should -Be XML
        $job.AdditionalData.Count | Should -Be 0
        (Get-SandboxRequest).path | Should -Be "$jobs/M202"
    }

    It 'tells when a scheduled job runs next, and by which profile' {
        $job = Get-AlmaJob S204
        $job.NextRun | Should -BeOfType DateTimeOffset
        $job.Schedule.Value | Should -Be 'Every day at 02:00'
        (Get-AlmaJob S205).RelatedProfile.Value | Should -Be 7001
    }

    It 'takes ids from the pipeline, and jobs by their ids' {
        ('M202', 'S201' | Get-AlmaJob).JobId | Sort-Object | Should -Be M202, S201
        (Get-AlmaJob -Type MANUAL | Get-AlmaJob | Where-Object JobId -EQ M202).Parameters | Should -HaveCount 3
        (Get-AlmaJobInstance 1000000000000202 | Get-AlmaJob).Name | Should -Be 'Export Physical Items'
    }

    It 'has one error for each id that is <what>, and writes the others' -ForEach @(
        @{ what = 'unknown'; id = 'M999'; error = 'JobNotFound'; category = 'ObjectNotFound' }
        @{ what = 'a number'; id = '202'; error = 'InvalidRequest'; category = 'InvalidArgument' }
        @{ what = 'a path'; id = '../M202'; error = 'InvalidRequest'; category = 'InvalidArgument' }
        @{ what = 'a query'; id = 'M202?op=run'; error = 'InvalidRequest'; category = 'InvalidArgument' }
    ) {
        $read = Get-AlmaJob S201, $id, M202 -ErrorAction SilentlyContinue -ErrorVariable failure
        $read.JobId | Sort-Object | Should -Be M202, S201
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlmaJobCommand"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].TargetObject | Should -BeExactly $id
    }

    It 'has one error for each thing in the pipeline that is no id, and writes the others' {
        $read = 'M202', $null, '', @{ A = 1 }, (Get-Date), 'S201' | Get-AlmaJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $read.JobId | Sort-Object | Should -Be M202, S201
        $failure | Should -HaveCount 4
        Get-SandboxRequest | Should -HaveCount 2
    }

    It 'does not take the list for what somebody left empty' {
        (ErrorOf { Get-AlmaJob $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (ErrorOf { Get-AlmaJob -Name '' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        @() | Get-AlmaJob | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}

Describe 'The list of the runs of an Alma job' {
    BeforeAll {
        Clear-SandboxSession
        $null = Invoke-Sandbox POST definitions @{ id = 'M300'; name = 'Export everything' }
        foreach ($number in 1..150) {
            $null = New-SandboxJob @{ service = 'alma'; id = "$(3000000000000000 + $number)"; jobId = 'M300'; submittedSecondsAgo = $number; durationSeconds = 0; outcome = $(if ($number % 50) { 'completed' } else { 'failed' }) }
        }
    }

    BeforeEach {
        Set-SandboxEnvironment
        Clear-Request
    }

    It 'is read whole, a page at a time, the newest first' {
        $runs = Get-AlmaJobInstance -JobId M300
        $runs | Should -HaveCount 150
        $runs[0].Id | Should -Be 3000000000000001
        $runs[0].JobId | Should -Be M300
        @(Get-SandboxRequest | ForEach-Object path | Sort-Object -Unique) | Should -Be "$jobs/M300/instances"
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100', '?offset=100&limit=100'
    }

    It 'is read from jobs in the pipeline' {
        Get-AlmaJob M300 | Get-AlmaJobInstance -First 3 | Should -HaveCount 3
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '', '?offset=0&limit=3'
    }

    It 'is read for a job in the pipeline, and a run there is read itself' {
        $runs = @(Get-AlmaJob M202) + @(Get-AlmaJobInstance 1000000000000204) + @(Get-AlmaJob S201) + '1000000000000203' | Get-AlmaJobInstance
        $runs.Id | Where-Object { $_ -like '1*' } | Sort-Object | Should -Be 1000000000000201, 1000000000000202, 1000000000000203, 1000000000000204
        @(Get-SandboxRequest '*/instances' | ForEach-Object path | Sort-Object) | Should -Be "$jobs/M202/instances", "$jobs/S201/instances"
    }

    It 'is not that of all jobs: neither an id nor a job is an error, with nothing asked' {
        (ErrorOf { Get-AlmaJobInstance }).CategoryInfo.Category | Should -Be InvalidArgument
        (ErrorOf { Get-AlmaJobInstance -Status FAILED -ErrorAction Stop }) | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'tells with -IncludeTotalCount how long it is' {
        $runs = Get-AlmaJobInstance -JobId M300 -Status COMPLETED_FAILED -IncludeTotalCount
        $runs[0] | Should -Be 3
        $runs[0].Accuracy | Should -Be 1
        $runs[1..3].State | Sort-Object -Unique | Should -Be Failed
    }

    It 'has Alma filter by status' {
        Get-AlmaJobInstance -JobId M300 -Status completed_failed | Should -HaveCount 3
        (Get-SandboxRequest).query | Should -BeExactly '?status=COMPLETED_FAILED&offset=0&limit=100'
    }

    It 'is read no further when Select-Object has enough' {
        Get-AlmaJobInstance -JobId M300 | Select-Object -First 1 | Should -HaveCount 1
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100'
    }

    It 'leaves out the start with -Skip' {
        (Get-AlmaJobInstance -JobId M300 -Skip 148).Id | Should -Be 3000000000000149, 3000000000000150
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=148&limit=100'
    }

    It 'needs no more requests than pages to tell which runs failed since yesterday' {
        $failed = Get-AlmaJob -Name 'Export*' | Get-AlmaJobInstance -SubmittedAfter (Get-Date).AddDays(-1) | Where-Object State -EQ Failed
        $failed.Id | Sort-Object | Should -Be 1000000000000202, 3000000000000050, 3000000000000100, 3000000000000150
        @(Get-SandboxRequest | ForEach-Object path | Sort-Object) | Should -Be $jobs, "$jobs/M202/instances", "$jobs/M300/instances", "$jobs/M300/instances"
    }

    It 'asks for wider days than given, and keeps to the times exactly' {
        $null = New-SandboxJob @{ service = 'alma'; id = '4000000000000001'; jobId = 'M202'; submittedSecondsAgo = 5400; durationSeconds = 0 }
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

    It 'does not pretend to know how many runs lie between two times' {
        $runs = @(Get-AlmaJobInstance -JobId M300 -SubmittedAfter (Get-Date).AddDays(-1) -First 1 -IncludeTotalCount)
        $runs | Should -HaveCount 2
        $runs[0].Accuracy | Should -Be 0
    }

    It 'takes the first time that there is, and one that is far away' {
        Get-AlmaJobInstance -JobId M202 -SubmittedAfter ([DateTimeOffset]::MinValue) -SubmittedBefore 9998-12-31 -ErrorVariable failure | Should -Not -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'is refused once, with nothing asked, where -SubmittedAfter is later than -SubmittedBefore' {
        $failure = ErrorOf { 'M202', 'M300' | ForEach-Object { [pscustomobject]@{ JobId = $_ } } | Get-AlmaJobInstance -SubmittedAfter 2026-02-01 -SubmittedBefore 2026-01-01 }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetAlmaJobInstanceCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'has one error for each job that is unknown or malformed, and writes the others' {
        $runs = 'M999', 'x', 'M202' | ForEach-Object { [pscustomobject]@{ JobId = $_ } } | Get-AlmaJobInstance -Status COMPLETED_FAILED -ErrorAction SilentlyContinue -ErrorVariable failure
        $runs.Id | Should -Be 1000000000000202
        $failure.FullyQualifiedErrorId | Sort-Object | Should -Be 'InvalidRequest,JobStatus.Commands.GetAlmaJobInstanceCommand', 'JobNotFound,JobStatus.Commands.GetAlmaJobInstanceCommand'
    }

    It 'writes what came before a page that cannot be read, and one error' {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = "$jobs/M300/instances"; kind = 'status'; status = 503; skip = 1 }
        Get-AlmaJobInstance -JobId M300 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -HaveCount 100
        $failure.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.GetAlmaJobInstanceCommand'
        Get-JobStatusConnection | Remove-JobStatusConnection
    }
}

Describe 'Runs from a list' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ almaListsFullInstances = $false }
    }

    It 'are read once more by Wait-Job before they are written as finished' {
        $listed = Get-AlmaJobInstance -JobId M202
        $listed.IsFinished | Should -BeTrue
        $listed.Counters | Should -BeNullOrEmpty
        Clear-Request
        $waited = $listed | Wait-Job -Timeout 30
        $waited.State | Should -Be Failed
        $waited.Counters | Should -HaveCount 2
        @(Get-SandboxRequest | ForEach-Object path) | Should -Be "$jobs/M202/instances/1000000000000202"
    }

    It 'are read with all their details by Get-AlmaJobInstance' {
        (Get-AlmaJobInstance -JobId M202 | Get-AlmaJobInstance).Counters | Should -HaveCount 2
    }
}

Describe '<command>' -ForEach @(
    @{ command = 'Get-AlmaJobEvent'; type = 'AlmaJobEvent'; job = 'S204'; run = '1000000000000204'; part = 'events'; query = ''; other = '60332' }
    @{ command = 'Get-AlmaJobMatch'; type = 'AlmaJobMatch'; job = 'S205'; run = '1000000000000205'; part = 'matches'; query = 'population=SINGLE_MATCHES&'; other = '402119' }
) {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'lists what belongs to a run' {
        $items = Get-AlmaJobInstance $run | & $command
        $items | Should -HaveCount 12
        $items[0] | Should -BeOfType "JobStatus.$type"
        $items[0].InstanceId | Should -Be $run
        $items[0].JobId | Should -Be $job
        $items[0].Id | Should -Be 70000000561
        $items[0].AdditionalData.Count | Should -Be 3
        (Get-SandboxRequest)[-1].path | Should -Be "$jobs/$job/instances/$run/$part"
        (Get-SandboxRequest)[-1].query | Should -Be "?$($query)offset=0&limit=100"
    }

    It 'finds the job of a run that is given by its id alone' {
        & $command $run | Should -HaveCount 12
        @(Get-SandboxRequest | ForEach-Object path) | Should -Be "$jobs/ALL/instances/$run", "$jobs/$job/instances/$run/$part"
    }

    It 'pages' {
        $null = New-SandboxJob @{ service = 'alma'; id = '5000000000000001'; jobId = $job; durationSeconds = 0; events = 230; singleMatches = 230 }
        $items = & $command 5000000000000001 -JobId $job
        @($items.Id | Sort-Object -Unique) | Should -HaveCount 230
        Get-SandboxRequest | Should -HaveCount 3
        Clear-Request
        $items = & $command 5000000000000001 -JobId $job -Skip 3 -First 2 -IncludeTotalCount
        $items[0] | Should -Be 230
        $items[0].Accuracy | Should -Be 1
        $items[1..2].Id | Should -Be 70000030561, 70000040561
        (Get-SandboxRequest).query | Should -Be "?$($query)offset=3&limit=2"
        Clear-Request
        & $command 5000000000000001 -JobId $job | Select-Object -First 1 | Should -HaveCount 1
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'writes nothing for a run that has none' {
        $null = New-SandboxJob @{ service = 'alma'; id = '5000000000000002'; jobId = $job; durationSeconds = 0 }
        & $command 5000000000000002 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'has one error for each run that is unknown, malformed or of another kind, and writes the others' {
        $items = '999', '../1', $null, '', '1000000000000201', $run | & $command -ErrorAction SilentlyContinue -ErrorVariable failure
        $items | Should -HaveCount 12
        $failure | Should -HaveCount 5
        @($failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] } | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object) | Should -Be InvalidRequest, InvalidRequest, JobNotFound
        "$($failure.Exception.Message)" | Should -Match $other
    }
}

Describe 'Get-AlmaJobMatch -Population' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'lists what matched more than once' {
        $items = Get-AlmaJobMatch 1000000000000205 -JobId S205 -Population multi_matches
        $items | Should -HaveCount 3
        $items[0].AdditionalData['match_count'] | Should -Be 3
        (Get-SandboxRequest).query | Should -Be '?population=MULTI_MATCHES&offset=0&limit=100'
    }
}

Describe 'Start-AlmaJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'starts a job once, and writes the run' {
        $run = Start-AlmaJob M50173
        $run | Should -BeOfType JobStatus.AlmaJobInstance
        $run.JobId | Should -Be M50173
        $run.InstanceId | Should -Be (Get-AlmaJobInstance -JobId M50173 -First 1).InstanceId
        $run.IsFinished | Should -BeFalse
        $run.Connection | Should -Be Environment
        $post = Get-SandboxRequest | Where-Object method -EQ POST
        @($post) | Should -HaveCount 1
        $post.path | Should -Be "$jobs/M50173"
        $post.query | Should -Be '?op=run'
    }

    It 'writes a run that can be waited for to its end' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M301'; name = 'Short'; run = @{ durationSeconds = 0.5; outcome = 'warning' } }
        $run = Start-AlmaJob M301 | Wait-Job -Timeout 30
        $run.State | Should -Be CompletedWithWarnings
        $run.JobId | Should -Be M301
    }

    It 'starts a scheduled job, which takes no parameters' {
        (Start-AlmaJob S205).JobId | Should -Be S205
    }

    It 'takes parameters, of any type' {
        (Start-AlmaJob M202 @{ set_id = 8012345670000561; comment = $null }).JobId | Should -Be M202
        (Start-AlmaJob -JobId M202 -Parameters @{ set_id = '1' }).JobId | Should -Be M202
        PostCount | Should -Be 2
    }

    It 'writes truth as Alma does' {
        $said = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-AlmaJob M202 @{ set_id = $true } -WhatIf
        }
        $said | Should -BeLike '*"value":"true"*'
    }

    It 'refuses several values for one parameter, and sends nothing' {
        $failure = ErrorOf { Start-AlmaJob M202 @{ set_id = 1, 2 } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlmaJobCommand'
        $failure.ErrorDetails.Message | Should -Match "The value of 'set_id' is a list or a hashtable"
        PostCount | Should -Be 0
    }

    It 'takes the parameters that stand in a piped job, and puts those that are given before them' {
        (Get-AlmaJob M202 | Start-AlmaJob -Parameter @{ set_id = 5 }).JobId | Should -Be M202
        $failure = ErrorOf { Get-AlmaJob M202 | Start-AlmaJob -ErrorAction Stop }
        $failure.Exception.ErrorCode | Should -Be 402229
    }

    It 'shows with -WhatIf what it would send, and sends nothing' {
        $said = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-AlmaJob M50173 -WhatIf
            Start-AlmaJob M202 @{ set_id = 5 } -WhatIf
            Get-AlmaJob M202 | Start-AlmaJob -Parameter @{ set_id = 'It''s "5"' } -WhatIf
        }
        $said | Should -HaveCount 3
        $said[0] | Should -Be 'What if: Performing the operation "Start with {}" on target "Alma job M50173".'
        $said[1] | Should -Be 'What if: Performing the operation "Start with {"parameter":[{"name":{"value":"set_id"},"value":"5"}]}" on target "Alma job M202".'
        $body = $said[2] -replace '^.*?"Start with ' -replace '" on target "Alma job M202 \(Export Physical Items\)"\.$' | ConvertFrom-Json
        $body.parameter.name.value | Should -Be set_id, file_format, comment
        $body.parameter.value | Should -Be 'It''s "5"', XML, ''
        PostCount | Should -Be 0
    }

    It 'never sends a start again after <what>' -ForEach @(
        @{ what = 'a 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }; error = 'ServiceUnavailable' }
        @{ what = 'a 500'; fault = @{ kind = 'status'; status = 500; headers = @{ 'Retry-After' = '0' } }; error = 'ServiceUnavailable' }
        @{ what = 'a reset'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable' }
        @{ what = 'an answer that is cut short'; fault = @{ kind = 'truncate' }; error = 'ServiceUnavailable' }
        @{ what = 'an answer that is no JSON'; fault = @{ kind = 'body'; body = '<html>'; contentType = 'text/html' }; error = 'UnexpectedResponse' }
        @{ what = 'an answer that names no run'; fault = @{ kind = 'body'; body = '{"id":"M50173"}' }; error = 'UnexpectedResponse' }
        @{ what = 'a redirect'; fault = @{ kind = 'status'; status = 307; headers = @{ Location = '/almaws/v1/conf/jobs/M202?op=run' } }; error = 'UnexpectedResponse' }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = $jobs; method = 'POST'; count = -1 })
        Start-AlmaJob M50173 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartAlmaJobCommand"
        $failure[0].TargetObject | Should -Be M50173
        PostCount | Should -Be 1
    }

    It 'sends a start again that Alma did not look at' {
        $null = Add-SandboxFault ((Refusal 429 PER_SECOND_THRESHOLD) + @{ path = $jobs; method = 'POST'; count = 2 })
        (Start-AlmaJob M50173).JobId | Should -Be M50173
        @(Get-SandboxRequest | Where-Object method -EQ POST | ForEach-Object status) | Should -Be 429, 429, 200
        Get-AlmaJobInstance -JobId M50173 -SubmittedAfter (Get-Date).AddHours(-1) | Should -HaveCount 1
    }

    It 'does not send a start again where the day''s requests are spent' {
        $null = Add-SandboxFault ((Refusal 429 DAILY_THRESHOLD) + @{ path = $jobs; method = 'POST'; count = -1 })
        (ErrorOf { Start-AlmaJob M50173 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'QuotaExhausted,*'
        PostCount | Should -Be 1
    }

    It 'is <error> with Alma''s code <code> where <what>' -ForEach @(
        @{ what = 'too many runs go on'; code = 402222; error = 'LimitReached'; job = 'M50173'; settings = @{ almaRunsAtOnce = 0 } }
        @{ what = 'the job was started too often'; code = 402223; error = 'LimitReached'; job = 'M50173'; settings = @{ almaStartsPerHour = 0 } }
        @{ what = 'another run of it goes on'; code = 60347; error = 'ResourceBusy'; job = 'M203'; settings = @{} }
        @{ what = 'the key may only read'; code = 'UNAUTHORIZED'; error = 'AuthenticationFailed'; job = 'M50173'; settings = @{ almaKey = 'another-key'; almaReadOnlyKey = 'sandbox-alma-key' } }
        @{ what = 'the job is unknown'; code = 402216; error = 'JobNotFound'; job = 'M999'; settings = @{} }
        @{ what = 'the id is malformed'; code = 402215; error = 'InvalidRequest'; job = 'X1'; settings = @{} }
        @{ what = 'a parameter is missing'; code = 402228; error = 'InvalidRequest'; job = 'M202'; settings = @{} }
        @{ what = 'the job has several tasks'; code = 402231; error = 'InvalidRequest'; job = 'M207'; settings = @{} }
        @{ what = 'the job cannot be started'; code = 402248; error = 'InvalidRequest'; job = 'S201'; settings = @{} }
    ) {
        Set-SandboxSetting $settings
        Start-AlmaJob $job -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartAlmaJobCommand"
        $failure[0].Exception.ErrorCode | Should -Be $code
        $failure[0].Exception.TrackingId | Should -BeLike 'E01-*'
        PostCount | Should -Be 1
    }

    It 'is AccessDenied where Alma answers 403' {
        $null = Add-SandboxFault ((Refusal 403 FORBIDDEN) + @{ path = $jobs; method = 'POST' })
        $failure = ErrorOf { Start-AlmaJob M50173 -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        $failure.ErrorDetails.Message | Should -Match 'Said FORBIDDEN'
    }

    It 'writes a run that cannot be read yet, with its id' {
        $null = Add-SandboxFault ((Refusal 400 402218) + @{ path = '*/instances/*'; method = 'GET' })
        $run = Start-AlmaJob M50173 -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        $run.InstanceId | Should -Be (Get-AlmaJobInstance -JobId M50173 -First 1).InstanceId
        $run.JobId | Should -Be M50173
        $run.Status | Should -BeNullOrEmpty
        $run.IsFinished | Should -BeFalse
        ($run | Get-AlmaJobInstance).Status | Should -Not -BeNullOrEmpty
        PostCount | Should -Be 1
    }

    It 'refuses <what>, with nothing sent' -ForEach @(
        @{ what = 'no id'; start = { Start-AlmaJob '' } }
        @{ what = 'a path'; start = { Start-AlmaJob '../M50173' -ErrorAction Stop } }
        @{ what = 'a query'; start = { Start-AlmaJob 'M50173?op=run' -ErrorAction Stop } }
        @{ what = 'a text in the pipeline'; start = { 'M50173' | Start-AlmaJob -ErrorAction Stop } }
        @{ what = 'nothing in the pipeline'; start = { $null | Start-AlmaJob -ErrorAction Stop } }
        @{ what = 'a run in the pipeline'; start = { [JobStatus.AlmaJobInstance]::new() | Start-AlmaJob -ErrorAction Stop } }
        @{ what = 'no parameters'; start = { Start-AlmaJob M50173 $null } }
    ) {
        ErrorOf $start | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'goes through the connection that read the job' {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret wrong-key) -Name second
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name first
        $job = Get-AlmaJob M50173 -Connection first
        (ErrorOf { Start-AlmaJob M50173 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        (Start-AlmaJob -Job $job).Connection | Should -Be first
        ($job | Start-AlmaJob).Connection | Should -Be first
        (ErrorOf { $job | Start-AlmaJob -Connection second -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
    }
}

Describe 'Save-AlmaJobFile' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $outer = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $folder = (New-Item (Join-Path $outer inner) -ItemType Directory).FullName

        function Left { @(Get-ChildItem -LiteralPath $outer -Recurse -Force -File | ForEach-Object Name) }
        function New-Run([long] $Bytes, [string] $Disposition = $null) {
            $job = @{ service = 'alma'; id = '6000000000000001'; jobId = 'M202'; durationSeconds = 0; fileBytes = $Bytes }
            if ($PSBoundParameters.ContainsKey('Disposition')) { $job.fileDisposition = $Disposition }
            $null = New-SandboxJob $job
        }
    }

    It 'saves a whole file, and writes it' {
        New-Run 3000000
        $file = Save-AlmaJobFile 6000000000000001 $folder
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder 6000000000000001_TOTAL_RECORDS_IMPORTED.xml)
        $file.Length | Should -Be 3000000
        $number = 0
        $wrong = [IO.File]::ReadLines($file.FullName) | Where-Object { $_ -notlike ('{0:D19}.*' -f $number++) }
        $wrong | Should -BeNullOrEmpty
        $number | Should -Be 46875
        Left | Should -HaveCount 1
        (Get-SandboxRequest).path | Should -Be "$jobs/ALL/instances/6000000000000001/download"
        (Get-SandboxRequest).query | Should -Be '?download_format=XML&line_type=TOTAL_RECORDS_IMPORTED'
    }

    It 'saves what runs from the pipeline made, to the current folder' {
        Push-Location -LiteralPath $folder
        try { $files = Get-AlmaJobInstance 1000000000000201, 1000000000000202 | Save-AlmaJobFile }
        finally { Pop-Location }
        $files.Name | Sort-Object | Should -Be 1000000000000201_TOTAL_RECORDS_IMPORTED.xml, 1000000000000202_TOTAL_RECORDS_IMPORTED.xml
        $files.DirectoryName | Sort-Object -Unique | Should -Be $folder
        @(Get-SandboxRequest '*/download' | ForEach-Object path | Sort-Object) | Should -Be "$jobs/M202/instances/1000000000000202/download", "$jobs/S201/instances/1000000000000201/download"
    }

    It 'asks for another format and other lines' {
        (Save-AlmaJobFile 1000000000000201 $folder -Format binary -LineType TOTAL_ERRORS).Name | Should -Be 1000000000000201_TOTAL_ERRORS.mrc
        (Get-SandboxRequest).query | Should -Be '?download_format=BINARY&line_type=TOTAL_ERRORS'
    }

    It 'saves a file of no bytes' {
        New-Run 0
        (Save-AlmaJobFile 6000000000000001 $folder).Length | Should -Be 0
    }

    It 'saves to a folder that has wildcards in its name' {
        $odd = New-Item (Join-Path $folder 'a [b]') -ItemType Directory
        (Save-AlmaJobFile 1000000000000201 $odd.FullName).DirectoryName | Should -Be $odd.FullName
    }

    It 'does not replace a file without -Force, and does with it' {
        New-Run 100
        $file = Save-AlmaJobFile 6000000000000001 $folder
        Set-Content -LiteralPath $file.FullName mine -NoNewline
        Save-AlmaJobFile 6000000000000001 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'FileExists,JobStatus.Commands.SaveAlmaJobFileCommand'
        $failure[0].CategoryInfo.Category | Should -Be ResourceExists
        Get-Content -LiteralPath $file.FullName -Raw | Should -Be mine
        (Save-AlmaJobFile 6000000000000001 $folder -Force).Length | Should -Be 100
        Left | Should -HaveCount 1
    }

    It 'keeps a file in its folder whatever the service calls it: <disposition>' -ForEach @(
        @{ disposition = 'attachment; filename="../../evil.xml"'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename="C:\Windows\evil.xml"'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename="/etc/evil.xml"'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename="plain.xml"; filename*=UTF-8''''..%2F..%2Fevil.xml'; name = 'evil.xml' }
        @{ disposition = 'attachment; filename=".."'; name = '6000000000000001.xml' }
        @{ disposition = 'attachment; filename="folder/"'; name = '6000000000000001.xml' }
        @{ disposition = 'attachment; filename="NUL.xml"'; name = '6000000000000001.xml' }
        @{ disposition = 'attachment; filename="a:b|c?.xml"'; name = 'a_b_c_.xml' }
        @{ disposition = 'attachment; filename*=UTF-8''''a%1B%5B31m.xml'; name = $null }
        @{ disposition = 'attachment'; name = '6000000000000001.xml' }
        @{ disposition = 'nonsense;;='; name = '6000000000000001.xml' }
        @{ disposition = ''; name = '6000000000000001.xml' }
    ) {
        New-Run 100 ($disposition -replace "''''", "''")
        $file = Save-AlmaJobFile 6000000000000001 $folder
        $file.DirectoryName | Should -Be $folder
        $file.Name | Should -Not -Match '[\x00-\x1f]'
        if ($name) { $file.Name | Should -BeExactly $name }
        Left | Should -Be $file.Name
    }

    It 'asks nothing where there is no folder' {
        $failure = ErrorOf { '1000000000000201', '1000000000000202' | Save-AlmaJobFile -Path (Join-Path $folder missing) }
        $failure.FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlmaJobFileCommand'
        $failure.CategoryInfo.Category | Should -Be WriteError
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'is WriteFailed where a folder has the name of the file' {
        $null = New-Item (Join-Path $folder 1000000000000201_TOTAL_RECORDS_IMPORTED.xml) -ItemType Directory
        Save-AlmaJobFile 1000000000000201 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'WriteFailed,*'
        Left | Should -BeNullOrEmpty
    }

    It 'is WriteFailed where the folder is read only' {
        if ($IsWindows -or [Environment]::UserName -eq 'root') { Set-ItResult -Skipped -Because 'nothing is read only to this user' }
        [IO.File]::SetUnixFileMode($folder, 'UserRead, UserExecute')
        try {
            Save-AlmaJobFile 1000000000000201 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeLike 'WriteFailed,*'
        }
        finally { [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute') }
    }

    It 'leaves nothing of a download that is <what>' -ForEach @(
        @{ what = 'cut short'; fault = @{ kind = 'truncate' } }
        @{ what = 'reset at once'; fault = @{ kind = 'reset' } }
        @{ what = 'reset in the middle'; fault = @{ kind = 'reset'; afterBytes = 100000 } }
        @{ what = 'refused'; fault = @{ kind = 'status'; status = 500 } }
    ) {
        New-Run 200000
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        $null = Add-SandboxFault ($fault + @{ path = '*/download'; count = -1 })
        Save-AlmaJobFile 6000000000000001 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.SaveAlmaJobFileCommand'
        Left | Should -BeNullOrEmpty
    }

    It 'leaves the file that was there where the download that should replace it is cut short' {
        New-Run 200000
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -MaximumRetryCount 0
        Set-Content -LiteralPath (Join-Path $folder 6000000000000001_TOTAL_RECORDS_IMPORTED.xml) mine -NoNewline
        $null = Add-SandboxFault @{ path = '*/download'; kind = 'truncate' }
        Save-AlmaJobFile 6000000000000001 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        Left | Should -HaveCount 1
        Get-Content -LiteralPath (Join-Path $folder 6000000000000001_TOTAL_RECORDS_IMPORTED.xml) -Raw | Should -Be mine
    }

    It 'asks again for a download that was cut short, and saves it whole' {
        New-Run 200000
        $null = Add-SandboxFault @{ path = '*/download'; kind = 'truncate' }
        (Save-AlmaJobFile 6000000000000001 $folder).Length | Should -Be 200000
        @(Get-SandboxRequest '*/download') | Should -HaveCount 2
        Left | Should -HaveCount 1
    }

    It 'leaves nothing when the pipeline is stopped meanwhile' {
        New-Run 8000000000
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($folder) Import-Module $env:JOBSTATUS_TEST_MODULE; Save-AlmaJobFile 6000000000000001 $folder').AddArgument($folder)
            $running = $shell.BeginInvoke()
            for ($try = 0; $try -lt 200 -and -not (Left); $try++) { Start-Sleep -Milliseconds 25 }
            Left | Should -HaveCount 1
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
        Wait-SandboxRequest '*/download' { $_.ended } | Should -HaveCount 1
        for ($try = 0; $try -lt 200 -and (Left); $try++) { Start-Sleep -Milliseconds 25 }
        Left | Should -BeNullOrEmpty
    }

    It 'has one error for each run that is unknown, malformed or nothing, and saves the others' {
        $files = '999', '../1', $null, '', '1000000000000201' | Save-AlmaJobFile -Path $folder -ErrorAction SilentlyContinue -ErrorVariable failure
        $files | Should -HaveCount 1
        $failure | Should -HaveCount 4
        Left | Should -HaveCount 1
    }

    It 'saves nothing with -WhatIf, and asks nothing' {
        Save-AlmaJobFile 1000000000000201 $folder -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
        Left | Should -BeNullOrEmpty
    }
}
