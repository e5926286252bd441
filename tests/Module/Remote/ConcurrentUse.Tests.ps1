BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Removing the module during a wait' {
    It 'does not interrupt the wait, and the module can be imported again' {
        $other = [powershell]::Create()
        $id = (New-SandboxJob @{ service = 'xplenty'; id = '7001'; durationSeconds = 3600 }).id
        $null = $other.AddScript({
                param($id)
                Import-Module $env:JOBSTATUS_TEST_MODULE
                Wait-RemoteJob -Service Xplenty -Id $id -MinimumInterval 0.2 -MaximumInterval 0.4
            }).AddArgument($id)
        $call = $other.BeginInvoke()
        Wait-SandboxRequest '/demo/api/jobs*' -Count 2 | Should -Not -BeNullOrEmpty

        Remove-Module JobStatus
        Invoke-Sandbox POST jobs @{ service = 'xplenty'; id = '7001'; durationSeconds = 0 } | Out-Null
        $call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $other.EndInvoke($call).State | Should -Be Completed
        $other.Streams.Error | Should -BeNullOrEmpty
        $other.Dispose()

        Import-Module $env:JOBSTATUS_TEST_MODULE -Force
        (Get-XplentyJob 157).State | Should -Be Completed
    }

    It 'succeeds in the same pipeline as the wait' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            (Get-XplentyJob 201), (Get-AlteryxJob 66f000000000000000000202) | Wait-RemoteJob |
                ForEach-Object { Remove-Module JobStatus -ErrorAction Ignore; "$($_.State)" }
            Import-Module $env:JOBSTATUS_TEST_MODULE
            "$((Get-XplentyJob 157).State)"
        } | Should -Be Completed, Failed, Completed
    }
}

Describe 'Several runspaces' {
    It 'can connect, read and wait at the same time' {
        $address = Get-SandboxUri
        $lines = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $key = ConvertTo-SecureString sandbox-xplenty-key -AsPlainText -Force
            Connect-Xplenty -Name "runspace$_" -AccountId demo -ApiKey $key -BaseUri $using:address
            $made = Invoke-RestMethod "$using:address/_sandbox/jobs" -Method Post -Body '{ "service": "xplenty", "durationSeconds": 1 }'
            $ended = Get-XplentyJob $made.id -Connection "runspace$_" | Wait-RemoteJob -MinimumInterval 0.2 -MaximumInterval 0.4
            "$($ended.Connection) $($ended.Id -eq $made.id) $($ended.State)"
        }
        $lines | Sort-Object | Should -Be (1..8 | ForEach-Object { "runspace$_ True Completed" })
        (Get-JobStatusConnection -Service Xplenty).Name | Where-Object { $_ -like 'runspace*' } | Should -HaveCount 8
        Get-JobStatusConnection | Remove-JobStatusConnection
    }
}

Describe 'Two tenants of <service>' -ForEach @(
    @{ service = 'Xplenty'; setting = @{ xplentyKey = 'tenant-two-key' }; path = '/demo/*' }
    @{ service = 'Alma'; setting = @{ almaKey = 'tenant-two-key' }; path = '/almaws/*' }
) {
    It 'never mix keys, even with many requests at the same time' {
        $other = Start-OtherSandbox $setting
        Invoke-Sandbox DELETE requests | Out-Null
        $addresses = @{ one = Get-SandboxUri; two = $other }
        $keys = @{ one = "sandbox-$($service.ToLowerInvariant())-key"; two = 'tenant-two-key' }
        foreach ($tenant in 'one', 'two') {
            $secret = ConvertTo-Secret $keys[$tenant]
            if ($service -eq 'Alma') { Connect-Alma -Name $tenant -ApiKey $secret -BaseUri $addresses[$tenant] }
            else { Connect-Xplenty -Name $tenant -AccountId demo -ApiKey $secret -BaseUri $addresses[$tenant] }
        }
        $id = if ($service -eq 'Alma') { '7771000000' } else { '777' }
        foreach ($tenant in 'one', 'two') {
            Invoke-Sandbox POST jobs @{
                service = $service.ToLowerInvariant(); id = $id; durationSeconds = 4; name = $tenant
            } -BaseUri $addresses[$tenant] | Out-Null
        }

        $lines = 1..12 | ForEach-Object -ThrottleLimit 6 -Parallel {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $tenant = ('one', 'two')[$_ % 2]
            $job = if ($using:service -eq 'Alma') {
                Get-AlmaJobInstance $using:id -Connection $tenant
            }
            else {
                Get-XplentyJob $using:id -Connection $tenant
            }
            $ended = $job | Wait-RemoteJob -MinimumInterval 0.2 -MaximumInterval 0.4
            "$tenant $($ended.Connection) $($ended.State)"
        }
        $lines | Sort-Object -Unique | Should -Be 'one one Completed', 'two two Completed'
        # Each sandbox accepts only its own key, so a request with the other key would have been rejected.
        foreach ($address in $addresses.Values) {
            $requests = @(Get-SandboxRequest $path -BaseUri $address)
            $requests.Count | Should -BeGreaterThan 6
            $requests | Where-Object status -In 401, 403, 400 | Should -BeNullOrEmpty
        }
        Get-JobStatusConnection | Remove-JobStatusConnection
    }
}
