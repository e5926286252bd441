BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot .. Wait RemoteJob.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot FakeTerminal.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    $escape = [char] 27
    $enter = "$escape[?1049h$escape[?25l$escape[?7l"
    $leave = "$escape[H$escape[2J$escape[?7h$escape[?25h$escape[?1049l"

    # The lines of what was drawn on the screen at once, and nothing for other output.
    function Get-Frame([string] $Text) {
        if ($Text.StartsWith("$escape[H") -and $Text -ne $leave) {
            ($Text -replace "$escape\[(H|K|J)") -split "`r`n"
        }
    }

    # The lines that a terminal contains after the screen was closed.
    function Get-Rest([string[]] $Written) { -join $Written[([Array]::LastIndexOf($Written, $leave) + 1)..$Written.Count] -split "`n" }

    $timestamp = '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  '
}

AfterAll { Stop-Sandbox }

Describe 'Watch-RemoteJob in a terminal' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'shows a table on the alternate screen, and leaves the final table below the command' {
        $good = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 1.5; name = 'Nightly load' }
        $bad = New-SandboxJob @{ service = 'alteryx'; durationSeconds = 0.5; outcome = 'failed' }
        $terminal = New-FakeTerminal 120x20
        $run = Invoke-OnTerminal $terminal {
            param($good, $bad)
            Watch-RemoteJob -RemoteJob (Get-XplentyJob $good), (Get-AlteryxJob $bad) -MinimumInterval 0.2 -MaximumInterval 0.5
        } $good.id, $bad.id

        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        $terminal.Written[0] | Should -BeExactly $enter
        @($terminal.Written -eq $enter) | Should -HaveCount 1
        @($terminal.Written -eq $leave) | Should -HaveCount 1
        $first = Get-Frame $terminal.Written[1]
        $first | Should -HaveCount 4
        $first[0] | Should -BeLike '0 of 2 finished, progress *%, 0 failed, 00:00:00 elapsed*'
        $first[1] | Should -Match '^State +Progress +Done +Elapsed +Expected +Id +Name +Message$'
        $rest = Get-Rest $terminal.Written
        $rest[0] | Should -BeLike '2 of 2 finished, progress 100%, 1 failed, * elapsed'
        $rest[2] | Should -Match "^Failed .* Alteryx $($bad.id) "
        $rest[3] | Should -Match "^Completed +########## 100% .* Xplenty $($good.id) +Nightly load$"
        $rest[4] | Should -BeExactly ''
        $rest -join '' | Should -Not -Match $escape
    }

    It 'follows the size of the window' {
        $jobs = foreach ($number in 1..30) { New-SandboxJob @{ service = 'xplenty'; durationSeconds = 2 } }
        $terminal = New-FakeTerminal 200x40, 200x40, 50x10
        $null = Invoke-OnTerminal $terminal 'Watch-RemoteJob -Service Xplenty -Id $args[0] -MaximumInterval 0.5' (, $jobs.id)
        $frames = @($terminal.Written | ForEach-Object { , @(Get-Frame $_) } | Where-Object { $_ })
        $frames[0] | Should -HaveCount 32
        $frames[1] | Should -HaveCount 10
        $frames[1][-1] | Should -Match '^2\d more jobs are not shown '
        foreach ($line in $frames[1]) { $line.Length | Should -BeLessThan 50 }
    }

    It 'restores the terminal when it is stopped, and leaves the table' {
        $job = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 600; name = 'Nightly load' }
        $terminal = New-FakeTerminal 100x20
        $terminal.SignalAfter = 3
        $started = Start-OnTerminal $terminal 'Watch-RemoteJob -Service Xplenty -Id $args[0] -MaximumInterval 0.5; "not reached"' $job.id
        $terminal.Signal.Wait(30000) | Should -BeTrue
        $started.Shell.Stop()
        $run = Wait-OnTerminal $started

        $run.Output | Should -BeNullOrEmpty
        @($terminal.Written -eq $leave) | Should -HaveCount 1
        $rest = Get-Rest $terminal.Written
        $rest[0] | Should -BeLike '0 of 1 finished, progress *%, 0 failed, * elapsed*'
        $rest[2] | Should -Match '^Running .* Nightly load$'
    }

    It 'restores the terminal if the process ends because of <how>' -ForEach @(
        @{ how = 'Exit'; skipped = $false }
        @{ how = 'TERM'; skipped = $IsWindows }
        @{ how = 'HUP'; skipped = $IsWindows }
    ) {
        if ($skipped) {
            Set-ItResult -Skipped -Because 'Windows has no signals'
            return
        }

        $log = Join-Path $TestDrive "$how.log"
        $null = Invoke-FreshPowerShell -Environment @{ HOW = $how; LOG = $log; TERMINAL = Join-Path $PSScriptRoot FakeTerminal.psm1 } {
            Import-Module $env:TERMINAL
            $terminal = New-FakeTerminal
            $terminal.Log = $env:LOG
            $terminal.SignalAfter = 2
            $started = Start-OnTerminal $terminal 'Watch-RemoteJob -Service Xplenty -Id 203'
            $null = $terminal.Signal.Wait(60000)
            if ($env:HOW -eq 'Exit') { [Environment]::Exit(0) }
            kill "-$env:HOW" $PID
            Wait-OnTerminal $started
        }
        $text = [IO.File]::ReadAllText($log)
        $text.StartsWith($enter) | Should -BeTrue
        $text.EndsWith($leave) | Should -BeTrue
    }

    It 'returns the jobs and writes the errors and the warnings after the screen was closed' {
        $good = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 0.5 }
        $bad = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 0; outcome = 'failed' }
        $endless = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 600 }
        $terminal = New-FakeTerminal 160x20
        $run = Invoke-OnTerminal $terminal {
            param($ids)
            Watch-RemoteJob -Service Xplenty -Id $ids -Timeout 2 -MaximumInterval 0.4 -PassThru |
                ForEach-Object { $Host.UI.Write("[$($_.Id)]"); $_ }
        } (, @($good.id, $bad.id, $endless.id, 999999))

        $run.Output.Id | Sort-Object | Should -Be ($good.id, $bad.id | Sort-Object)
        ($run.Output | Where-Object State -EQ Failed).Id | Should -Be $bad.id
        $run.Errors.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be JobNotFound, WaitTimeout
        $written = $terminal.Written
        [Array]::IndexOf($written, "[$($bad.id)]") | Should -BeGreaterThan ([Array]::IndexOf($written, $leave))
        $rest = Get-Rest $written
        $rest[0] | Should -BeLike '3 of 4 finished, progress *%, 2 failed, * elapsed*'
        $rest[2..5] -replace ' .*' | Should -Be Failed, Error, Running, Completed
        $rest[3] | Should -BeLike '*Xplenty 999999*HTTP 404*'
    }

    It 'writes lines instead of a table if <what>' -ForEach @(
        @{ what = 'there are verbose messages'; call = 'Watch-RemoteJob -Service Xplenty -Id 201 -Verbose' }
        @{ what = 'there are debug messages'; call = '$DebugPreference = "Continue"; Watch-RemoteJob -Service Xplenty -Id 201' }
    ) {
        $terminal = New-FakeTerminal
        $null = Invoke-OnTerminal $terminal $call
        -join $terminal.Written | Should -Not -Match $escape
        @($terminal.Written -match "$($timestamp)Completed  Xplenty 201 ") | Should -HaveCount 1
    }

    It 'writes lines if the terminal understands no escape sequences' {
        $terminal = New-FakeTerminal -WithoutEscapes
        $null = Invoke-OnTerminal $terminal 'Watch-RemoteJob -Service Xplenty -Id 201, 202'
        -join $terminal.Written | Should -Not -Match $escape
        $terminal.Written | Should -HaveCount 4
    }

    It 'writes lines if another watch of the process uses the terminal' {
        $terminal = New-FakeTerminal
        $terminal.SignalAfter = 2
        $started = Start-OnTerminal $terminal 'Watch-RemoteJob -Service Xplenty -Id 203'
        $terminal.Signal.Wait(30000) | Should -BeTrue
        $other = New-FakeTerminal
        $null = Invoke-OnTerminal $other 'Watch-RemoteJob -Service Xplenty -Id 201'
        $started.Shell.Stop()
        $null = Wait-OnTerminal $started
        -join $other.Written | Should -Not -Match $escape
    }

    It 'shows the names of jobs without the escape sequences that they contain' {
        $name = "evil$escape]0;title$([char] 7)$escape[2J`r`nsecond line $([char] 0x202E)"
        $job = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 0; name = $name }
        $terminal = New-FakeTerminal 200x20
        $null = Invoke-OnTerminal $terminal 'Watch-RemoteJob -Service Xplenty -Id $args[0]' $job.id
        $rest = Get-Rest $terminal.Written
        $rest -join '' | Should -Not -Match '[\x00-\x1F\x7F-\x9F\u202E]'
        $rest[2] | Should -BeLike '*evil*second line*'
    }
}

Describe 'Watch-RemoteJob without a terminal' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'writes one line for each change to the redirected output, and no escape sequences' {
        $bad = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 0; outcome = 'failed'; name = 'Import'; errors = @('No disk.') }

        # The job is created when the process is ready, so that it is still queued at the first poll.
        $lines = @(Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = Get-XplentyJob $env:BAD
            $new = @{ service = 'xplenty'; queuedSeconds = 3; durationSeconds = 3; name = 'Nightly load' } | ConvertTo-Json
            $good = Invoke-RestMethod "$env:ALMA_BASE_URI/_sandbox/jobs" -Method Post -Body $new -ContentType application/json
            Watch-RemoteJob -Service Xplenty -Id $good.id, $env:BAD -MinimumInterval 0.1 -MaximumInterval 0.2
        } -Environment @{ BAD = $bad.id })

        $lines | Should -HaveCount 5
        foreach ($line in $lines) { $line | Should -Match $timestamp }
        $lines = $lines -replace $timestamp
        $lines[0] | Should -BeExactly '0 of 2 finished, progress 0%, 0 failed, 00:00:00 elapsed'
        $lines[1] | Should -Match "^Failed     Xplenty $($bad.id) \(Import\), 0:00:00: No disk.$"
        $lines[2] | Should -Match '^Running    Xplenty \d+ \(Nightly load\)'
        $lines[3] | Should -Match '^Completed  Xplenty \d+ \(Nightly load\), 0:00:0\d$'
        $lines[4] | Should -Match '^2 of 2 finished, progress 100%, 1 failed, 00:00:\d\d elapsed$'
    }

    It 'writes the lines to the information stream, and the jobs to the output' {
        $streams = @(Watch-RemoteJob -Service Xplenty -Id 202 -PassThru 6>&1)
        $streams[0..2] | Should -BeOfType [Management.Automation.InformationRecord]
        $streams[3] | Should -BeOfType [JobStatus.XplentyJob]
        $streams | Should -HaveCount 4
    }

    It 'returns nothing without -PassThru' {
        Watch-RemoteJob -Service Xplenty -Id 201, 202 6> $null | Should -BeNullOrEmpty
    }

    It 'writes nothing if it gets no jobs' {
        @(Get-XplentyJob -First 1 | Where-Object Id -EQ none | Watch-RemoteJob -PassThru 6>&1) | Should -HaveCount 0
    }
}

Describe 'The jobs and the parameters of Watch-RemoteJob' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'are job objects, ids, and rows with a service and an id' {
        (Get-XplentyJob 201 | Watch-RemoteJob -PassThru 6> $null).Id | Should -Be 201
        ('201', '202' | Watch-RemoteJob -Service Xplenty -PassThru 6> $null).Id | Sort-Object | Should -Be 201, 202
        $rows = 'Service,Id,Connection', 'Xplenty,201,', 'Alteryx,66f000000000000000000202,Environment' | ConvertFrom-Csv
        ($rows | Watch-RemoteJob -PassThru 6> $null).Service | Sort-Object | Should -Be Alteryx, Xplenty
    }

    It 'count once if they are repeated' {
        $said = @(Get-XplentyJob 201, 201 | Watch-RemoteJob -PassThru 6>&1)
        "$($said[0])" | Should -BeLike '*1 of 1 finished, progress 100%, *'
        @($said -is [JobStatus.XplentyJob]) | Should -HaveCount 1
    }

    It 'produce an error for each row that cannot be watched' {
        $rows = 'Service,Id,Connection', 'Nonsense,1,', 'Xplenty,201,nobody', 'Xplenty,abc,', 'Xplenty,202,' | ConvertFrom-Csv
        $watched = $rows | Watch-RemoteJob -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures 6> $null
        $watched.Id | Should -Be 202
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be InvalidRequest, NotConnected, InvalidRequest
    }

    It 'cause a terminating error if <what>' -ForEach @(
        @{ what = 'the service does not exist'; call = { Watch-RemoteJob -Service Nonsense -Id 1 } }
        @{ what = 'the connection is empty'; call = { Watch-RemoteJob -Service Xplenty -Id 201 -Connection $null } }
        @{ what = 'the time limit is ambiguous'; call = { Watch-RemoteJob -Service Xplenty -Id 201 -Timeout 5d } }
        @{ what = 'the intervals are swapped'; call = { Watch-RemoteJob -Service Xplenty -Id 201 -MinimumInterval 9 -MaximumInterval 2 } }
    ) {
        $call | Should -Throw -ErrorId 'InvalidRequest,*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'cost exactly the requests of a wait' {
        $jobs = foreach ($service in 'xplenty', 'alma', 'alteryx') {
            1..3 | ForEach-Object { New-RemoteJob @{ service = $service; durationSeconds = 600 } }
        }
        $counts = foreach ($command in 'Wait-RemoteJob', 'Watch-RemoteJob') {
            $before = @(Get-SandboxRequest).Count
            $jobs | & $command -Timeout 0 -ErrorAction SilentlyContinue -ErrorVariable failures 6> $null
            $failures | Should -HaveCount 9
            @(Get-SandboxRequest).Count - $before
        }
        $counts[0] | Should -BeGreaterThan 2
        $counts[1] | Should -Be $counts[0]
    }

    It 'send no request if all jobs have finished' {
        $jobs = Get-XplentyJob 201, 202
        $before = @(Get-SandboxRequest).Count
        $jobs | Watch-RemoteJob 6> $null
        @(Get-SandboxRequest).Count | Should -Be $before
    }
}
