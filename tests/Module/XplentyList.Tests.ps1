BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $newest = '?sort=created&direction=desc'

    function Clear-Request { Invoke-Sandbox DELETE requests | Out-Null }
    function RequestCount([string] $Method) { @(Get-SandboxRequest | Where-Object method -EQ $Method).Count }
}

AfterAll { Stop-Sandbox }

Describe 'The list of Xplenty jobs' {
    BeforeAll {
        Clear-SandboxSession
        $package = (Invoke-Sandbox POST packages @{ name = 'Many' }).id
        foreach ($number in 1..230) {
            $null = New-SandboxJob @{ service = 'xplenty'; id = "$(10000 + $number)"; packageId = $package; submittedSecondsAgo = $number; durationSeconds = 0; outcome = $(if ($number % 100) { 'completed' } else { 'failed' }) }
        }
    }

    BeforeEach {
        Set-SandboxEnvironment
        Clear-Request
    }

    It 'is read whole, a page at a time, the newest first' {
        $all = Get-XplentyJob -PackageId $package
        $all | Should -HaveCount 230
        $all[0] | Should -BeOfType JobStatus.XplentyJob
        $all.Id | Should -Be (10001..10230)
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be @(
            foreach ($offset in 0, 100, 200) { "?package_id=$package&sort=created&direction=desc&offset=$offset&limit=100" }
        )
    }

    It 'needs no filter' {
        Get-XplentyJob | Measure-Object | ForEach-Object Count | Should -BeGreaterThan 235
        (Get-SandboxRequest)[0].query | Should -Be "$newest&offset=0&limit=100"
        Get-SandboxRequest | Should -HaveCount 3
    }

    It 'asks no more with -First than is needed' {
        (Get-XplentyJob -First 5).Count | Should -Be 5
        (Get-SandboxRequest).query | Should -Be "$newest&offset=0&limit=5"
    }

    It 'asks for a part of a second page with -First' {
        Get-XplentyJob -First 130 | Should -HaveCount 130
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be "$newest&offset=0&limit=100", "$newest&offset=100&limit=30"
    }

    It 'leaves out the start with -Skip' {
        (Get-XplentyJob -PackageId $package -Skip 227).Id | Should -Be 10228, 10229, 10230
        (Get-SandboxRequest).query | Should -BeLike '*&offset=227&limit=100'
        Get-XplentyJob -Skip 900 | Should -BeNullOrEmpty
    }

    It 'tells with -IncludeTotalCount that nobody knows how long it is' {
        $all = Get-XplentyJob -First 2 -IncludeTotalCount
        $all | Should -HaveCount 3
        $all[0] | Should -BeOfType uint64
        $all[0] | Should -Be 0
        $all[0].Accuracy | Should -Be 0
    }

    It 'tells that too where it is empty' {
        $all = @(Get-XplentyJob -Status stopping -IncludeTotalCount)
        $all | Should -HaveCount 1
        $all[0].Accuracy | Should -Be 0
    }

    It 'is read no further when Select-Object has enough' {
        Get-XplentyJob | Select-Object -First 1 | Should -HaveCount 1
        (Get-SandboxRequest).query | Should -Be "$newest&offset=0&limit=100"
    }

    It 'has Xplenty filter by status' {
        (Get-XplentyJob -Status FAILED -PackageId $package).Id | Should -Be 10100, 10200
        (Get-SandboxRequest).query | Should -BeExactly "?status=failed&package_id=$package&sort=created&direction=desc&offset=0&limit=100"
    }

    It 'has Xplenty sort' {
        (Get-XplentyJob -PackageId $package -Ascending -First 2).Id | Should -Be 10230, 10229
        (Get-XplentyJob -PackageId $package -SortBy updated -First 2).Id | Should -Be 10001, 10002
        @(Get-SandboxRequest | ForEach-Object query) | Should -BeExactly @(
            "?package_id=$package&sort=created&direction=asc&offset=0&limit=2"
            "?package_id=$package&sort=updated&direction=desc&offset=0&limit=2"
        )
    }

    It 'asks for the second of -UpdatedSince, and keeps to the time exactly' {
        $updated = (Get-XplentyJob 10003).UpdatedAt
        $earlier = @(Get-XplentyJob -PackageId $package -UpdatedSince $updated)
        $earlier.Id | Should -Contain 10003
        $later = @(Get-XplentyJob -PackageId $package -UpdatedSince $updated.AddMilliseconds(1))
        $later.Id | Should -Not -Contain 10003
        $earlier.Id | Should -Not -Contain 10010
        $second = [uri]::EscapeDataString($updated.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ssZ'))
        @(Get-SandboxRequest /demo/api/jobs | Where-Object query | ForEach-Object query | Sort-Object -Unique) | Should -BeExactly "?package_id=$package&since=$second&sort=created&direction=desc&offset=0&limit=100"
    }

    It 'takes times of any zone' {
        $null = Get-XplentyJob -UpdatedSince '2026-01-31T01:00:00+02:00' -First 1
        (Get-SandboxRequest).query | Should -BeLike "*since=$([uri]::EscapeDataString('2026-01-30T23:00:00Z'))&*"
    }

    It 'writes what came before a page that cannot be read, and one error' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 503; skip = 1 }
        Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -HaveCount 100
        $failure.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.GetXplentyJobCommand'
        Get-JobStatusConnection | Remove-JobStatusConnection
    }

    It 'asks for a page again that was refused for a while' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 503; skip = 1; headers = @{ 'Retry-After' = '0' } }
        Get-XplentyJob -PackageId $package | Should -HaveCount 230
        @(Get-SandboxRequest | ForEach-Object status) | Should -Be 200, 503, 200, 200
    }

    It 'is UnexpectedResponse where the answer is <what>' -ForEach @(
        @{ what = 'no list'; body = '"none"' }
        @{ what = 'a message'; body = '{"message":"Sign in."}' }
        @{ what = 'a list of other things'; body = '[1,{"message":"x"}]' }
        @{ what = 'null'; body = 'null' }
        @{ what = 'no JSON'; body = '<html>' }
        @{ what = 'nothing'; body = '' }
    ) {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = $body }
        Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetXplentyJobCommand'
    }

    It 'is empty where the answer is an empty list' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = '[]' }
        Get-XplentyJob -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'is read to its end also where something on a page is no job' {
        $page = 1..99 | ForEach-Object { @{ id = $_; status = 'completed' } }
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = (ConvertTo-Json @($page; @{ status = 'completed' })) }
        $all = Get-XplentyJob -PackageId $package
        $all | Should -HaveCount 229
        @(Get-SandboxRequest | ForEach-Object query) | Should -BeLike '*&limit=100'
        Get-SandboxRequest | Should -HaveCount 3
    }

    It 'refuses <what>, with nothing asked' -ForEach @(
        @{ what = 'a status that Xplenty does not have'; ask = { Get-XplentyJob -Status done } }
        @{ what = 'a package 0'; ask = { Get-XplentyJob -PackageId 0 } }
        @{ what = 'an id and a filter'; ask = { Get-XplentyJob 201 -Status failed } }
        @{ what = 'an empty query'; ask = { Get-XplentyJob -Query '' } }
    ) {
        ErrorOf $ask | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}

Describe 'A list of Xplenty jobs that shifts while it is read' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'has every job once' {
        foreach ($id in 10001..10230) { $null = New-SandboxJob @{ service = 'xplenty'; id = "$id"; durationSeconds = 0; submittedSecondsAgo = 60 } }
        Set-SandboxSetting @{ xplentyJobsBetweenPages = 7 }
        $all = Get-XplentyJob
        @($all.Id | Sort-Object -Unique) | Should -HaveCount $all.Count
        10001..10230 | Where-Object { "$_" -notin $all.Id } | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -HaveCount 3
    }
}

Describe 'The search for Xplenty jobs' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'is made in one request, with the query as it is given' {
        (Get-XplentyJob -Query 'status:failed package:Customers').Id | Should -Be 202
        $request = Get-SandboxRequest
        $request.path | Should -Be /demo/api/jobs/search
        $request.query | Should -BeExactly '?q=status%3Afailed%20package%3ACustomers'
    }

    It 'writes the part that is wanted, and how many there are' {
        $found = Get-XplentyJob -Query 'id:>201 id:<206' -Skip 1 -First 2 -IncludeTotalCount
        $found[0] | Should -Be 6
        $found[0].Accuracy | Should -Be 1
        $found[1..2].Id | Should -Be 202, 203
        $found | Should -HaveCount 3
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'finds nothing without an error' {
        Get-XplentyJob -Query 'id:999' -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'is InvalidRequest where Xplenty does not understand it' {
        Get-XplentyJob -Query 'nonsense' -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetXplentyJobCommand'
        $failure[0].Exception.StatusCode | Should -Be 422
        $failure[0].TargetObject | Should -Be nonsense
    }
}

Describe 'The children of an Xplenty workflow job' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'are read in one request' {
        $children = Get-XplentyJob -ParentId 204
        $children.Id | Should -Be 205, 206
        $children[0].Component.Name | Should -Be 'Orders to warehouse'
        (Get-SandboxRequest).path | Should -Be /demo/api/jobs/204/children
    }

    It 'are written in part' {
        (Get-XplentyJob -ParentId 204 -Skip 1).Id | Should -Be 206
        (Get-XplentyJob -ParentId 204 -First 1).Id | Should -Be 205
    }

    It 'are none for another job' {
        Get-XplentyJob -ParentId 201 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'are <error> where the id is <what>' -ForEach @(
        @{ what = 'unknown'; id = '999'; error = 'JobNotFound'; asked = 1 }
        @{ what = 'malformed'; id = '../204'; error = 'InvalidRequest'; asked = 0 }
    ) {
        Get-XplentyJob -ParentId $id -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetXplentyJobCommand"
        @(Get-SandboxRequest | Where-Object path) | Should -HaveCount $asked
    }
}

Describe 'What there is to know of an Xplenty job' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'has the summary of its log, if that is asked for' {
        (Get-XplentyJob 202).LogSummary | Should -BeNullOrEmpty
        $summary = (Get-XplentyJob 202 -IncludeLogSummary).LogSummary
        $summary.ErrorSummary | Should -Be 'The destination refused the login.'
        $summary.ActionItems | Should -HaveCount 1
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '', '?include=log_summary'
    }

    It 'has its log' {
        $log = Get-XplentyJob 202 | Get-XplentyJobLog
        $log | Should -BeOfType JobStatus.XplentyJobLog
        $log.JobId | Should -Be 202
        $log.Connection | Should -Be Environment
        $log.Body -split "`n" | Should -HaveCount 4
        $log.Body | Should -Match 'ERROR The destination refused the login\.'
        $log.Url | Should -Be "$sandbox/demo/api/jobs/202/log"
        (Get-SandboxRequest)[-1].path | Should -Be /demo/api/jobs/202/log
    }

    It 'has the variables that it ran with, of any type' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '301'; durationSeconds = 0; variables = @{ text = 'x'; number = 5; flag = $true; empty = $null; list = @(1, 2) }; dynamicVariables = @{ quoted = "'y'" } }
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

    It 'has its outputs' {
        $output = Get-XplentyJobOutput 201
        $output | Should -BeOfType JobStatus.XplentyJobOutput
        $output.Id | Should -Be 2011
        (Get-XplentyJobOutput 201 2011).Name | Should -Be sandbox_results
        Get-XplentyJobOutput 201 9999 | Should -BeNullOrEmpty
    }

    It 'has no outputs before it starts' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '302'; queuedSeconds = 600 }
        Get-XplentyJobOutput 302 | Should -BeNullOrEmpty
        Get-XplentyJobOutput 302 -Preview | Should -BeNullOrEmpty
        (Get-XplentyJobLog 302).Body | Should -BeNullOrEmpty
    }

    It 'has the first lines of its outputs, as texts' {
        $lines = Get-XplentyJobOutput 201 -Preview
        $lines | Should -HaveCount 100
        $lines[0] | Should -BeOfType string
        $lines[1] | Should -BeExactly '2,"record 2",2.50'
        @(Get-SandboxRequest | ForEach-Object path) | Should -Be /demo/api/jobs/201, /demo/api/jobs/201/outputs/2011/preview
    }

    It 'has the first lines of an output that is known in one request' {
        Get-XplentyJobOutput 201 2011 -Preview | Should -HaveCount 100
        (Get-SandboxRequest).path | Should -Be /demo/api/jobs/201/outputs/2011/preview
    }

    It 'keeps empty lines of a preview, and takes either end of a line' {
        $null = Add-SandboxFault @{ path = '*/preview'; kind = 'body'; body = '{"preview":"a\r\n\r\nb\n","url":"x"}' }
        Get-XplentyJobOutput 201 2011 -Preview | Should -BeExactly 'a', '', 'b'
    }

    It 'has one error for each id that is unknown, malformed or nothing with <command>, and writes the others' -ForEach @(
        @{ command = 'Get-XplentyJobLog' }, @{ command = 'Get-XplentyJobVariable' }, @{ command = 'Get-XplentyJobOutput' }, @{ command = 'Get-XplentyJobWatcher' }
    ) {
        $found = '999', '../1', $null, '', @{ A = 1 }, 201 | & $command -ErrorAction SilentlyContinue -ErrorVariable failure
        $found | Should -Not -BeNullOrEmpty
        $failure | Should -HaveCount 5
        @($failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] } | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object) | Should -Be InvalidRequest, JobNotFound
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 2
    }
}

Describe 'The watchers of an Xplenty job' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'are listed, removed and added' {
        $watcher = Get-XplentyJobWatcher 203
        $watcher | Should -BeOfType JobStatus.XplentyJobWatcher
        $watcher.UserId | Should -Be 4201
        $watcher.DisplayName | Should -Be 'Sandbox User'
        Remove-XplentyJobWatcher 203 | Should -BeNullOrEmpty
        Get-XplentyJobWatcher 203 | Should -BeNullOrEmpty
        Get-XplentyJob 203 | Add-XplentyJobWatcher | Should -BeNullOrEmpty
        Add-XplentyJobWatcher 203 | Should -BeNullOrEmpty
        (Get-XplentyJobWatcher 203).UserId | Should -Be 4201
        @(Get-SandboxRequest /demo/api/jobs/203/watchers | ForEach-Object { "$($_.method) $($_.status)" }) | Should -Be 'GET 200', 'DELETE 204', 'GET 200', 'POST 201', 'POST 200', 'GET 200'
    }

    It 'are not touched with -WhatIf by <command>' -ForEach @(@{ command = 'Add-XplentyJobWatcher' }, @{ command = 'Remove-XplentyJobWatcher' }) {
        & $command 203 -WhatIf
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'have one error for each job that is unknown or malformed with <command>, and the others are done' -ForEach @(@{ command = 'Add-XplentyJobWatcher' }, @{ command = 'Remove-XplentyJobWatcher' }) {
        '999', 'x', '203' | & $command -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be InvalidRequest, JobNotFound
        @(Get-SandboxRequest | Where-Object status -In 200, 201, 204) | Should -HaveCount 1
    }

    It 'are asked once to change, whatever the answer' {
        $null = Add-SandboxFault @{ path = '*/watchers'; kind = 'status'; status = 503; count = -1; headers = @{ 'Retry-After' = '0' } }
        (ErrorOf { Add-XplentyJobWatcher 203 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        (ErrorOf { Remove-XplentyJobWatcher 203 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        @(Get-SandboxRequest | ForEach-Object method) | Should -Be POST, DELETE
    }
}

Describe 'Get-XplentyRateLimit' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'tells what is left, and costs nothing' {
        $before = Get-XplentyRateLimit
        $null = Get-XplentyJob 201, 202
        $after = Get-XplentyRateLimit
        $after | Should -BeOfType JobStatus.XplentyRateLimit
        $after.Limit | Should -Be 5000
        $after.Connection | Should -Be Environment
        $before.Remaining - $after.Remaining | Should -Be 2
        (Get-SandboxRequest)[0].path | Should -Be /demo/api/rate_limit_status
    }

    It 'tells that nothing is left' {
        Set-SandboxSetting @{ xplentyRequestsPerHour = 0 }
        $limit = Get-XplentyRateLimit
        $limit.Limit | Should -Be 0
        $limit.Remaining | Should -Be 0
    }

    It 'is AuthenticationFailed with a wrong key' {
        Connect-Xplenty demo (ConvertTo-Secret wrong-key) -BaseUri $sandbox
        Get-XplentyRateLimit -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
    }
}

Describe 'Start-XplentyJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'starts a job once, and writes it' {
        $job = Start-XplentyJob 434 52
        $job | Should -BeOfType JobStatus.XplentyJob
        $job.PackageId | Should -Be 434
        $job.ClusterId | Should -Be 52
        $job.IsFinished | Should -BeFalse
        $job.Connection | Should -Be Environment
        $request = Get-SandboxRequest
        $request.method | Should -Be POST
        $request.path | Should -Be /demo/api/jobs
        $request.status | Should -Be 201
        $request.accept | Should -BeExactly 'application/vnd.xplenty+json; version=2'
        (Get-XplentyJob $job.Id).PackageId | Should -Be 434
    }

    It 'sends times, lists and tables as such' {
        $given = @{
            when = [datetime] '2026-02-03 04:05:06'; offset = [datetimeoffset] '2026-02-03T04:05:06.5+02:00'; list = @(1, 'x', @{ a = $true })
            table = [ordered] @{ b = 1; c = $null }; bag = [pscustomobject] @{ d = 'y' }; span = [timespan] '00:01:00'; wrapped = (Write-Output z)
        }
        $sent = (Start-XplentyJob 434 52 -Variable $given).Variables
        $sent['when'] | Should -BeExactly '2026-02-03T04:05:06'
        $sent['offset'] | Should -BeExactly '2026-02-03T04:05:06.5+02:00'
        ConvertTo-Json -InputObject $sent['list'] -Compress | Should -BeExactly '[1,"x",{"a":true}]'
        ConvertTo-Json -InputObject $sent['table'] -Compress | Should -BeExactly '{"b":1,"c":null}'
        ConvertTo-Json -InputObject $sent['bag'] -Compress | Should -BeExactly '{"d":"y"}'
        $sent['span'] | Should -BeExactly '00:01:00'
        $sent['wrapped'] | Should -BeExactly z
    }

    It 'refuses <what> as a value, and sends nothing' -ForEach @(
        @{ what = 'what is no number'; value = [double]::NaN; words = "'day' is NaN or infinite" }
        @{ what = 'infinity within a list'; value = @(1, [double]::PositiveInfinity); words = "'day' is NaN or infinite" }
        @{ what = 'a secure string'; value = [securestring]::new(); words = "'day' is an object of type SecureString" }
        @{ what = 'a script'; value = { 1 }; words = "'day' is an object of type ScriptBlock" }
        @{ what = 'a table that holds itself'; value = (& { $own = @{}; $own['day'] = $own; $own }); words = "'day' is nested more than 16 levels deep" }
    ) {
        $failure = ErrorOf { Start-XplentyJob 434 52 -Variable @{ day = $value } }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartXplentyJobCommand'
        $failure.ErrorDetails.Message | Should -Match $words
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'sends variables with their types, expressions as they are, and texts in quotes' {
        $job = Start-XplentyJob -PackageId 434 -ClusterId 52 -Variable @{ text = 'a "b"'; number = 5; flag = $true } -DynamicVariable @{ day = 'CurrentTime()' } -DynamicText @{ plain = 'x'; hard = "it's a \ path"; none = '' }
        $job.Variables['text'] | Should -BeExactly 'a "b"'
        $job.Variables['number'] | Should -Be 5
        $job.Variables['number'] | Should -Not -BeOfType string
        $job.Variables['flag'] | Should -BeTrue
        $job.DynamicVariables['day'] | Should -BeExactly 'CurrentTime()'
        $job.DynamicVariables['plain'] | Should -BeExactly "'x'"
        $job.DynamicVariables['hard'] | Should -BeExactly "'it\'s a \\ path'"
        $job.DynamicVariables['none'] | Should -BeExactly "''"
    }

    It 'shows with -WhatIf what it would send, and sends nothing' {
        $said = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-XplentyJob 434 52 -WhatIf
            Start-XplentyJob 434 52 -Variable @{ A = 1 } -DynamicText @{ B = "it's" } -WhatIf
        }
        $said | Should -HaveCount 2
        $said[0] | Should -Be 'What if: Performing the operation "Start with {"cluster_id":52,"package_id":434}" on target "Xplenty package 434 on cluster 52".'
        $body = $said[1] -replace '^.*?"Start with ' -replace '" on target .*$' | ConvertFrom-Json
        $body.variables.A | Should -Be 1
        $body.dynamic_variables.B | Should -BeExactly "'it\'s'"
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes a job that can be waited for to its end' {
        $package = (Invoke-Sandbox POST packages @{ run = @{ durationSeconds = 0.5; outcome = 'failed'; errors = , 'No rows.' } }).id
        $job = Start-XplentyJob $package 52 | Wait-Job -Timeout 30
        $job.State | Should -Be Failed
        $job.Errors | Should -Be 'No rows.'
        RequestCount POST | Should -Be 1
    }

    It 'runs again what a piped job ran' {
        $again = Get-XplentyJob 202 | Start-XplentyJob
        $again.Id | Should -Not -Be 202
        $again.PackageId | Should -Be 435
        $again.ClusterId | Should -Be 52
    }

    It 'never sends a start again after <what>' -ForEach @(
        @{ what = 'a 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }; error = 'ServiceUnavailable' }
        @{ what = 'a 429'; fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '0' } }; error = 'LimitReached' }
        @{ what = 'a reset'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable' }
        @{ what = 'an answer that is cut short'; fault = @{ kind = 'truncate' }; error = 'ServiceUnavailable' }
        @{ what = 'an answer that is no JSON'; fault = @{ kind = 'body'; body = '<html>' }; error = 'UnexpectedResponse' }
        @{ what = 'an answer that names no job'; fault = @{ kind = 'body'; body = '{"status":"idle"}' }; error = 'UnexpectedResponse' }
        @{ what = 'a redirect'; fault = @{ kind = 'status'; status = 307; headers = @{ Location = '/demo/api/jobs' } }; error = 'UnexpectedResponse' }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/demo/api/jobs'; method = 'POST'; count = -1 })
        Start-XplentyJob 434 52 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartXplentyJobCommand"
        $failure[0].TargetObject | Should -Be 'Xplenty package 434 on cluster 52'
        RequestCount POST | Should -Be 1
    }

    It 'is <error> where <what>' -ForEach @(
        @{ what = 'the package is unknown'; package = 999; cluster = 52; fault = $null; error = 'InvalidRequest'; status = 422 }
        @{ what = 'the package is archived'; package = 438; cluster = 52; fault = $null; error = 'InvalidRequest'; status = 422 }
        @{ what = 'the cluster is gone'; package = 434; cluster = 54; fault = $null; error = 'InvalidRequest'; status = 422 }
        @{ what = 'the right is missing'; package = 434; cluster = 52; fault = 403; error = 'AccessDenied'; status = 403 }
        @{ what = 'the key is wrong'; package = 434; cluster = 52; fault = 401; error = 'AuthenticationFailed'; status = 401 }
    ) {
        if ($fault) { $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'status'; status = $fault; body = '{"message":"Not you."}' } }
        Start-XplentyJob $package $cluster -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartXplentyJobCommand"
        $failure[0].Exception.StatusCode | Should -Be $status
        if ($fault) { $failure[0].ErrorDetails.Message | Should -Match 'Not you\.' }
        RequestCount POST | Should -Be 1
    }

    It 'refuses <what>, with nothing sent' -ForEach @(
        @{ what = 'a package 0'; start = { Start-XplentyJob 0 52 } }
        @{ what = 'a cluster below 0'; start = { Start-XplentyJob 434 -1 } }
        @{ what = 'a package that is no number'; start = { Start-XplentyJob abc 52 } }
        @{ what = 'no variables'; start = { Start-XplentyJob 434 52 -Variable $null } }
        @{ what = 'a text in the pipeline'; start = { '434' | Start-XplentyJob -ClusterId 52 -ErrorAction Stop } }
        @{ what = 'nothing in the pipeline'; start = { $null | Start-XplentyJob -ErrorAction Stop } }
    ) {
        ErrorOf $start | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}

Describe 'Stop-XplentyJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'asks once, and writes the job that is about to stop' {
        $job = Stop-XplentyJob 203
        $job | Should -BeOfType JobStatus.XplentyJob
        $job.Id | Should -Be 203
        $job.State | Should -Be Stopping
        $job.Status | Should -Be pending_stoppage
        $request = Get-SandboxRequest
        "$($request.method) $($request.path)" | Should -Be 'DELETE /demo/api/jobs/203'
    }

    It 'writes the stopped job with -Wait' {
        Set-SandboxSetting @{ xplentyStopSeconds = 0.5 }
        $job = Get-XplentyJob 203 | Stop-XplentyJob -Wait
        $job | Should -HaveCount 1
        $job.Id | Should -Be 203
        $job.State | Should -Be Stopped
        RequestCount DELETE | Should -Be 1
    }

    It 'waits for several jobs at once, and has an error for one that had ended' {
        Set-SandboxSetting @{ xplentyStopSeconds = 0.5 }
        $null = New-SandboxJob @{ service = 'xplenty'; id = '303'; durationSeconds = 600 }
        $stopped = 201, 203, 303 | Stop-XplentyJob -Wait -ErrorAction SilentlyContinue -ErrorVariable failure
        $stopped.Id | Sort-Object | Should -Be 203, 303
        $stopped.State | Sort-Object -Unique | Should -Be Stopped
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StopXplentyJobCommand'
        RequestCount DELETE | Should -Be 3
    }

    It 'writes nothing with -Wait where no job could be stopped' {
        Stop-XplentyJob 201 -Wait -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
    }

    It 'has one error for each job that is <what>, and stops the others' -ForEach @(
        @{ what = 'finished'; id = '201'; error = 'InvalidRequest'; deletes = 2 }
        @{ what = 'unknown'; id = '999'; error = 'JobNotFound'; deletes = 2 }
        @{ what = 'malformed'; id = '../203'; error = 'InvalidRequest'; deletes = 1 }
    ) {
        (Stop-XplentyJob $id, 203 -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 203
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StopXplentyJobCommand"
        $failure[0].TargetObject | Should -Be $id
        RequestCount DELETE | Should -Be $deletes
    }

    It 'has one error for each thing in the pipeline that is no id, and stops nothing' {
        $null, '', @{ A = 1 } | Stop-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 3
        (ErrorOf { Stop-XplentyJob $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'asks once, whatever the answer' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/203'; method = 'DELETE'; kind = 'status'; status = 503; count = -1; headers = @{ 'Retry-After' = '0' } }
        (ErrorOf { Stop-XplentyJob 203 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        RequestCount DELETE | Should -Be 1
    }

    It 'asks nothing with -WhatIf' {
        Stop-XplentyJob 203 -WhatIf | Should -BeNullOrEmpty
        203 | Stop-XplentyJob -Wait -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'ends at once when the pipeline is stopped while it waits' {
        Set-SandboxSetting @{ xplentyStopSeconds = 600 }
        $shell = [powershell]::Create()
        try {
            $running = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE; Stop-XplentyJob 203 -Wait').BeginInvoke()
            Wait-SandboxRequest /demo/api/jobs/203 { $_.method -eq 'DELETE' -and $_.ended } | Should -HaveCount 1
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }
}
