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

Describe 'The documented one-line example' {
    It 'works if no module was imported before' {
        $modules = "$(Split-Path $env:JOBSTATUS_TEST_MODULE)$([IO.Path]::PathSeparator)$env:PSModulePath"
        $lines = Invoke-FreshPowerShell -Environment @{ PSModulePath = $modules } {
            Get-AlmaJobInstance -JobId M50173 -InstanceId 9563643080000561 | Wait-Job | Format-List *
        }

        $lines -match '^(State|Status|InstanceId|JobId) ' -replace ' +: ', '=' | Sort-Object |
            Should -Be 'InstanceId=9563643080000561', 'JobId=M50173', 'State=Completed', 'Status=COMPLETED_SUCCESS'
        $lines -match 'error|exception' -notmatch '^\w+ +:' | Should -BeNullOrEmpty
    }
}

Describe '<_> for remote jobs' -ForEach $commands {
    BeforeAll {
        $command = $_
        $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 }
    }

    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'outputs finished jobs without polling them' {
        $jobs = @(Get-AlmaJobInstance 1000000000000201) + (Get-XplentyJob 202) + (Get-AlteryxJob 66f000000000000000000201)
        $before = @(Get-SandboxRequest).Count

        $waited = $jobs | & $command
        $waited | Should -HaveCount 3
        0..2 | ForEach-Object { [object]::ReferenceEquals($waited[$_], $jobs[$_]) | Should -BeTrue }
        Get-SandboxRequest | Should -HaveCount $before
    }

    It 'outputs each job in its final state as soon as it finishes, regardless of the input order' {
        $alteryx = New-RemoteJob @{ service = 'alteryx'; durationSeconds = 3600 }
        $alma = New-RemoteJob @{ service = 'alma'; durationSeconds = 3600 }
        $xplenty = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 1 }

        # Each job except the first finishes only because the previous job was output.
        $waited = @($alteryx, $alma, $xplenty | & $command -Timeout 00:05:00 @quick | ForEach-Object {
                $_
                $null = switch ($_.Service) {
                    Xplenty { New-SandboxJob @{ service = 'alma'; id = $alma.InstanceId; jobId = $alma.JobId; durationSeconds = 0 } }
                    Alma { New-SandboxJob @{ service = 'alteryx'; id = $alteryx.Id; durationSeconds = 0 } }
                }
            })
        $waited.Id | Should -Be $xplenty.Id, $alma.Id, $alteryx.Id
        $waited | ForEach-Object { $_.GetType().FullName } |
            Should -Be JobStatus.XplentyJob, JobStatus.AlmaJobInstance, JobStatus.AlteryxJob
        $waited.State | Select-Object -Unique | Should -Be Completed
        $waited.IsFinished | Select-Object -Unique | Should -BeTrue
    }

    It 'accepts jobs as an argument by position and by name' {
        $jobs = foreach ($service in 'xplenty', 'alma') { New-RemoteJob @{ service = $service; durationSeconds = 0 } }
        (& $command $jobs).Id | Should -Be $jobs.Id
        (& $command -RemoteJob $jobs).Id | Should -Be $jobs.Id
    }

    It 'outputs nothing without input' {
        @() | & $command -Timeout 5 -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'outputs a failed job without an error' {
        $waited = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5; outcome = 'failed'; errors = @('Out of memory') } |
            & $command @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.State | Should -Be Failed
        $waited.Message | Should -Match 'Out of memory'
        $failures | Should -BeNullOrEmpty
    }

    It 'also writes an error for a failed <_> job with -FailOnError' -ForEach 'alma', 'xplenty', 'alteryx' {
        $waited = New-RemoteJob @{ service = $_; durationSeconds = 0.5; outcome = 'failed'; errors = @('Out of memory') } |
            & $command @quick -FailOnError -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited | Should -HaveCount 1
        $waited.State | Should -Be Failed
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobFailed,*'
        $failures[0].CategoryInfo.Category | Should -Be InvalidResult
        [object]::ReferenceEquals($failures[0].TargetObject, $waited) | Should -BeTrue
        "$($failures[0])" | Should -Match 'Out of memory'
    }

    It 'writes an error for a stopped job with -FailOnError, but not for a completed job, with or without warnings' {
        $jobs = @(
            New-RemoteJob @{ service = 'alma'; durationSeconds = 0; outcome = 'warning' }
            New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0; outcome = 'stopped' }
            New-RemoteJob @{ service = 'alteryx'; durationSeconds = 0 }
        )
        $waited = $jobs | & $command -FailOnError -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.State | Should -Be Warning, Stopped, Completed
        $failures.TargetObject.Service | Should -Be Xplenty
    }

    It 'stops at the first failed job with -FailOnError and -ErrorAction Stop' {
        $failed = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5; outcome = 'failed' }
        $running = Get-AlmaJobInstance 1000000000000203
        { $running, $failed | & $command @quick -FailOnError -ErrorAction Stop } | Should -Throw -ErrorId 'JobFailed,*'
    }

    It 'ends the pipeline before the next command receives a failed job with -FailOnError and -ErrorAction Stop' {
        $completed = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0 }
        $failed = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0; outcome = 'failed' }
        $received = [Collections.Generic.List[object]]::new()
        { $completed, $failed | & $command @quick -FailOnError -ErrorAction Stop | ForEach-Object { $received.Add($_) } } |
            Should -Throw -ErrorId 'JobFailed,*'
        $received.Id | Should -Be $completed.Id
    }

    It 'outputs an Alteryx job that completed with the disposition Error as failed' {
        $waited = New-RemoteJob @{ service = 'alteryx'; durationSeconds = 0.5; status = 'Completed'; disposition = 'Error' } |
            & $command @quick
        $waited.Status | Should -Be Completed
        $waited.State | Should -Be Failed
    }

    It 'outputs exactly one job with -Any' {
        $soon = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        $waited = @(Get-AlmaJobInstance 1000000000000203) + $soon + (Get-XplentyJob 203) | & $command -Any @quick -ErrorVariable failures
        $waited | Should -HaveCount 1
        $waited.Id | Should -Be $soon.Id
        $failures | Should -BeNullOrEmpty
    }

    It 'outputs exactly one of several finished jobs with -Any, without polling' {
        $jobs = @(Get-XplentyJob 203) + (Get-AlmaJobInstance 1000000000000201) + (Get-XplentyJob 202)
        $before = @(Get-SandboxRequest).Count
        ($jobs | & $command -Any).Id | Should -Be 1000000000000201
        Get-SandboxRequest | Should -HaveCount $before
    }

    It 'counts a job that is piped twice only once' {
        $job = New-RemoteJob @{ service = 'alma'; durationSeconds = 0.5 }
        $again = Get-AlmaJobInstance $job.InstanceId
        $finished = Get-XplentyJob 201
        $waited = @($job, $again, $finished, $job, $finished | & $command @quick)
        $waited | Should -HaveCount 2
        $waited.Id | Sort-Object | Should -Be $finished.Id, $job.Id
    }

    It 'reports each state change with -Verbose' {
        $job = New-RemoteJob @{ service = 'xplenty'; queuedSeconds = 1; durationSeconds = 1 }
        $lines = $job | & $command @quick -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $changes = @($lines -match ' changed from ')
        $changes -match "$($job.Id).*from Queued .* to Running \(running\)\.$" | Should -HaveCount 1
        $changes[-1] | Should -Match "$($job.Id).* to Completed \(completed\)\.$"
    }

    It 'shows one progress bar with a child bar for each job, and completes all bars' {
        $jobs = foreach ($service in 'xplenty', 'alma') { New-RemoteJob @{ service = $service; durationSeconds = 2 } }
        $shell = Start-Shell "`$a | $command -MinimumInterval 0.2 -MaximumInterval 0.4" (, $jobs)
        $shell.Call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $records = @($shell.Shell.Streams.Progress | Where-Object Activity -NotLike 'Preparing modules*')
        $shell.Output | Should -HaveCount 2

        $parents = @($records | Where-Object ParentActivityId -LT 0)
        $parents.ActivityId | Select-Object -Unique | Should -HaveCount 1
        $parents[0].StatusDescription | Should -Match '^0 of 2 finished, progress \d+%, 0 failed, 00:00:\d\d elapsed$'
        $children = @($records | Where-Object ParentActivityId -GE 0)
        $children.ParentActivityId | Select-Object -Unique | Should -Be $parents[0].ActivityId
        $children.ActivityId | Select-Object -Unique | Should -HaveCount 2
        foreach ($bar in $records | Group-Object ActivityId) {
            $bar.Group[-1].RecordType | Should -Be Completed
        }
    }

    It 'returns the last retry of a job of a schedule with -FollowRetry' {
        $plan = @{ service = 'xplenty'; scheduleId = 9; retryLimit = 2; durationSeconds = 30 }
        $null = New-SandboxJob ($plan + @{ id = '5001'; attempts = 0; outcome = 'failed'; submittedSecondsAgo = 300 })
        $null = New-SandboxJob ($plan + @{ id = '5002'; attempts = 1; outcome = 'failed'; submittedSecondsAgo = 200 })
        $null = New-SandboxJob ($plan + @{ id = '5003'; attempts = 2; submittedSecondsAgo = 100 })
        $jobs = Get-XplentyJob 5001, 5002, 5003 -ThrottleLimit 1
        $jobs.WillBeRetried | Should -Be $true, $true, $false

        $lines = $jobs[0] | & $command @quick -FollowRetry -FailOnError -Verbose 4>&1
        $last = $lines | Where-Object { $_ -is [JobStatus.XplentyJob] }
        $last.Id | Should -Be 5003
        $last.State | Should -Be Completed
        $lines -match '^Xplenty 5002 .*is the retry of Xplenty 5001' | Should -HaveCount 1
        ($jobs | & $command -FollowRetry).Id | Should -Be 5003
        ($jobs[0] | & $command).Id | Should -Be 5001
    }

    It 'mentions in the error of -FailOnError that a schedule will run the job again' {
        $plan = @{ service = 'xplenty'; scheduleId = 9; attempts = 1; retryLimit = 2 }
        $new = New-SandboxJob ($plan + @{ durationSeconds = 1; outcome = 'failed' })
        $options = $quick + @{ FailOnError = $true; Verbose = $true; ErrorAction = 'SilentlyContinue' }
        $lines = Get-XplentyJob $new.id | & $command @options -ErrorVariable failure 4>&1
        $failure | Should -HaveCount 1
        $retry = 'Its schedule will run it again as another job \(retry 2 of 2\)\.'
        "$failure" | Should -Match "$retry To get the result of the retry, wait with -FollowRetry\.$"
        $lines -match "to Failed \(failed\)\. $retry$" | Should -HaveCount 1
    }

    It 'writes an error if the connection of a job with a retry to follow no longer exists' {
        $job = [JobStatus.XplentyJob]@{ Id = 5001; Status = 'failed'; Attempts = 0; MasterAutoRetryAttempts = 1; Connection = 'gone' }
        ($job | & $command).Id | Should -Be 5001
        $job | & $command -FollowRetry -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }

    It 'works in a session in <_> mode' -ForEach 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage' {
        $sessionState = [initialsessionstate]::CreateDefault2()
        $sessionState.ImportPSModule($env:JOBSTATUS_TEST_MODULE)
        $runspace = [runspacefactory]::CreateRunspace($sessionState)
        $runspace.Open()
        $runspace.SessionStateProxy.LanguageMode = $_
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddCommand($command).AddParameter('Timeout', 0)
        $shell.Invoke(@((Get-XplentyJob 201), (Get-XplentyJob 203))).Id | Should -Be 201
        $shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        $runspace.Dispose()
    }

    It 'respects the preference variables of the module that calls it' {
        $job = Get-XplentyJob 203
        $module = New-Module -ArgumentList $command {
            param($command)
            $ErrorActionPreference = 'Stop'
            function Wait-Strict($Job) { $Job | & $command -Timeout 0; 'not reached' }
            function Wait-Silent { [CmdletBinding()] param($Job) $Job | & $command -Timeout 0 }
        }
        { Wait-Strict $job } | Should -Throw -ErrorId 'WaitTimeout,*'
        Wait-Silent $job -ErrorAction SilentlyContinue 2>&1 | Should -BeNullOrEmpty
        Remove-Module $module
    }
}

Describe 'Two connections to one service' {
    BeforeAll {
        Clear-SandboxSession
        $other = Start-OtherSandbox @{ xplentyKey = 'another-key' }
        Connect-Xplenty -Name one -AccountId demo -ApiKey (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri)
        Connect-Xplenty -Name two -AccountId demo -ApiKey (ConvertTo-Secret another-key) -BaseUri $other
    }

    It 'are each polled for their own jobs by <_>, even if the job ids are equal' -ForEach $commands {
        foreach ($address in (Get-SandboxUri), $other) {
            Invoke-Sandbox POST reset -BaseUri $address | Out-Null
        }
        Invoke-Sandbox PATCH settings @{ xplentyKey = 'another-key' } -BaseUri $other | Out-Null
        $null = New-SandboxJob @{ service = 'xplenty'; id = '777'; durationSeconds = 2; outcome = 'failed' }
        Invoke-Sandbox POST jobs @{ service = 'xplenty'; id = '777'; durationSeconds = 0.5 } -BaseUri $other | Out-Null
        $jobs = @(Get-XplentyJob 777 -Connection one) + (Get-XplentyJob 777 -Connection two)

        $waited = $jobs | & $_ -MinimumInterval 0.2 -MaximumInterval 0.4
        $waited.Connection | Should -Be two, one
        $waited.State | Should -Be Completed, Failed
        Get-SandboxRequest | Where-Object status -EQ 401 | Should -BeNullOrEmpty
        Get-SandboxRequest -BaseUri $other | Where-Object status -EQ 401 | Should -BeNullOrEmpty
    }
}
