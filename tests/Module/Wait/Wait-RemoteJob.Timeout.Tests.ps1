# Wait-Job waits for remote jobs in the same way, so these tests run with both cmdlets.
BeforeDiscovery {
    $commands = 'Wait-Job', 'Wait-RemoteJob'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot RemoteJob.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe '<_> with a deadline or poll intervals' -ForEach $commands {
    BeforeAll {
        $command = $_
        $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 }
    }

    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'never treats an unknown status as finished, and writes an error with the latest job object at the deadline' {
        $job = Get-AlteryxJob 66ebd18d3d6200007e000d8c
        $waited = $job | & $command -Timeout 1 @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        $failures[0].CategoryInfo.Category | Should -Be OperationTimeout
        $failures[0].TargetObject | Should -BeOfType JobStatus.AlteryxJob
        $failures[0].TargetObject.State | Should -Be Unknown
        $failures[0].TargetObject.ObservedAt | Should -BeGreaterThan $job.ObservedAt
        "$($failures[0])" | Should -BeLike "*$($job.Id) timed out after 1 s. The meaning of the job's status 'string' is not known.*"

        # The wait cancels nothing at the service.
        Get-SandboxRequest | Where-Object { $_.method -ne 'GET' -and $_.path -notlike '*/oauth2/token' } | Should -BeNullOrEmpty
    }

    It 'writes one error for each job that is unfinished at the deadline, and outputs the other jobs' {
        $short = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        $jobs = @(Get-AlmaJobInstance 1000000000000203) + $short + (Get-XplentyJob 203)
        $waited = $jobs | & $command -Timeout 2 @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $jobs[1].Id
        $failures.TargetObject.Id | Sort-Object | Should -Be 1000000000000203, 203
    }

    It 'accepts the timeout <Timeout> (<Type>)' -ForEach @(
        @{ Timeout = 1; Type = 'Int32' }
        @{ Timeout = '1'; Type = 'String' }
        @{ Timeout = 0.3; Type = 'Double' }
        @{ Timeout = '00:00:00.3'; Type = 'String' }
        @{ Timeout = [timespan]::FromMilliseconds(300); Type = 'TimeSpan' }
        @{ Timeout = '0'; Type = 'String' }
        @{ Timeout = [timespan]::Zero; Type = 'TimeSpan' }
    ) {
        $Timeout.GetType().Name | Should -Be $Type
        Get-XplentyJob 203 | & $command -Timeout $Timeout @quick -ErrorVariable failures -ErrorAction SilentlyContinue |
            Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
    }

    It 'has no deadline with -Timeout <_>' -ForEach -1, '-00:00:01' {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        ($job | & $command -Timeout $_ @quick).State | Should -Be Completed
    }

    It 'accepts a timeout that exceeds the range of a timer: <_>' -ForEach 2147483647, ([timespan]::FromDays(1000)) {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        ($job | & $command -Timeout $_ @quick -ErrorAction Stop).State | Should -Be Completed
        (& $command $job -Timeout $_ @quick -ErrorAction Stop).State | Should -Be Completed
    }

    It 'rejects -Timeout <_>' -ForEach @(
        'abc', '1m', '5 seconds', '1:x', -2, '-00:00:05', '-00:00:00.5', 2147483648, [timespan]::MaxValue, $null, @(1, 2)
    ) {
        $job = Get-XplentyJob 203
        $before = Get-JobRequestCount $job
        { $job | & $command -Timeout $_ } |
            Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException]) -ExpectedMessage '*Timeout*'
        Get-JobRequestCount $job | Should -Be $before
    }

    It 'explains how to specify a time if <_> is specified' -ForEach '5m', '1h', '30 min' {
        $running = Get-XplentyJob 203
        $time = $_
        foreach ($call in { $running | & $command -Timeout $time }, { $running | & $command -MaximumInterval $time }) {
            $call | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage "*'$time'*seconds*00:05:00*"
        }
    }

    It 'rejects the numeric literals 1s and 1d, which PowerShell parses as the number 1' {
        $running = Get-XplentyJob 203
        $waits = @(
            { $running | & $command -Timeout 1s }
            { $running | & $command -Timeout 1d }
            { $running | & $command -Timeout '1d' }
            { $running | & $command -MaximumInterval 1d }
        )
        foreach ($wait in $waits) {
            $failure = { & $wait } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            $failure.Exception.Message | Should -BeLike '*TimeSpan*'
        }
    }

    It 'rejects a -MinimumInterval that is longer than -MaximumInterval' {
        $job = Get-XplentyJob 203
        $failure = { $job | & $command -Timeout 0 -MinimumInterval 100 -MaximumInterval 1 } |
            Should -Throw -ErrorId 'InvalidRequest,*' -PassThru
        $failure.Exception.Problem | Should -Be '-MinimumInterval is longer than -MaximumInterval.'
    }

    It 'rejects -MinimumInterval and -MaximumInterval <_>' -ForEach 0, -1, '1m', '00:00:00', ([timespan]::FromDays(2)), $null {
        $value = $_
        $job = Get-XplentyJob 203
        { $job | & $command -Timeout 0 -MinimumInterval $value } |
            Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException]) -ExpectedMessage '*MinimumInterval*'
        { $job | & $command -Timeout 0 -MaximumInterval $value } |
            Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException]) -ExpectedMessage '*MaximumInterval*'
    }

    It 'accepts intervals as seconds and as TimeSpan objects' {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        ($job | & $command -MinimumInterval 00:00:00.2 -MaximumInterval ([timespan]::FromSeconds(0.4))).State | Should -Be Completed
    }

    It 'polls exactly once with -Timeout 0' {
        $jobs = @(Get-AlmaJobInstance 1000000000000203) + (Get-XplentyJob 203) + (Get-AlteryxJob 66f000000000000000000203)
        $ended = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 3600 }
        New-SandboxJob @{ service = 'xplenty'; id = $ended.Id; durationSeconds = 0 } | Out-Null

        $waited = $jobs + $ended | & $command -Timeout 0 -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $ended.Id
        $failures | Should -HaveCount 3
        $jobs[0, 2] | ForEach-Object { Get-JobRequestCount $_ } | Should -Be 2, 2
    }

    It 'reports at the deadline why the last poll failed' {
        $job = Get-XplentyJob 203
        Add-SandboxFault @{ path = Get-JobPath $job; kind = 'status'; status = 503; count = -1 } | Out-Null
        $job | & $command -Timeout 1 @quick -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        "$($failures[0])" | Should -Match '503'
    }
}
