BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $runbooks = Join-Path $PSScriptRoot .. .. .. docs runbooks

    # Runs a runbook in this process, and returns its output and its alerts.
    function Invoke-Runbook([string] $Name, [hashtable] $Arguments) {
        $alerts = [Collections.Generic.List[string]]::new()
        $written = @(& (Join-Path $runbooks $Name) @Arguments -Alert { param($Text) $alerts.Add("$Text") }.GetNewClosure())
        [pscustomobject]@{ Written = $written; Alerts = $alerts }
    }

    # The requests that start a run.
    function Get-StartRequest { Get-SandboxRequest | Where-Object { $_.method -eq 'POST' -and $_.path -ne '/webapi/oauth2/token' } }
}

AfterAll { Stop-Sandbox }

Describe 'Invoke-AlmaRun' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    }

    It 'saves the file of a successful run, and sends no alert' {
        $null = Invoke-Sandbox POST definitions @{
            id = 'M900'
            run = @{
                durationSeconds = 0; fileBytes = 500
                counters = @(@{ type = 'c.done'; value = '5' }, @{ type = 'c.failed'; value = '0' })
            }
        }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.Alerts | Should -BeNullOrEmpty
        $run.Written | Should -HaveCount 1
        $run.Written[0] | Should -BeOfType JobStatus.AlmaJobInstance
        $run.Written[0].State | Should -Be Completed
        (Get-ChildItem $folder | Select-Object -ExpandProperty Length) | Should -Be 500
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'sends the parameters, and saves nothing if no folder is specified' {
        $null = Invoke-Sandbox POST definitions @{
            id = 'M900'; parameters = @(@{ name = 'set_id'; required = $true }); run = @{ durationSeconds = 0 }
        }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Parameter = @{ set_id = '12' } }
        $run.Written[0].State | Should -Be Completed
        Get-SandboxRequest '/almaws/*/download' | Should -BeNullOrEmpty
    }

    It 'sends an alert if a successful run skipped records' {
        $null = Invoke-Sandbox POST definitions @{
            id = 'M900'
            run = @{ durationSeconds = 0; counters = @(@{ type = 'c.jobs.failed'; value = '3'; desc = 'Items not exported' }) }
        }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900' }
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'succeeded, but'
        $run.Alerts[0] | Should -Match '3'
        $run.Written[0].State | Should -Be Completed
    }

    It 'sends an alert if a run completed with warnings, and saves its file' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 0; outcome = 'warning' } }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'with warnings'
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'sends an alert with the reason if a run failed, and saves nothing' {
        $null = Invoke-Sandbox POST definitions @{
            id = 'M900'; run = @{ durationSeconds = 0; outcome = 'failed'; errors = @('The export folder is not writable.') }
        }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: The export folder is not writable'
        $run.Written[0].State | Should -Be Failed
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'sends an alert if a run does not finish in time, and starts no other run' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 3600 } }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Timeout = [timespan]::Zero }
        $run.Written | Should -BeNullOrEmpty
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'Waiting for Alma run \d+ of job M900 failed: '
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'stops with the error of the start if the run could not be started' {
        (Get-TerminatingError { Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M999' } }).FullyQualifiedErrorId |
            Should -Match 'StartAlmaJobCommand$'
        Get-SandboxRequest | Should -HaveCount 1
    }
}

Describe 'Invoke-XplentyRun' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns the job of a successful run, and shows the first lines of its output' {
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 0 } }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52; Variable = @{ day = '2026-11-21' } }
        $run.Alerts | Should -BeNullOrEmpty
        $run.Written | Should -HaveCount 1
        $run.Written[0] | Should -BeOfType JobStatus.XplentyJob
        $run.Written[0].State | Should -Be Completed
        $run.Written[0].Variables['day'] | Should -Be '2026-11-21'
        Get-SandboxRequest '/demo/api/jobs/*/preview' | Should -Not -BeNullOrEmpty
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'shows at most five lines of the output' {
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 0 } }
        $lines = & (Join-Path $runbooks Invoke-XplentyRun.ps1) -PackageId 900 -ClusterId 52 -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] -and $_.Message -notmatch 'HTTP|Performing' }
        @($lines).Count | Should -BeGreaterThan 0
        @($lines).Count | Should -BeLessOrEqual 5
    }

    It 'sends an alert with the reason if a run failed' {
        $null = Invoke-Sandbox POST packages @{
            id = 900; run = @{ durationSeconds = 0; outcome = 'failed'; errors = @('The destination refused the login.') }
        }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52 }
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'failed: .*refused the login'
        $run.Written[0].State | Should -Be Failed
    }

    It 'stops a run that does not finish in time, and sends an alert' {
        Set-SandboxSetting @{ xplentyStopSeconds = 0 }
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 3600 } }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52; Timeout = [timespan]::Zero }
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'is being stopped'
        $run.Written[0].State | Should -Be Stopped
        @(Get-StartRequest) | Should -HaveCount 1
        @(Get-SandboxRequest | Where-Object method -EQ DELETE) | Should -HaveCount 1
    }

    It 'stops with the error of the start if the run could not be started' {
        (Get-TerminatingError { Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 999; ClusterId = 52 } }).FullyQualifiedErrorId |
            Should -Match 'StartXplentyJobCommand$'
        Get-SandboxRequest | Should -HaveCount 1
    }
}

Describe 'Invoke-AlteryxRun' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    }

    It 'saves all outputs of a successful run over existing files, and sends no alert' {
        $null = Invoke-Sandbox POST workflows @{
            id = 'w900'; questions = @(@{ name = 'Region' })
            run = @{ durationSeconds = 0; outputs = @(@{ fileName = 'a.csv' }, @{ fileName = 'b.csv' }) }
        }
        Set-Content (Join-Path $folder a.csv) 'of yesterday'
        $run = Invoke-Runbook Invoke-AlteryxRun.ps1 @{ WorkflowId = 'w900'; Question = @{ Region = 'North' }; Folder = $folder }
        $run.Alerts | Should -BeNullOrEmpty
        $run.Written | Should -HaveCount 1
        $run.Written[0] | Should -BeOfType JobStatus.AlteryxJob
        $run.Written[0].State | Should -Be Completed
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be a.csv, b.csv
        (Get-ChildItem $folder | Select-Object -ExpandProperty Length) | Should -Be 4096, 4096
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'sends an alert if a run completed with an error, and saves nothing' {
        $null = Invoke-Sandbox POST workflows @{
            id = 'w900'; run = @{ durationSeconds = 0; outcome = 'failed'; errors = @('The input file was not found.') }
        }
        $run = Invoke-Runbook Invoke-AlteryxRun.ps1 @{ WorkflowId = 'w900'; Folder = $folder }
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: The input file was not found\.'
        $run.Written[0].Status | Should -Be Completed
        $run.Written[0].State | Should -Be Failed
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'sends an alert if a run does not finish in time' {
        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; run = @{ durationSeconds = 3600 } }
        $run = Invoke-Runbook Invoke-AlteryxRun.ps1 @{ WorkflowId = 'w900'; Folder = $folder; Timeout = [timespan]::Zero }
        $run.Written | Should -BeNullOrEmpty
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'Waiting for Alteryx job \w+ failed: '
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'starts nothing if an answer belongs to no question' {
        $arguments = @{ WorkflowId = '66f00000000000000000a001'; Question = @{ Region = 'North' }; Folder = $folder }
        (Get-TerminatingError { Invoke-Runbook Invoke-AlteryxRun.ps1 $arguments }).FullyQualifiedErrorId |
            Should -Be 'InvalidRequest,JobStatus.Commands.StartAlteryxJobCommand'
        @(Get-StartRequest) | Should -HaveCount 0
    }
}

Describe 'Wait-Nightly' {
    BeforeAll {
        # Runs one stage in a new PowerShell process, as the host does, and returns its output and its exit code.
        function Invoke-WaitStage([string] $StateFile, [int] $Seconds = 0, [string] $WorkflowId = 'w900') {
            $settings = @{
                RUNBOOK = Join-Path $runbooks Wait-Nightly.ps1; RUNBOOK_STATE = $StateFile; RUNBOOK_SECONDS = "$Seconds"
                RUNBOOK_WORKFLOW = $WorkflowId
            }
            $said = @(Invoke-FreshPowerShell -Environment $settings {
                    Import-Module $env:JOBSTATUS_TEST_MODULE
                    $arguments = @{
                        StateFile = $env:RUNBOOK_STATE; AlmaJobId = 'M900'; PackageId = 900; ClusterId = 52
                        WorkflowId = $env:RUNBOOK_WORKFLOW; Timeout = [timespan]::FromSeconds($env:RUNBOOK_SECONDS)
                    }
                    & $env:RUNBOOK @arguments | ForEach-Object { "$($_.Service)=$($_.State)" }
                    "exit $LASTEXITCODE"
                })
            [pscustomobject]@{ Said = $said; ExitCode = ($said -match '^exit ') -replace '^exit ' }
        }

        # Defines the runs of the three services. By default, each run takes an hour.
        function Set-NightlyRun {
            param(
                [hashtable] $Alma = @{ durationSeconds = 3600 },
                [hashtable] $Xplenty = @{ durationSeconds = 3600 },
                [hashtable] $Alteryx = @{ durationSeconds = 3600 }
            )

            $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = $Alma }
            $null = Invoke-Sandbox POST packages @{ id = 900; run = $Xplenty }
            $null = Invoke-Sandbox POST workflows @{ id = 'w900'; run = $Alteryx }
        }

        # Finishes a running job immediately.
        function Complete-Job([object] $Entry, [string] $Outcome = 'completed') {
            $job = @{ service = $Entry.Service.ToLowerInvariant(); id = "$($Entry.Id)"; durationSeconds = 0; outcome = $Outcome }
            if ($Entry.Service -eq 'Alma') { $job.jobId = 'M900' }
            $null = New-SandboxJob $job
        }

        function Get-StateEntry([string] $StateFile) { Get-Content -LiteralPath $StateFile -Raw | ConvertFrom-Json }
    }

    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $state = Join-Path $TestDrive "$([guid]::NewGuid()).json"
    }

    It 'continues with the same jobs in each stage until all have completed' {
        Set-NightlyRun
        $first = Invoke-WaitStage $state
        $first.ExitCode | Should -Be 3
        $entries = Get-StateEntry $state
        $entries.Service | Should -Be Alma, Xplenty, Alteryx
        $entries.State | Should -Be '', '', ''
        $entries.Id | Should -Not -Contain $null
        @(Get-StartRequest) | Should -HaveCount 3

        Complete-Job $entries[1]
        $second = Invoke-WaitStage $state
        $second.ExitCode | Should -Be 3
        $second.Said | Should -Contain 'Xplenty=Completed'
        $then = Get-StateEntry $state
        $then.Id | Should -Be $entries.Id
        $then.State | Should -Be '', 'Completed', ''

        Complete-Job $entries[0]
        Complete-Job $entries[2]
        $third = Invoke-WaitStage $state
        $third.Said | Should -Contain 'Alma=Completed'
        $third.Said | Should -Contain 'Alteryx=Completed'
        $third.Said | Should -Not -Contain 'Xplenty=Completed'
        $third.ExitCode | Should -Be 0
        Test-Path -LiteralPath $state | Should -BeFalse
        @(Get-StartRequest) | Should -HaveCount 3
    }

    It 'finishes in one stage if all jobs finish immediately' {
        Set-NightlyRun -Alma @{ durationSeconds = 0 } -Xplenty @{ durationSeconds = 0 } -Alteryx @{ durationSeconds = 0 }
        $turn = Invoke-WaitStage $state 20
        $turn.ExitCode | Should -Be 0
        Test-Path -LiteralPath $state | Should -BeFalse
        @(Get-StartRequest) | Should -HaveCount 3
    }

    It 'exits with 1 and the reason if a job failed' {
        Set-NightlyRun
        (Invoke-WaitStage $state).ExitCode | Should -Be 3
        $entries = Get-StateEntry $state
        Complete-Job $entries[0]
        Complete-Job $entries[1]
        Complete-Job $entries[2] failed
        $end = Invoke-WaitStage $state
        "$($end.Said)" | Should -Match 'finished with state Failed'
        $end.ExitCode | Should -Be 1
        Test-Path -LiteralPath $state | Should -BeFalse
        @(Get-StartRequest) | Should -HaveCount 3
    }

    It 'remembers a failure from an earlier stage' {
        Set-NightlyRun -Alma @{ outcome = 'failed'; durationSeconds = 0 }
        (Invoke-WaitStage $state).ExitCode | Should -Be 3
        $entries = Get-StateEntry $state
        $entries[0].State | Should -Be Failed
        Complete-Job $entries[1]
        Complete-Job $entries[2]
        (Invoke-WaitStage $state).ExitCode | Should -Be 1
    }

    It 'exits with 1 and the id if a job no longer exists' {
        Set-NightlyRun -Alma @{ durationSeconds = 0 } -Xplenty @{ durationSeconds = 0 }
        (Invoke-WaitStage $state).ExitCode | Should -Be 3
        $lost = (Get-StateEntry $state)[2].Id
        $null = Invoke-Sandbox DELETE "jobs/alteryx/$lost"
        $end = Invoke-WaitStage $state
        "$($end.Said)" | Should -Match "$lost cannot be read"
        $end.ExitCode | Should -Be 1
        @(Get-StartRequest) | Should -HaveCount 3
    }

    It 'starts only the missing runs if a start failed in an earlier stage' {
        Set-NightlyRun -Alma @{ durationSeconds = 0 } -Xplenty @{ durationSeconds = 0 } -Alteryx @{ durationSeconds = 0 }
        "$((Invoke-WaitStage $state 0 w999).Said)" | Should -Match w999
        (Get-StateEntry $state).Service | Should -Be Alma, Xplenty
        (Invoke-WaitStage $state).ExitCode | Should -Be 0
        $starts = @(Get-StartRequest)
        @($starts | Where-Object path -Like '/almaws/*') | Should -HaveCount 1
        @($starts | Where-Object path -Like '/demo/*') | Should -HaveCount 1
        @($starts | Where-Object path -Like '/webapi/*') | Should -HaveCount 2
    }
}
