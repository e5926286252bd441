# Runs the scripts in docs/monitoring.md as a monitoring program does: in a process of their own, in which only the sandbox is known.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Markdown.psm1), (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    Clear-SandboxSession
    Set-SandboxEnvironment
    $fences = @(Get-MarkdownFence (Join-Path $PSScriptRoot .. .. .. docs monitoring.md) | Where-Object Language -EQ powershell)

    # Writes the script that contains this text to a file, runs it, and returns its output and its exit code.
    function Invoke-MonitoringScript([string] $Containing) {
        $fence = @($fences | Where-Object { $_.Text.Contains($Containing) })
        $fence | Should -HaveCount 1
        $file = Join-Path $TestDrive monitor.ps1
        Set-Content -LiteralPath $file -Value $fence.Text
        $lines = @(Invoke-FreshPowerShell -Environment @{
                PSModulePath = Split-Path $env:JOBSTATUS_TEST_MODULE; MONITOR = $file; TARGET = "$TestDrive"
            } {
                $global:LASTEXITCODE = 0
                Set-Location -LiteralPath $env:TARGET
                try { & $env:MONITOR 3>&1 } catch { "error: $_"; $global:LASTEXITCODE = 1 }
                "exit code $LASTEXITCODE"
            })
        [pscustomobject] @{ Lines = @($lines | Select-Object -SkipLast 1); ExitCode = $lines[-1] -replace '^exit code ' }
    }
}

AfterAll { Stop-Sandbox }

Describe 'A script in docs/monitoring.md' {
    BeforeEach { Reset-Sandbox; Set-SandboxEnvironment }

    It 'returns an exit code for a scheduler' {
        $null = Invoke-Sandbox POST history
        $run = Invoke-MonitoringScript IsFinished
        $run.ExitCode | Should -Be 1
        "$($run.Lines)" | Should -Match 'Fines to finance.* is Failed: The destination refused the login\.'

        Set-SandboxSetting @{ xplentyKey = '' }
        (Invoke-MonitoringScript IsFinished).ExitCode | Should -Be 1
    }

    It 'writes a file for Prometheus, with each metric once for each definition' {
        $null = Invoke-Sandbox POST history
        $run = Invoke-MonitoringScript jobstatus.prom
        $run.Lines | Should -BeNullOrEmpty
        $text = [IO.File]::ReadAllText((Join-Path $TestDrive jobstatus.prom))
        $text | Should -Not -Match "`r"
        $lines = $text.TrimEnd("`n") -split "`n"
        $lines[0] | Should -BeExactly '# TYPE jobstatus_runs gauge'
        foreach ($line in $lines) { $line | Should -Match '^(# TYPE \w+ gauge|\w+\{(\w+="[^"]*",?)+\} -?[\d.]+(E[+-]?\d+)?)$' }
        ($lines -replace ' [^ ]+$' | Where-Object { $_ -notlike '#*' } | Group-Object | Where-Object Count -GT 1) | Should -BeNullOrEmpty
        $lines -match '^jobstatus_last_run_failed\{service="Xplenty",.*name="Fines to finance"\} 1$' | Should -HaveCount 1
        $lines -match '^jobstatus_slower\{.*name="Publish to discovery"\} 1$' | Should -HaveCount 1
        Join-Path $TestDrive jobstatus.prom.new | Should -Not -Exist
    }

    It 'is a check for Nagios or Icinga' {
        $null = Invoke-Sandbox POST history
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 2
        $run.Lines | Should -HaveCount 1
        $run.Lines[0] | Should -Match '^JOBS CRITICAL - .*Fines to finance.* \| definitions=\d+ failed=\d+ slower=\d+$'

        Set-SandboxSetting @{ xplentyKey = '' }
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 3
        $run.Lines[0] | Should -Match '^JOBS UNKNOWN - '
    }

    It 'is a sensor for PRTG' {
        $null = Invoke-Sandbox POST history
        $sensor = ((Invoke-MonitoringScript prtg).Lines -join "`n" | ConvertFrom-Json).prtg
        $sensor.text | Should -Match 'Failed: .*Fines to finance.*Slower: .*Publish to discovery'
        $sensor.result.channel | Should -Be Failed, Slower, Running
        $sensor.result[0].value | Should -BeGreaterOrEqual 3

        Set-SandboxSetting @{ xplentyKey = '' }
        ((Invoke-MonitoringScript prtg).Lines -join "`n" | ConvertFrom-Json).prtg.error | Should -Be 1
    }
}
