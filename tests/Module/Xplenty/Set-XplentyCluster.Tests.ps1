BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Set-XplentyCluster' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'changes only the specified settings' {
        $cluster = New-XplentyCluster Nightly -Nodes 2 -TerminateOnIdle -TimeToIdle 900
        $changed = $cluster | Set-XplentyCluster -Nodes 4
        $changed.Nodes | Should -Be 4
        $changed.Name | Should -Be Nightly
        $changed.TerminateOnIdle | Should -BeTrue
        $changed = Set-XplentyCluster $cluster.Id -TerminateOnIdle:$false -Name Daily -Description '' -TimeToIdle 60
        $changed.Nodes | Should -Be 4
        $changed.TerminateOnIdle | Should -BeFalse
        $changed.Name | Should -Be Daily
        $changed.TimeToIdle | Should -Be 60
        (Get-SandboxRequest).method | Should -Be POST, PUT, PUT
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'a call without a setting'; change = { Set-XplentyCluster 52 } }
        @{ what = 'no nodes'; change = { Set-XplentyCluster 52 -Nodes 0 } }
        @{ what = 'an id that is not a number'; change = { Set-XplentyCluster abc -Nodes 2 -ErrorAction Stop } }
    ) {
        Get-TerminatingError $change | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Set-XplentyCluster 52 -Nodes 4 -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes one error for a terminated cluster, and one for a lost response, each after one request' {
        Set-XplentyCluster 54 -Nodes 2 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.SetXplentyClusterCommand'
        $null = Add-SandboxFault @{ path = '/demo/api/clusters'; method = 'PUT'; kind = 'reset'; count = -1 }
        Set-XplentyCluster 52 -Nodes 2 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].Exception.MayHaveBeenAccepted | Should -BeTrue
        @(Get-SandboxRequest) | Should -HaveCount 2
    }
}
