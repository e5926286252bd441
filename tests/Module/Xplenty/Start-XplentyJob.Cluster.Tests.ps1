# The clusters that Start-XplentyJob creates, and how they end.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $quick = @{ Timeout = 30; MinimumInterval = 0.2; MaximumInterval = 0.4 }

    function Get-ClusterRequest([string] $Method) { @(Get-SandboxRequest '/demo/api/clusters*' | Where-Object method -EQ $Method) }
}

AfterAll { Stop-Sandbox }

Describe 'Start-XplentyJob -Cluster' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ xplentyClusterSeconds = 0.3 }
        $null = Invoke-Sandbox POST packages @{ id = 700; name = 'Orders'; run = @{ durationSeconds = 0.5 } }
    }

    It 'runs this line: Start-XplentyJob -Package Orders -Cluster New | Wait-Job | Get-XplentyJobOutput' {
        $output = Start-XplentyJob -Package Orders -Cluster New | Wait-Job | Get-XplentyJobOutput
        $output | Should -BeOfType JobStatus.XplentyJobOutput
        $output.RecordsCount | Should -Be 10000
        Get-ClusterRequest POST | Should -HaveCount 1
        Get-ClusterRequest DELETE | Should -HaveCount 1
    }

    It 'creates a cluster that Xplenty ends by itself' {
        $job = Start-XplentyJob 700 -Cluster new
        $job.OwnsCluster | Should -BeTrue
        $cluster = Get-XplentyCluster $job.ClusterId
        $cluster.Nodes | Should -Be 1
        $cluster.TerminateOnIdle | Should -BeTrue
        $cluster.TimeToIdle | Should -Be 600
    }

    It 'leaves the job and its cluster running if nothing waits: $j = Start-XplentyJob ... -Cluster New' {
        $j = Start-XplentyJob -Package 'Clicks*' -Cluster New
        (Get-XplentyJob $j.Id).IsFinished | Should -BeFalse
        (Get-XplentyCluster $j.ClusterId).IsGone | Should -BeFalse
        Get-ClusterRequest DELETE | Should -BeNullOrEmpty
    }

    It 'terminates the cluster as soon as <wait> has returned the finished job' -ForEach @(
        @{ wait = 'Wait-Job' }, @{ wait = 'Wait-RemoteJob' }
    ) {
        $job = Start-XplentyJob 700 -Cluster New | & $wait @quick
        $job.State | Should -Be Completed
        $job.OwnsCluster | Should -BeTrue
        (Get-XplentyCluster $job.ClusterId).IsGone | Should -BeTrue
    }

    It 'terminates the cluster of a failed job, and of a job that had already finished' {
        $null = Invoke-Sandbox POST packages @{ id = 701; run = @{ durationSeconds = 0; outcome = 'failed' } }
        $job = Start-XplentyJob 701 -Cluster New | Wait-Job @quick
        $job.State | Should -Be Failed
        Get-ClusterRequest DELETE | Should -HaveCount 1
        $null = $job | Wait-Job @quick 3>&1
        Get-ClusterRequest DELETE | Should -HaveCount 2
    }

    It 'terminates the cluster after -AsJob' {
        $waiting = Start-XplentyJob 700 -Cluster New | Wait-RemoteJob @quick -AsJob
        $job = $waiting | Receive-Job -Wait -AutoRemoveJob
        (Get-XplentyCluster $job.ClusterId).IsGone | Should -BeTrue
    }

    It 'terminates no cluster if the wait ends by a timeout' {
        $job = Start-XplentyJob 436 -Cluster New
        $job | Wait-Job -Timeout 1 -MinimumInterval 0.2 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        Get-ClusterRequest DELETE | Should -BeNullOrEmpty
    }

    It 'terminates no cluster if the wait is stopped' {
        $job = Start-XplentyJob 436 -Cluster New
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', $env:JOBSTATUS_TEST_MODULE).AddStatement()
        $null = $shell.AddCommand('Wait-RemoteJob').AddParameter('RemoteJob', $job).AddParameter('MinimumInterval', 0.2)
        $running = $shell.BeginInvoke()
        $null = Wait-SandboxRequest '/demo/api/jobs*' { $_.method -eq 'GET' }
        $shell.Stop()
        $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
        $shell.Dispose()
        Get-ClusterRequest DELETE | Should -BeNullOrEmpty
    }

    It 'terminates no cluster that the job does not own' {
        $cluster = New-XplentyCluster
        $job = Start-XplentyJob 700 -Cluster $cluster | Wait-Job @quick
        $job.ClusterId | Should -Be $cluster.ClusterId
        $job.OwnsCluster | Should -BeFalse
        Get-ClusterRequest DELETE | Should -BeNullOrEmpty
    }

    It 'creates a cluster that stays with -KeepCluster' {
        $job = Start-XplentyJob 700 -Cluster New -KeepCluster | Wait-Job @quick
        $job.OwnsCluster | Should -BeFalse
        $cluster = Get-XplentyCluster $job.ClusterId
        $cluster.TerminateOnIdle | Should -BeFalse
        $cluster.TimeToIdle | Should -Be 3600
        $cluster.IsGone | Should -BeFalse
    }

    It 'warns, and returns the job, if the cluster cannot be terminated' {
        $null = Add-SandboxFault @{ path = '/demo/api/clusters'; method = 'DELETE'; kind = 'status'; status = 503; count = -1 }
        $heard = @{ WarningVariable = 'said'; WarningAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
        $job = Start-XplentyJob 700 -Cluster New | Wait-Job @quick @heard
        $job.State | Should -Be Completed
        $said | Should -HaveCount 1
        "$($said[0])" | Should -Match "cluster $($job.ClusterId) may still run"
        $failure | Should -BeNullOrEmpty
        Get-ClusterRequest DELETE | Should -HaveCount 1
    }

    It 'keeps OwnsCluster in a file' {
        $path = Join-Path $TestDrive job.xml
        Start-XplentyJob 700 -Cluster New | Export-Clixml $path
        $job = Import-Clixml $path | Wait-Job @quick
        (Get-XplentyCluster $job.ClusterId).IsGone | Should -BeTrue
    }

    It 'never terminates another cluster that the response to the start names' {
        $body = '{"id":201,"status":"running","package_id":700,"cluster_id":52}'
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'body'; body = $body }
        $job = Start-XplentyJob 700 -Cluster New -WarningVariable said -WarningAction SilentlyContinue
        $job.ClusterId | Should -Be 52
        $job.OwnsCluster | Should -BeFalse
        $said | Should -HaveCount 1
        "$($said[0])" | Should -Match 'runs on cluster 52, but cluster \d+ was created for it'
        ($job | Wait-Job @quick).State | Should -Be Completed
        Get-ClusterRequest DELETE | Should -BeNullOrEmpty
    }

    It 'terminates only the new cluster if a later response names another one' {
        $body = '{"id":201,"status":"running","package_id":700}'
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'body'; body = $body }
        $job = Start-XplentyJob 700 -Cluster New
        $created = @(Get-XplentyCluster)[0].Id
        "$($job.ClusterId)" | Should -Be $created
        $job.OwnsCluster | Should -BeTrue
        $finished = $job | Wait-Job @quick -WarningVariable said -WarningAction SilentlyContinue
        $finished.ClusterId | Should -Be 52
        $finished.OwnsCluster | Should -BeFalse
        "$said" | Should -Match "ran on cluster 52, but cluster $created was created for it"
        (Get-ClusterRequest DELETE).path | Should -Be "/demo/api/clusters/$created"
    }

    It 'terminates the cluster of the job that -Any returns' -ForEach @(@{ local = $false }, @{ local = $true }) {
        $null = Invoke-Sandbox POST packages @{ id = 702; run = @{ durationSeconds = 0 } }
        $jobs = @(
            Start-XplentyJob 702 -Cluster New
            Start-XplentyJob 436 -Cluster New
            if ($local) { Start-ThreadJob { Start-Sleep 600 } }
        )
        try {
            $first = $jobs | Wait-Job @quick -Any
            $first.Id | Should -Be $jobs[0].Id
            $first.OwnsCluster | Should -BeTrue
            (Get-ClusterRequest DELETE).path | Should -Be "/demo/api/clusters/$($jobs[0].ClusterId)"
        }
        finally {
            $jobs | Where-Object { $_ -isnot [JobStatus.RemoteJob] } | Remove-Job -Force
        }
    }

    It 'ends the wait at its deadline even if Xplenty does not respond to the termination' {
        $job = Start-XplentyJob 700 -Cluster New
        $null = Add-SandboxFault @{ path = '/demo/api/clusters'; method = 'DELETE'; kind = 'hang' }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $finished = $job | Wait-Job -Timeout 4 -MinimumInterval 0.2 -MaximumInterval 0.4 3>&1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 8
        ($finished | Where-Object { $_ -is [JobStatus.XplentyJob] }).State | Should -Be Completed
        $warning = $finished | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        "$warning" | Should -Match "cluster $($job.ClusterId) may still run until Xplenty terminates it because it is idle"
    }

    It 'terminates the new cluster if Xplenty rejects the start' {
        Start-XplentyJob 438 -Cluster New -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartXplentyJobCommand'
        Get-ClusterRequest DELETE | Should -HaveCount 1
    }

    It 'keeps the new cluster if the job may have started, and sends each request once' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'reset'; count = -1 }
        Start-XplentyJob 700 -Cluster New -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].Exception.MayHaveBeenAccepted | Should -BeTrue
        $created = @(Get-XplentyCluster)[0].Id
        "$($failure[0])" | Should -Match "on cluster $created, which was created for it"
        "$($failure[0])" | Should -Match 'newest jobs of package 700'
        (Get-SandboxRequest | Where-Object method -NE GET).method | Should -Be POST, POST
    }

    It 'starts nothing if the response for the new cluster is lost' {
        $null = Add-SandboxFault @{ path = '/demo/api/clusters'; method = 'POST'; kind = 'reset'; count = -1 }
        Start-XplentyJob 700 -Cluster New -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].Exception.MayHaveBeenAccepted | Should -BeTrue
        "$($failure[0])" | Should -Match 'Creating an Xplenty cluster'
        @(Get-SandboxRequest) | Should -HaveCount 1
    }

    It 'names the cluster that stays if Xplenty rejects a start with -KeepCluster' {
        $heard = @{ WarningVariable = 'said'; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
        Start-XplentyJob 438 -Cluster New -KeepCluster @heard | Should -BeNullOrEmpty
        "$said" | Should -Match "Xplenty cluster $(@(Get-XplentyCluster)[0].Id).* stays"
        Get-ClusterRequest DELETE | Should -BeNullOrEmpty
    }

    It 'rejects a package and a cluster of different connections, unless -Connection is specified' {
        $null = Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri) -Name here
        $null = Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri) -Name elsewhere
        $package = Get-XplentyPackage 700 -Connection here
        $cluster = Get-XplentyCluster 52 -Connection elsewhere
        $package | Start-XplentyJob -Cluster $cluster -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        "$($failure[0])" | Should -Match "cluster 52 .* connection 'elsewhere', but .* 'here'"
        (Get-SandboxRequest).method | Should -Not -Contain POST
        ($package | Start-XplentyJob -Cluster (Get-XplentyCluster 52 -Connection here)).Connection | Should -Be here
        ($package | Start-XplentyJob -Cluster $cluster -Connection here).Connection | Should -Be here
    }

    It 'rejects a package instead of its name, and sends nothing' {
        $package = Get-XplentyPackage 700
        $before = @(Get-SandboxRequest).Count
        $message = Get-TerminatingError { Start-XplentyJob -Package $package -Cluster 52 }
        $message | Should -Match 'type XplentyPackage is not a name\. Pipe the object, or specify its id with -PackageId'
        @(Get-SandboxRequest) | Should -HaveCount $before
    }

    It 'rejects a pattern that is not valid with one error that says how to escape it' {
        Start-XplentyJob -Package '[x' -Cluster 52 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartXplentyJobCommand'
        "$failure" | Should -Match "'\[x' is not a valid wildcard pattern\. .*'``\[x'"
    }

    It 'rejects the repetition of a job without a cluster, and names the parameter for one' {
        $job = '{"id":201,"status":"running","package_id":434}' | ConvertFrom-XplentyJob
        $job | Start-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        "$($failure[0])" | Should -Be 'Xplenty job 201 has no cluster id. Specify -ClusterId.'
        ($job | Start-XplentyJob -ClusterId 52).ClusterId | Should -Be 52
    }

    It 'sends nothing with -WhatIf' {
        Start-XplentyJob 700 -Cluster New -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'rejects -KeepCluster without a new cluster, and sends nothing' {
        Get-TerminatingError { Start-XplentyJob 700 52 -KeepCluster } | Should -Match 'Specify -Cluster New'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'starts packages on a piped cluster, and on one of another connection' {
        (Get-XplentyCluster 52 | Start-XplentyJob -Package Orders).ClusterId | Should -Be 52
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri (Get-SandboxUri) -Name elsewhere
        (Start-XplentyJob 700 -Cluster (Get-XplentyCluster 52 -Connection elsewhere)).Connection | Should -Be elsewhere
    }
}

Describe 'Start-XplentyJob -OrAttach' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns the unfinished job of the package, and starts none' {
        $job = Start-XplentyJob 436 52 -OrAttach
        $job.Id | Should -Be 203
        (Get-SandboxRequest).method | Should -Be GET
        (Start-XplentyJob -Package Clicks* -Cluster New -OrAttach).Id | Should -Be 203
    }

    It 'starts a job if no job of the package is unfinished' {
        $job = Start-XplentyJob 434 52 -OrAttach
        $job.PackageId | Should -Be 434
        (Get-SandboxRequest).method | Should -Be GET, POST
    }

    It 'attaches to a job whose status is not known' {
        $body = '[{"id":205,"status":"strange","package_id":434}]'
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'GET'; kind = 'body'; body = $body }
        (Start-XplentyJob 434 52 -OrAttach -WarningAction SilentlyContinue -WarningVariable warning).Id | Should -Be 205
        "$warning" | Should -Match "has the unrecognized status 'strange' and may have finished\. No other job is started\.$"
        (Get-SandboxRequest).method | Should -Be GET
    }

    It 'prefers an older job that is certainly unfinished' {
        $body = '[{"id":205,"status":"strange","package_id":434},{"id":204,"status":"running","package_id":434}]'
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'GET'; kind = 'body'; body = $body }
        (Start-XplentyJob 434 52 -OrAttach -WarningVariable warning).Id | Should -Be 204
        $warning | Should -BeNullOrEmpty
    }

    It 'does not attach to a job of another package' {
        $body = '[{"id":205,"status":"running","package_id":999}]'
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'GET'; kind = 'body'; body = $body }
        (Start-XplentyJob 434 52 -OrAttach).PackageId | Should -Be 434
        (Get-SandboxRequest).method | Should -Be GET, POST
    }

    It 'starts nothing if the jobs cannot be read' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'GET'; kind = 'status'; status = 403; count = -1 }
        Start-XplentyJob 434 52 -OrAttach -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        (Get-SandboxRequest).method | Should -Be GET
    }
}
