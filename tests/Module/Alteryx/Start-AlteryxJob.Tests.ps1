BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1),
        (Join-Path $PSScriptRoot .. Assertions.psm1),
        (Join-Path $PSScriptRoot .. TestFolder.psm1),
        (Join-Path $PSScriptRoot .. SingleResponseServer.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri

    # The requests that start a run.
    function Get-StartRequest { Get-SandboxRequest /webapi/v3/workflows | Where-Object method -EQ POST }

    # Runs a script with a connection named bare, and returns the request that the script sent.
    function Get-SentStart([scriptblock] $Script) {
        Get-SentRequest -ResponseJson '{"id":"66f000000000000000000999","status":"Queued"}' -Script {
            param($address)
            Connect-Alteryx "$address/webapi" -AccessToken (ConvertTo-Secret token) -TimeoutSec 10 -Name bare
            & $Script
        }
    }
}

AfterAll { Stop-Sandbox }

Describe 'Start-AlteryxJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $null = Invoke-Sandbox POST workflows @{
            id = 'quick'; name = 'Quick report'; run = @{ durationSeconds = 0; outputs = @(@{ fileName = 'quick.csv'; bytes = 1000 }) }
            questions = @(@{ name = 'Region'; multiple = $true }, @{ name = 'Customer' })
        }
    }

    It 'starts one run and returns its job' {
        $job = Start-AlteryxJob 66f00000000000000000a001
        $job | Should -BeOfType JobStatus.AlteryxJob
        $job.AppId | Should -Be 66f00000000000000000a001
        $job.Connection | Should -Be Environment
        $job.State | Should -Be Queued
        $job.Uri | Should -Be ([uri] "$sandbox/webapi/v3/jobs/$($job.Id)")
        (Get-AlteryxJob $job.Id).Id | Should -Be $job.Id
        @(Get-StartRequest).path | Should -Be /webapi/v3/workflows/66f00000000000000000a001/jobs
        (Get-SandboxRequest /webapi/v3/workflows) | Should -HaveCount 1
    }

    It 'can be piped to Wait-Job and Save-AlteryxJobOutput in one line' {
        $folder = New-TestFolder
        Push-Location -LiteralPath $folder
        try {
            $file = Start-AlteryxJob quick @{ Region = 'north', 'south' } | Wait-Job -Timeout 20 | Save-AlteryxJobOutput -Path .
        }
        finally {
            Pop-Location
        }
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder quick.csv)
        $file.Length | Should -Be 1000
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'starts a long run that Wait-Job waits for' {
        $null = Invoke-Sandbox POST workflows @{ id = 'slow'; run = @{ durationSeconds = 1; outcome = 'failed'; errors = @('No disk.') } }
        $started = Start-AlteryxJob slow
        $end = $started | Wait-Job -Timeout 20 -MinimumInterval 0.2 -MaximumInterval 0.2
        $end.Id | Should -Be $started.Id
        $end.State | Should -Be Failed
        $end.Message | Should -BeLike 'No disk.*'
    }

    It 'starts each workflow in the pipeline once' {
        $jobs = 'quick', '66f00000000000000000a001' | Start-AlteryxJob
        $jobs.AppId | Sort-Object | Should -Be 66f00000000000000000a001, quick
        @(Get-StartRequest) | Should -HaveCount 2
        (Get-AlteryxWorkflow 'Quick report' | Start-AlteryxJob).AppId | Should -Be quick
    }

    It 'returns a job that has the id of the workflow, and the name of a piped workflow, which a wait keeps' {
        (Start-AlteryxJob quick).WorkflowId | Should -Be quick
        $job = Get-AlteryxWorkflow 'Quick report' | Start-AlteryxJob
        $job.Name | Should -Be 'Quick report'
        $job.WorkflowId | Should -Be quick
        $end = $job | Wait-Job -Timeout 20
        $end.State | Should -Be Completed
        $end.Name | Should -Be 'Quick report'
        $end.WorkflowId | Should -Be quick
    }

    It 'starts the workflow of a job that was read by its id' {
        $first = Start-AlteryxJob quick
        (Get-AlteryxJob $first.Id).WorkflowId | Should -Be quick
        (Get-AlteryxJob $first.Id | Start-AlteryxJob).WorkflowId | Should -Be quick
        (Get-AlteryxJob $first.Id | Get-AlteryxWorkflowQuestion).Name | Should -Be Region, Customer
    }

    It 'rejects a workflow instead of its name, and sends nothing' {
        $workflow = Get-AlteryxWorkflow 'Quick report'
        Get-TerminatingError { Start-AlteryxJob -Workflow $workflow } | Should -Match 'Pipe the object, or specify its id with -WorkflowId'
        Get-StartRequest | Should -BeNullOrEmpty
    }

    It 'does not use the name of a workflow that was piped before' {
        $null = Get-AlteryxWorkflow 'Quick report' | Start-AlteryxJob
        (Start-AlteryxJob 66f00000000000000000a001).Name | Should -BeNullOrEmpty
        (Start-AlteryxJob quick).Name | Should -BeNullOrEmpty
    }

    It 'sets the priority and the worker tag of the job' {
        $job = Start-AlteryxJob quick -Priority Critical -WorkerTag big
        $job.Priority | Should -Be Critical
        $job.WorkerTag | Should -Be big
    }

    It 'sends an empty object without optional parameters' {
        $sent = Get-SentStart { Start-AlteryxJob 66f00000000000000000a001 -Connection bare }
        $sent.Line | Should -Be 'POST /webapi/v3/workflows/66f00000000000000000a001/jobs HTTP/1.1'
        $sent.Type | Should -BeLike application/json*
        $sent.Body | Should -BeExactly '{}'
        $sent.Output.Id | Should -Be 66f000000000000000000999
        $sent.Output.State | Should -Be Queued
    }

    It 'sends the specified options and nothing else' {
        $sent = Get-SentStart { Start-AlteryxJob quick -Priority high -WorkerTag 'Grüße' -CredentialId c1 -Connection bare }
        $body = $sent.Body | ConvertFrom-Json -AsHashtable
        $body.Keys | Sort-Object | Should -Be credentialId, priority, workerTag
        $body.credentialId | Should -BeExactly c1
        $body.workerTag | Should -BeExactly 'Grüße'
        $body.priority | Should -Be High
    }

    It 'shows the body with <what> for -WhatIf, and starts nothing' -ForEach @(
        @{ what = 'no answers'; arguments = ''; expected = @{} }
        @{ what = 'one answer'; arguments = "@{ Region = 'north' }"; expected = @{ questions = @(@{ name = 'Region'; value = 'north' }) } }
        @{
            what = 'several answers to a question'; arguments = "@{ Region = 'north', 'south' }"
            expected = @{ questions = @(@{ name = 'Region'; value = 'north,south' }) }
        }
        @{
            what = 'answers in order'; arguments = "([ordered]@{ Region = 'north'; Customer = 7 })"
            expected = @{ questions = @(@{ name = 'Region'; value = 'north' }, @{ name = 'Customer'; value = '7' }) }
        }
        @{
            what = 'Boolean values among several answers'; arguments = '@{ Region = $true, 1.5, $false }'
            expected = @{ questions = @(@{ name = 'Region'; value = 'true,1.5,false' }) }
        }
        @{
            what = 'a Boolean value'; arguments = '@{ Region = $true }'
            expected = @{ questions = @(@{ name = 'Region'; value = 'true' }) }
        }
        @{
            what = 'a number with a decimal point'; arguments = '@{ Region = 1.5 }'
            expected = @{ questions = @(@{ name = 'Region'; value = '1.5' }) }
        }
        @{
            what = 'all options'; arguments = "-Question @{ Customer = 'all' } -Priority Low -WorkerTag big -CredentialId c1"
            expected = @{ questions = @(@{ name = 'Customer'; value = 'all' }); priority = 'Low'; workerTag = 'big'; credentialId = 'c1' }
        }
    ) {
        $script = "Import-Module `$env:JOBSTATUS_TEST_MODULE; Start-AlteryxJob quick $arguments -WhatIf"
        $said = (Invoke-FreshPowerShell ([scriptblock]::Create($script))) -join ' '
        $said | Should -Match 'quick'
        $shown = [regex]::Match($said, '\{.*\}').Value | ConvertFrom-Json -AsHashtable
        $shown.Keys | Sort-Object | Should -Be ($expected.Keys | Sort-Object)
        foreach ($name in 'priority', 'workerTag', 'credentialId') { $shown[$name] | Should -BeExactly $expected[$name] }
        @($shown.questions).name | Should -BeExactly @($expected.questions).name
        @($shown.questions).value | Should -BeExactly @($expected.questions).value
        @(Get-StartRequest) | Should -HaveCount 0
    }

    It 'accepts answers from ConvertFrom-Json' {
        $sent = Get-SentStart { Start-AlteryxJob quick -Question ('{}' | ConvertFrom-Json) -Connection bare }
        $sent.Body | Should -BeExactly '{}'
        $said = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Start-AlteryxJob quick -Question ('{ "Region": ["north", "south"] }' | ConvertFrom-Json) -WhatIf
        }
        "$said" | Should -BeLike '*{"name":"Region","value":"north,south"}*'
    }

    It 'checks the questions first, and starts nothing if <what>' -ForEach @(
        @{ what = 'the workflow does not have the question'; question = @{ Country = 'x' }; unknown = 'Country' }
        @{ what = 'the case of the question differs'; question = @{ region = 'x' }; unknown = 'region' }
        @{ what = 'the workflow has only one of two questions'; question = @{ Region = 'north'; Town = 'x' }; unknown = 'Town' }
    ) {
        Start-AlteryxJob quick -Question $question -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlteryxJobCommand'
        $failure[0].TargetObject | Should -Be quick
        $failure[0].ErrorDetails.Message | Should -MatchExactly "'$unknown'"
        $failure[0].ErrorDetails.Message | Should -Match 'not started'
        $failure[0].Exception.RecommendedAction | Should -Match 'Region, Customer'
        (Get-SandboxRequest /webapi/v3).path | Should -Be /webapi/v3/workflows/quick/questions
        $said = Start-AlteryxJob quick -Question $question -WhatIf 2>&1
        "$said" | Should -Be "$failure"
    }

    It 'reports that a workflow has no questions' {
        $failure = Get-TerminatingError { Start-AlteryxJob 66f00000000000000000a001 @{ Region = 'x' } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlteryxJobCommand'
        $failure.Exception.RecommendedAction | Should -Match 'has no questions'
        @(Get-StartRequest) | Should -HaveCount 0
    }

    It 'sends the request once, even after <what>' -ForEach @(
        @{
            what = 'HTTP status 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
            error = 'ServiceUnavailable'
        }
        @{ what = 'HTTP status 500'; fault = @{ kind = 'status'; status = 500 }; error = 'ServiceUnavailable' }
        @{
            what = 'HTTP status 429'; fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '0' } }
            error = 'LimitReached'
        }
        @{ what = 'a broken connection'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable' }
        @{ what = 'a response without an id'; fault = @{ kind = 'body'; body = '{}' }; error = 'UnexpectedResponse' }
        @{ what = 'a response that is not JSON'; fault = @{ kind = 'body'; body = '<html>' }; error = 'UnexpectedResponse' }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/webapi/v3/workflows'; method = 'POST'; count = -1 })
        Start-AlteryxJob quick @{ Region = 'north' } -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartAlteryxJobCommand"
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'retries the request for the questions after HTTP status 503, and starts one run' {
        $null = Add-SandboxFault @{
            path = '/webapi/v3/workflows/quick/questions'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' }
        }
        (Start-AlteryxJob quick @{ Region = 'north' }).State | Should -Be Queued
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'reports that the user has no permission to run the workflow' {
        Start-AlteryxJob 66f00000000000000000a004 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'AccessDenied,JobStatus.Commands.StartAlteryxJobCommand'
        $failure[0].CategoryInfo.Category | Should -Be PermissionDenied
        $failure[0].TargetObject | Should -Be 66f00000000000000000a004
    }

    It 'writes one error for a workflow that is <what>, and starts the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000afff'; error = 'JobNotFound' }
        @{ what = 'a path'; id = '../jobs'; error = 'InvalidRequest' }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest' }
    ) {
        ($id, 'quick' | Start-AlteryxJob -ErrorAction SilentlyContinue -ErrorVariable failure).AppId | Should -Be quick
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartAlteryxJobCommand"
        $failure[0].TargetObject | Should -BeExactly $id
    }

    It 'rejects <what>, and starts nothing' -ForEach @(
        @{ what = 'no workflow'; start = { Start-AlteryxJob $null } }
        @{ what = 'an empty workflow'; start = { Start-AlteryxJob '' } }
        @{ what = 'no questions'; start = { Start-AlteryxJob quick -Question $null } }
        @{ what = 'questions that are a string'; start = { Start-AlteryxJob quick -Question Region } }
        @{ what = 'a priority that does not exist'; start = { Start-AlteryxJob quick -Priority Urgent } }
        @{ what = 'an empty priority'; start = { Start-AlteryxJob quick -Priority '' } }
        @{ what = 'a number as priority'; start = { Start-AlteryxJob quick -Priority 3 } }
        @{ what = 'an empty worker tag'; start = { Start-AlteryxJob quick -WorkerTag '' } }
        @{ what = 'no credential id'; start = { Start-AlteryxJob quick -CredentialId $null } }
        @{ what = 'an empty connection'; start = { Start-AlteryxJob quick -Connection $null } }
    ) {
        Get-TerminatingError $start | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'starts a workflow by <what>' -ForEach @(
        @{ what = 'name'; name = 'Monthly report' }
        @{ what = 'name, ignoring case'; name = 'monthly REPORT' }
        @{ what = 'a wildcard'; name = 'Month*' }
        @{ what = 'its id'; name = '66f00000000000000000a001' }
    ) {
        $job = Start-AlteryxJob -Workflow $name
        $job.WorkflowId | Should -Be 66f00000000000000000a001
        $job.Name | Should -Be 'Monthly report'
        @(Get-SandboxRequest /webapi/v3 | Where-Object method -EQ POST).path |
            Should -Be /webapi/v3/workflows/66f00000000000000000a001/jobs
    }

    It 'prefers a name that is equal to the text' {
        $null = Invoke-Sandbox POST workflows @{ id = 'w1'; name = 'Orders [new]' }
        $null = Invoke-Sandbox POST workflows @{ id = 'w2'; name = 'Orders n' }
        (Start-AlteryxJob -Workflow 'Orders [new]').WorkflowId | Should -Be w1
    }

    It 'sends the answers and options of a workflow that was specified by name' {
        $job = Start-AlteryxJob @{ Region = 'north' } -Workflow 'Weekly*' -Priority High
        $job.WorkflowId | Should -Be 66f00000000000000000a002
        $job.Priority | Should -Be High
    }

    It 'lists the candidates of an ambiguous name, and starts nothing' {
        Start-AlteryxJob -Workflow '*report' -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlteryxJobCommand'
        $failure[0].TargetObject | Should -Be '*report'
        $candidates = 'Daily report \(66f00000000000000000a003\), Monthly report \(66f00000000000000000a001\), ' +
            'Quick report \(quick\), Weekly report \(66f00000000000000000a002\)'
        "$failure" | Should -Match "matches 4 Alteryx workflows: $candidates\."
        Get-SandboxRequest | Where-Object { $_.method -eq 'POST' -and $_.path -notlike '*/token' } | Should -BeNullOrEmpty
    }

    It 'lists the names that exist for a name that is unknown, and starts nothing' {
        Start-AlteryxJob -Workflow Yearly* -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.StartAlteryxJobCommand'
        "$failure" | Should -Match "'Yearly\*' matches none of the Alteryx workflows: Daily report \(.*, Payroll \(.*, Weekly report \("
        Get-SandboxRequest | Where-Object { $_.method -eq 'POST' -and $_.path -notlike '*/token' } | Should -BeNullOrEmpty
    }

    It 'returns with -OrAttach the job in progress, and starts none' {
        $null = Invoke-Sandbox POST workflows @{ id = 'busy'; name = 'Busy' }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'done'; workflowId = 'busy'; durationSeconds = 0; submittedSecondsAgo = 5 }
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'running'; workflowId = 'busy'; durationSeconds = 3600; submittedSecondsAgo = 10
        }
        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'older'; workflowId = 'busy'; durationSeconds = 3600; submittedSecondsAgo = 20
        }
        $job = Start-AlteryxJob -Workflow Busy -OrAttach
        $job.Id | Should -Be running
        $job.Name | Should -Be Busy
        $job.WorkflowId | Should -Be busy
        (Start-AlteryxJob busy -OrAttach -WhatIf).Id | Should -Be running
        Get-SandboxRequest | Where-Object { $_.method -eq 'POST' -and $_.path -notlike '*/token' } | Should -BeNullOrEmpty
    }

    It 'starts with -OrAttach a job if no job is in progress' {
        $null = Invoke-Sandbox POST workflows @{ id = 'idle'; name = 'Idle' }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'done'; workflowId = 'idle'; durationSeconds = 0 }
        $job = Start-AlteryxJob idle -OrAttach
        $job.Id | Should -Not -Be done
        @(Get-SandboxRequest | Where-Object { $_.method -eq 'POST' -and $_.path -notlike '*/token' }) | Should -HaveCount 1
    }

    It 'returns with -OrAttach a job with an unrecognized status and a warning, if no job is certainly in progress' {
        $null = Invoke-Sandbox POST workflows @{ id = 'unclear'; name = 'Unclear' }
        $plan = @{ service = 'alteryx'; id = 'strange'; workflowId = 'unclear'; durationSeconds = 3600; runningStatus = 'Mystery' }
        $null = New-SandboxJob $plan
        (Start-AlteryxJob unclear -OrAttach -WarningAction SilentlyContinue -WarningVariable warning).Id | Should -Be strange
        "$warning" | Should -Match "has the unrecognized status 'Mystery' and may have finished\. No other job is started\.$"

        $null = New-SandboxJob @{
            service = 'alteryx'; id = 'running'; workflowId = 'unclear'; durationSeconds = 3600; submittedSecondsAgo = 60
        }
        (Start-AlteryxJob unclear -OrAttach -WarningVariable warning).Id | Should -Be running
        $warning | Should -BeNullOrEmpty
        Get-SandboxRequest | Where-Object { $_.method -eq 'POST' -and $_.path -notlike '*/token' } | Should -BeNullOrEmpty
    }
}
