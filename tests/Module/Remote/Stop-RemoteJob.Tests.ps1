BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    function Get-DeletedPath { @(Get-SandboxRequest | Where-Object method -EQ DELETE).path | Sort-Object }
}

AfterAll { Stop-Sandbox }

Describe 'Stop-RemoteJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ xplentyStopSeconds = 0.5 }
        $xplenty = '/demo/api/jobs/203'
        $alteryx = '/webapi/v3/jobs/66f000000000000000000203'
    }

    It 'stops <what>' -ForEach @(
        @{ what = 'piped jobs'; call = { (Get-XplentyJob 203), (Get-AlteryxJob 66f000000000000000000203) | Stop-RemoteJob } }
        @{ what = 'an array of jobs'; call = { Stop-RemoteJob (Get-XplentyJob 203), (Get-AlteryxJob 66f000000000000000000203) } }
        @{ what = 'the unfinished jobs of Get-RemoteJob'; call = { Get-RemoteJob -Running -Service x*, alt* | Stop-RemoteJob } }
        @{
            what = 'rows of a CSV file'
            call = { 'Service,Id', 'Xplenty,203', 'alteryx,66f000000000000000000203' | ConvertFrom-Csv | Stop-RemoteJob }
        }
    ) {
        $stopping = & $call
        Get-DeletedPath | Should -Be $xplenty, $alteryx
        $stopping | Should -HaveCount 1
        $stopping.Id | Should -Be 203
        $stopping.State | Should -Be Stopping
        (Get-AlteryxJob 66f000000000000000000203).State | Should -Be Stopped
    }

    It 'stops jobs by service and id' {
        (Stop-RemoteJob 203 -Service Xplenty).State | Should -Be Stopping
        Stop-RemoteJob -Service Alteryx -Id 66f000000000000000000203 | Should -BeNullOrEmpty
        Get-DeletedPath | Should -Be $xplenty, $alteryx
    }

    It 'returns the final state of all jobs with -Wait' {
        $jobs = (Get-XplentyJob 203), (Get-AlteryxJob 66f000000000000000000203) | Stop-RemoteJob -Wait
        $jobs.Service | Sort-Object | Should -Be Alteryx, Xplenty
        $jobs.State | Should -Be Stopped, Stopped
        Get-DeletedPath | Should -Be $xplenty, $alteryx
    }

    It 'writes one error for each Alma job, and stops the others' {
        $alma = Get-AlmaJobInstance 1000000000000203
        $alma, (Get-XplentyJob 203) | Stop-RemoteJob -ErrorAction SilentlyContinue -ErrorVariable failure | Out-Null
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotSupportedByServer,JobStatus.Commands.StopRemoteJobCommand'
        $failure[0].ErrorDetails.Message |
            Should -Match '^Alma 1000000000000203 was not stopped, because Alma has no call that stops a job\.'
        $failure[0].TargetObject | Should -Be $alma
        Get-DeletedPath | Should -Be $xplenty
    }

    It 'writes the same error for a job that has finished as <name>' -ForEach @(
        @{ name = 'Stop-XplentyJob'; id = '201'; service = 'Xplenty' }
        @{ name = 'Stop-AlteryxJob'; id = '66f000000000000000000201'; service = 'Alteryx' }
    ) {
        & $name $id -ErrorAction SilentlyContinue -ErrorVariable expected
        Stop-RemoteJob -Service $service -Id $id -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].ErrorDetails.Message | Should -Be $expected[0].ErrorDetails.Message
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StopRemoteJobCommand'
        $failure[0].TargetObject | Should -Be $id
    }

    It 'writes one error for each row or object that is not a job, and stops the others' {
        $rows = 'Service,Id,Connection', 'Nonsense,1,', 'Xplenty,203,nobody', 'Xplenty,abc,', 'Xplenty,203,' | ConvertFrom-Csv
        $rows + (Get-AlmaJob -JobId S201) | Stop-RemoteJob -ErrorAction SilentlyContinue -ErrorVariable failures | Out-Null
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be InvalidRequest, NotConnected, InvalidRequest, JobObjectNeeded
        Get-DeletedPath | Should -Be $xplenty
    }

    It 'writes one error for a connection whose key is rejected' {
        $jobs = Get-XplentyJob 201, 202, 203
        $env:XPLENTY_API_KEY = 'wrong'
        $jobs | Stop-RemoteJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'AuthenticationFailed,JobStatus.Commands.StopRemoteJobCommand'
    }

    It 'sends no request with -WhatIf' {
        $jobs = (Get-XplentyJob 203), (Get-AlteryxJob 66f000000000000000000203)
        $jobs | Stop-RemoteJob -WhatIf | Should -BeNullOrEmpty
        Stop-RemoteJob 203 -Service Xplenty -Wait -WhatIf | Should -BeNullOrEmpty
        Get-DeletedPath | Should -BeNullOrEmpty
    }

    It 'stops a job once that is specified twice' {
        $job = Get-XplentyJob 203
        @($job, $job | Stop-RemoteJob).Id | Should -Be 203
        @(Get-DeletedPath) | Should -Be $xplenty
    }

    It 'stops a job once with <name>' -ForEach @(
        @{ name = 'Stop-XplentyJob'; id = '203'; path = '/demo/api/jobs/203' }
        @{ name = 'Stop-AlteryxJob'; id = '66f000000000000000000203'; path = '/webapi/v3/jobs/66f000000000000000000203' }
    ) {
        $null = & $name $id, $id
        @(Get-DeletedPath) | Should -Be $path
    }

    It 'names the job and the connection with -WhatIf' {
        $texts = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Get-XplentyJob 203 | Stop-RemoteJob -WhatIf
            Get-XplentyJob 203 | Stop-XplentyJob -WhatIf
            Stop-RemoteJob 203 -Service Xplenty -WhatIf
        }
        $name = [regex]::Escape((Get-XplentyJob 203).Name)
        $target = "Xplenty job 203 \($name\) through the connection 'Environment'"
        $lines = @($texts -join "`n" -split '\r?\n' | Where-Object { $_ -match 'What if' })
        $lines[0] | Should -Match $target
        $lines[1] | Should -Match $target
        $lines[2] | Should -Match "Xplenty job 203 through the connection 'Environment'"
    }

    It 'explains in its own terms that the input is not a job' {
        Get-XplentyJob 203 | Select-Object Name | Stop-RemoteJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Exception.Message | Should -Match 'no longer a job\. Select properties after this command instead\.$'
        $failure.Exception.Message | Should -Not -Match Wait-RemoteJob
    }

    It 'stops a job before a slow pipeline produces the next one' {
        $deleted = [Collections.Generic.List[int]]::new()
        $jobs = (Get-XplentyJob 203), (Get-AlteryxJob 66f000000000000000000203)
        & { foreach ($job in $jobs) { $deleted.Add(@(Get-DeletedPath).Count); $job } } | Stop-RemoteJob | Out-Null
        $deleted | Should -Be 0, 1
    }

    It 'rejects <what>, and stops nothing' -ForEach @(
        @{ what = 'nothing'; call = { Stop-RemoteJob $null } }
        @{ what = 'an id without a service'; call = { Stop-RemoteJob -Id 203 -Service '' } }
        @{ what = 'an unknown service'; call = { Stop-RemoteJob -Service Nonsense -Id 1 } }
        @{ what = 'an empty connection'; call = { Stop-RemoteJob -Service Xplenty -Id 203 -Connection $null } }
    ) {
        Get-TerminatingError $call | Should -Not -BeNullOrEmpty
        Get-DeletedPath | Should -BeNullOrEmpty
    }

    It 'completes the services, and the ids of unfinished jobs' {
        $null = Get-XplentyJob 201, 203
        (Get-Completion 'Stop-RemoteJob -Service X').CompletionText | Should -Be Xplenty
        (Get-Completion 'Stop-RemoteJob -Service Xplenty -Id ').CompletionText | Should -Be 203
    }
}
