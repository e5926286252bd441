# Wait-Job waits for remote jobs in the same way, so these tests run with both cmdlets.
BeforeDiscovery {
    $commands = 'Wait-Job', 'Wait-RemoteJob'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot RemoteJob.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # Waits for so long that a wait that has not been canceled would poll more than once.
    function Wait-PollInterval {
        New-RemoteJob @{ service = 'xplenty'; durationSeconds = 1 } | Wait-RemoteJob -MinimumInterval 0.1 -MaximumInterval 0.3 | Out-Null
    }
}

AfterAll { Stop-Sandbox }

Describe '<_> when requests fail or the pipeline ends early' -ForEach $commands {
    BeforeAll {
        $command = $_
        $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 }
    }

    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'writes an error for a job that is deleted during the wait, and waits for the other jobs' {
        $gone = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 3600; submittedSecondsAgo = 300 }
        $other = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        Invoke-Sandbox DELETE "jobs/xplenty/$($gone.Id)" | Out-Null

        $waited = $gone, $other | & $command @quick -ErrorVariable failures -ErrorAction SilentlyContinue
        $waited.Id | Should -Be $other.Id
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        [object]::ReferenceEquals($failures[0].TargetObject, $gone) | Should -BeTrue
    }

    It 'writes an error if a key is revoked during the wait, and waits for the jobs of other services' {
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

    It 'continues after an Alteryx access token expires' {
        $job = New-RemoteJob @{ service = 'alteryx'; durationSeconds = 0.5 }
        Invoke-Sandbox DELETE tokens | Out-Null
        ($job | & $command @quick -ErrorAction Stop).State | Should -Be Completed
    }

    It 'continues after a transient error: <Name>' -ForEach @(
        @{ Name = '429 with Retry-After'; Fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '1' } } }
        @{ Name = '503'; Fault = @{ kind = 'status'; status = 503 } }
        @{ Name = 'a reset connection'; Fault = @{ kind = 'reset' } }
        @{ Name = 'a truncated response'; Fault = @{ kind = 'truncate' } }
        @{
            Name = 'an invalid response'
            Fault = @{ kind = 'body'; body = '<html>Down for maintenance</html>'; contentType = 'text/html' }
        }
    ) {
        $jobs = 'alma', 'xplenty', 'alteryx' | ForEach-Object { New-RemoteJob @{ service = $_; durationSeconds = 0.5 } }
        $jobs | ForEach-Object { Add-SandboxFault ($Fault + @{ path = Get-JobPath $_; count = 2 }) } | Out-Null

        $waited = $jobs | & $command @quick -ErrorVariable failures -WarningVariable warnings
        $waited | Should -HaveCount 3
        $waited.State | Select-Object -Unique | Should -Be Completed
        $failures | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'writes one warning if the requests to a service fail repeatedly, and continues' {
        $job = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        Add-SandboxFault @{ path = Get-JobPath $job; kind = 'status'; status = 503; count = 5 } | Out-Null
        $waited = $job | & $command @quick -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue
        $waited.State | Should -Be Completed
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match 'Xplenty'
    }

    It 'writes an error for a job whose connection was removed, but needs no connection for a finished job' {
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

    It 'cancels everything after Select-Object -First has its objects' {
        $soon = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 2 }
        $hanging = Get-AlteryxJob 66f000000000000000000203
        Add-SandboxFault @{ path = Get-JobPath $hanging; kind = 'hang'; count = -1 } | Out-Null

        ($hanging, $soon | & $command @quick | Select-Object -First 1).Id | Should -Be $soon.Id
        Wait-SandboxRequest (Get-JobPath $hanging) { $_.status -eq 499 } | Should -HaveCount 1
        $before = Get-JobRequestCount $hanging
        Wait-PollInterval
        Get-JobRequestCount $hanging | Should -Be $before
    }

    It 'cancels everything when the pipeline is stopped' {
        $hanging = Get-AlteryxJob 66f000000000000000000203
        $running = Get-XplentyJob 203
        Add-SandboxFault @{ path = Get-JobPath $hanging; kind = 'hang'; count = -1 } | Out-Null
        $shell = Start-Shell "`$a, `$b | $command -MinimumInterval 0.2 -MaximumInterval 0.4" $hanging, $running
        Wait-SandboxRequest (Get-JobPath $hanging) -Count 2 | Should -HaveCount 2
        Wait-SandboxRequest (Get-JobPath $running) -Count 2 | Should -Not -BeNullOrEmpty

        $shell.Shell.Stop()
        $shell.Call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $shell.Shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Output | Should -BeNullOrEmpty
        Wait-SandboxRequest (Get-JobPath $hanging) { $_.status -eq 499 } | Should -HaveCount 1
        $before = Get-JobRequestCount $running
        Wait-PollInterval
        Get-JobRequestCount $running | Should -Be $before
    }

    It 'cancels everything after a terminating error' {
        $gone = New-RemoteJob @{ service = 'xplenty'; durationSeconds = 3600; submittedSecondsAgo = 300 }
        $hanging = Get-AlteryxJob 66f000000000000000000203
        Add-SandboxFault @{ path = Get-JobPath $hanging; kind = 'hang'; count = -1 } | Out-Null
        Add-SandboxFault @{ path = Get-JobPath $gone; kind = 'delay'; milliseconds = 500 } | Out-Null
        Invoke-Sandbox DELETE "jobs/xplenty/$($gone.Id)" | Out-Null
        { $hanging, $gone | & $command @quick -Timeout 60 -ErrorAction Stop } | Should -Throw -ErrorId 'JobNotFound,*'
        Wait-SandboxRequest (Get-JobPath $hanging) { $_.status -eq 499 } | Should -HaveCount 1
    }
}
