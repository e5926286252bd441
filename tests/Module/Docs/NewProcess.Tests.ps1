# Checks what the documents state about Wait-Job and Wait-RemoteJob in a process that has not imported the module yet.
BeforeAll {
    $root = (Resolve-Path (Join-Path $PSScriptRoot .. .. ..)).Path
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $saved = Join-Path $TestDrive run.xml
    Get-XplentyJob 201 | Export-Clixml $saved

    # Runs a script in a process that finds the module by its name, as if it was installed.
    function Invoke-NewProcess([scriptblock] $Script) {
        $variables = @{ PSModulePath = Split-Path $env:JOBSTATUS_TEST_MODULE; SAVED_RUN = $saved }
        Invoke-FreshPowerShell -Environment $variables $Script
    }
}

AfterAll { Stop-Sandbox }

Describe 'A process that has not imported JobStatus' {
    It 'runs the built-in Wait-Job, which does not find the job' {
        Invoke-NewProcess {
            Import-Clixml $env:SAVED_RUN | Wait-Job -ErrorAction SilentlyContinue -ErrorVariable problem
            "$((Get-Command Wait-Job).Source): $problem"
        } | Should -Match '^Microsoft\.PowerShell\.Core: .*job name .* was not found'
    }

    It 'runs the built-in Wait-Job in ForEach-Object -Parallel, although the caller has imported JobStatus' {
        Invoke-NewProcess {
            Get-XplentyJob 201 | ForEach-Object -Parallel { (Get-Command Wait-Job).Source }
        } | Should -Be Microsoft.PowerShell.Core
    }

    It 'imports JobStatus for Wait-RemoteJob' {
        Invoke-NewProcess { (Import-Clixml $env:SAVED_RUN | Wait-RemoteJob).Id } | Should -Be 201
    }

    It 'imports JobStatus for Wait-RemoteJob in ForEach-Object -Parallel' {
        Invoke-NewProcess { Get-XplentyJob 201 | ForEach-Object -Parallel { ($_ | Wait-RemoteJob).Id } } | Should -Be 201
    }

    It 'imports JobStatus for a script that requires it, so that Wait-Job works' {
        $script = Join-Path $TestDrive Requires.ps1
        Set-Content -LiteralPath $script '#Requires -Modules JobStatus', '(Import-Clixml $env:SAVED_RUN | Wait-Job).Id'
        Invoke-NewProcess ([scriptblock]::Create("& '$script'")) | Should -Be 201
    }
}

Describe '<_>' -ForEach 'README.md', 'docs/runbooks.md', 'en-US/about_JobStatus_Waiting.help.txt' {
    It 'explains which Wait-Job a new process uses, and what to do' {
        $text = (Get-Content -LiteralPath (Join-Path $root $_) -Raw) -replace '\s+', ' '
        $text | Should -Match 'new process or runspace'
        $text | Should -Match '#Requires -Modules JobStatus'
        $text | Should -Match 'Wait-RemoteJob'
    }
}
