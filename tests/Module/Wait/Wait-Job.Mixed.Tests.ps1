BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot RemoteJob.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    function New-LocalJob([scriptblock] $Script = { 1 }, $Argument) {
        Start-ThreadJob -ThrottleLimit 50 -ScriptBlock $Script -ArgumentList $Argument
    }

    # A gated job finishes when its gate opens.
    function New-Gate { [Threading.ManualResetEventSlim]::new() }

    function New-GatedJob($Gate) { New-LocalJob { while (-not $args[0].Wait(50)) { } } $Gate }

    function Wait-State($Job, $State) {
        for ($try = 0; $try -lt 600 -and $Job.State -ne $State; $try++) { Start-Sleep -Milliseconds 50 }
        $Job.State | Should -Be $State
    }
}

AfterAll {
    Get-Job | Remove-Job -Force
    Stop-Sandbox
}

Describe 'Wait-Job for local and remote jobs together' {
    BeforeAll { $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 } }

    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    AfterEach { Get-Job | Remove-Job -Force }

    It 'outputs each job as soon as it finishes' {
        $first, $last = (New-Gate), (New-Gate)
        $later = New-GatedJob $last
        $sooner = New-GatedJob $first
        $remote = New-RemoteJob @{ durationSeconds = 3600 }
        $first.Set()

        # Each job except the first finishes only because the previous job was output.
        $waited = @($later, $remote, $sooner | Wait-Job @quick | ForEach-Object {
                $_
                if ($_ -eq $sooner) {
                    New-SandboxJob @{ service = 'xplenty'; id = $remote.Id; durationSeconds = 0 } | Out-Null
                }
                else {
                    $last.Set()
                }
            })
        $waited | ForEach-Object Id | Should -Be $sooner.Id, $remote.Id, $later.Id
        $waited | ForEach-Object { $_.GetType().Name } | Should -Be ThreadJob, XplentyJob, ThreadJob
        $waited.State | Select-Object -Unique | Should -Be Completed
    }

    It 'accepts jobs from Start-Job and from Start-ThreadJob' {
        $process = Start-Job { 'from a process' }
        $thread = New-LocalJob { 'from a thread' }
        $remote = New-RemoteJob @{ durationSeconds = 1 }
        $waited = @($process, $thread, $remote | Wait-Job @quick -ErrorAction Stop)
        $waited | Should -HaveCount 3
        $waited | Should -Contain $process
        $process, $thread | Receive-Job | Should -Be 'from a process', 'from a thread'
    }

    It 'outputs finished jobs without polling them' {
        $local = New-LocalJob
        $null = Wait-Job $local
        $remote = Get-XplentyJob 201
        $before = Get-JobRequestCount $remote
        $waited = @($remote, $local | Wait-Job)
        $waited | Should -HaveCount 2
        $waited.Id | Should -Contain $local.Id
        $waited.Id | Should -Contain $remote.Id
        Get-JobRequestCount $remote | Should -Be $before
    }

    It 'outputs only the local job with -Any if it finishes first' {
        $local = New-LocalJob
        $waited = @((Get-XplentyJob 203), $local | Wait-Job -Any @quick -ErrorAction Stop)
        $waited | Should -HaveCount 1
        $waited[0] | Should -Be $local
    }

    It 'outputs only the remote job with -Any if it finishes first' {
        $gate = New-Gate
        $remote = New-RemoteJob @{ durationSeconds = 1 }
        $waited = @((New-GatedJob $gate), $remote | Wait-Job -Any @quick -ErrorAction Stop)
        $waited | Should -HaveCount 1
        $waited[0].Id | Should -Be $remote.Id
        $gate.Set()
    }

    It 'outputs only one job with -Any if both have already finished' {
        $local = New-LocalJob
        $null = Wait-Job $local
        @($local, (Get-XplentyJob 201) | Wait-Job -Any) | Should -HaveCount 1
    }

    It 'writes errors for remote jobs but not for local jobs at the deadline' {
        $gate = New-Gate
        $blocked = New-GatedJob $gate
        $remote = Get-XplentyJob 203
        $finished = New-LocalJob
        $waited = @($blocked, $remote, $finished |
            Wait-Job -Timeout 1 @quick -ErrorVariable failures -ErrorAction SilentlyContinue)
        $waited | Should -Be $finished
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        $failures[0].TargetObject.Id | Should -Be $remote.Id
        $gate.Set()
        Wait-State $blocked Completed
    }

    It 'ends at the deadline even if only local jobs are left' {
        $gate = New-Gate
        $remote = Get-XplentyJob 201
        @((New-GatedJob $gate), $remote | Wait-Job -Timeout 1 -ErrorAction Stop) | ForEach-Object Id | Should -Be $remote.Id
        $gate.Set()
    }

    It 'waits for the remote jobs after the local ones, and for the local jobs after the remote ones' {
        $gate = New-Gate
        $local = New-GatedJob $gate
        $waited = @($local, (Get-XplentyJob 201) | Wait-Job @quick | ForEach-Object { $_; $gate.Set() })
        $waited.Id | Should -Be 201, $local.Id

        $remote = New-RemoteJob @{ durationSeconds = 1 }
        $waited = @($remote, $local | Wait-Job @quick)
        $waited.Id | Should -Be $local.Id, $remote.Id
    }

    It 'polls the remote jobs once with -Timeout 0' {
        $remote = Get-XplentyJob 203
        $gate = New-Gate
        (New-GatedJob $gate), $remote | Wait-Job -Timeout 0 -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        Get-JobRequestCount $remote | Should -Be 2
        $gate.Set()
    }

    It 'fails if a local job is waiting for input, like the built-in Wait-Job' {
        $blocked = Start-Job { Read-Host }
        Wait-State $blocked Blocked
        $failure = try { $blocked, (Get-XplentyJob 203) | Wait-Job @quick } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'BlockedJobsDeadlockWithWaitJob,*'
        $failure.CategoryInfo.Category | Should -Be DeadlockDetected
        $failure.Exception | Should -BeOfType ArgumentException
        $failure.TargetObject | Should -Be $blocked
    }

    It 'fails as soon as a local job waits for input' {
        $asking = Start-Job { Read-Host }
        { $asking, (Get-XplentyJob 203) | Wait-Job @quick } | Should -Throw -ErrorId 'BlockedJobsDeadlockWithWaitJob,*'
    }

    It 'ignores a local job that is waiting for input with -Any if another job can finish' {
        $blocked = Start-Job { Read-Host }
        Wait-State $blocked Blocked
        $remote = New-RemoteJob @{ durationSeconds = 1 }
        @($blocked, $remote | Wait-Job -Any @quick).Id | Should -Be $remote.Id
    }

    It 'counts local and remote jobs that are piped twice only once' {
        $local = New-LocalJob
        $remote = New-RemoteJob @{ durationSeconds = 1 }
        $waited = @($local, $remote, $local, (Get-XplentyJob $remote.Id), $remote, $local | Wait-Job @quick)
        $waited | Should -HaveCount 2
        $waited.Id | Should -Be $local.Id, $remote.Id
    }

    It 'outputs failed and stopped local jobs without an error, even with -FailOnError' {
        $failed = New-LocalJob { throw 'bad luck' }
        $stopped = New-LocalJob { Start-Sleep -Seconds 3600 }
        Wait-State $stopped Running
        $stopped.StopJob()
        $remote = New-RemoteJob @{ durationSeconds = 1; outcome = 'failed' }
        $waited = @($failed, $stopped, $remote | Wait-Job @quick -FailOnError -ErrorVariable failures -ErrorAction SilentlyContinue)
        $waited | Should -HaveCount 3
        $failed.State, $stopped.State | Should -Be Failed, Stopped
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobFailed,*'
        $failures[0].TargetObject.Id | Should -Be $remote.Id
    }

    It 'writes an error for a remote job without a connection, and waits for the local job' {
        $remote = Get-XplentyJob 203
        Clear-SandboxEnvironment
        $local = New-LocalJob
        $waited = @($remote, $local | Wait-Job -ErrorVariable failures -ErrorAction SilentlyContinue)
        $waited | Should -Be $local
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }

    It 'writes an error for input that is not a job, and waits for the other jobs' {
        $local = New-LocalJob
        $remote = New-RemoteJob @{ durationSeconds = 1 }
        $waited = @('text', $local, 7, $remote | Wait-Job -ErrorVariable failures -ErrorAction SilentlyContinue)
        $waited.Id | Should -Be $local.Id, $remote.Id
        $failures.FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
        $failures | Should -HaveCount 2
    }

    It 'writes an error for a local job that is specified by a property if the input contains remote jobs' {
        $local = New-LocalJob
        $null = Wait-Job $local
        $remote = Get-XplentyJob 201
        $waited = @($remote, [pscustomobject]@{ Id = $local.Id } | Wait-Job -ErrorVariable failures -ErrorAction SilentlyContinue)
        $waited.Id | Should -Be $remote.Id
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobObjectNeeded,*'
        $failures[0].CategoryInfo.Category | Should -Be InvalidArgument
        $failures[0].TargetObject | Should -Be $local.Id
    }

    It 'shows one progress bar for the jobs of both kinds' {
        $run = Start-Shell '$a | Wait-Job -MinimumInterval 0.2' (, @((New-LocalJob), (New-RemoteJob @{ durationSeconds = 1 })))
        $run.Call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $run.Output | Should -HaveCount 2
        $records = @($run.Shell.Streams.Progress | Where-Object Activity -NotLike 'Preparing modules*')
        $records[0].StatusDescription | Should -Match '^\d of 2 finished, progress \d+%, 0 failed, 00:00:\d\d elapsed$'
        foreach ($bar in $records | Group-Object ActivityId) {
            $bar.Group[-1].RecordType | Should -Be Completed
        }
    }

    It 'cancels everything after Select-Object -First has its objects' {
        $hanging = Get-XplentyJob 203
        Add-SandboxFault @{ path = '/demo/api/jobs/203'; kind = 'hang'; count = -1 } | Out-Null
        $gate = New-Gate
        $local = New-GatedJob $gate

        # The local job finishes when the request hangs.
        $null = New-LocalJob {
            $control, $gate = $args[0]
            for ($try = 0; $try -lt 600; $try++) {
                if ((Invoke-RestMethod "$control/_sandbox/requests/count?path=/demo/api/jobs/203").count -ge 2) { break }
                Start-Sleep -Milliseconds 50
            }
            $gate.Set()
        } (, @((Get-SandboxUri), $gate))
        $local, $hanging | Wait-Job @quick | Select-Object -First 1 | Should -Be $local
        Wait-SandboxRequest '/demo/api/jobs/203' { $_.status -eq 499 } | Should -HaveCount 1
        $before = Get-JobRequestCount $hanging
        New-RemoteJob @{ durationSeconds = 1 } | Wait-Job -MinimumInterval 0.1 | Out-Null
        Get-JobRequestCount $hanging | Should -Be $before
    }

    It 'cancels everything when the pipeline is stopped' {
        $hanging = Get-XplentyJob 203
        Add-SandboxFault @{ path = '/demo/api/jobs/203'; kind = 'hang'; count = -1 } | Out-Null
        $gate = New-Gate
        $local = New-GatedJob $gate
        $run = Start-Shell '$a, $b | Wait-Job -MinimumInterval 0.2' $local, $hanging
        Wait-SandboxRequest '/demo/api/jobs/203' -Count 2 | Should -HaveCount 2

        $run.Shell.Stop()
        $run.Call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $run.Shell.InvocationStateInfo.State | Should -Be Stopped
        $run.Shell.Streams.Error | Should -BeNullOrEmpty
        Wait-SandboxRequest '/demo/api/jobs/203' { $_.status -eq 499 } | Should -HaveCount 1

        # The stopped wait does not output a job that finishes later.
        $gate.Set()
        Wait-State $local Completed
        $run.Output | Should -BeNullOrEmpty
    }

    It 'accepts local and remote jobs as arguments: <how>' -ForEach @(
        @{ how = 'by position'; call = { Wait-Job $local, $remote @quick } }
        @{ how = '-Job'; call = { Wait-Job -Job $remote, $local @quick } }
        @{ how = 'in a list'; call = { Wait-Job ([Collections.Generic.List[object]] @($local, $remote)) @quick } }
        @{ how = 'a property'; call = { [pscustomobject] @{ Job = $local, $remote } | Wait-Job @quick } }
        @{ how = 'one of each from the pipeline'; call = { $local, $remote | Wait-Job @quick } }
        @{ how = 'deserialized'; call = {
            $serialized = [Management.Automation.PSSerializer]::Serialize($remote)
            Wait-Job $local, ([Management.Automation.PSSerializer]::Deserialize($serialized)) @quick } }
    ) {
        $local = New-LocalJob
        $remote = New-RemoteJob @{ durationSeconds = 1 }
        $waited = @(& $call)
        $waited.Id | Should -Be $local.Id, $remote.Id
    }

    It 'accepts remote jobs alone as arguments: <how>' -ForEach @(
        @{ how = 'by position'; call = { Wait-Job $remote @quick } }
        @{ how = 'several by position'; call = { Wait-Job $remote, $remote @quick } }
        @{ how = '-Job'; call = { Wait-Job -Job $remote @quick } }
        @{ how = '-RemoteJob'; call = { Wait-Job -RemoteJob $remote @quick } }
        @{ how = 'in the background'; call = { Wait-Job $remote -AsJob | Receive-Job -Wait -AutoRemoveJob } }
    ) {
        $remote = New-RemoteJob @{ durationSeconds = 1 }
        (& $call).Id | Should -Be $remote.Id
    }

    It 'has one deadline for local and remote jobs in arguments' {
        $gate = New-Gate
        $remote = Get-XplentyJob 203
        Wait-Job (New-GatedJob $gate), $remote -Timeout 1 @quick -ErrorVariable failures -ErrorAction SilentlyContinue |
            Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        $gate.Set()
    }

    It 'writes an error for a remote job in arguments that cannot be waited for, and waits for the local job' {
        $local = New-LocalJob
        $copy = Get-XplentyJob 201 | Select-Object Id
        Wait-Job $local, $copy -ErrorVariable failures -ErrorAction SilentlyContinue | Should -Be $local
        $failures.FullyQualifiedErrorId | Should -BeLike 'JobObjectNeeded,*'
    }

    It 'rejects arguments that are not all jobs, as the built-in Wait-Job does' {
        { Wait-Job -Job (Get-XplentyJob 201), 1 } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
    }

    It 'rejects local and remote jobs as arguments at the same time' {
        { Wait-Job -Job (New-LocalJob) -RemoteJob (Get-XplentyJob 201) } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }
}
