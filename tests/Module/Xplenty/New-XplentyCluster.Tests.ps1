BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'New-XplentyCluster' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'creates a cluster with one node and the defaults of Xplenty' {
        $cluster = New-XplentyCluster
        $cluster | Should -BeOfType JobStatus.XplentyCluster
        $cluster.Status | Should -Be pending
        $cluster.Nodes | Should -Be 1
        $cluster.TerminateOnIdle | Should -BeFalse
        $cluster.TimeToIdle | Should -Be 3600
        $cluster.Connection | Should -Be Environment
        (Get-SandboxRequest).method | Should -Be POST
        (Get-XplentyCluster $cluster.Id).Id | Should -Be $cluster.Id
    }

    It 'sends the specified settings' {
        $settings = @{ Nodes = 3; Type = 'Production'; Description = 'x "y"'; TimeToIdle = 900; Region = 'eu-west-1' }
        $cluster = New-XplentyCluster Nightly @settings -TerminateOnIdle
        $cluster.Name | Should -Be Nightly
        $cluster.Nodes | Should -Be 3
        $cluster.Type | Should -Be production
        $cluster.Description | Should -Be 'x "y"'
        $cluster.TerminateOnIdle | Should -BeTrue
        $cluster.TimeToIdle | Should -Be 900
        $cluster.Region | Should -Be eu-west-1
    }

    It 'shows the request body with -WhatIf, and sends nothing' {
        $message = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            New-XplentyCluster Nightly -Nodes 2 -TerminateOnIdle -WhatIf
        }
        $body = '{"nodes":2,"name":"Nightly","terminate_on_idle":true}'
        $message | Should -BeLike "*`"Create with $body`" on target `"Xplenty cluster 'Nightly'`"."
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'is never sent twice after <what>' -ForEach @(
        @{
            what = 'status 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
            error = 'ServiceUnavailable'; maybe = $true
        }
        @{
            what = 'status 429'; fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '0' } }
            error = 'LimitReached'; maybe = $false
        }
        @{ what = 'a connection reset'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable'; maybe = $true }
        @{ what = 'a truncated response'; fault = @{ kind = 'truncate' }; error = 'ServiceUnavailable'; maybe = $true }
        @{
            what = 'a response without an id'; fault = @{ kind = 'body'; body = '{"status":"pending"}' }
            error = 'UnexpectedResponse'; maybe = $true
        }
        @{ what = 'a billing problem'; fault = @{ kind = 'status'; status = 402 }; error = 'AccessDenied'; maybe = $false }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/demo/api/clusters'; method = 'POST'; count = -1 })
        New-XplentyCluster -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.NewXplentyClusterCommand"
        $failure[0].Exception.MayHaveBeenAccepted | Should -Be $maybe
        @(Get-SandboxRequest | Where-Object method -EQ POST) | Should -HaveCount 1
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'no nodes'; create = { New-XplentyCluster -Nodes 0 } }
        @{ what = 'an ambiguous time'; create = { New-XplentyCluster -TimeToIdle 5d } }
        @{ what = 'an unknown type'; create = { New-XplentyCluster -Type huge } }
        @{ what = 'an idle time of 0'; create = { New-XplentyCluster -TimeToIdle 0 } }
    ) {
        Get-TerminatingError $create | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes the reason why Xplenty rejects the settings' {
        New-XplentyCluster -Nodes 2 -Type sandbox -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -Match 'nodes of a sandbox must be 1'
    }
}
