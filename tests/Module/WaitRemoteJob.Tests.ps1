BeforeDiscovery {
    $commands = 'Wait-Job', 'Wait-RemoteJob'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    function Read-Job($Created) {
        switch ($Created.service) {
            alma { Get-AlmaJobInstance $Created.id }
            xplenty { Get-XplentyJob $Created.id }
            alteryx { Get-AlteryxJob $Created.id }
        }
    }

    # A job of the sandbox, as the module reads it now.
    function New-RemoteJob([hashtable] $Job) { Read-Job (New-SandboxJob $Job) }

    # The path of one job, and how often it was asked for.
    function PathOf($Job) {
        switch ($Job.Service) {
            Alma { "*/instances/$($Job.Id)" }
            Xplenty { "/demo/api/jobs/$($Job.Id)" }
            Alteryx { "/webapi/v3/jobs/$($Job.Id)" }
        }
    }

    function CountOf($Job) { @(Get-SandboxRequest (PathOf $Job)).Count }

    # Starts a script in a runspace of its own, with the module there.
    function Start-Shell([string] $Script, [object[]] $Arguments) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$a, `$b) Import-Module '$env:JOBSTATUS_TEST_MODULE'; $Script")
        $Arguments.ForEach({ $null = $shell.AddArgument($_) })
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $call = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]] @(), $output)
        [pscustomobject]@{ Shell = $shell; Call = $call; Output = $output }
    }

    # As long as a wait that went on would take to ask again more than once.
    function Wait-Meanwhile { New-RemoteJob @{ service = 'xplenty'; durationSeconds = 1 } | Wait-RemoteJob -MinimumInterval 0.1 -MaximumInterval 0.3 | Out-Null }
}

AfterAll { Stop-Sandbox }

Describe 'The documented example' {
    It 'works in one line, where nothing was imported before' {
        $modules = "$(Split-Path $env:JOBSTATUS_TEST_MODULE)$([IO.Path]::PathSeparator)$env:PSModulePath"
        $shown = Invoke-FreshPowerShell { Get-AlmaJobInstance -JobId M50173 -InstanceId 9563643080000561 | Wait-Job | Format-List * } -Environment @{ PSModulePath = $modules }

        $shown -match '^(State|Status|InstanceId|JobId) ' -replace ' +: ', '=' | Should -Be 'JobId=M50173', 'InstanceId=9563643080000561', 'State=Completed', 'Status=COMPLETED_SUCCESS'
        $shown -match 'error|exception' -notmatch '^\w+ +:' | Should -BeNullOrEmpty
    }
}

Describe '<_> for remote jobs' -ForEach $commands {
    BeforeAll {
        $command = $_
        $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 }
    }

    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'passes on what has finished already without asking again' {
        $jobs = @(Get-AlmaJobInstance 1000000000000201) + (Get-XplentyJob 202) + (Get-AlteryxJob 66f000000000000000000201)
        $before = @(Get-SandboxRequest).Count

        $waited = $jobs | & $command
        $waited | Should -HaveCount 3
        0..2 | ForEach-Object { [object]::ReferenceEquals($waited[$_], $jobs[$_]) | Should -BeTrue }
        Get-SandboxRequest | Should -HaveCount $before
    }

    It 'writes each job in its final state as soon as it finishes, whatever the order they were given in' {
        $alteryx = New-RemoteJob @{ service = 'alteryx'; durationSeconds = 3600 }
        $alma = New-RemoteJob @{ service = 'alma'; durationSeconds = 3600 }
        $xplenty = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 1 }

        # Each but the first ends only because the one before was written.
        $waited = @($alteryx, $alma, $xplenty | & $command -Timeout 00:05:00 @quick | ForEach-Object {
                $_
                switch ($_.Service) {
                    Xplenty { New-SandboxJob @{ service = 'alma'; id = $alma.InstanceId; jobId = $alma.JobId; durationSeconds = 0 } | Out-Null }
                    Alma { New-SandboxJob @{ service = 'alteryx'; id = $alteryx.Id; durationSeconds = 0 } | Out-Null }
                }
            })
        $waited.Id | Should -Be $xplenty.Id, $alma.Id, $alteryx.Id
        $waited | ForEach-Object { $_.GetType().FullName } | Should -Be JobStatus.XplentyJob, JobStatus.AlmaJobInstance, JobStatus.AlteryxJob
        $waited.State | Select-Object -Unique | Should -Be Completed
        $waited.IsFinished | Select-Object -Unique | Should -BeTrue
    }

    It 'takes jobs as an argument by position and by name' {
        $jobs = @((New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0 }), (New-RemoteJob @{ service = 'alma'; durationSeconds = 0 }))
        (& $command $jobs).Id | Should -Be $jobs.Id
        (& $command -RemoteJob $jobs).Id | Should -Be $jobs.Id
    }

    It 'writes nothing for no job' {
        @() | & $command -Timeout 5 -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'takes a failed job for an object like any other' {
        $waited = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5; outcome = 'failed'; errors = @('Out of memory') } | & $command @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.State | Should -Be Failed
        $waited.Message | Should -Match 'Out of memory'
        $failures | Should -BeNullOrEmpty
    }

    It 'makes a failed <_> job an error too with -FailOnError' -ForEach 'alma', 'xplenty', 'alteryx' {
        $waited = New-RemoteJob @{ service = $_; durationSeconds = 0.5; outcome = 'failed'; errors = @('Out of memory') } | & $command @quick -FailOnError -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited | Should -HaveCount 1
        $waited.State | Should -Be Failed
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobFailed,*'
        $failures[0].CategoryInfo.Category | Should -Be InvalidResult
        [object]::ReferenceEquals($failures[0].TargetObject, $waited) | Should -BeTrue
        "$($failures[0])" | Should -Match 'Out of memory'
    }

    It 'makes a stopped job an error with -FailOnError, but none that succeeded, with warnings or not' {
        $jobs = @(
            New-RemoteJob @{ service = 'alma'; durationSeconds = 0; outcome = 'warning' }
            New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0; outcome = 'stopped' }
            New-RemoteJob @{ service = 'alteryx'; durationSeconds = 0 }
        )
        $waited = $jobs | & $command -FailOnError -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.State | Should -Be CompletedWithWarnings, Stopped, Completed
        $failures.TargetObject.Service | Should -Be Xplenty
    }

    It 'ends at the first failed job with -FailOnError and -ErrorAction Stop' {
        $failed = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5; outcome = 'failed' }
        $running = Get-AlmaJobInstance 1000000000000203
        { $running, $failed | & $command @quick -FailOnError -ErrorAction Stop } | Should -Throw -ErrorId 'JobFailed,*'
    }

    It 'takes an Alteryx job that completed with the disposition Error for failed' {
        $waited = New-RemoteJob @{ service = 'alteryx'; durationSeconds = 0.5; status = 'Completed'; disposition = 'Error' } | & $command @quick
        $waited.Status | Should -Be Completed
        $waited.State | Should -Be Failed
    }

    It 'never takes an unknown status for the end, and says so in an error with the job as it was last seen' {
        $job = Get-AlteryxJob 66ebd18d3d6200007e000d8c
        $waited = $job | & $command -Timeout 1 @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        $failures[0].CategoryInfo.Category | Should -Be OperationTimeout
        $failures[0].TargetObject | Should -BeOfType JobStatus.AlteryxJob
        $failures[0].TargetObject.State | Should -Be Unknown
        $failures[0].TargetObject.ObservedAt | Should -BeGreaterThan $job.ObservedAt
        "$($failures[0])" | Should -Match "$($job.Id).*Unknown.*string"

        # Nothing is cancelled at the service.
        Get-SandboxRequest | Where-Object { $_.method -ne 'GET' -and $_.path -notlike '*/oauth2/token' } | Should -BeNullOrEmpty
    }

    It 'gives one error for each job that is unfinished at the deadline, and the objects of the others' {
        $jobs = @(Get-AlmaJobInstance 1000000000000203) + (New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }) + (Get-XplentyJob 203)
        $waited = $jobs | & $command -Timeout 2 @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $jobs[1].Id
        $failures.TargetObject.Id | Sort-Object | Should -Be 1000000000000203, 203
    }

    It 'takes <Timeout> (<Type>) for a deadline' -ForEach @(
        @{ Timeout = 1; Type = 'Int32' }
        @{ Timeout = '1'; Type = 'String' }
        @{ Timeout = 0.3; Type = 'Double' }
        @{ Timeout = '00:00:00.3'; Type = 'String' }
        @{ Timeout = [timespan]::FromMilliseconds(300); Type = 'TimeSpan' }
        @{ Timeout = '0'; Type = 'String' }
        @{ Timeout = [timespan]::Zero; Type = 'TimeSpan' }
    ) {
        $Timeout.GetType().Name | Should -Be $Type
        Get-XplentyJob 203 | & $command -Timeout $Timeout @quick -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
    }

    It 'has no deadline with -Timeout <_>' -ForEach -1, '-00:00:01' {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        ($job | & $command -Timeout $_ @quick).State | Should -Be Completed
    }

    It 'has no limit that a timer could set: -Timeout <_>' -ForEach 2147483647, ([timespan]::FromDays(1000)) {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        ($job | & $command -Timeout $_ @quick -ErrorAction Stop).State | Should -Be Completed
        (& $command $job -Timeout $_ @quick -ErrorAction Stop).State | Should -Be Completed
    }

    It 'refuses -Timeout <_>' -ForEach 'abc', '1m', '5 seconds', '1:x', -2, '-00:00:05', '-00:00:00.5', 2147483648, ([timespan]::MaxValue), $null, @(1, 2) {
        $job = Get-XplentyJob 203
        $before = CountOf $job
        { $job | & $command -Timeout $_ } | Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException]) -ExpectedMessage '*Timeout*'
        CountOf $job | Should -Be $before
    }

    It 'refuses -Timeout 1s and 1d, which PowerShell takes for the number 1' {
        $running = Get-XplentyJob 203
        foreach ($wait in { $running | & $command -Timeout 1s }, { $running | & $command -Timeout 1d }, { $running | & $command -Timeout '1d' }, { $running | & $command -MaximumInterval 1d }) {
            $problem = { & $wait } | Should -Throw -PassThru
            $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            $problem.Exception.Message | Should -BeLike '*TimeSpan*'
        }
    }

    It 'refuses -MinimumInterval and -MaximumInterval <_>' -ForEach 0, -1, '1m', '00:00:00', ([timespan]::FromDays(2)), $null {
        $value = $_
        $job = Get-XplentyJob 203
        { $job | & $command -Timeout 0 -MinimumInterval $value } | Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException]) -ExpectedMessage '*MinimumInterval*'
        { $job | & $command -Timeout 0 -MaximumInterval $value } | Should -Throw -ExceptionType ([Management.Automation.ParameterBindingException]) -ExpectedMessage '*MaximumInterval*'
    }

    It 'takes intervals as seconds and as TimeSpans' {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        ($job | & $command -MinimumInterval 00:00:00.2 -MaximumInterval ([timespan]::FromSeconds(0.4))).State | Should -Be Completed
    }

    It 'looks exactly once with -Timeout 0' {
        $jobs = @(Get-AlmaJobInstance 1000000000000203) + (Get-XplentyJob 203) + (Get-AlteryxJob 66f000000000000000000203)
        $ended = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 3600 }
        New-SandboxJob @{ service = 'xplenty'; id = $ended.Id; durationSeconds = 0 } | Out-Null

        $waited = $jobs + $ended | & $command -Timeout 0 -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $ended.Id
        $failures | Should -HaveCount 3
        $jobs[0, 2] | ForEach-Object { CountOf $_ } | Should -Be 2, 2
    }

    It 'writes exactly one job with -Any' {
        $soon = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        $waited = @(Get-AlmaJobInstance 1000000000000203) + $soon + (Get-XplentyJob 203) | & $command -Any @quick -ErrorVariable failures
        $waited | Should -HaveCount 1
        $waited.Id | Should -Be $soon.Id
        $failures | Should -BeNullOrEmpty
    }

    It 'writes exactly one job with -Any where several have finished already, and asks for nothing' {
        $jobs = @(Get-XplentyJob 203) + (Get-AlmaJobInstance 1000000000000201) + (Get-XplentyJob 202)
        $before = @(Get-SandboxRequest).Count
        ($jobs | & $command -Any).Id | Should -Be 1000000000000201
        Get-SandboxRequest | Should -HaveCount $before
    }

    It 'counts a job that is given twice once' {
        $job = New-RemoteJob @{ service = 'alma'; durationSeconds = 0.5 }
        $again = Get-AlmaJobInstance $job.InstanceId
        $finished = Get-XplentyJob 201
        $waited = @($job, $again, $finished, $job, $finished | & $command @quick)
        $waited | Should -HaveCount 2
        $waited.Id | Sort-Object | Should -Be $finished.Id, $job.Id
    }

    It 'gives an error for a job that is deleted while it is waited for, and goes on with the others' {
        $gone = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 3600 }
        $other = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        Invoke-Sandbox DELETE "jobs/xplenty/$($gone.Id)" | Out-Null

        $waited = $gone, $other | & $command @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $other.Id
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        [object]::ReferenceEquals($failures[0].TargetObject, $gone) | Should -BeTrue
    }

    It 'gives an error when a key is revoked while it waits, and goes on with the other services' {
        $refused = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 3600 }
        $other = New-RemoteJob @{ service = 'alma'; durationSeconds = 0.5 }
        Set-SandboxSetting @{ xplentyKey = '' }

        $waited = $refused, $other | & $command @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $other.Id
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $failures[0].CategoryInfo.Category | Should -Be AuthenticationError
        $failures[0].TargetObject.Id | Should -Be $refused.Id
    }

    It 'goes on when an Alteryx token ends meanwhile' {
        $job = New-RemoteJob @{ service = 'alteryx'; durationSeconds = 0.5 }
        Invoke-Sandbox DELETE tokens | Out-Null
        ($job | & $command @quick -ErrorAction Stop).State | Should -Be Completed
    }

    It 'does not end for a passing fault: <Name>' -ForEach @(
        @{ Name = '429 with Retry-After'; Fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '1' } } }
        @{ Name = '503'; Fault = @{ kind = 'status'; status = 503 } }
        @{ Name = 'a reset connection'; Fault = @{ kind = 'reset' } }
        @{ Name = 'a truncated answer'; Fault = @{ kind = 'truncate' } }
        @{ Name = 'an unreadable answer'; Fault = @{ kind = 'body'; body = '<html>Down for maintenance</html>'; contentType = 'text/html' } }
    ) {
        $jobs = 'alma', 'xplenty', 'alteryx' | ForEach-Object { New-RemoteJob @{ service = $_; durationSeconds = 0.5 } }
        $jobs | ForEach-Object { Add-SandboxFault ($Fault + @{ path = PathOf $_; count = 2 }) } | Out-Null

        $waited = $jobs | & $command @quick -ErrorVariable failures -WarningVariable warnings
        $waited | Should -HaveCount 3
        $waited.State | Select-Object -Unique | Should -Be Completed
        $failures | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'warns once when a service cannot be asked again and again, and goes on' {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        Add-SandboxFault @{ path = PathOf $job; kind = 'status'; status = 503; count = 5 } | Out-Null
        $waited = $job | & $command @quick -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        $waited.State | Should -Be Completed
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match 'Xplenty'
    }

    It 'says at the deadline why the last look failed' {
        $job = Get-XplentyJob 203
        Add-SandboxFault @{ path = PathOf $job; kind = 'status'; status = 503; count = -1 } | Out-Null
        $job | & $command -Timeout 1 @quick -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        "$($failures[0])" | Should -Match '503'
    }

    It 'gives an error for a job whose connection was removed, waits for the others, and needs none for what has finished' {
        Connect-Xplenty -Name gone -AccountId demo -ApiKey (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri)
        $orphan = Get-XplentyJob 203 -Connection gone
        $finished = Get-XplentyJob 201 -Connection gone
        Remove-JobStatusConnection gone
        $other = New-RemoteJob @{ service = 'alma'; durationSeconds = 0.5 }

        $waited = $orphan, $finished, $other | & $command @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $finished.Id, $other.Id
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failures[0].CategoryInfo.Category | Should -Be AuthenticationError
        [object]::ReferenceEquals($failures[0].TargetObject, $orphan) | Should -BeTrue
        "$($failures[0])" | Should -Match "'gone'"
    }

    It 'tells each change of the state in the verbose stream' {
        $job = New-RemoteJob @{ service = 'xplenty'; queuedSeconds = 1; durationSeconds = 1 }
        $lines = $job | & $command @quick -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $changes = @($lines -match ' changed from ')
        $changes -match "$($job.Id).*from Queued .* to Running \(running\)\.$" | Should -HaveCount 1
        $changes[-1] | Should -Match "$($job.Id).* to Completed \(completed\)\.$"
    }

    It 'shows one bar over a few others, and completes them all' {
        $shell = Start-Shell "`$a | $command -MinimumInterval 0.2 -MaximumInterval 0.4" (, @((New-RemoteJob @{ service = 'xplenty'; durationSeconds = 2 }), (New-RemoteJob @{ service = 'alma'; durationSeconds = 2 })))
        $shell.Call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $records = @($shell.Shell.Streams.Progress | Where-Object Activity -NotLike 'Preparing modules*')
        $shell.Output | Should -HaveCount 2

        $parents = @($records | Where-Object ParentActivityId -LT 0)
        $parents.ActivityId | Select-Object -Unique | Should -HaveCount 1
        $parents[0].StatusDescription | Should -Be '0 of 2 finished'
        $children = @($records | Where-Object ParentActivityId -GE 0)
        $children.ParentActivityId | Select-Object -Unique | Should -Be $parents[0].ActivityId
        $children.ActivityId | Select-Object -Unique | Should -HaveCount 2
        foreach ($bar in $records | Group-Object ActivityId) {
            $bar.Group[-1].RecordType | Should -Be Completed
        }
    }

    It 'drops everything under way when Select-Object has enough' {
        $soon = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 2 }
        $hanging = Get-AlteryxJob 66f000000000000000000203
        Add-SandboxFault @{ path = PathOf $hanging; kind = 'hang'; count = -1 } | Out-Null

        ($hanging, $soon | & $command @quick | Select-Object -First 1).Id | Should -Be $soon.Id
        Wait-SandboxRequest (PathOf $hanging) { $_.status -eq 499 } | Should -HaveCount 1
        $before = CountOf $hanging
        Wait-Meanwhile
        CountOf $hanging | Should -Be $before
    }

    It 'drops everything under way when it is stopped' {
        $hanging = Get-AlteryxJob 66f000000000000000000203
        $running = Get-XplentyJob 203
        Add-SandboxFault @{ path = PathOf $hanging; kind = 'hang'; count = -1 } | Out-Null
        $shell = Start-Shell "`$a, `$b | $command -MinimumInterval 0.2 -MaximumInterval 0.4" $hanging, $running
        Wait-SandboxRequest (PathOf $hanging) -Count 2 | Should -HaveCount 2
        Wait-SandboxRequest (PathOf $running) -Count 2 | Should -Not -BeNullOrEmpty

        $shell.Shell.Stop()
        $shell.Call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $shell.Shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Output | Should -BeNullOrEmpty
        Wait-SandboxRequest (PathOf $hanging) { $_.status -eq 499 } | Should -HaveCount 1
        $before = CountOf $running
        Wait-Meanwhile
        CountOf $running | Should -Be $before
    }

    It 'drops everything under way when an error stops it' {
        $gone = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 3600 }
        $hanging = Get-AlteryxJob 66f000000000000000000203
        Add-SandboxFault @{ path = PathOf $hanging; kind = 'hang'; count = -1 } | Out-Null
        Add-SandboxFault @{ path = PathOf $gone; kind = 'delay'; milliseconds = 500 } | Out-Null
        Invoke-Sandbox DELETE "jobs/xplenty/$($gone.Id)" | Out-Null
        { $hanging, $gone | & $command @quick -ErrorAction Stop } | Should -Throw -ErrorId 'JobNotFound,*'
        Wait-SandboxRequest (PathOf $hanging) { $_.status -eq 499 } | Should -HaveCount 1
    }

    It 'works in a session in <_>' -ForEach 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage' {
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

    It 'honours the preferences of a module that calls it' {
        $job = Get-XplentyJob 203
        $module = New-Module -ArgumentList $command {
            param($command)
            $ErrorActionPreference = 'Stop'
            function Wait-Strictly($Job) { $Job | & $command -Timeout 0; 'not reached' }
            function Wait-Silently { [CmdletBinding()] param($Job) $Job | & $command -Timeout 0 }
        }
        { Wait-Strictly $job } | Should -Throw -ErrorId 'WaitTimeout,*'
        Wait-Silently $job -ErrorAction SilentlyContinue 2>&1 | Should -BeNullOrEmpty
        Remove-Module $module
    }
}

Describe 'Wait-RemoteJob by -Service and -Id' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'waits for a job of <_>' -ForEach 'Alma', 'xplenty', 'ALTERYX' {
        $created = New-SandboxJob @{ service = $_.ToLowerInvariant(); durationSeconds = 0.5 }
        $waited = Wait-RemoteJob -Service $_ -Id $created.id -MinimumInterval 0.2
        $waited.Service | Should -Be $_
        $waited.Id | Should -Be $created.id
        $waited.State | Should -Be Completed
    }

    It 'takes ids by position and from the pipeline' {
        (Wait-RemoteJob 201, 202 -Service Xplenty).Id | Sort-Object | Should -Be 201, 202
        ('201', '202' | Wait-RemoteJob -Service Xplenty).Id | Sort-Object | Should -Be 201, 202
    }

    It 'takes the ids of <what>' -ForEach @(
        @{ what = 'rows of a file'; given = { Import-Csv (Join-Path $TestDrive ids.csv) } }
        @{ what = 'objects from JSON'; given = { '[ { "id": 201 }, { "id": 202 } ]' | ConvertFrom-Json } }
        @{ what = 'jobs'; given = { Get-XplentyJob 201, 202 } }
        @{ what = 'a list with blanks in it'; given = { ' 201', "202`t" } }
    ) {
        'Id,Name', '201,one', '202,two' | Set-Content (Join-Path $TestDrive ids.csv)
        (& $given | Wait-RemoteJob -Service Xplenty).Id | Sort-Object | Should -Be 201, 202
    }

    It 'counts an id that is given twice once' {
        Wait-RemoteJob -Service Xplenty -Id 201, 202, 201 | Should -HaveCount 2
    }

    It 'asks through the connection that is named' {
        $other = Start-OtherSandbox @{ xplentyKey = 'another-key' }
        Connect-Xplenty -Name other -AccountId demo -ApiKey (ConvertTo-Secret another-key) -BaseUri $other
        (Wait-RemoteJob -Service Xplenty -Id 201 -Connection other).Connection | Should -Be other
        Get-SandboxRequest '/demo/*' | Should -BeNullOrEmpty
        Get-SandboxRequest '/demo/*' -BaseUri $other | Should -HaveCount 1
    }

    It 'refuses a service that does not exist before it asks for anything' {
        { Wait-RemoteJob -Service Nonsense -Id 1 } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*Nonsense*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'ends with an error when there is no connection' {
        Clear-SandboxEnvironment
        { Wait-RemoteJob -Service Alma -Id 1000000000000201 } | Should -Throw -ErrorId 'NotConnected,*'
        { Wait-RemoteJob -Service Alma -Id 1000000000000201 -Connection nobody } | Should -Throw -ErrorId 'NotConnected,*'
    }

    It 'gives the id for the target of an error when the job was never seen' {
        Wait-RemoteJob -Service Xplenty -Id 999999, 201 -ErrorVariable failures -ErrorAction SilentlyContinue | ForEach-Object Id | Should -Be 201
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $failures[0].TargetObject | Should -Be '999999'
    }

    It 'gives an error for an id that the service cannot have, and goes on with the others' {
        Wait-RemoteJob -Service Xplenty -Id 'abc', 201 -ErrorVariable failures -ErrorAction SilentlyContinue | ForEach-Object Id | Should -Be 201
        $failures | Should -HaveCount 1
        $failures[0].TargetObject | Should -Be 'abc'
    }
}

Describe 'Two connections of one service' {
    BeforeAll {
        Clear-SandboxSession
        $other = Start-OtherSandbox @{ xplentyKey = 'another-key' }
        Connect-Xplenty -Name one -AccountId demo -ApiKey (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri)
        Connect-Xplenty -Name two -AccountId demo -ApiKey (ConvertTo-Secret another-key) -BaseUri $other
    }

    It 'are each asked for their own jobs, even where the ids are the same, by <_>' -ForEach $commands {
        foreach ($address in (Get-SandboxUri), $other) {
            Invoke-Sandbox POST reset -BaseUri $address | Out-Null
        }
        Invoke-Sandbox PATCH settings @{ xplentyKey = 'another-key' } -BaseUri $other | Out-Null
        Invoke-Sandbox POST jobs @{ service = 'xplenty'; id = '777'; durationSeconds = 2; outcome = 'failed' } -BaseUri (Get-SandboxUri) | Out-Null
        Invoke-Sandbox POST jobs @{ service = 'xplenty'; id = '777'; durationSeconds = 0.5 } -BaseUri $other | Out-Null
        $jobs = @(Get-XplentyJob 777 -Connection one) + (Get-XplentyJob 777 -Connection two)

        $waited = $jobs | & $_ -MinimumInterval 0.2 -MaximumInterval 0.4
        $waited.Connection | Should -Be two, one
        $waited.State | Should -Be Completed, Failed
        Get-SandboxRequest | Where-Object status -EQ 401 | Should -BeNullOrEmpty
        Get-SandboxRequest -BaseUri $other | Where-Object status -EQ 401 | Should -BeNullOrEmpty
    }
}
