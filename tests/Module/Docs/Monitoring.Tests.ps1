# Runs the scripts in docs/monitoring.md as a monitoring program does: with pwsh -File, in a process in which only the sandbox is known.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Markdown.psm1), (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    Clear-SandboxSession
    Set-SandboxEnvironment
    $fences = @(Get-MarkdownFence (Join-Path $PSScriptRoot .. .. .. docs monitoring.md) | Where-Object Language -EQ powershell)

    $pwsh = @((Get-Process -Id $PID).Path)
    if ([IO.Path]::GetFileNameWithoutExtension($pwsh[0]) -eq 'dotnet') { $pwsh += Join-Path $PSHOME pwsh.dll }

    # Writes the script that contains this text to a file, runs it, and returns what it wrote to stdout and its exit code.
    function Invoke-MonitoringScript([string] $Containing) {
        $fence = @($fences | Where-Object { $_.Text.Contains($Containing) })
        $fence | Should -HaveCount 1
        $file = Join-Path $TestDrive monitor.ps1
        Set-Content -LiteralPath $file -Value $fence.Text
        $arguments = @($pwsh | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File', $file
        $path = $env:PSModulePath
        $env:PSModulePath = Split-Path $env:JOBSTATUS_TEST_MODULE
        Push-Location -LiteralPath $TestDrive
        try { $lines = @(& $pwsh[0] @arguments 2> $null) }
        finally {
            Pop-Location
            $env:PSModulePath = $path
        }
        [pscustomobject] @{ Lines = $lines; ExitCode = $LASTEXITCODE }
    }

    # The sandbox responds to each read of a finished Alteryx job with an error, so the result of the job is not known.
    function Hide-AlteryxResult {
        Add-SandboxFault @{ path = '*/v3/jobs/*'; kind = 'body'; body = '[]'; count = -1 } | Out-Null
    }

    # Removes the jobs that the sandbox contains at its start.
    function Remove-OtherJob {
        foreach ($job in (Invoke-Sandbox GET jobs)) { Invoke-Sandbox DELETE "jobs/$($job.service)/$($job.id)" | Out-Null }
    }

    # A definition of two runs: the first failed, and the second is in progress.
    function New-RunAfterFailure {
        New-SandboxJob @{ service = 'xplenty'; name = 'Hourly load'; packageId = 990; durationSeconds = 0; outcome = 'failed' } | Out-Null
        New-SandboxJob @{ service = 'xplenty'; name = 'Hourly load'; packageId = 990; durationSeconds = 600 } | Out-Null
    }
}

AfterAll { Stop-Sandbox }

Describe 'A script in docs/monitoring.md' {
    BeforeEach { Reset-Sandbox; Set-SandboxEnvironment }

    It 'returns an exit code for a scheduler' {
        $null = Invoke-Sandbox POST history
        $run = Invoke-MonitoringScript IsFinished
        $run.ExitCode | Should -Be 1
        "$($run.Lines)" | Should -Match 'Fines to finance.* is Failed\. The destination refused the login\.'

        Set-SandboxSetting @{ xplentyKey = '' }
        $run = Invoke-MonitoringScript IsFinished
        $run.ExitCode | Should -Be 1
        $run.Lines | Should -BeNullOrEmpty
    }

    It 'writes a file for Prometheus, with each metric once for each definition' {
        $null = Invoke-Sandbox POST history
        $run = Invoke-MonitoringScript jobstatus.prom
        $run.ExitCode | Should -Be 0
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

    It 'reports to Prometheus a failure before a run in progress, a definition without a success, and a result that was not read' {
        New-RunAfterFailure
        Hide-AlteryxResult
        (Invoke-MonitoringScript jobstatus.prom).ExitCode | Should -Be 0
        $lines = [IO.File]::ReadAllLines((Join-Path $TestDrive jobstatus.prom))
        $lines -match '^jobstatus_last_run_failed\{.*name="Hourly load"\} 1$' | Should -HaveCount 1
        $lines -match '^jobstatus_last_success_timestamp_seconds\{.*name="Hourly load"\} 0$' | Should -HaveCount 1
        $lines -match '^jobstatus_last_run_unknown\{service="Xplenty",.*\} 1$' | Should -BeNullOrEmpty
        $lines -match '^jobstatus_last_run_unknown\{service="Alteryx",.*\} 1$' | Should -Not -BeNullOrEmpty
    }

    It 'leaves the file for Prometheus as it is if a connection fails' {
        $file = Join-Path $TestDrive jobstatus.prom
        [IO.File]::WriteAllText($file, 'earlier')
        Set-SandboxSetting @{ xplentyKey = '' }
        (Invoke-MonitoringScript jobstatus.prom).ExitCode | Should -Be 1
        [IO.File]::ReadAllText($file) | Should -BeExactly earlier
    }

    It 'is a check for Nagios or Icinga' {
        $null = Invoke-Sandbox POST history
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 2
        $run.Lines | Should -HaveCount 1
        $run.Lines[0] | Should -Match '^JOBS CRITICAL - .*Fines to finance.* \| definitions=\d+ failed=\d+ unknown=0 slower=\d+$'

        Set-SandboxSetting @{ xplentyKey = '' }
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 3
        $run.Lines | Should -HaveCount 1
        $run.Lines[0] | Should -Match '^JOBS UNKNOWN - '
    }

    It 'is a check that reports a failure before a run in progress' {
        Remove-OtherJob
        New-RunAfterFailure
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 2
        $run.Lines | Should -BeExactly 'JOBS CRITICAL - Hourly load | definitions=1 failed=1 unknown=0 slower=0'
    }

    It 'is a check that reports UNKNOWN in one line if a result was not read' {
        Remove-OtherJob
        New-SandboxJob @{ service = 'alteryx'; name = 'Weekly report'; durationSeconds = 0 } | Out-Null
        Hide-AlteryxResult
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 3
        $run.Lines | Should -HaveCount 1
        $run.Lines[0] | Should -Match '^JOBS UNKNOWN - .* report \| definitions=1 failed=0 unknown=1 slower=0$'
    }

    It 'is a check that reports UNKNOWN if there are no jobs, and OK if nothing failed' {
        Remove-OtherJob
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 3
        $run.Lines | Should -BeExactly 'JOBS UNKNOWN - there are no jobs | definitions=0 failed=0 unknown=0 slower=0'

        New-SandboxJob @{ service = 'xplenty'; durationSeconds = 0 } | Out-Null
        $run = Invoke-MonitoringScript 'JOBS CRITICAL'
        $run.ExitCode | Should -Be 0
        $run.Lines | Should -BeExactly 'JOBS OK - no last result is a failure | definitions=1 failed=0 unknown=0 slower=0'
    }

    It 'is a sensor for PRTG' {
        $null = Invoke-Sandbox POST history
        $sensor = ((Invoke-MonitoringScript prtg).Lines -join "`n" | ConvertFrom-Json).prtg
        $sensor.text | Should -Match 'Failed: .*Fines to finance.*\. Slower: .*Publish to discovery'
        $sensor.result.channel | Should -Be Failed, Unknown, Slower, Running
        $sensor.result[0].value | Should -BeGreaterOrEqual 3

        Set-SandboxSetting @{ xplentyKey = '' }
        ((Invoke-MonitoringScript prtg).Lines -join "`n" | ConvertFrom-Json).prtg.error | Should -Be 1
    }

    It 'is a sensor with whole numbers, and with a text if nothing failed and if there are no jobs' {
        Remove-OtherJob
        ((Invoke-MonitoringScript prtg).Lines -join "`n" | ConvertFrom-Json).prtg.text | Should -BeExactly 'There are no jobs.'

        New-SandboxJob @{ service = 'alteryx'; durationSeconds = 600 } | Out-Null
        $json = (Invoke-MonitoringScript prtg).Lines -join "`n"
        $json | Should -Not -Match '"value": *(\d*\.|null)'
        $sensor = ($json | ConvertFrom-Json).prtg
        $sensor.text | Should -BeExactly 'No last result is a failure.'
        $sensor.result.value | Should -Be 0, 0, 0, 1
    }

    It 'is a sensor that shows a result that was not read' {
        Remove-OtherJob
        New-SandboxJob @{ service = 'alteryx'; name = 'Weekly report'; durationSeconds = 0 } | Out-Null
        Hide-AlteryxResult
        $sensor = ((Invoke-MonitoringScript prtg).Lines -join "`n" | ConvertFrom-Json).prtg
        $sensor.text | Should -Match '^Unknown: .* report\.$'
        $sensor.result.value | Should -Be 0, 1, 0, 0
    }
}
