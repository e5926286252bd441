BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Remove-XplentyCluster' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'terminates a cluster once, and returns it' {
        $cluster = Remove-XplentyCluster 52
        $cluster | Should -BeOfType JobStatus.XplentyCluster
        $cluster.Status | Should -Be pending_terminate
        $cluster.IsGone | Should -BeTrue
        (Get-SandboxRequest).method | Should -Be DELETE
    }

    It 'terminates piped clusters' {
        (Get-XplentyCluster -Name sandbox-cluster* -First 3 | Where-Object IsGone -EQ $false | Remove-XplentyCluster).Id |
            Sort-Object | Should -Be 52, 53
    }

    It 'uses the connection of each cluster, and the default connection for an id' {
        $other = Start-OtherSandbox
        $null = Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $other -Name other
        $there = Get-XplentyCluster 53 -Connection other
        $changed = Set-XplentyCluster 52, $there, (Get-XplentyCluster 53 -Connection Environment) -Nodes 3 -ThrottleLimit 1
        $changed.Connection | Should -Be Environment, other, Environment
        (Remove-XplentyCluster 52, $there -ThrottleLimit 1).Connection | Should -Be Environment, other
        (Get-SandboxRequest | Where-Object method -EQ DELETE).path | Should -Be /demo/api/clusters/52
        (Get-SandboxRequest -BaseUri $other | Where-Object method -EQ DELETE).path | Should -Be /demo/api/clusters/53
        (Remove-XplentyCluster $there -Connection Environment).Connection | Should -Be Environment
    }

    It 'sends nothing with -WhatIf, and shows the name of a piped cluster' {
        $name = (Get-XplentyCluster 52).Name
        $messages = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Get-XplentyCluster 52 | Remove-XplentyCluster -WhatIf
        }
        $messages | Should -Be "What if: Performing the operation `"Terminate`" on target `"Xplenty cluster 52 ($name)`"."
        Get-SandboxRequest | Where-Object method -NE GET | Should -BeNullOrEmpty
    }

    It 'writes <error> if <what>' -ForEach @(
        @{ what = 'the cluster is terminated'; id = 54; error = 'InvalidRequest' }
        @{ what = 'the cluster does not exist'; id = 999; error = 'JobNotFound' }
    ) {
        Remove-XplentyCluster $id -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.RemoveXplentyClusterCommand"
        @(Get-SandboxRequest) | Should -HaveCount 1
    }
}
