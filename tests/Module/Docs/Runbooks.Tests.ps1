# Runs the runbooks in a caller that uses Set-StrictMode and stops at each error, because many callers do.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $runbooks = Join-Path $PSScriptRoot .. .. .. docs runbooks

    # Runs a runbook in this process, and returns its output, its alerts and its exit code.
    function Invoke-Runbook([string] $Name, [hashtable] $Arguments, [scriptblock] $OnAlert = {}) {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $PSDefaultParameterValues = @{ 'Wait-RemoteJob:MinimumInterval' = 0.2; 'Wait-RemoteJob:MaximumInterval' = 0.5 }
        $alerts = [Collections.Generic.List[string]]::new()
        $alert = { param($Text) $alerts.Add("$Text"); . $OnAlert }.GetNewClosure()
        $global:LASTEXITCODE = -1
        $written = @(& (Join-Path $runbooks $Name) @Arguments -Alert $alert)
        [pscustomobject]@{ Written = $written; Alerts = $alerts; ExitCode = $LASTEXITCODE }
    }

    # Runs PowerShell as Task Scheduler and cron do, and returns the exit code of the process.
    function Get-ProcessExitCode([string[]] $Arguments, [string] $ModulePath = (Split-Path $env:JOBSTATUS_TEST_MODULE)) {
        $before = $env:PSModulePath
        $env:PSModulePath = $ModulePath
        try {
            $command = @((Get-Process -Id $PID).Path)
            if ([IO.Path]::GetFileNameWithoutExtension($command[0]) -eq 'dotnet') { $command += Join-Path $PSHOME pwsh.dll }
            $program, $options = $command + '-NoLogo', '-NoProfile', '-NonInteractive' + $Arguments
            $null = & $program @options 2>&1
            $LASTEXITCODE
        }
        finally { $env:PSModulePath = $before }
    }

    # The requests that start a run.
    function Get-StartRequest { Get-SandboxRequest | Where-Object { $_.method -eq 'POST' -and $_.path -ne '/webapi/oauth2/token' } }

    # Lets the service accept the next request for a start, but cuts the connection in the middle of its response.
    function Add-LostStart([string] $Path) {
        $null = Add-SandboxFault @{ path = $Path; method = 'POST'; kind = 'reset'; afterBytes = 10 }
    }
}

AfterAll { Stop-Sandbox }

Describe 'The runbook <name>' -ForEach @(
    @{ name = 'Invoke-AlmaRun'; codes = 0, 1, 2 }
    @{ name = 'Invoke-XplentyRun'; codes = 0, 1, 2 }
    @{ name = 'Invoke-AlteryxRun'; codes = 0, 1, 2 }
    @{ name = 'Invoke-AlmaSetRun'; codes = 0, 1, 2 }
    @{ name = 'Invoke-XplentyPackageRun'; codes = 0, 1, 2 }
    @{ name = 'Invoke-AlteryxNamedRun'; codes = 0, 1, 2 }
    @{ name = 'Wait-Nightly'; codes = 0, 1, 2, 3 }
) {
    BeforeAll {
        $path = Join-Path $runbooks "$name.ps1"
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseFile($path, [ref] $null, [ref] $problems)
    }

    It 'imports JobStatus and waits with Wait-RemoteJob, because a new process has the built-in Wait-Job' {
        $tree.ScriptRequirements.RequiredModules.Name | Should -Be JobStatus
        $commands = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | ForEach-Object GetCommandName
        $commands | Should -Contain Wait-RemoteJob
        $commands | Should -Not -Contain Wait-Job
    }

    It 'documents its exit codes' {
        $description = (Get-Help $path).description.Text -join "`n"
        $documented = [regex]::Matches($description, '(?m)^(\d)  \w') | ForEach-Object { $_.Groups[1].Value }
        $used = [regex]::Matches($tree.Extent.Text, '\bexit (\d)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $documented | Should -Be $codes
        $used | Should -Be $codes
    }
}

Describe 'The exit code of a process that runs a runbook' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'is <code> if the job <what>' -ForEach @(
        @{ code = 0; what = 'succeeds'; run = @{ durationSeconds = 0 }; seconds = 20 }
        @{ code = 1; what = 'fails'; run = @{ durationSeconds = 0; outcome = 'failed' }; seconds = 20 }
        @{ code = 2; what = 'does not finish in time'; run = @{ durationSeconds = 3600 }; seconds = 0 }
    ) {
        Set-SandboxSetting @{ xplentyStopSeconds = 0 }
        $null = Invoke-Sandbox POST packages @{ id = 900; run = $run }
        Get-ProcessExitCode @(
            '-File', (Join-Path $runbooks Invoke-XplentyRun.ps1), '-PackageId', 900, '-ClusterId', 52, '-Timeout', "00:00:$seconds"
        ) | Should -Be $code
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'is the same with -Command, as docs/runbooks.md shows' {
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 3600 } }
        $call = "& '$(Join-Path $runbooks Invoke-XplentyRun.ps1)' 900 52 @{ day = '1' } 0"
        Get-ProcessExitCode '-Command', "`$ErrorActionPreference = 'Stop'; $call; exit `$LASTEXITCODE" | Should -Be 2
        Get-SandboxRequest '/demo/api/jobs' | Where-Object method -EQ POST | Should -HaveCount 1
    }

    It 'is 1 with <how> if JobStatus is not installed' -ForEach @(
        @{ how = '-File'; arguments = { '-File', $script, '-PackageId', 900, '-ClusterId', 52 } }
        @{ how = '-Command'; arguments = { '-Command', "`$ErrorActionPreference = 'Stop'; & '$script' 900 52; exit `$LASTEXITCODE" } }
    ) {
        $script = Join-Path $runbooks Invoke-XplentyRun.ps1
        Get-ProcessExitCode (& $arguments) -ModulePath (Join-Path $TestDrive none) | Should -Be 1
        @(Get-SandboxRequest) | Should -HaveCount 0
    }

    It 'is 3 if Wait-Nightly must be called again' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 3600 } }
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 0 } }
        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; run = @{ durationSeconds = 0 } }
        $state = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        Get-ProcessExitCode @(
            '-File', (Join-Path $runbooks Wait-Nightly.ps1), '-StateFile', $state, '-AlmaJobId', 'M900', '-PackageId', 900
            '-ClusterId', 52, '-WorkflowId', 'w900', '-Timeout', '00:00:00'
        ) | Should -Be 3
    }
}

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
                counters = @(@{ type = 'c.done'; value = '5' }, @{ type = 'c.failed'; value = '0' }, @{ value = '1' })
            }
        }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.ExitCode | Should -Be 0
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
        $run.ExitCode | Should -Be 0
        $run.Alerts[0] | Should -Match 'succeeded, but'
        $run.Alerts[0] | Should -Match '3'
        $run.Written[0].State | Should -Be Completed
    }

    It 'sends an alert if a run completed with warnings, and saves its file' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 0; outcome = 'warning' } }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.Alerts | Should -HaveCount 1
        $run.ExitCode | Should -Be 0
        $run.Alerts[0] | Should -Match 'with warnings'
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'sends an alert with the reason if a run failed, and saves nothing' {
        $null = Invoke-Sandbox POST definitions @{
            id = 'M900'; run = @{ durationSeconds = 0; outcome = 'failed'; errors = @('The export folder is not writable.') }
        }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.Alerts | Should -HaveCount 1
        $run.ExitCode | Should -Be 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: The export folder is not writable'
        $run.Written[0].State | Should -Be Failed
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'exits with 1 if a run was stopped' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 0; outcome = 'stopped' } }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -Match 'finished with state Stopped'
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'exits with 2 if a run does not finish in time, and starts no other run' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 3600 } }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Timeout = [timespan]::Zero }
        $run.ExitCode | Should -Be 2
        $run.Written | Should -BeNullOrEmpty
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match '^Alma job M900: The wait for .*\d+.* timed out'
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'exits with 1 and an alert if the run could not be started' {
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M999' }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match '^Alma job M999: '
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'exits with 1 and an alert that says that the run may have been started if the response was lost' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 0 } }
        Add-LostStart /almaws/v1/conf/jobs/M900
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900' }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'may still have accepted the request'
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'exits with 1 and an alert if the file could not be saved' {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; run = @{ durationSeconds = 0 } }
        $null = Add-SandboxFault @{ path = '/almaws/*/download'; kind = 'status'; status = 403 }
        $run = Invoke-Runbook Invoke-AlmaRun.ps1 @{ JobId = 'M900'; Folder = $folder }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Written[0].State | Should -Be Completed
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
        $run.ExitCode | Should -Be 0
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
        $run.ExitCode | Should -Be 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: .*refused the login'
        $run.Written[0].State | Should -Be Failed
    }

    It 'sends the alert about a failed run even if its log summary cannot be read' {
        $null = Invoke-Sandbox POST packages @{
            id = 900; run = @{ durationSeconds = 0; outcome = 'failed'; errors = @('The destination refused the login.') }
        }
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/*'; method = 'GET'; skip = 1; count = -1; kind = 'status'; status = 403 }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52 }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Failed'
    }

    It 'exits with 1 and an alert if a run was stopped' {
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 0; outcome = 'stopped' } }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52 }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Stopped'
    }

    It 'succeeds even if the output cannot be shown' {
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 0 } }
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/*/preview'; count = -1; kind = 'status'; status = 403 }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52 }
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -BeNullOrEmpty
    }

    It 'stops a run that does not finish in time, sends an alert, and exits with 2' {
        Set-SandboxSetting @{ xplentyStopSeconds = 0 }
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 3600 } }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52; Timeout = [timespan]::Zero }
        $run.ExitCode | Should -Be 2
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'is being stopped'
        $run.Written[0].State | Should -Be Stopped
        @(Get-StartRequest) | Should -HaveCount 1
        @(Get-SandboxRequest | Where-Object method -EQ DELETE) | Should -HaveCount 1
    }

    It 'sends an alert if a run that does not finish in time cannot be stopped' {
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 3600 } }
        $null = Add-SandboxFault @{ path = '/demo/api/jobs/*'; method = 'DELETE'; kind = 'status'; status = 403 }
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52; Timeout = [timespan]::Zero }
        $run.ExitCode | Should -Be 2
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'may still be running'
    }

    It 'exits with 1 and an alert if the run could not be started' {
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 999; ClusterId = 52 }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match '^Xplenty package 999: '
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'exits with 1 and an alert that says that the run may have been started if the response was lost' {
        $null = Invoke-Sandbox POST packages @{ id = 900; run = @{ durationSeconds = 0 } }
        Add-LostStart /demo/api/jobs
        $run = Invoke-Runbook Invoke-XplentyRun.ps1 @{ PackageId = 900; ClusterId = 52 }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'may still have accepted the request'
        @(Get-StartRequest) | Should -HaveCount 1
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
        $run.ExitCode | Should -Be 0
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
        $run.ExitCode | Should -Be 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: The input file was not found\.'
        $run.Written[0].Status | Should -Be Completed
        $run.Written[0].State | Should -Be Failed
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'saves the outputs of a run that completed with warnings, and sends an alert with the warnings' {
        $null = Invoke-Sandbox POST workflows @{
            id = 'w900'
            run = @{
                durationSeconds = 0; outcome = 'warning'; outputs = @(@{ fileName = 'a.csv' })
                messages = @(@{ status = 2; text = 'Two rows were skipped.'; toolId = 4 })
            }
        }
        $run = Invoke-Runbook Invoke-AlteryxRun.ps1 @{ WorkflowId = 'w900'; Folder = $folder }
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with warnings: .*Two rows were skipped\.'
        (Get-ChildItem $folder).Name | Should -Be a.csv
    }

    It 'exits with 1 and saves nothing if the outcome is <what>' -ForEach @(
        @{ what = 'unknown'; run = @{ durationSeconds = 0; disposition = 'SomethingNew' }; state = 'Unknown' }
        @{ what = 'that the run was stopped'; run = @{ durationSeconds = 0; outcome = 'stopped' }; state = 'Stopped' }
    ) {
        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; run = $run }
        $ended = Invoke-Runbook Invoke-AlteryxRun.ps1 @{ WorkflowId = 'w900'; Folder = $folder }
        $ended.ExitCode | Should -Be 1
        $ended.Alerts | Should -HaveCount 1
        $ended.Alerts[0] | Should -Match "finished with state $state"
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'exits with 2 and an alert if a run does not finish in time' {
        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; run = @{ durationSeconds = 3600 } }
        $run = Invoke-Runbook Invoke-AlteryxRun.ps1 @{ WorkflowId = 'w900'; Folder = $folder; Timeout = [timespan]::Zero }
        $run.ExitCode | Should -Be 2
        $run.Written | Should -BeNullOrEmpty
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match '^Alteryx workflow w900: The wait for .* timed out'
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'exits with 1 and starts nothing if an answer belongs to no question' {
        $arguments = @{ WorkflowId = '66f00000000000000000a001'; Question = @{ Region = 'North' }; Folder = $folder }
        $run = Invoke-Runbook Invoke-AlteryxRun.ps1 $arguments
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match '^Alteryx workflow 66f00000000000000000a001: .*Region'
        @(Get-StartRequest) | Should -HaveCount 0
    }

    It 'exits with 1 and an alert that says that the run may have been started if the response was lost' {
        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; run = @{ durationSeconds = 0 } }
        Add-LostStart /webapi/v3/workflows/w900/jobs
        $run = Invoke-Runbook Invoke-AlteryxRun.ps1 @{ WorkflowId = 'w900'; Folder = $folder }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'may still have accepted the request'
        @(Get-StartRequest) | Should -HaveCount 1
    }
}

Describe 'Invoke-AlmaSetRun' {
    BeforeAll {
        $sets = '/almaws/v1/conf/sets'

        function Get-SetRequest([string] $Method) { @(Get-SandboxRequest "$sets*" | Where-Object method -EQ $Method) }

        function Set-AlmaRun([hashtable] $Run) {
            $null = Invoke-Sandbox POST definitions @{
                id = 'M900'; parameters = @(@{ name = 'set_id'; required = $true }); run = $Run
            }
        }
    }

    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ almaRequestsPerSecond = $null }
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $ids = Join-Path $folder ids.txt
        Set-Content $ids (1..1200 | ForEach-Object { "user$_" })
        $arguments = @{ IdFile = $ids; Content = 'USER'; JobId = 'M900'; SetName = 'Night' }
    }

    It 'runs the job on a set of all ids, saves the file, and deletes the set' {
        Set-AlmaRun @{ durationSeconds = 0; fileBytes = 500 }
        $files = (New-Item -ItemType Directory (Join-Path $folder files)).FullName
        $run = Invoke-Runbook Invoke-AlmaSetRun.ps1 ($arguments + @{ Folder = $files })
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -BeNullOrEmpty
        $run.Written | Should -HaveCount 1
        $run.Written[0].State | Should -Be Completed
        Get-ChildItem $files | Should -HaveCount 1
        Get-SetRequest POST | Should -HaveCount 3
        $deleted = Get-SetRequest DELETE
        $deleted | Should -HaveCount 1
        (Get-SandboxRequest | Where-Object path -Like '*/jobs/M900').method | Should -Be POST
        Get-AlmaSet -Name Night | Should -BeNullOrEmpty
    }

    It 'ignores empty lines in the file' {
        Set-AlmaRun @{ durationSeconds = 0 }
        Set-Content $ids '', ' ', user1
        (Invoke-Runbook Invoke-AlmaSetRun.ps1 $arguments).ExitCode | Should -Be 0
        Get-SetRequest DELETE | Should -HaveCount 1
        Set-Content $ids '', ' '
        $run = Invoke-Runbook Invoke-AlmaSetRun.ps1 $arguments
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -BeLike '*is empty.'
    }

    It 'sends an alert if Alma rejects some of the ids, and runs the job on the others' {
        Set-AlmaRun @{ durationSeconds = 0 }
        Add-Content $ids unknown1, unknown2
        $run = Invoke-Runbook Invoke-AlmaSetRun.ps1 $arguments
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'Alma rejected some of the ids \(2\).*unknown1'
        Get-SetRequest DELETE | Should -HaveCount 1
    }

    It 'exits with 1 and deletes the set if <what>' -ForEach @(
        @{ what = 'no id is valid'; break = { Set-Content $ids unknown1 }; text = 'has no members'; starts = 0 }
        @{
            what = 'the members cannot be added'
            break = { $null = Add-SandboxFault @{ path = "$sets/*"; method = 'POST'; kind = 'status'; status = 403; count = -1 } }
            text = '403'; starts = 0
        }
        @{
            what = 'the job is rejected'
            break = { $null = Add-SandboxFault @{ path = '/almaws/v1/conf/jobs'; method = 'POST'; kind = 'status'; status = 403 } }
            text = '403'; starts = 1
        }
        @{
            what = 'the run fails'; break = { Set-AlmaRun @{ durationSeconds = 0; outcome = 'failed' } }
            text = 'state Failed'; starts = 1
        }
    ) {
        Set-AlmaRun @{ durationSeconds = 0 }
        . $break
        $run = Invoke-Runbook Invoke-AlmaSetRun.ps1 $arguments
        $run.ExitCode | Should -Be 1
        $run.Alerts[-1] | Should -Match $text
        Get-SetRequest DELETE | Should -HaveCount 1
        @(Get-SandboxRequest '/almaws/v1/conf/jobs/*' | Where-Object method -EQ POST) | Should -HaveCount $starts
    }

    It 'exits with <code> and keeps the set if <what>' -ForEach @(
        @{ what = 'the run does not finish in time'; code = 2; run = @{ durationSeconds = 3600 }; break = {} }
        @{
            what = 'the response to the start was lost'; code = 1; run = @{ durationSeconds = 0 }
            break = { Add-LostStart /almaws/v1/conf/jobs/M900 }
        }
    ) {
        Set-AlmaRun $run
        . $break
        $end = Invoke-Runbook Invoke-AlmaSetRun.ps1 ($arguments + @{ Timeout = [timespan]::Zero })
        $end.ExitCode | Should -Be $code
        $end.Alerts | Should -HaveCount 2
        $end.Alerts[1] | Should -Match 'was not deleted, because the run may still need it'
        Get-SetRequest DELETE | Should -BeNullOrEmpty
    }

    It 'succeeds with an alert if the set cannot be deleted' {
        Set-AlmaRun @{ durationSeconds = 0 }
        $null = Add-SandboxFault @{ path = "$sets/*"; method = 'DELETE'; kind = 'status'; status = 403; count = -1 }
        $run = Invoke-Runbook Invoke-AlmaSetRun.ps1 $arguments
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'was not deleted: '
    }

    It 'exits with 1 and creates no set if the file <what>' -ForEach @(
        @{ what = 'is empty'; prepare = { Set-Content $ids '' -NoNewline } }, @{ what = 'does not exist'; prepare = { Remove-Item $ids } }
    ) {
        . $prepare
        $run = Invoke-Runbook Invoke-AlmaSetRun.ps1 $arguments
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}

Describe 'Invoke-XplentyPackageRun' {
    BeforeAll {
        function Get-ClusterRequest([string] $Method) { @(Get-SandboxRequest '/demo/api/clusters*' | Where-Object method -EQ $Method) }
    }

    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ xplentyClusterSeconds = 0.3 }
    }

    It 'runs the package on a cluster of its own, returns the outputs, and terminates the cluster' {
        $null = Invoke-Sandbox POST packages @{ id = 900; name = 'Night load'; run = @{ durationSeconds = 0.3 } }
        $run = Invoke-Runbook Invoke-XplentyPackageRun.ps1 @{ Package = 'Night l*'; Variable = @{ day = '1' } }
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -BeNullOrEmpty
        $run.Written | Should -HaveCount 1
        $run.Written[0] | Should -BeOfType JobStatus.XplentyJobOutput
        $run.Written[0].RecordsCount | Should -Be 10000
        Get-ClusterRequest POST | Should -HaveCount 1
        Get-ClusterRequest DELETE | Should -HaveCount 1
        (Get-XplentyJob -PackageId 900).Variables['day'] | Should -Be '1'
    }

    It 'exits with 1 and the reason if the job fails, and terminates the cluster' {
        $null = Invoke-Sandbox POST packages @{
            id = 900; name = 'Night load'; run = @{ durationSeconds = 0; outcome = 'failed'; errors = @('The login was refused.') }
        }
        $run = Invoke-Runbook Invoke-XplentyPackageRun.ps1 @{ Package = 'Night load' }
        $run.ExitCode | Should -Be 1
        $run.Written | Should -BeNullOrEmpty
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: The login was refused'
        Get-ClusterRequest DELETE | Should -HaveCount 1
    }

    It 'exits with 2 if the job does not finish in time, and leaves the job and its cluster running' {
        $null = Invoke-Sandbox POST packages @{ id = 900; name = 'Night load'; run = @{ durationSeconds = 3600 } }
        $run = Invoke-Runbook Invoke-XplentyPackageRun.ps1 @{ Package = 'Night load'; Timeout = [timespan]::Zero }
        $run.ExitCode | Should -Be 2
        $run.Alerts | Should -HaveCount 1
        Get-SandboxRequest | Where-Object method -EQ DELETE | Should -BeNullOrEmpty
    }

    It 'exits with 1 and creates no cluster if <what>' -ForEach @(
        @{ what = 'no package has the name'; name = 'Nothing*'; text = 'matches none of the active Xplenty packages' }
        @{ what = 'several packages have the name'; name = '*warehouse'; text = 'matches 3 active Xplenty packages' }
    ) {
        $run = Invoke-Runbook Invoke-XplentyPackageRun.ps1 @{ Package = $name }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match $text
        Get-SandboxRequest | Where-Object method -NE GET | Should -BeNullOrEmpty
    }

    It 'exits with 1 and an alert that says what may have happened if the response <what> was lost' -ForEach @(
        @{ what = 'for the cluster'; path = '/demo/api/clusters'; text = 'check the clusters of the account' }
        @{ what = 'for the job'; path = '/demo/api/jobs'; text = 'may still have started the job, on cluster' }
    ) {
        $null = Invoke-Sandbox POST packages @{ id = 900; name = 'Night load'; run = @{ durationSeconds = 0 } }
        Add-LostStart $path
        $run = Invoke-Runbook Invoke-XplentyPackageRun.ps1 @{ Package = 'Night load' }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match $text
        Get-ClusterRequest POST | Should -HaveCount 1
        Get-ClusterRequest DELETE | Should -BeNullOrEmpty
    }
}

Describe 'Invoke-AlteryxNamedRun' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    }

    It 'starts the workflow by its name, and saves the outputs' {
        $null = Invoke-Sandbox POST workflows @{
            id = 'w900'; name = 'Night report'; run = @{ durationSeconds = 0; outputs = @(@{ fileName = 'night.csv'; bytes = 1000 }) }
        }
        $run = Invoke-Runbook Invoke-AlteryxNamedRun.ps1 @{ Workflow = 'Night*'; Folder = $folder }
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -BeNullOrEmpty
        $run.Written.FullName | Should -Be (Join-Path $folder night.csv)
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'attaches to the job in progress, and exits with 2 if it does not finish in time' {
        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; name = 'Night report'; run = @{ durationSeconds = 3600 } }
        $arguments = @{ Workflow = 'Night report'; Folder = $folder; Timeout = [timespan]::Zero }
        foreach ($call in 1, 2) {
            $run = Invoke-Runbook Invoke-AlteryxNamedRun.ps1 $arguments
            $run.ExitCode | Should -Be 2
            $run.Alerts | Should -HaveCount 1
        }
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'exits with 1 and the error messages if the job fails, and saves nothing' {
        $null = Invoke-Sandbox POST workflows @{
            id = 'w900'; name = 'Night report'; run = @{ durationSeconds = 0; outcome = 'failed'; errors = @('No input.') }
        }
        $run = Invoke-Runbook Invoke-AlteryxNamedRun.ps1 @{ Workflow = 'Night report'; Folder = $folder }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: .*No input'
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'exits with 1 and an alert if <what>' -ForEach @(
        @{ what = 'no workflow has the name'; name = 'Nothing*'; text = 'matches none of the Alteryx workflows' }
        @{ what = 'several workflows have the name'; name = '*report'; text = 'Alteryx workflows: ' }
    ) {
        $run = Invoke-Runbook Invoke-AlteryxNamedRun.ps1 @{ Workflow = $name; Folder = $folder }
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match $text
        @(Get-StartRequest) | Should -BeNullOrEmpty
    }
}

Describe 'Wait-Nightly' {
    BeforeAll {
        # Runs one call of the script. By default, the call does not wait.
        function Invoke-Nightly([string] $StateFile, [hashtable] $Options = @{}, [scriptblock] $OnAlert = {}) {
            $arguments = @{
                StateFile = $StateFile; AlmaJobId = 'M900'; PackageId = 900; ClusterId = 52; WorkflowId = 'w900'
                Timeout = [timespan]::Zero; Night = '2026-11-21'
            }
            foreach ($name in $Options.Keys) { $arguments[$name] = $Options[$name] }
            Invoke-Runbook Wait-Nightly.ps1 $arguments $OnAlert
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

        function Get-StateEntry([string] $StateFile) { (Get-Content -LiteralPath $StateFile -Raw | ConvertFrom-Json).Jobs }

        # The number of requests that start a run of a service.
        function Get-StartCount([string] $Path) { @(Get-StartRequest | Where-Object path -Like $Path).Count }
    }

    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $state = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        $atOnce = @{ durationSeconds = 0 }
    }

    It 'continues with the same jobs in each call until all have completed, and starts none of them again that night' {
        Set-NightlyRun
        $first = Invoke-Nightly $state
        $first.Alerts | Should -BeNullOrEmpty
        $first.ExitCode | Should -Be 3
        $entries = Get-StateEntry $state
        $entries.Service | Should -Be Alma, Xplenty, Alteryx
        $entries.State | Should -Be Started, Started, Started
        $entries.Id | Should -Not -Contain ''

        Complete-Job $entries[1]
        $second = Invoke-Nightly $state
        $second.ExitCode | Should -Be 3
        $second.Written.Service | Should -Be Xplenty
        $second.Written.State | Should -Be Completed
        $then = Get-StateEntry $state
        $then.Id | Should -Be $entries.Id
        $then.State | Should -Be Started, Completed, Started

        Complete-Job $entries[0]
        Complete-Job $entries[2]
        $third = Invoke-Nightly $state
        $third.ExitCode | Should -Be 0
        $third.Written.Service | Sort-Object | Should -Be Alma, Alteryx

        $fourth = Invoke-Nightly $state
        $fourth.ExitCode | Should -Be 0
        $fourth.Written | Should -BeNullOrEmpty
        @($first, $second, $third, $fourth).Alerts | Should -BeNullOrEmpty
        @(Get-StartRequest) | Should -HaveCount 3
    }

    It 'waits for all jobs at once, and sends an alert while other jobs are still running' {
        Set-NightlyRun -Alteryx @{ durationSeconds = 0; outcome = 'failed'; errors = @('No input.') }

        # Only the alert finishes the other jobs, so a script that waits for them first runs into its time limit.
        $file = $state
        $finishOthers = { Get-StateEntry $file | Where-Object Service -NE Alteryx | ForEach-Object { Complete-Job $_ } }
        $run = Invoke-Nightly $state @{ Timeout = [timespan]'00:01:00' } $finishOthers
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Failed: No input'
        $run.Written[0].Service | Should -Be Alteryx
        $run.Written | Should -HaveCount 3
    }

    It 'exits with 1 in the last call if a job <outcome> in an earlier one, and sends one alert' -ForEach @(
        @{ outcome = 'failed'; state1 = 'Failed' }, @{ outcome = 'stopped'; state1 = 'Stopped' }
    ) {
        Set-NightlyRun -Xplenty @{ outcome = $outcome; durationSeconds = 0 }
        $first = Invoke-Nightly $state
        $first.ExitCode | Should -Be 3
        $first.Alerts | Should -HaveCount 1
        $first.Alerts[0] | Should -Match "finished with state $state1"
        $entries = Get-StateEntry $state
        Complete-Job $entries[0]
        Complete-Job $entries[2]
        $last = Invoke-Nightly $state
        $last.ExitCode | Should -Be 1
        $last.Alerts | Should -BeNullOrEmpty
    }

    It 'exits with 1 if the outcome of a job is unknown' {
        Set-NightlyRun -Alma $atOnce -Xplenty $atOnce -Alteryx @{ durationSeconds = 0; disposition = 'SomethingNew' }
        $run = Invoke-Nightly $state
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'finished with state Unknown'
    }

    It 'exits with 0 and a note if a job finished with warnings' {
        Set-NightlyRun -Alma @{ durationSeconds = 0; outcome = 'warning' } -Xplenty $atOnce -Alteryx $atOnce
        $run = Invoke-Nightly $state
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -HaveCount 1
        $run.Alerts[0] | Should -Match 'with warnings'
    }

    It 'exits with 1 and the id if a job no longer exists' {
        Set-NightlyRun -Alma $atOnce -Xplenty $atOnce
        (Invoke-Nightly $state).ExitCode | Should -Be 3

        # A job that this process did not start, because a new job may be unreadable for a while.
        $lost = '66f0000000000000000009ff'
        $saved = Get-Content $state -Raw | ConvertFrom-Json
        $saved.Jobs[2].Id = $lost
        $saved | ConvertTo-Json -Depth 3 | Set-Content $state
        $end = Invoke-Nightly $state
        $end.ExitCode | Should -Be 1
        $end.Alerts | Should -HaveCount 1
        $end.Alerts[0] | Should -Match "$lost cannot be read"
        @(Get-StartRequest) | Should -HaveCount 3
    }

    It 'continues to wait although a service fails' {
        Set-NightlyRun -Alma $atOnce -Xplenty $atOnce -Alteryx $atOnce
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'GET'; kind = 'status'; status = 503; count = 2 }
        $run = Invoke-Nightly $state @{ Timeout = [timespan]'00:01:00' }
        $run.ExitCode | Should -Be 0
        $run.Alerts | Should -BeNullOrEmpty
    }

    It 'exits with 2 and one alert for each job that is unfinished after -GiveUpAfter, and then waits no longer' {
        Set-NightlyRun -Alma $atOnce -Alteryx $atOnce
        (Invoke-Nightly $state).ExitCode | Should -Be 3
        $late = Invoke-Nightly $state @{ GiveUpAfter = [timespan]::FromTicks(1) }
        $late.ExitCode | Should -Be 2
        $late.Alerts | Should -HaveCount 1
        $late.Alerts[0] | Should -Match 'Xplenty job \d+ did not finish within'
        $again = Invoke-Nightly $state
        $again.ExitCode | Should -Be 2
        $again.Alerts | Should -BeNullOrEmpty
        @(Get-StartRequest) | Should -HaveCount 3
    }

    It 'reads the jobs once more if the first call after -GiveUpAfter comes late' {
        Set-NightlyRun -Alma $atOnce -Alteryx $atOnce
        (Invoke-Nightly $state).ExitCode | Should -Be 3
        Complete-Job (Get-StateEntry $state)[1]
        (Invoke-Nightly $state @{ GiveUpAfter = [timespan]::FromTicks(1) }).ExitCode | Should -Be 0
    }

    Context 'with a start that the service refused or that was never sent' {
        It 'sends an alert, and starts the job again in the next call: <what>' -ForEach @(
            @{
                what = 'the service refused it'
                break = { $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'status'; status = 422 } }
                repair = {}
                starts = 2
            }
            @{
                what = 'there is no connection'
                break = { $env:XPLENTY_API_KEY = '' }
                repair = { Set-SandboxEnvironment }
                starts = 1
            }
            @{
                what = 'no server listens at the address'
                break = {
                    $listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
                    $listener.Start()
                    $env:XPLENTY_BASE_URI = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
                    $listener.Stop()
                }
                repair = { Set-SandboxEnvironment }
                starts = 1
            }
        ) {
            Set-NightlyRun -Alma $atOnce -Xplenty $atOnce -Alteryx $atOnce
            . $break
            $first = Invoke-Nightly $state
            $first.ExitCode | Should -Be 1
            $first.Alerts | Should -HaveCount 1
            $first.Alerts[0] | Should -Match '^Xplenty: .* The next call tries again'
            (Get-StateEntry $state).State | Should -Be Completed, NotStarted, Completed

            . $repair
            $second = Invoke-Nightly $state
            $second.ExitCode | Should -Be 0
            $second.Alerts | Should -BeNullOrEmpty
            Get-StartCount '/demo/*' | Should -Be $starts
            Get-StartCount '/almaws/*' | Should -Be 1
            Get-StartCount '/webapi/*' | Should -Be 1
        }

        It 'exits with 3 while other jobs are running' {
            Set-NightlyRun
            $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'status'; status = 422 }
            (Invoke-Nightly $state).ExitCode | Should -Be 3
        }

        It 'starts nothing after -GiveUpAfter' {
            Set-NightlyRun -Alma $atOnce -Alteryx $atOnce
            $null = Add-SandboxFault @{ path = '/demo/api/jobs'; method = 'POST'; kind = 'status'; status = 422 }
            (Invoke-Nightly $state).ExitCode | Should -Be 1
            (Invoke-Nightly $state @{ GiveUpAfter = [timespan]::FromTicks(1) }).ExitCode | Should -Be 1
            Get-StartCount '/demo/*' | Should -Be 1
        }
    }

    Context 'with a start whose response was lost' {
        It 'sends an alert, exits with 1, and does not start the <service> job again' -ForEach @(
            @{ service = 'Alma'; path = '/almaws/v1/conf/jobs/M900' }
            @{ service = 'Xplenty'; path = '/demo/api/jobs' }
            @{ service = 'Alteryx'; path = '/webapi/v3/workflows/w900/jobs' }
        ) {
            Set-NightlyRun
            Add-LostStart $path
            $first = Invoke-Nightly $state
            $first.ExitCode | Should -Be 1
            $first.Alerts | Should -HaveCount 1
            $first.Alerts[0] | Should -Match "^$($service): .* The job may be running"
            $entries = Get-StateEntry $state
            ($entries | Where-Object Service -EQ $service).State | Should -Be StartUnknown
            ($entries | Where-Object Service -NE $service).State | Should -Be Started, Started

            $second = Invoke-Nightly $state
            $second.ExitCode | Should -Be 1
            $second.Alerts | Should -BeNullOrEmpty
            @(Get-StartRequest) | Should -HaveCount 3
        }

        It 'sends an alert, exits with 1, and does not start the job again if the earlier call ended during the start' {
            Set-NightlyRun
            (Invoke-Nightly $state).ExitCode | Should -Be 3
            (Get-Content -LiteralPath $state -Raw) -replace '(?s)"State": "Started"(?=.*"Service": "Alteryx")', '"State": "Starting"' |
                Set-Content -LiteralPath $state
            $next = Invoke-Nightly $state
            $next.ExitCode | Should -Be 1
            $next.Alerts | Should -HaveCount 2
            $next.Alerts[0] | Should -Match 'Alma job may be running'
            @(Get-StartRequest) | Should -HaveCount 3
        }

        It 'waits for the job if someone enters its id' {
            Set-NightlyRun -Alma $atOnce -Xplenty $atOnce -Alteryx $atOnce
            Add-LostStart /demo/api/jobs
            (Invoke-Nightly $state).ExitCode | Should -Be 1
            $saved = Get-Content -LiteralPath $state -Raw | ConvertFrom-Json
            $saved.Jobs[1].Id = [string] (Get-XplentyJob -PackageId 900 -First 1).Id
            $saved.Jobs[1].State = 'Started'
            ConvertTo-Json $saved -Depth 3 | Set-Content -LiteralPath $state
            (Invoke-Nightly $state).ExitCode | Should -Be 0
            @(Get-StartRequest) | Should -HaveCount 3
        }
    }

    Context 'in the next night' {
        It 'starts new jobs instead of resuming those of the night before, and sends an alert for each unfinished one' {
            Set-NightlyRun -Alma $atOnce
            (Invoke-Nightly $state).ExitCode | Should -Be 3
            $before = Get-StateEntry $state
            $next = Invoke-Nightly $state @{ Night = '2026-11-22' }
            $next.ExitCode | Should -Be 3
            $next.Alerts | Should -HaveCount 2
            $next.Alerts[0] | Should -Match "Xplenty job $($before[1].Id) of the night 2026-11-21 is unknown"
            (Get-StateEntry $state).Id | Where-Object { $_ -in $before.Id } | Should -BeNullOrEmpty
            @(Get-StartRequest) | Should -HaveCount 6
        }

        It 'starts all jobs again although one was refused in the night before' {
            Set-NightlyRun -Alma $atOnce -Xplenty $atOnce -Alteryx $atOnce
            $null = Add-SandboxFault @{ path = '/webapi/v3/workflows/w900/jobs'; method = 'POST'; kind = 'status'; status = 403 }
            (Invoke-Nightly $state).ExitCode | Should -Be 1
            (Invoke-Nightly $state @{ Night = '2026-11-22' }).ExitCode | Should -Be 0
            Get-StartCount '/almaws/*' | Should -Be 2
            Get-StartCount '/demo/*' | Should -Be 2
            Get-StartCount '/webapi/*' | Should -Be 2
        }
    }

    It 'starts nothing, sends an alert, and exits with 1 if the state cannot be <what>' -ForEach @(
        @{ what = 'read'; prepare = { Set-Content -LiteralPath $state '{ "Night": ' } }
        @{ what = 'read, because the file is empty'; prepare = { Set-Content -LiteralPath $state '' -NoNewline } }
        @{ what = 'saved'; prepare = { $state = Join-Path $TestDrive missing state.json } }
    ) {
        Set-NightlyRun
        . $prepare
        $run = Invoke-Nightly $state
        $run.ExitCode | Should -Be 1
        $run.Alerts | Should -HaveCount 1
        @(Get-StartRequest) | Should -HaveCount 0
    }

    It 'has saved the state before an alert, so that an alert that fails loses nothing' {
        Set-NightlyRun -Alma @{ durationSeconds = 0; outcome = 'failed' }
        { Invoke-Nightly $state @{} { throw 'The mail server is down.' } } | Should -Throw 'The mail server is down.'
        (Get-StateEntry $state).State | Should -Be Failed, Started, Started
    }
}
