BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    function Get-RequestCount([string] $Method) { @(Get-SandboxRequest | Where-Object method -EQ $Method).Count }
}

AfterAll { Stop-Sandbox }

Describe 'Start-XplentyJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'starts a job once and returns it' {
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

    It 'sends dates, lists and tables as JSON values' {
        $variables = @{
            when    = [datetime] '2026-02-03 04:05:06'
            offset  = [datetimeoffset] '2026-02-03T04:05:06.5+02:00'
            list    = @(1, 'x', @{ a = $true })
            table   = [ordered] @{ b = 1; c = $null }
            bag     = [pscustomobject] @{ d = 'y' }
            span    = [timespan] '00:01:00'
            wrapped = (Write-Output z)
        }
        $sent = (Start-XplentyJob 434 52 -Variable $variables).Variables
        $sent['when'] | Should -BeExactly '2026-02-03T04:05:06'
        $sent['offset'] | Should -BeExactly '2026-02-03T04:05:06.5+02:00'
        ConvertTo-Json -InputObject $sent['list'] -Compress | Should -BeExactly '[1,"x",{"a":true}]'
        ConvertTo-Json -InputObject $sent['table'] -Compress | Should -BeExactly '{"b":1,"c":null}'
        ConvertTo-Json -InputObject $sent['bag'] -Compress | Should -BeExactly '{"d":"y"}'
        $sent['span'] | Should -BeExactly '00:01:00'
        $sent['wrapped'] | Should -BeExactly z
    }

    It 'rejects <what> as a value and sends nothing' -ForEach @(
        @{ what = 'NaN'; value = [double]::NaN; message = "'day' is NaN or infinite" }
        @{ what = 'infinity in a list'; value = @(1, [double]::PositiveInfinity); message = "'day' is NaN or infinite" }
        @{ what = 'a secure string'; value = [securestring]::new(); message = "'day' is an object of type SecureString" }
        @{ what = 'a script'; value = { 1 }; message = "'day' is an object of type ScriptBlock" }
        @{
            what = 'a table that contains itself'; value = (& { $own = @{}; $own['day'] = $own; $own })
            message = "'day' is nested more than 16 levels deep"
        }
    ) {
        $failure = Get-TerminatingError { Start-XplentyJob 434 52 -Variable @{ day = $value } }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartXplentyJobCommand'
        $failure.ErrorDetails.Message | Should -Match $message
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'sends typed variables, unchanged expressions and quoted strings' {
        $variables = @{
            Variable        = @{ text = 'a "b"'; number = 5; flag = $true }
            DynamicVariable = @{ day = 'CurrentTime()' }
            DynamicText     = @{ plain = 'x'; hard = "it's a \ path"; none = '' }
        }
        $job = Start-XplentyJob -PackageId 434 -ClusterId 52 @variables
        $job.Variables['text'] | Should -BeExactly 'a "b"'
        $job.Variables['number'] | Should -Be 5
        $job.Variables['number'] | Should -Not -BeOfType string
        $job.Variables['flag'] | Should -BeTrue
        $job.DynamicVariables['day'] | Should -BeExactly 'CurrentTime()'
        $job.DynamicVariables['plain'] | Should -BeExactly "'x'"
        $job.DynamicVariables['hard'] | Should -BeExactly "'it\'s a \\ path'"
        $job.DynamicVariables['none'] | Should -BeExactly "''"
    }

    It 'shows the request body with -WhatIf and sends nothing' {
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-XplentyJob 434 52 -WhatIf
            Start-XplentyJob 434 52 -Variable @{ A = 1 } -DynamicText @{ B = "it's" } -WhatIf
        }
        $messages | Should -HaveCount 2
        $operation = 'Start with {"cluster_id":52,"package_id":434}'
        $messages[0] | Should -Be "What if: Performing the operation `"$operation`" on target `"Xplenty package 434 on cluster 52`"."
        $body = $messages[1] -replace '^.*?"Start with ' -replace '" on target .*$' | ConvertFrom-Json
        $body.variables.A | Should -Be 1
        $body.dynamic_variables.B | Should -BeExactly "'it\'s'"
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'returns a job that Wait-Job can wait for' {
        $package = (Invoke-Sandbox POST packages @{ run = @{ durationSeconds = 0.5; outcome = 'failed'; errors = , 'No rows.' } }).id
        $job = Start-XplentyJob $package 52 | Wait-Job -Timeout 30
        $job.State | Should -Be Failed
        $job.Errors | Should -Be 'No rows.'
        Get-RequestCount POST | Should -Be 1
    }

    It 'returns a job that Wait-Job waits for even if the first reads of the job fail with status 404' {
        $package = (Invoke-Sandbox POST packages @{ run = @{ durationSeconds = 0.5 } }).id
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'GET'; kind = 'status'; status = 404; count = 2 }
        $wait = @{ Timeout = 30; MinimumInterval = 0.2; MaximumInterval = 0.4; ErrorVariable = 'failure' }
        $job = Start-XplentyJob $package 52 | Wait-Job @wait
        $job.State | Should -Be Completed
        $failure | Should -BeNullOrEmpty
        (Get-SandboxRequest | Where-Object method -EQ GET | Select-Object -First 3).status | Should -Be 404, 404, 200
    }

    It 'returns a job that Get-XplentyJob reads again if the first read fails with status 404' {
        $job = Start-XplentyJob 434 52
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'GET'; kind = 'status'; status = 404 }
        (Get-XplentyJob $job.Id).Id | Should -Be $job.Id
        Get-RequestCount GET | Should -Be 2
    }

    It 'starts the package of a piped job again' {
        $again = Get-XplentyJob 202 | Start-XplentyJob
        $again.Id | Should -Not -Be 202
        $again.PackageId | Should -Be 435
        $again.ClusterId | Should -Be 52
    }

    It 'starts the packages of copies of jobs' {
        (Get-XplentyJob 201 | Select-Object PackageId, ClusterId | Start-XplentyJob).PackageId | Should -Be 434
    }

    It 'repeats a piped job with its variables, except those that are specified' {
        $first = Start-XplentyJob 434 52 -Variable @{ day = '1'; count = 5 } -DynamicVariable @{ now = 'CurrentTime()'; at = 'X()' }
        $again = $first | Start-XplentyJob
        $again.Id | Should -Not -Be $first.Id
        $again.Variables['day'] | Should -BeExactly '1'
        $again.Variables['count'] | Should -Be 5
        $again.DynamicVariables['now'] | Should -BeExactly 'CurrentTime()'
        $other = Start-XplentyJob -Job $first -Variable @{ day = '2'; at = 'fixed' } -DynamicText @{ count = 'six' }
        $other.Variables['day'] | Should -BeExactly '2'
        $other.Variables['at'] | Should -BeExactly 'fixed'
        $other.Variables.ContainsKey('count') | Should -BeFalse
        $other.DynamicVariables['count'] | Should -BeExactly "'six'"
        $other.DynamicVariables.ContainsKey('at') | Should -BeFalse
        $other.DynamicVariables['now'] | Should -BeExactly 'CurrentTime()'
    }

    It 'starts the packages of piped ids' {
        (434, '435' | Start-XplentyJob -ClusterId 52).PackageId | Sort-Object | Should -Be 434, 435
        (434 | Start-XplentyJob -ClusterId 52 -Variable @{ day = '1' }).Variables['day'] | Should -BeExactly '1'
        Get-RequestCount POST | Should -Be 3
    }

    It 'accepts variables from ConvertFrom-Json' {
        $variables = '{ "day": "2026-02-03", "count": 5, "list": [1, { "a": true }] }' | ConvertFrom-Json
        $job = Start-XplentyJob 434 52 -Variable $variables -DynamicText ('{ "plain": "x" }' | ConvertFrom-Json)
        $job.Variables['day'] | Should -BeExactly '2026-02-03'
        $job.Variables['count'] | Should -Be 5
        ConvertTo-Json -InputObject $job.Variables['list'] -Compress | Should -BeExactly '[1,{"a":true}]'
        $job.DynamicVariables['plain'] | Should -BeExactly "'x'"
    }

    It 'starts the packages of rows of a CSV file' {
        $job = 'Service,Id,PackageId,ClusterId', 'Xplenty,201,434,52' | ConvertFrom-Csv | Start-XplentyJob
        $job.PackageId | Should -Be 434
        $job.ClusterId | Should -Be 52
    }

    It 'never retries a start after <what>' -ForEach @(
        @{
            what = 'status 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
            error = 'ServiceUnavailable'
        }
        @{ what = 'status 429'; fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '0' } }; error = 'LimitReached' }
        @{ what = 'a connection reset'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable' }
        @{ what = 'a truncated response'; fault = @{ kind = 'truncate' }; error = 'ServiceUnavailable' }
        @{ what = 'a response that is not JSON'; fault = @{ kind = 'body'; body = '<html>' }; error = 'UnexpectedResponse' }
        @{ what = 'a response without a job id'; fault = @{ kind = 'body'; body = '{"status":"idle"}' }; error = 'UnexpectedResponse' }
        @{
            what = 'a redirect'; fault = @{ kind = 'status'; status = 307; headers = @{ Location = '/demo/api/jobs' } }
            error = 'UnexpectedResponse'
        }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/demo/api/jobs'; method = 'POST'; count = -1 })
        Start-XplentyJob 434 52 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartXplentyJobCommand"
        $failure[0].TargetObject | Should -Be 'Xplenty package 434 on cluster 52'
        Get-RequestCount POST | Should -Be 1
    }

    It 'writes <error> if <what>' -ForEach @(
        @{ what = 'the package is unknown'; package = 999; cluster = 52; fault = $null; error = 'InvalidRequest'; status = 422 }
        @{ what = 'the package is archived'; package = 438; cluster = 52; fault = $null; error = 'InvalidRequest'; status = 422 }
        @{ what = 'the cluster is terminated'; package = 434; cluster = 54; fault = $null; error = 'InvalidRequest'; status = 422 }
        @{ what = 'the user lacks permission'; package = 434; cluster = 52; fault = 403; error = 'AccessDenied'; status = 403 }
        @{ what = 'the key is wrong'; package = 434; cluster = 52; fault = 401; error = 'AuthenticationFailed'; status = 401 }
    ) {
        if ($fault) {
            $body = '{"message":"Denied."}'
            $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'status'; status = $fault; body = $body }
        }

        Start-XplentyJob $package $cluster -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartXplentyJobCommand"
        $failure[0].Exception.StatusCode | Should -Be $status
        if ($fault) { $failure[0].ErrorDetails.Message | Should -Match 'Denied\.' }
        Get-RequestCount POST | Should -Be 1
    }

    It 'rejects <what> and sends nothing' -ForEach @(
        @{ what = 'the package id 0'; start = { Start-XplentyJob 0 52 -ErrorAction Stop } }
        @{ what = 'a negative cluster id'; start = { Start-XplentyJob 434 -1 -ErrorAction Stop } }
        @{ what = 'a package id that is not a number'; start = { Start-XplentyJob abc 52 -ErrorAction Stop } }
        @{ what = 'null variables'; start = { Start-XplentyJob 434 52 -Variable $null } }
        @{ what = 'a piped string that is not an id'; start = { 'abc' | Start-XplentyJob -ClusterId 52 -ErrorAction Stop } }
        @{ what = 'a piped id without a cluster'; start = { '434' | Start-XplentyJob -ErrorAction Stop } }
        @{ what = 'a piped null'; start = { $null | Start-XplentyJob -ErrorAction Stop } }
    ) {
        Get-TerminatingError $start | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'starts a package by <what>' -ForEach @(
        @{ what = 'its name'; name = 'orders to warehouse' }
        @{ what = 'a pattern that matches only one active package'; name = 'Ord*' }
        @{ what = 'its id'; name = '434' }
    ) {
        $job = Start-XplentyJob -Package $name 52
        $job.PackageId | Should -Be 434
        $job.ClusterId | Should -Be 52
        (Get-SandboxRequest).method | Should -Be GET, POST
        (Get-SandboxRequest)[0].query | Should -BeLike '?status=active&*'
    }

    It 'prefers a package with exactly the name to others that match' {
        $null = Invoke-Sandbox POST packages @{ id = 700; name = 'Load [*]' }
        $null = Invoke-Sandbox POST packages @{ id = 701; name = 'Load *' }
        (Start-XplentyJob -Package 'Load [*]' 52).PackageId | Should -Be 700
    }

    It 'lists the candidates if a name is ambiguous, and starts nothing' {
        Start-XplentyJob -Package '*warehouse' 52 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartXplentyJobCommand'
        $failure[0].TargetObject | Should -Be '*warehouse'
        $candidates = 'Clicks to warehouse \(436\), Customers to warehouse \(435\), Orders to warehouse \(434\)'
        "$($failure[0])" | Should -Match "matches 3 active Xplenty packages: $candidates\."
        Get-RequestCount POST | Should -Be 0
    }

    It 'lists the active packages if a name is unknown, and starts nothing' {
        Start-XplentyJob -Package 'Retired load' 52 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.StartXplentyJobCommand'
        "$($failure[0])" | Should -Match 'Clicks to warehouse \(436\), .*, Nightly workflow \(437\), Orders'
        Get-RequestCount POST | Should -Be 0
    }

    It 'lists only some of many packages if a name is unknown' {
        foreach ($number in 1..120) { $null = Invoke-Sandbox POST packages @{ name = 'Load {0:000}' -f $number } }
        Start-XplentyJob -Package Lood 52 -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -Match 'Load 018 \(\d+\) and 104 more\.'
        (Start-XplentyJob -Package 'Load 120' 52).PackageId | Should -BeGreaterThan 438
    }

    It 'finds the package by its name with -WhatIf, and starts nothing' {
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-XplentyJob -Package Ord* -ClusterId 52 -WhatIf
        }
        $messages | Should -BeLike '*"Start with {"cluster_id":52,"package_id":434}" on target "Xplenty package 434 on cluster 52".'
        Get-RequestCount POST | Should -Be 0
    }

    It 'starts piped packages' {
        $jobs = Get-XplentyPackage -Name Ord*, Cust* | Start-XplentyJob -ClusterId 52
        $jobs.PackageId | Sort-Object | Should -Be 434, 435
    }

    It 'names -PackageId if a piped value is null, and starts the others' {
        434, $null | Start-XplentyJob -ClusterId 52 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -HaveCount 1
        $failure | Should -HaveCount 1
        $failure[0].ErrorDetails.Message | Should -BeExactly (
            'The value is null instead of a package id or an Xplenty job. Specify -PackageId, or pipe a job.')
        Get-RequestCount POST | Should -Be 1
    }

    It 'says that a piped job has no package id' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '5'; rawBody = '{"id":5,"status":"completed","cluster_id":52}' }
        Get-XplentyJob 5 | Start-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].ErrorDetails.Message | Should -BeExactly (
            'Xplenty job 5 has no package id. Specify -PackageId and -ClusterId.')
    }
}
