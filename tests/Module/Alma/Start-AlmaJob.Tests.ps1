BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $jobs = '/almaws/v1/conf/jobs'

    # A fault with an error response in Alma's format.
    function New-RefusalFault([int] $Status, [string] $Code) {
        $body = @{ errorsExist = $true; errorList = @{ error = @(@{ errorCode = $Code; errorMessage = "Text for $Code." }) } }
        @{ kind = 'status'; status = $Status; headers = @{ 'Retry-After' = '0' }; body = ($body | ConvertTo-Json -Depth 5) }
    }

    function Get-PostCount { @(Get-SandboxRequest | Where-Object method -EQ POST).Count }
}

AfterAll { Stop-Sandbox }

Describe 'Start-AlmaJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'starts a job once and returns the instance' {
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

    It 'returns an instance that Wait-Job can wait for' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M301'; name = 'Short'; run = @{ durationSeconds = 0.5; outcome = 'warning' } }
        $run = Start-AlmaJob M301 | Wait-Job -Timeout 30
        $run.State | Should -Be Warning
        $run.JobId | Should -Be M301
    }

    It 'starts a scheduled job, which has no parameters' {
        (Start-AlmaJob S205).JobId | Should -Be S205
    }

    It 'accepts parameter values of any type' {
        (Start-AlmaJob M202 @{ set_id = 8012345670000561; comment = $null }).JobId | Should -Be M202
        (Start-AlmaJob -JobId M202 -Parameters @{ set_id = '1' }).JobId | Should -Be M202
        Get-PostCount | Should -Be 2
    }

    It 'sends Boolean values in lower case' {
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-AlmaJob M202 @{ set_id = $true } -WhatIf
        }
        $messages | Should -BeLike '*"value":"true"*'
    }

    It 'rejects several values for one parameter and sends nothing' {
        $failure = Get-TerminatingError { Start-AlmaJob M202 @{ set_id = 1, 2 } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlmaJobCommand'
        $failure.ErrorDetails.Message | Should -Match "The value of 'set_id' is a list or a hashtable"
        Get-PostCount | Should -Be 0
    }

    It 'uses the parameters of a piped job, and overrides them with -Parameter' {
        (Get-AlmaJob M202 | Start-AlmaJob -Parameter @{ set_id = 5 }).JobId | Should -Be M202
        $failure = Get-TerminatingError { Get-AlmaJob M202 | Start-AlmaJob -ErrorAction Stop }
        $failure.Exception.ErrorCode | Should -Be 402229
    }

    It 'shows the request body with -WhatIf and sends nothing' {
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-AlmaJob M50173 -WhatIf
            Start-AlmaJob M202 @{ set_id = 5 } -WhatIf
            Get-AlmaJob M202 | Start-AlmaJob -Parameter @{ set_id = 'It''s "5"' } -WhatIf
        }
        $messages | Should -HaveCount 3
        $messages[0] | Should -Be 'What if: Performing the operation "Start with {}" on target "Alma job M50173".'
        $body = '{"parameter":[{"name":{"value":"set_id"},"value":"5"}]}'
        $messages[1] | Should -Be "What if: Performing the operation `"Start with $body`" on target `"Alma job M202`"."
        $body = $messages[2] -replace '^.*?"Start with ' -replace '" on target "Alma job M202 \(Export Physical Items\)"\.$' |
            ConvertFrom-Json
        $body.parameter.name.value | Should -Be set_id, file_format, comment
        $body.parameter.value | Should -Be 'It''s "5"', XML, ''
        Get-PostCount | Should -Be 0
    }

    It 'says for a piped run how to start its job, and sends nothing' {
        $run = Get-AlmaJobInstance 1000000000000202
        $run.JobId | Should -Be M202
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($run))
        foreach ($piped in $run, $copy) {
            $said = @($piped | Start-AlmaJob -WhatIf 2>&1)
            $said | Should -HaveCount 1
            "$said" | Should -BeLike '*Alma 1000000000000202*is a run, not an Alma job definition.*use Start-AlmaJob -JobId M202.*'
        }
        $said = @([JobStatus.XplentyJob] @{ Id = 5 } | Start-AlmaJob -WhatIf 2>&1)
        "$said" | Should -BeLike '*Xplenty 5 is a run, not an Alma job definition. Pass the output of Get-AlmaJob instead.*'
        Get-PostCount | Should -Be 0
    }

    It 'accepts parameter values from ConvertFrom-Json' {
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-AlmaJob M202 ('{ "set_id": 5 }' | ConvertFrom-Json) -WhatIf
        }
        $messages | Should -BeLike '*{"name":{"value":"set_id"},"value":"5"}*'
    }

    It 'never retries a start after <what>' -ForEach @(
        @{
            what = 'status 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
            error = 'ServiceUnavailable'
        }
        @{
            what = 'status 500'; fault = @{ kind = 'status'; status = 500; headers = @{ 'Retry-After' = '0' } }
            error = 'ServiceUnavailable'
        }
        @{ what = 'a connection reset'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable' }
        @{ what = 'a truncated response'; fault = @{ kind = 'truncate' }; error = 'ServiceUnavailable' }
        @{
            what = 'a response that is not JSON'; fault = @{ kind = 'body'; body = '<html>'; contentType = 'text/html' }
            error = 'UnexpectedResponse'
        }
        @{ what = 'a response without an instance id'; fault = @{ kind = 'body'; body = '{"id":"M50173"}' }; error = 'UnexpectedResponse' }
        @{
            what = 'a redirect of a request that was processed'
            fault = @{ kind = 'status'; status = 303; headers = @{ Location = '/almaws/v1/conf/jobs/M202' } }
            error = 'UnexpectedResponse'
        }
        @{
            what = 'a redirect that must be repeated'
            fault = @{ kind = 'status'; status = 307; headers = @{ Location = '/almaws/v1/conf/jobs/M202?op=run' } }
            error = 'UnexpectedResponse'
        }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = $jobs; method = 'POST'; count = -1 })
        Start-AlmaJob M50173 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartAlmaJobCommand"
        $failure[0].TargetObject | Should -Be M50173
        $failure[0].Exception.MayHaveBeenAccepted | Should -Be ($what -ne 'a redirect that must be repeated')
        Get-PostCount | Should -Be 1
    }

    It 'retries a start that Alma rejected because of the rate limit' {
        $null = Add-SandboxFault ((New-RefusalFault 429 PER_SECOND_THRESHOLD) + @{ path = $jobs; method = 'POST'; count = 2 })
        (Start-AlmaJob M50173).JobId | Should -Be M50173
        @(Get-SandboxRequest | Where-Object method -EQ POST | ForEach-Object status) | Should -Be 429, 429, 200
        Get-AlmaJobInstance -JobId M50173 -SubmittedAfter (Get-Date).AddHours(-1) | Should -HaveCount 1
    }

    It 'does not retry a start after the daily quota is exhausted' {
        $null = Add-SandboxFault ((New-RefusalFault 429 DAILY_THRESHOLD) + @{ path = $jobs; method = 'POST'; count = -1 })
        (Get-TerminatingError { Start-AlmaJob M50173 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'QuotaExhausted,*'
        Get-PostCount | Should -Be 1
    }

    It 'writes the error <error> with Alma''s code <code> if <what>' -ForEach @(
        @{ what = 'too many jobs are running'; code = 402222; error = 'LimitReached'; job = 'M50173'; settings = @{ almaRunsAtOnce = 0 } }
        @{
            what = 'the job was started too often'; code = 402223; error = 'LimitReached'; job = 'M50173'
            settings = @{ almaStartsPerHour = 0 }
        }
        @{ what = 'another instance of the job is running'; code = 60347; error = 'ResourceBusy'; job = 'M203'; settings = @{} }
        @{
            what = 'the key is read-only'; code = 'UNAUTHORIZED'; error = 'AuthenticationFailed'; job = 'M50173'
            settings = @{ almaKey = 'another-key'; almaReadOnlyKey = 'sandbox-alma-key' }
        }
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
        Get-PostCount | Should -Be 1
    }

    It 'writes AccessDenied if Alma responds with status 403' {
        $null = Add-SandboxFault ((New-RefusalFault 403 FORBIDDEN) + @{ path = $jobs; method = 'POST' })
        $failure = Get-TerminatingError { Start-AlmaJob M50173 -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        $failure.ErrorDetails.Message | Should -Match 'Text for FORBIDDEN'
    }

    It 'returns an instance with its id even if the instance cannot be read yet' {
        $null = Add-SandboxFault ((New-RefusalFault 400 402218) + @{ path = '*/instances/*'; method = 'GET' })
        $run = Start-AlmaJob M50173 -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        $run.InstanceId | Should -Be (Get-AlmaJobInstance -JobId M50173 -First 1).InstanceId
        $run.JobId | Should -Be M50173
        $run.Status | Should -BeNullOrEmpty
        $run.IsFinished | Should -BeFalse
        ($run | Get-AlmaJobInstance).Status | Should -Not -BeNullOrEmpty
        Get-PostCount | Should -Be 1
    }

    It 'rejects <what> and sends nothing' -ForEach @(
        @{ what = 'an empty id'; start = { Start-AlmaJob '' } }
        @{ what = 'a path'; start = { Start-AlmaJob '../M50173' -ErrorAction Stop } }
        @{ what = 'a query'; start = { Start-AlmaJob 'M50173?op=run' -ErrorAction Stop } }
        @{ what = 'a piped string'; start = { 'M50173' | Start-AlmaJob -ErrorAction Stop } }
        @{ what = 'a piped null'; start = { $null | Start-AlmaJob -ErrorAction Stop } }
        @{ what = 'a piped instance'; start = { [JobStatus.AlmaJobInstance]::new() | Start-AlmaJob -ErrorAction Stop } }
        @{ what = 'null parameters'; start = { Start-AlmaJob M50173 $null } }
    ) {
        Get-TerminatingError $start | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'uses the connection that the piped job was read through' {
        Clear-SandboxSession
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret wrong-key) -Name second
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name first
        $job = Get-AlmaJob M50173 -Connection first
        (Get-TerminatingError { Start-AlmaJob M50173 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        (Start-AlmaJob -Job $job).Connection | Should -Be first
        ($job | Start-AlmaJob).Connection | Should -Be first
        (Get-TerminatingError { $job | Start-AlmaJob -Connection second -ErrorAction Stop }).FullyQualifiedErrorId |
            Should -BeLike 'AuthenticationFailed,*'
    }
}

Describe 'Start-AlmaJob with a set' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'uses the id of a piped set as the parameter set_id' {
        $set = Get-AlmaSet 6543220000000561
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Get-AlmaSet 6543220000000561 | Start-AlmaJob M202 -WhatIf
            Get-AlmaSet 6543220000000561 | Start-AlmaJob M202 @{ set_id = '7' } -WhatIf
        }
        $messages[0] | Should -BeLike '*"value":"set_id"*"value":"6543220000000561"*'
        $messages[1] | Should -BeLike '*"value":"set_id"*"value":"7"*'
        ($set | Start-AlmaJob M202).JobId | Should -Be M202
        (Start-AlmaJob M202 -Set $set).Connection | Should -Be Environment
    }

    It 'uses the connection that the set was read through' {
        Clear-SandboxSession
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret wrong-key) -Name first
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name second
        $set = Get-AlmaSet 6543220000000561 -Connection second
        (Start-AlmaJob M202 -Set $set).Connection | Should -Be second
        ($set | Start-AlmaJob M202).Connection | Should -Be second
        (Get-TerminatingError { Start-AlmaJob M202 -Set $set -Connection first -ErrorAction Stop }).FullyQualifiedErrorId |
            Should -BeLike 'AuthenticationFailed,*'
    }
}

Describe 'Start-AlmaJob -Path' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Push-Location $TestDrive
        $xml = '<job><parameters><parameter><name>set_id</name><value>12</value></parameter></parameters></job>'
        $json = '{ "parameter": [{ "name": { "value": "set_id" }, "value": "12" }] }'
        $address = "POST $jobs/M202?op=run"
    }

    AfterEach { Pop-Location }

    It 'starts the job in the API Information, in XML and JSON' {
        foreach ($body in $xml, $json) {
            Set-Content run.txt $address, '', $body
            (Start-AlmaJob -Path run.txt).JobId | Should -Be M202
        }
    }

    It 'rejects an address of another server unless the id of the job is specified, and sends nothing' {
        Set-Content run.txt 'POST https://api-na.example/almaws/v1/conf/jobs/M202?op=run', '', $xml
        Start-AlmaJob -Path run.txt -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlmaJobCommand'
        "$problem" | Should -BeLike 'The link points to api-na.example, but the connection*'
        Get-SandboxRequest | Should -BeNullOrEmpty
        Set-Content run.txt "POST $sandbox/almaws/v1/conf/jobs/M202?op=run", '', $xml
        (Start-AlmaJob -Path run.txt).JobId | Should -Be M202
        (Start-AlmaJob M202 -Path run.txt).JobId | Should -Be M202
    }

    It 'starts nothing if the file is for another request, or has two values of a parameter' {
        Set-Content delete.txt "DELETE $jobs/M202?op=run", '', $xml
        Set-Content stop.txt "POST $jobs/M202?op=stop", '', $xml
        $twice = $xml -replace '<parameter>.*</parameter>', '$&<parameter><name>set_id</name><value>13</value></parameter>'
        Set-Content twice.txt $address, '', $twice
        foreach ($file in 'delete.txt', 'stop.txt', 'twice.txt') {
            Start-AlmaJob -Path $file -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlmaJobCommand'
        }
        Get-PostCount | Should -Be 0
    }

    It 'requires the id of the job if the file has no address' {
        Set-Content run.xml $xml
        (Start-AlmaJob M202 -Path run.xml).JobId | Should -Be M202
        Start-AlmaJob -Path run.xml -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlmaJobCommand'
        "$problem" | Should -BeLike '*run.xml*Specify -JobId.'
    }

    It 'sends the parameters of the file, which a set and -Parameter override' {
        Set-Content run.txt $address, $xml
        $messages = Invoke-FreshPowerShell -Environment @{ FILE = Join-Path $PWD run.txt } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-AlmaJob -Path $env:FILE -WhatIf
            Get-AlmaSet 6543220000000561 | Start-AlmaJob -Path $env:FILE -WhatIf
            Start-AlmaJob -Path $env:FILE -Parameter @{ set_id = 'own'; more = 1 } -WhatIf
        }
        $messages[0] | Should -BeLike '*"value":"12"*Alma job M202*'
        $messages[1] | Should -BeLike '*"value":"6543220000000561"*'
        $messages[2] | Should -BeLike '*"value":"own"*"value":"more"*"value":"1"*'
    }

    It 'writes an error for a file that is not API Information, or does not exist' {
        Set-Content other.txt 'Hello'
        Start-AlmaJob M202 -Path other.txt -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlmaJobCommand'
        Start-AlmaJob M202 -Path missing.txt -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -Be 'FileNotReadable,JobStatus.Commands.StartAlmaJobCommand'
        Get-PostCount | Should -Be 0
    }
}
