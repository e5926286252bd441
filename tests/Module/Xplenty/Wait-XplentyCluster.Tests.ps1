BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $quick = @{ Timeout = 30; MinimumInterval = 0.2; MaximumInterval = 0.4 }
}

AfterAll { Stop-Sandbox }

Describe 'Wait-XplentyCluster' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ xplentyClusterSeconds = 1; xplentyStopSeconds = 1 }
    }

    It 'runs this line: New-XplentyCluster | Wait-XplentyCluster | Start-XplentyJob -Package Orders*' {
        $job = New-XplentyCluster | Wait-XplentyCluster @quick -OutVariable cluster | Start-XplentyJob -Package Orders*
        $cluster | Should -BeOfType JobStatus.XplentyCluster
        $cluster[0].Status | Should -Be available
        $cluster[0].IsReady | Should -BeTrue
        $cluster[0].Connection | Should -Be Environment
        $job.ClusterId | Should -Be $cluster[0].ClusterId
    }

    It 'waits for clusters by <what>' -ForEach @(
        @{ what = 'id'; wait = { Wait-XplentyCluster $new.Id, 52 @quick } }
        @{ what = 'object'; wait = { Wait-XplentyCluster $new, (Get-XplentyCluster 52) @quick } }
        @{ what = 'link'; wait = { Wait-XplentyCluster $new.Url, $new.HtmlUrl, 52 @quick } }
        @{ what = 'the cluster of a job'; wait = { $new, (Get-XplentyJob 201) | Wait-XplentyCluster @quick } }
    ) {
        $new = New-XplentyCluster
        $ready = & $wait
        $ready.Id | Should -Be 52, $new.Id
        $ready.IsReady | Should -Be $true, $true
    }

    It 'ends at the first cluster with -Any' {
        (Wait-XplentyCluster 53, 52 -Any @quick).Id | Should -Be 52
    }

    It 'writes an error and then the cluster if it is <status>' -ForEach @(
        @{ status = 'error' }, @{ status = 'pending_terminate' }, @{ status = 'terminated' }
    ) {
        $null = Add-SandboxFault @{ path = '/demo/api/clusters/60'; kind = 'body'; body = "{`"id`": 60, `"status`": `"$status`"}" }
        $cluster = Wait-XplentyCluster 60 @quick -ErrorAction SilentlyContinue -ErrorVariable failure
        $cluster.Status | Should -Be $status
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobFailed,JobStatus.Commands.WaitXplentyClusterCommand'
        $failure[0].TargetObject | Should -Be $cluster
        "$($failure[0])" | Should -BeLike "Xplenty cluster 60 did not become available. Its status is $status. Check *"
        { Wait-XplentyCluster 54 @quick -ErrorAction Stop } | Should -Throw '*did not become available*'
    }

    It 'waits until clusters are terminated with -For Terminated' {
        $ended = Remove-XplentyCluster 52 | Wait-XplentyCluster -For terminated @quick -ErrorVariable failure
        $ended.Status | Should -Be terminated
        $failure | Should -BeNullOrEmpty
    }

    It 'writes an error for each cluster that is not available in time, with the cluster' {
        $ready = Wait-XplentyCluster 53, 52 -Timeout 0.5 -ErrorAction SilentlyContinue -ErrorVariable failure
        $ready.Id | Should -Be 52
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'WaitTimeout,JobStatus.Commands.WaitXplentyClusterCommand'
        $failure[0].TargetObject | Should -BeOfType JobStatus.XplentyCluster
        "$($failure[0])" | Should -BeLike ('The wait for Xplenty cluster 53 timed out after 0.5 s. The cluster was still pending. ' +
            'The wait has changed nothing in Xplenty. *')
        (Get-XplentyCluster 53).Status | Should -Be pending
    }

    It 'polls once with -Timeout 0' {
        Wait-XplentyCluster 53 -Timeout 0 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        @(Get-SandboxRequest) | Should -HaveCount 1
    }

    It 'writes an error for each cluster that does not exist, and waits for the others' {
        (999, 'abc', 52 | Wait-XplentyCluster @quick -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 52
        $failure.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be InvalidRequest, JobNotFound
    }

    It 'shows each change of the status with -Verbose, and counts the clusters in the progress bar' {
        $new = New-XplentyCluster
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', $env:JOBSTATUS_TEST_MODULE).AddStatement()
        $null = $shell.AddCommand('Wait-XplentyCluster').AddParameter('ClusterId', $new.Id).AddParameters($quick)
        $null = $shell.AddParameter('Verbose', $true)
        $shell.Invoke().Status | Should -Be available
        "$($shell.Streams.Verbose)" | Should -Match "cluster $($new.Id) .*changed from pending to available\."
        $bars = @($shell.Streams.Progress)
        $bars[0].Activity | Should -Be 'Waiting for Xplenty clusters'
        $bars[0].StatusDescription | Should -BeLike '0 of 1 available, progress *'
        $bars[-1].RecordType | Should -Be Completed
        $shell.Dispose()
    }

    It 'uses the connection that a cluster was read through, and the default connection for an id' {
        $other = Start-OtherSandbox
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $other -Name other
        $there = Get-XplentyCluster 52 -Connection other
        (Wait-XplentyCluster @($there, $there) @quick).Connection | Should -Be other
        ($there, (Get-XplentyCluster 52) | Wait-XplentyCluster @quick).Connection | Sort-Object | Should -Be Environment, other
        (Wait-XplentyCluster 52, $there @quick).Connection | Sort-Object | Should -Be Environment, other
        (Wait-XplentyCluster 52, $there -Connection other @quick).Connection | Should -Be other
    }

    It 'ends at once if the pipeline is stopped' {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', $env:JOBSTATUS_TEST_MODULE).AddStatement()
        $null = $shell.AddCommand('Wait-XplentyCluster').AddParameter('ClusterId', '53').AddParameter('MinimumInterval', 0.2)
        $running = $shell.BeginInvoke()
        while (-not (Get-SandboxRequest)) { $null = $running.AsyncWaitHandle.WaitOne(20) }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Dispose()
    }

    It 'rejects intervals that contradict each other, and sends nothing' {
        Get-TerminatingError { Wait-XplentyCluster 52 -MinimumInterval 9 -MaximumInterval 1 } | Should -Match 'MinimumInterval is longer'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}
