BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyCluster' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'reads a cluster by its id with every field' {
        $cluster = Get-XplentyCluster 52
        $cluster | Should -BeOfType JobStatus.XplentyCluster
        Assert-Property $cluster -Except Url, HtmlUrl, Creator, CreatedAt, UpdatedAt, AvailableSince, AdditionalData -Expected @{
            Connection = 'Environment'; Id = '52'; ClusterId = 52L; Name = 'sandbox-cluster'; Description = ''; Status = 'available'
            IsReady = $true; IsGone = $false; OwnerId = 4201L; PlanId = 2L; Nodes = 2L; Type = 'production'; RunningJobsCount = 0L
            QueuedJobsCount = 0L; TerminateOnIdle = $false; TimeToIdle = 3600L; TerminatedOnIdle = $false
            Region = 'amazon-web-services::us-east-1'; Zone = $null; IdleSince = $null; TerminatedAt = $null
        }
        $cluster.AvailableSince | Should -Be $cluster.CreatedAt
        $cluster.Creator.DisplayName | Should -Be 'Sandbox User'
        $cluster.AdditionalData['master_instance_type'] | Should -Be m1.large
        $cluster.AdditionalData['allow_fallback'] | Should -BeTrue
        "$cluster" | Should -Be 'Xplenty cluster 52 (sandbox-cluster)'
    }

    It 'lists clusters by <what>, newest first' -ForEach @(
        @{ what = 'nothing'; list = { Get-XplentyCluster }; ids = 54, 53, 52; query = '' }
        @{ what = 'status'; list = { Get-XplentyCluster -Status Pending }; ids = , 53; query = 'status=pending&' }
        @{ what = 'name'; list = { Get-XplentyCluster -Name '*-5?' }; ids = 54, 53; query = '' }
    ) {
        (& $list).ClusterId | Should -Be $ids
        (Get-SandboxRequest).query | Should -Be "?$($query)sort=created&direction=desc&offset=0&limit=100"
    }

    It 'reads the clusters of piped jobs' {
        (Get-XplentyJob 201, 202 | Get-XplentyCluster).ClusterId | Should -Be 52, 52
    }

    It 'decides by the status alone: <status> is ready <ready> and gone <gone>' -ForEach @(
        @{ status = 'available'; ready = $true; gone = $false }, @{ status = 'IDLE'; ready = $true; gone = $false }
        @{ status = 'scaling'; ready = $false; gone = $false }, @{ status = 'error'; ready = $false; gone = $true }
        @{ status = 'pending_terminate'; ready = $false; gone = $true }, @{ status = 'terminated'; ready = $false; gone = $true }
        @{ status = 'something new'; ready = $false; gone = $false }, @{ status = $null; ready = $false; gone = $false }
    ) {
        $body = @{ id = 60; status = $status; available_since = '2026-01-01T00:00:00Z'; terminate_on_idle = 1 } | ConvertTo-Json
        $null = Add-SandboxFault @{ path = '/demo/api/clusters'; kind = 'body'; body = $body }
        $cluster = Get-XplentyCluster 60
        $cluster.IsReady | Should -Be $ready
        $cluster.IsGone | Should -Be $gone
        $cluster.TerminateOnIdle | Should -BeTrue
    }

    It 'writes an error for each cluster that does not exist, and reads the others' {
        (Get-XplentyCluster 999, 52 -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 52
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetXplentyClusterCommand'
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'an id that is not a number'; read = { Get-XplentyCluster abc -ErrorAction Stop } }
        @{ what = 'an unknown status'; read = { Get-XplentyCluster -Status gone } }
        @{ what = 'an empty connection'; read = { Get-XplentyCluster -Connection $null } }
    ) {
        Get-TerminatingError $read | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}
