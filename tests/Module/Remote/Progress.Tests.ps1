BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # Three rounds of eight concurrent requests.
    $ids = @(157, 201, 202, 203) * 6

    # Delays the responses so that several rounds take longer than the half second after which a progress bar is shown.
    function Add-DelayFault([int] $Milliseconds = 300, [string] $Path = '*') {
        Add-SandboxFault @{ path = $Path; kind = 'delay'; milliseconds = $Milliseconds; count = -1 } | Out-Null
    }

    # Runs a script in its own runspace and returns its output, its errors and the progress records of the module.
    function Invoke-WithProgress([string] $Script, [object[]] $Argument) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$a) Import-Module '$env:JOBSTATUS_TEST_MODULE'; $Script").AddArgument($Argument)
            $output = try { $shell.Invoke() } catch { $_ }
            @{ Output = @($output); Errors = @($shell.Streams.Error); Progress = @(Select-ModuleProgress $shell.Streams.Progress) }
        }
        finally { $shell.Dispose() }
    }

    function Select-ModuleProgress($Progress) { $Progress | Where-Object Activity -NotLike 'Preparing modules*' }

    function Assert-Completed($Progress) {
        $Progress | Should -Not -BeNullOrEmpty
        foreach ($bar in $Progress | Group-Object ActivityId) {
            $bar.Group[-1].RecordType | Should -Be Completed
            @($bar.Group.RecordType) -eq 'Completed' | Should -HaveCount 1
        }
    }
}

AfterAll { Stop-Sandbox }

Describe 'The progress bar of many reads' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    It 'shows how many of the specified ids have been read, and completes' {
        Add-DelayFault
        $run = Invoke-WithProgress 'Get-XplentyJob $a' $ids
        $run.Output | Should -HaveCount 24
        Assert-Completed $run.Progress
        $shown = @($run.Progress | Where-Object RecordType -EQ Processing)
        $shown.Activity | Select-Object -Unique | Should -Be Get-XplentyJob
        $shown.ActivityId | Select-Object -Unique | Should -HaveCount 1
        foreach ($record in $shown) {
            $record.StatusDescription | Should -Match '^\d+ of 24$'
            $record.PercentComplete | Should -Be ([Math]::Floor(100 * [int] ($record.StatusDescription -split ' ')[0] / 24))
        }
    }

    It 'shows how many piped ids have been read, and the total as soon as it is known' {
        Add-DelayFault
        $run = Invoke-WithProgress '$a | Get-XplentyJob' ($ids + $ids)
        Assert-Completed $run.Progress
        $run.Progress[0].StatusDescription | Should -Match '^\d+ so far$'
        $run.Progress[0].PercentComplete | Should -Be -1
        @($run.Progress | Where-Object RecordType -EQ Processing).StatusDescription |
            Where-Object { $_ -notmatch '^\d+ (so far|of 48)$' } | Should -BeNullOrEmpty
    }

    It 'counts failed reads too' {
        Add-DelayFault
        $run = Invoke-WithProgress 'Get-XplentyJob $a' (@(9990001..9990012) + 157)
        $run.Errors | Should -HaveCount 12
        Assert-Completed $run.Progress
    }

    It 'is not shown for a single read, however slow' {
        Add-DelayFault 900
        (Invoke-WithProgress 'Get-XplentyJob 157; Get-AlmaJob M202; Get-XplentyJobVariable 201').Progress | Should -BeNullOrEmpty
    }

    It 'is shown for actions too' {
        $jobs = @(foreach ($n in 1..20) { (New-SandboxJob @{ service = 'xplenty'; durationSeconds = 3600 }).id })
        Add-DelayFault
        $run = Invoke-WithProgress 'Stop-XplentyJob $a' $jobs
        $run.Output | Should -HaveCount 20
        Assert-Completed $run.Progress
        $run.Progress[0].StatusDescription | Should -Match '^\d+ of 20$'
    }
}

Describe 'The progress bar of a list' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    BeforeAll {
        foreach ($n in 1..230) { $null = New-SandboxJob @{ service = 'alma'; jobId = 'M900'; durationSeconds = 0 } }
        foreach ($n in 1..130) { $null = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 0 } }
    }

    It 'shows how many items have been read, and the total that the service reports' {
        Add-DelayFault 600
        $run = Invoke-WithProgress 'Get-AlmaJobInstance -JobId M900'
        $run.Output | Should -HaveCount 230
        Assert-Completed $run.Progress
        @($run.Progress | Where-Object RecordType -EQ Processing).StatusDescription | Should -Be '100 of 230', '200 of 230'
    }

    It 'uses the number that was requested with -First as the total' {
        Add-DelayFault 600
        $run = Invoke-WithProgress 'Get-AlmaJobInstance -JobId M900 -Skip 10 -First 150'
        $run.Output | Should -HaveCount 150
        Assert-Completed $run.Progress
        $run.Progress[0].StatusDescription | Should -Be '100 of 150'
    }

    It 'shows how many items have been read if the service reports no total' {
        Add-DelayFault 600
        $run = Invoke-WithProgress 'Get-XplentyJob'
        Assert-Completed $run.Progress
        $run.Progress[0].StatusDescription | Should -Be '100 so far'
        $run.Progress[0].PercentComplete | Should -Be -1
    }

    It 'is not shown for a list of one page' {
        Add-DelayFault 900
        (Invoke-WithProgress 'Get-AlmaJob; Get-AlteryxWorkflow').Progress | Should -BeNullOrEmpty
    }
}

Describe 'The progress bar of a download' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    It 'is shown and completes' {
        $job = New-SandboxJob @{ service = 'alma'; durationSeconds = 0; fileBytes = 3000000 }
        Add-DelayFault 900 '*/download'
        $run = Invoke-WithProgress 'Save-AlmaJobFile $a[0] -Path $a[1]' $job.id, "$TestDrive"
        $run.Output | Should -HaveCount 1
        Assert-Completed $run.Progress
        $run.Progress[0].Activity | Should -Be "Saving the file of Alma job instance $($job.id)"
        $run.Progress[0].StatusDescription | Should -Match 'MiB$'
    }

    It 'completes if the download fails' {
        $job = New-SandboxJob @{ service = 'alma'; durationSeconds = 0; fileBytes = 3000000 }
        Add-SandboxFault @{ path = '*/download'; kind = 'truncate'; afterBytes = 1000000; count = -1 } | Out-Null
        $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        $run = Invoke-WithProgress 'Save-AlmaJobFile $a[0] -Path $a[1]' $job.id, "$folder"
        $run.Errors | Should -HaveCount 1
        Assert-Completed $run.Progress
    }
}

Describe 'A progress bar' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    It 'completes after Select-Object -First has its objects' {
        Add-DelayFault
        $run = Invoke-WithProgress 'Get-XplentyJob $a | Select-Object -First 20' $ids
        $run.Output | Should -HaveCount 20
        Assert-Completed $run.Progress
    }

    It 'of a wait completes after Select-Object -First has its objects' {
        $soon = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 2 }
        $script = 'Get-XplentyJob $a | Wait-RemoteJob -MinimumInterval 0.2 -MaximumInterval 0.4 | Select-Object -First 1'
        $run = Invoke-WithProgress $script 203, $soon.id
        $run.Output.Id | Should -Be $soon.id
        Assert-Completed $run.Progress
    }

    It 'completes after a terminating error' {
        Add-DelayFault
        $run = Invoke-WithProgress 'Get-XplentyJob $a -ErrorAction Stop' (@($ids[0..15]) + 9990001)
        "$($run.Output)" | Should -Match '9990001'
        Assert-Completed $run.Progress
    }

    It 'completes after an error in a later command of the pipeline' {
        Add-DelayFault
        $run = Invoke-WithProgress '$count = 0; Get-XplentyJob $a | ForEach-Object { if (++$count -eq 20) { throw "enough" } }' $ids
        "$($run.Output)" | Should -Match 'enough'
        Assert-Completed $run.Progress
    }

    It 'has an id that no other progress bar has' {
        Add-DelayFault
        $run = Invoke-WithProgress 'Get-XplentyJob $a | Get-XplentyJobVariable | Out-Null; Get-XplentyJob $a | Out-Null' $ids
        Assert-Completed $run.Progress
        foreach ($bar in $run.Progress | Group-Object ActivityId) { $bar.Group.Activity | Select-Object -Unique | Should -HaveCount 1 }
        @($run.Progress | Group-Object ActivityId).Count | Should -BeGreaterOrEqual 3
    }

    It 'is not shown if $ProgressPreference is SilentlyContinue' {
        Add-DelayFault
        (Invoke-WithProgress '$ProgressPreference = ''SilentlyContinue''; Get-XplentyJob $a' $ids).Progress | Should -BeNullOrEmpty
    }

    It 'is written to the progress stream of a background job' {
        Add-DelayFault
        $job = Start-Job { param($module, $ids) Import-Module $module; Get-XplentyJob $ids } -ArgumentList $env:JOBSTATUS_TEST_MODULE, $ids
        try {
            $null = Microsoft.PowerShell.Core\Wait-Job $job -Timeout 60
            $job.State | Should -Be Completed
            Assert-Completed (Select-ModuleProgress $job.ChildJobs[0].Progress)
        }
        finally { Remove-Job $job -Force }
    }

    It 'does not appear in redirected output' {
        Add-DelayFault
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            (Get-XplentyJob (@(157, 201, 202, 203) * 6)).Count
        } | Should -Be 24
    }
}
