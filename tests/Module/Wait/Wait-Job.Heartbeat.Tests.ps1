# Wait-Job -Heartbeat and Wait-RemoteJob -Heartbeat. The times of the lines are tested with a virtual clock in HeartbeatTests.cs.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot RemoteJob.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 }
    $time = '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d'
    $line = "^$time \| finished \d+ of \d+ \| failed \d+ \| running \d+ \| next (unknown|$time .+)$"
}

AfterAll {
    Get-Job | Remove-Job -Force
    Stop-Sandbox
}

Describe '<name> -Heartbeat' -ForEach @{ name = 'Wait-Job' }, @{ name = 'Wait-RemoteJob' } {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }
    AfterEach { Get-Job | Remove-Job -Force }

    It 'writes a line with a time to the information stream once per period, and returns the job' {
        $job = New-RemoteJob @{ durationSeconds = 3; name = 'Night load' }
        $done = $job | & $name @quick -Heartbeat 0.5 -InformationVariable lines 6> $null
        $done.State | Should -Be Completed
        $lines.Count | Should -BeIn (3..8)
        foreach ($record in $lines) {
            "$record" | Should -Match $line
            $record.Tags | Should -Be PSHOST, JobStatus, Heartbeat
        }
        "$($lines[0])" | Should -Match '\| finished 0 of 1 \| failed 0 \| running 1 \|'
        @($lines) -match "next $time Xplenty $($job.Id) \(Night load\)$" | Should -Not -BeNullOrEmpty
    }

    It 'accepts the same forms as -Timeout, and rejects <what>' -ForEach @(
        @{ what = 'an ambiguous time'; value = '5d'; error = "'5d' is ambiguous" }
        @{ what = 'no time'; value = 0; error = 'must be greater than 0' }
        @{ what = 'more than a day'; value = '2.00:00:00'; error = 'at most one day' }
    ) {
        $job = New-RemoteJob @{ durationSeconds = 0 }
        foreach ($form in 300, '300', 300.5, '00:05', '00:05:00', (New-TimeSpan -Minutes 5)) {
            ($job | & $name @quick -Heartbeat $form).Id | Should -Be $job.Id
        }
        Get-TerminatingError { $job | & $name -Heartbeat $value } | Should -Match $error
    }

    It 'counts failed jobs, and jobs that had finished before' {
        $finished = New-RemoteJob @{ durationSeconds = 0 }
        $failed = New-RemoteJob @{ durationSeconds = 0; outcome = 'failed' }
        $running = New-RemoteJob @{ durationSeconds = 2 }
        $null = $finished, $failed, $running | & $name @quick -Heartbeat 0.5 -InformationVariable lines 6> $null
        "$($lines[0])" | Should -Match '\| finished 2 of 3 \| failed 1 \| running 1 \|'
    }

    It 'writes the names of jobs without control characters' {
        $escape = [char] 27
        $job = New-RemoteJob @{ durationSeconds = 3; name = "a$escape[31mb`r`nc$('x' * 1000)" }
        $null = $job | & $name @quick -Heartbeat 0.5 -InformationVariable lines 6> $null
        $named = @($lines) -match ' Xplenty '
        $named | Should -Not -BeNullOrEmpty
        foreach ($record in $named) {
            "$record" | Should -Not -Match '[\x00-\x1f]'
            "$record".Length | Should -BeLessThan 250
        }
    }

    It 'writes the lines to the information stream of a background wait' {
        $job = New-RemoteJob @{ durationSeconds = 2 }
        $wait = $job | & $name @quick -Heartbeat 0.5 -AsJob
        $null = Microsoft.PowerShell.Core\Wait-Job $wait -Timeout 20
        $wait.HasMoreData | Should -BeTrue
        $wait.Information.Count | Should -BeGreaterOrEqual 1
        "$($wait.Information[0])" | Should -Match $line
        $output = @($wait | Receive-Job 6>&1)
        @($output | Where-Object { $_ -is [Management.Automation.InformationRecord] }) | Should -Not -BeNullOrEmpty
        @($output | Where-Object { $_ -is [JobStatus.XplentyJob] }).Id | Should -Be $job.Id
        $wait.HasMoreData | Should -BeFalse
    }

    It 'writes no lines by default' {
        $null = New-RemoteJob @{ durationSeconds = 1 } | & $name @quick -InformationVariable lines 6> $null
        $lines | Should -BeNullOrEmpty
    }
}

Describe 'The lines of a heartbeat' {
    It 'contain how many jobs have reached the state that the wait is for' {
        Set-SandboxEnvironment
        $job = New-RemoteJob @{ durationSeconds = 1.5 }
        $null = $job | Wait-RemoteJob @quick -For Stopping -Heartbeat 0.5 -InformationVariable lines 6> $null
        "$($lines[0])" | Should -Match '\| reached Stopping 0 of 1 \| failed 0 \| running 1 \| next unknown$'
    }

    It 'appear on the screen without a preference, and not with -InformationAction Ignore' {
        $id = (New-SandboxJob @{ service = 'xplenty'; durationSeconds = 3600 }).id
        $said = Invoke-FreshPowerShell -Environment @{ RUN = $id } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $wait = @{ Heartbeat = 0.4; Timeout = 2; ErrorAction = 'Ignore' }
            Wait-RemoteJob -Service Xplenty -Id $env:RUN @wait
            'quiet'
            Wait-RemoteJob -Service Xplenty -Id $env:RUN @wait -InformationAction Ignore
            'end'
        }
        $quiet = [array]::IndexOf($said, 'quiet')
        $quiet | Should -BeGreaterThan 0
        $said[0] | Should -Match $line
        $said[$quiet + 1] | Should -Be end
    }
}

Describe 'Wait-Job -Heartbeat with PowerShell jobs' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }
    AfterEach { Get-Job | Remove-Job -Force }

    It 'counts PowerShell jobs that are mixed with remote jobs, also after the remote jobs have finished' {
        $gate = [Threading.ManualResetEventSlim]::new()
        $local = Start-ThreadJob { while (-not $args[0].Wait(50)) { } } -ArgumentList $gate
        $failed = Start-ThreadJob { throw 'broken' }
        $null = Microsoft.PowerShell.Core\Wait-Job $failed -Timeout 20
        $remote = New-RemoteJob @{ durationSeconds = 0 }
        $seen = [Collections.Generic.List[string]]::new()
        $null = $local, $failed, $remote | Wait-Job @quick -Heartbeat 0.3 -Timeout 30 6>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.InformationRecord]) {
                $seen.Add("$_")
                if ($seen.Count -eq 2) { $gate.Set() }
            }
        }
        $seen.Count | Should -BeGreaterOrEqual 2
        $seen[0] | Should -Match '\| finished 2 of 3 \| failed 1 \| running 1 \| next unknown$'
        $local.State | Should -Be Completed
    }

    It 'has no effect, except for a warning, if there are only PowerShell jobs' {
        $local = Start-ThreadJob { 1 }
        $done = $local | Wait-Job -Heartbeat 0.1 -WarningVariable warnings -WarningAction SilentlyContinue -InformationVariable lines
        $done.Id | Should -Be $local.Id
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match '-Heartbeat has no effect'
        $lines | Should -BeNullOrEmpty
    }
}
