BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Stop-AlteryxJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'cancels a job and returns nothing' {
        Stop-AlteryxJob 66f000000000000000000203 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        $job = Get-AlteryxJob 66f000000000000000000203
        $job.State | Should -Be Stopped
        $job.Status | Should -Be Cancelled
        @(Get-SandboxRequest | Where-Object method -EQ DELETE).path | Should -Be /webapi/v3/jobs/66f000000000000000000203
    }

    It 'accepts <what>' -ForEach @(
        @{ what = 'an array'; stop = { Stop-AlteryxJob one, two } }
        @{ what = 'ids from the pipeline'; stop = { 'one', 'two' | Stop-AlteryxJob } }
        @{ what = 'jobs'; stop = { Get-AlteryxJob one, two | Stop-AlteryxJob } }
        @{ what = 'listed jobs'; stop = { Get-AlteryxJob -WorkflowId 66f00000000000000000a004 | Stop-AlteryxJob } }
        @{
            what = 'objects with JobId'
            stop = { [pscustomobject]@{ JobId = 'one' }, [pscustomobject]@{ JobId = 'two' } | Stop-AlteryxJob }
        }
    ) {
        foreach ($id in 'one', 'two') {
            $null = New-SandboxJob @{ service = 'alteryx'; id = $id; workflowId = '66f00000000000000000a004'; durationSeconds = 3600 }
        }
        & $stop
        (Get-AlteryxJob one, two).State | Should -Be Stopped, Stopped
    }

    It 'stops a run that was just started, as Wait-Job then reports' {
        $job = Start-AlteryxJob 66f00000000000000000a001
        $job | Stop-AlteryxJob
        ($job | Wait-Job -Timeout 20).State | Should -Be Stopped
    }

    It 'returns with -Wait the stopped job, whether it was <what>' -ForEach @(
        @{ what = 'running'; queued = 0 }
        @{ what = 'queued'; queued = 3600 }
    ) {
        $plan = @{ service = 'alteryx'; workflowId = '66f00000000000000000a004'; queuedSeconds = $queued; durationSeconds = 3600 }
        $new = New-SandboxJob $plan
        $listed = Get-AlteryxJob -WorkflowId 66f00000000000000000a004 | Where-Object Id -EQ $new.id
        $stopped = @($listed | Stop-AlteryxJob -Wait -ErrorVariable failure)
        $failure | Should -BeNullOrEmpty
        $stopped | Should -HaveCount 1
        $stopped[0].Id | Should -Be $new.id
        $stopped[0].State | Should -Be Stopped
        $stopped[0].WorkflowId | Should -Be 66f00000000000000000a004
        $stopped[0].Connection | Should -Be Environment
    }

    It 'ends every wait of this process for a queued job, also if the job was just started' {
        $workflow = Invoke-Sandbox POST workflows @{ run = @{ queuedSeconds = 3600 } }
        $job = Start-AlteryxJob $workflow.id
        $wait = $job | Wait-RemoteJob -MinimumInterval 0.2 -MaximumInterval 0.4 -AsJob
        Stop-AlteryxJob $job.Id
        (Receive-Job $wait -Wait -AutoRemoveJob).State | Should -Be Stopped
        ($job | Wait-Job -Timeout 20).State | Should -Be Stopped
    }

    It 'shows with -WhatIf which job it would stop, and stops nothing' {
        $said = Invoke-FreshPowerShell { Import-Module $env:JOBSTATUS_TEST_MODULE; Stop-AlteryxJob 66f000000000000000000203 -WhatIf }
        "$said" | Should -Match '66f000000000000000000203'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'writes one error for a job that is <what>, and stops the others' -ForEach @(
        @{ what = 'unknown'; id = '66f000000000000000000999'; error = 'JobNotFound' }
        @{ what = 'finished'; id = '66f000000000000000000201'; error = 'InvalidRequest' }
        @{ what = 'a path'; id = 'a/b'; error = 'InvalidRequest' }
    ) {
        Stop-AlteryxJob $id, 66f000000000000000000203 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StopAlteryxJobCommand"
        $failure[0].TargetObject | Should -BeExactly $id
        (Get-AlteryxJob 66f000000000000000000203).State | Should -Be Stopped
    }

    It 'reports that a server that returns <answer> is too old, and names the job' -ForEach @(
        @{ answer = 'notFound'; status = 404 }
        @{ answer = 'methodNotAllowed'; status = 405 }
    ) {
        Set-SandboxSetting @{ alteryxNewerCalls = $answer }
        Stop-AlteryxJob 66f000000000000000000203 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotSupportedByServer,JobStatus.Commands.StopAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 66f000000000000000000203
        $failure[0].Exception.StatusCode | Should -Be $status
        (Get-AlteryxJob 66f000000000000000000203).State | Should -Not -Be Stopped
    }

    It 'reports that a job is unknown, even on an old server that returns <_>' -ForEach notFound, methodNotAllowed {
        Set-SandboxSetting @{ alteryxNewerCalls = $_ }
        Stop-AlteryxJob 66f000000000000000000999 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.StopAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 66f000000000000000000999
    }

    It 'sends the request once, even if the server returns HTTP status 503' {
        $null = Add-SandboxFault @{
            path = '/webapi/v3/jobs'; method = 'DELETE'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' }
            count = -1
        }
        Stop-AlteryxJob 66f000000000000000000203 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.StopAlteryxJobCommand'
        @(Get-SandboxRequest /webapi/v3 | Where-Object method -EQ DELETE) | Should -HaveCount 1
    }

    It 'writes one error that quotes the response <body>, although its status is 200' -ForEach @(
        @{ body = '"The job could not be canceled."' }
        @{ body = 'false' }
        @{ body = '{"success":false}' }
        @{ body = '{"errors":["x"]}' }
    ) {
        $null = Add-SandboxFault @{ path = '/webapi/v3/jobs'; method = 'DELETE'; kind = 'status'; status = 200; body = $body; count = -1 }
        Stop-AlteryxJob 66f000000000000000000203 -Wait -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.StopAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match ([regex]::Escape($body.Trim('"')))
    }

    It 'quotes the text of an accepted request in a verbose message' {
        $null = Add-SandboxFault @{
            path = '/webapi/v3/jobs'; method = 'DELETE'; kind = 'status'; status = 200; body = '{"message":"Job was cancelled"}'
        }
        $lines = Stop-AlteryxJob 66f000000000000000000203 -Verbose -ErrorVariable failure 4>&1
        $failure | Should -BeNullOrEmpty
        $lines -match ' accepted the request: Job was cancelled$' | Should -HaveCount 1
    }

    It 'writes an error for a job of another service, and stops nothing' {
        $failure = Get-TerminatingError { Get-XplentyJob 203 | Stop-AlteryxJob -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StopAlteryxJobCommand'
        $failure.ErrorDetails.Message | Should -Match "'Xplenty 203 .*' belongs to Xplenty, not to Alteryx"
        (Invoke-Sandbox GET 'requests/count?path=*&method=DELETE').count | Should -Be 0
    }

    It 'rejects <what>, and stops nothing' -ForEach @(
        @{ what = 'nothing'; stop = { Stop-AlteryxJob $null } }
        @{ what = 'an empty id'; stop = { Stop-AlteryxJob '' } }
        @{ what = 'an object that is not an id'; stop = { Stop-AlteryxJob @{ Id = 'x' } } }
    ) {
        Get-TerminatingError $stop | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET 'requests/count?path=*&method=DELETE').count | Should -Be 0
    }
}
