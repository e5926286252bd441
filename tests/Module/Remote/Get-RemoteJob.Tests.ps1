BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    function New-Run([string] $Service, [double] $HoursAgo, [hashtable] $More = @{}) {
        $job = @{ service = $Service; name = "$Service-$HoursAgo"; submittedSecondsAgo = $HoursAgo * 3600; durationSeconds = 60 }
        foreach ($name in $More.Keys) { $job[$name] = $More[$name] }
        New-SandboxJob $job
    }
}

AfterAll { Stop-Sandbox }

Describe 'Get-RemoteJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $null = New-Run alma 2 @{ jobId = 'S201' }
        $null = New-Run alma 50 @{ jobId = 'S201' }
        $null = New-Run xplenty 3 @{ outcome = 'failed'; errors = , 'No space left.' }
        $null = New-Run xplenty 51
        $null = New-Run alteryx 4 @{ outcome = 'failed'; errors = , 'No such file.' }
        $null = New-Run alteryx 52
    }

    It 'returns the jobs of the last day of all services, newest first' {
        $jobs = @(Get-RemoteJob)
        $jobs.Service | Sort-Object -Unique | Should -Be Alma, Alteryx, Xplenty
        $jobs.Name | Where-Object { $_ -match '-\d+$' } | Should -Be alma-2, xplenty-3, alteryx-4
        $times = @($jobs | ForEach-Object { if ($_.StartedAt) { $_.StartedAt } else { $_.SubmittedAt } })
        $times | Should -Be ($times | Sort-Object -Descending)
        foreach ($job in $jobs) { $job | Should -BeOfType JobStatus.RemoteJob }
    }

    It 'returns why jobs failed' {
        $failed = @(Get-RemoteJob *-? -State Failed)
        $failed.Name | Should -Be xplenty-3, alteryx-4
        $failed.Message | Should -Be 'No space left.', 'No such file. (and 1 more)'
    }

    It 'accepts <what> as -Since' -ForEach @(
        @{ what = 'a number of seconds'; call = { Get-RemoteJob *-? -Since 12600 } }
        @{ what = 'a text with a TimeSpan'; call = { Get-RemoteJob *-? -Since 03:30 } }
        @{ what = 'a TimeSpan'; call = { Get-RemoteJob *-? -Since (New-TimeSpan -Hours 3 -Minutes 30) } }
        @{ what = 'a DateTime'; call = { Get-RemoteJob *-? -Since (Get-Date).AddHours(-3.5) } }
        @{ what = 'a DateTimeOffset'; call = { Get-RemoteJob *-? -Since ([DateTimeOffset]::Now.AddHours(-3.5)) } }
        @{ what = 'a text with a time'; call = { Get-RemoteJob *-? -Since (Get-Date).AddHours(-3.5).ToString('o') } }
    ) {
        (& $call).Name | Should -Be alma-2, xplenty-3
    }

    It 'returns jobs of a longer time' {
        (Get-RemoteJob *-* -Since 3.00:00:00).Name | Should -Be alma-2, xplenty-3, alteryx-4, alma-50, xplenty-51, alteryx-52
    }

    It 'selects jobs by <what>' -ForEach @(
        @{ what = 'name'; call = { Get-RemoteJob al*-?, x*-3 }; names = 'alma-2', 'xplenty-3', 'alteryx-4' }
        @{ what = 'service'; call = { Get-RemoteJob *-? -Service al*x }; names = 'alteryx-4' }
        @{ what = 'the name of a connection'; call = { Get-RemoteJob *-? -Connection Env* -Service Alma }; names = 'alma-2' }
        @{ what = 'a connection'; call = { Get-JobStatusConnection -Service Alteryx | Get-RemoteJob *-? }; names = 'alteryx-4' }
        @{ what = 'state'; call = { Get-RemoteJob *-? -State Completed, Stopped }; names = 'alma-2' }
        @{ what = 'number'; call = { Get-RemoteJob *-? -First 2 }; names = 'alma-2', 'xplenty-3' }
        @{ what = 'number and state'; call = { Get-RemoteJob *-? -State Failed -First 1 }; names = 'xplenty-3' }
    ) {
        if ($what -eq 'a connection') { $null = Get-AlteryxWorkflow -First 1 }
        (& $call).Name | Should -Be $names
    }

    It 'returns only unfinished jobs with -Running, whatever their age' {
        foreach ($service in 'alma', 'xplenty', 'alteryx') {
            $null = New-Run $service 100 @{ durationSeconds = 1e6; jobId = if ($service -eq 'alma') { 'S201' } }
        }
        $jobs = @(Get-RemoteJob -Running)
        $jobs.IsFinished | Sort-Object -Unique | Should -Be $false
        $jobs.Name | Where-Object { $_ -match '-100$' } | Sort-Object | Should -Be alma-100, alteryx-100, xplenty-100
        $jobs.Id | Should -Contain 203
        Get-RemoteJob -Running -State Queued | Should -BeNullOrEmpty
    }

    It 'includes the runs of Alma jobs without a schedule only with -IncludeUnscheduled, and counts the requests' {
        $null = New-Run alma 1 @{ jobId = 'M202' }
        $lines = Get-RemoteJob alma-? -Service Alma -Verbose -OutVariable jobs 4>&1
        ($jobs | Where-Object Name).Name | Should -Be alma-2
        $lines -match '^The runs of 3 Alma jobs are listed, with at least one request for each\.$' | Should -HaveCount 1
        $lines -match "^Alma connection 'Environment': \d+ jobs, 4 requests\.$" | Should -HaveCount 1
        (Get-RemoteJob alma-? -Service Alma -IncludeUnscheduled).Name | Should -Be alma-1, alma-2
    }

    It 'writes one error for a connection that fails, and returns the jobs of the others' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 403; count = -1 }
        (Get-RemoteJob *-? -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be alma-2, alteryx-4
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'AccessDenied,JobStatus.Commands.GetRemoteJobCommand'
        $failure[0].TargetObject.Service | Should -Be Xplenty
    }

    It 'writes one error for the Alma jobs that fail, and returns the runs of the others' {
        foreach ($id in 'S204', 'S205') {
            $null = Add-SandboxFault @{ path = "/almaws/v1/conf/jobs/$id/instances"; kind = 'status'; status = 403; count = -1 }
        }
        (Get-RemoteJob *-? -Service Alma -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be alma-2
        $failure | Should -HaveCount 1
        $failure[0].ErrorDetails.Message | Should -Match '^The runs of 2 of 3 Alma jobs could not be listed: S20[45], S20[45]\. '
        $failure[0].TargetObject.Service | Should -Be Alma
    }

    It 'ends at once when the pipeline is stopped while a service does not respond' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'hang'; count = -1 }
        $shell = [powershell]::Create()
        try {
            $running = $shell.AddScript('Import-Module $env:JOBSTATUS_TEST_MODULE; Get-RemoteJob').BeginInvoke()
            Wait-SandboxRequest /demo/api/jobs | Should -Not -BeNullOrEmpty
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'no time'; call = { Get-RemoteJob -Since 0 } }
        @{ what = 'a negative time'; call = { Get-RemoteJob -Since -5 } }
        @{ what = 'a number that PowerShell converts to another one'; call = { Get-RemoteJob -Since 1d } }
        @{ what = 'a time in the future'; call = { Get-RemoteJob -Since (Get-Date).AddDays(1) } }
        @{ what = 'an empty time'; call = { Get-RemoteJob -Since $null } }
        @{ what = 'a text that is not a time'; call = { Get-RemoteJob -Since yesterday } }
        @{ what = '-Running with -Since'; call = { Get-RemoteJob -Running -Since 60 } }
        @{ what = '-Running:$false'; call = { Get-RemoteJob -Running:$false } }
        @{ what = 'an unknown state'; call = { Get-RemoteJob -State Broken } }
        @{ what = '-First 0'; call = { Get-RemoteJob -First 0 } }
        @{ what = 'an empty connection'; call = { Get-RemoteJob -Connection $null } }
    ) {
        Get-TerminatingError $call | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'explains that -Since 5d is ambiguous' {
        Get-TerminatingError { Get-RemoteJob -Since 5d } | Should -Match "'5d' is ambiguous.* 5 seconds"
    }

    It 'asks which one is meant by eight digits that are a date' {
        foreach ($call in { Get-RemoteJob -Since 20261129 }, { Get-RemoteJob -Since '20261129' }) {
            (Get-TerminatingError $call).Exception.Message | Should -Match (
                "'20261129' is ambiguous: it is also a number of seconds\. For the date, specify 2026-11-29\.")
        }
        (Get-RemoteJob *-? -Since 99999999).Name | Should -Contain alma-2
    }

    It 'returns the unfinished Alteryx jobs and one error if the finished ones cannot be listed' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/jobs'; kind = 'status'; status = 403; count = -1; skip = 1 }
        (Get-RemoteJob -Service Alteryx -ErrorAction SilentlyContinue -ErrorVariable failure).Id |
            Should -Be 66f000000000000000000203
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'AccessDenied,JobStatus.Commands.GetRemoteJobCommand'
        $failure[0].TargetObject.Service | Should -Be Alteryx
    }

    It 'reads no finished Alteryx job with <what>' -ForEach @(
        @{ what = '-State Running'; call = { Get-RemoteJob -Service Alteryx -State Running }; ids = , '66f000000000000000000203' }
        @{ what = '-State Queued, Stopping'; call = { Get-RemoteJob -Service Alteryx -State Queued, Stopping }; ids = @() }
        @{ what = '-Running'; call = { Get-RemoteJob -Service Alteryx -Running }; ids = , '66f000000000000000000203' }
    ) {
        @((& $call).Id | Where-Object { $_ }) | Should -Be $ids
        @(Get-SandboxRequest '/webapi/v3/jobs/*').Count | Should -Be 0
        @(Get-SandboxRequest /webapi/v3/jobs).Count | Should -Be 1
    }

    It 'counts one job and one request in the singular' {
        $lines = Get-RemoteJob xplenty-3 -Service Xplenty -Since 03:30 -Verbose 4>&1
        $lines -match "^Xplenty connection 'Environment': " | Should -Match ': \d+ jobs?, 1 request\.$'
        $lines = Get-RemoteJob -Service Alteryx -Running -Verbose 4>&1
        $lines -match "^Alteryx connection 'Environment': " | Should -Be "Alteryx connection 'Environment': 1 job, 1 request."
    }

    It 'returns the other jobs after the time limit of a connection that does not respond' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri) -Name slow -TimeoutSec 1 `
            -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'hang'; count = -1 }
        $time = [Diagnostics.Stopwatch]::StartNew()
        $null = Get-AlteryxWorkflow -First 1
        $connections = @(Get-JobStatusConnection slow) + @(Get-JobStatusConnection -Service Alteryx)
        ($connections | Get-RemoteJob *-? -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be alteryx-4
        $failure.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.GetRemoteJobCommand'
        $time.Elapsed.TotalSeconds | Should -BeLessThan 25
    }

    It 'says which services have no connection with the name' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri) -Name north
        Get-RemoteJob -Service Alteryx -Connection north -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Exception.Problem | Should -Be "There is no connection to Alteryx named 'north'."
        Get-RemoteJob -Service al* -Connection north -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Exception.Problem | Should -Be "There is no connection to Alma or Alteryx named 'north'."
        Get-RemoteJob -Connection nowhere -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Exception.Problem | Should -Be "There is no connection named 'nowhere'."
    }

    It 'completes each connection name once' {
        $null = Get-RemoteJob -Since 05:00
        (Get-Completion 'Get-RemoteJob -Connection ').CompletionText | Should -Be Environment
        (Get-Completion 'Get-RemoteJob -Connection ').ToolTip | Should -Match '^Alma at .*, Alteryx at .*, Xplenty at '
    }

    It 'writes an error if there is no connection' {
        Clear-SandboxEnvironment
        Get-RemoteJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.GetRemoteJobCommand'
    }

    It 'shows the jobs of all services in one table' {
        $lines = Get-RemoteJob *-? | Out-String -Width 120 -Stream | Where-Object { $_.Trim() }
        $lines[0] | Should -Match '^Service\s+Id\s+Name\s+State'
        $lines | Should -HaveCount 5
    }

    It 'completes names that were used in this session, and states' {
        $null = Get-RemoteJob -Since 05:00
        (Get-Completion 'Get-RemoteJob xplenty-').ListItemText | Should -Be xplenty-3
        (Get-Completion 'Get-RemoteJob -State Fai').CompletionText | Should -Be Failed
    }
}
