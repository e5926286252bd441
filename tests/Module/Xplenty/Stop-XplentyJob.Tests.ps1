BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    function Get-RequestCount([string] $Method) { @(Get-SandboxRequest | Where-Object method -EQ $Method).Count }
}

AfterAll { Stop-Sandbox }

Describe 'Stop-XplentyJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'sends one request and returns the stopping job' {
        $job = Stop-XplentyJob 203
        $job | Should -BeOfType JobStatus.XplentyJob
        $job.Id | Should -Be 203
        $job.State | Should -Be Stopping
        $job.Status | Should -Be pending_stoppage
        $request = Get-SandboxRequest
        "$($request.method) $($request.path)" | Should -Be 'DELETE /demo/api/jobs/203'
    }

    It 'returns the stopped job with -Wait' {
        Set-SandboxSetting @{ xplentyStopSeconds = 0.5 }
        $job = Get-XplentyJob 203 | Stop-XplentyJob -Wait
        $job | Should -HaveCount 1
        $job.Id | Should -Be 203
        $job.State | Should -Be Stopped
        Get-RequestCount DELETE | Should -Be 1
    }

    It 'waits for several jobs at once, and writes an error for a job that has already finished' {
        Set-SandboxSetting @{ xplentyStopSeconds = 0.5 }
        $null = New-SandboxJob @{ service = 'xplenty'; id = '303'; durationSeconds = 600 }
        $stopped = 201, 203, 303 | Stop-XplentyJob -Wait -ErrorAction SilentlyContinue -ErrorVariable failure
        $stopped.Id | Sort-Object | Should -Be 203, 303
        $stopped.State | Sort-Object -Unique | Should -Be Stopped
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StopXplentyJobCommand'
        Get-RequestCount DELETE | Should -Be 3
    }

    It 'returns nothing with -Wait if no job could be stopped' {
        Stop-XplentyJob 201 -Wait -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
    }

    It 'writes one error for each job that is <what> and stops the others' -ForEach @(
        @{ what = 'finished'; id = '201'; error = 'InvalidRequest'; deletes = 2 }
        @{ what = 'unknown'; id = '999'; error = 'JobNotFound'; deletes = 2 }
        @{ what = 'malformed'; id = '../203'; error = 'InvalidRequest'; deletes = 1 }
    ) {
        (Stop-XplentyJob $id, 203 -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 203
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StopXplentyJobCommand"
        $failure[0].TargetObject | Should -Be $id
        Get-RequestCount DELETE | Should -Be $deletes
    }

    It 'writes one error for each piped object that is not an id, and stops nothing' {
        $null, '', @{ A = 1 } | Stop-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 3
        (Get-TerminatingError { Stop-XplentyJob $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'never retries the request' {
        $null = Add-SandboxFault @{
            path = '/demo/api/jobs/203'; method = 'DELETE'; kind = 'status'; status = 503; count = -1
            headers = @{ 'Retry-After' = '0' }
        }
        (Get-TerminatingError { Stop-XplentyJob 203 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ServiceUnavailable,*'
        Get-RequestCount DELETE | Should -Be 1
    }

    It 'sends no request with -WhatIf' {
        Stop-XplentyJob 203 -WhatIf | Should -BeNullOrEmpty
        203 | Stop-XplentyJob -Wait -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'ends at once when the pipeline is stopped during -Wait' {
        Set-SandboxSetting @{ xplentyStopSeconds = 600 }
        $shell = [powershell]::Create()
        try {
            $running = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE; Stop-XplentyJob 203 -Wait').BeginInvoke()
            Wait-SandboxRequest /demo/api/jobs/203 { $_.method -eq 'DELETE' -and $_.ended } | Should -HaveCount 1
            $shell.Stop()
            $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }
}
