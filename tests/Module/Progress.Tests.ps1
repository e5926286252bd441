BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # Three rounds of eight requests at once.
    $ids = @(157, 201, 202, 203) * 6

    # So many answers come so much later, which is longer than the half second before a bar is shown.
    function Add-Delay([int] $Milliseconds = 300, [string] $Path = '*') { Add-SandboxFault @{ path = $Path; kind = 'delay'; milliseconds = $Milliseconds; count = -1 } | Out-Null }

    # What a script writes in a runspace of its own, and the module's bars.
    function Invoke-Watched([string] $Script, [object[]] $Argument) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$a) Import-Module '$env:JOBSTATUS_TEST_MODULE'; $Script").AddArgument($Argument)
            $output = try { $shell.Invoke() } catch { $_ }
            @{ Output = @($output); Errors = @($shell.Streams.Error); Bars = @(Get-Bar $shell.Streams.Progress) }
        }
        finally { $shell.Dispose() }
    }

    function Get-Bar($Progress) { $Progress | Where-Object Activity -NotLike 'Preparing modules*' }

    function Assert-Ended($Bars) {
        $Bars | Should -Not -BeNullOrEmpty
        foreach ($bar in $Bars | Group-Object ActivityId) {
            $bar.Group[-1].RecordType | Should -Be Completed
            @($bar.Group.RecordType) -eq 'Completed' | Should -HaveCount 1
        }
    }
}

AfterAll { Stop-Sandbox }

Describe 'The bar of many reads' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    It 'tells how many of those in the argument have come, and ends' {
        Add-Delay
        $seen = Invoke-Watched 'Get-XplentyJob $a' $ids
        $seen.Output | Should -HaveCount 24
        Assert-Ended $seen.Bars
        $shown = @($seen.Bars | Where-Object RecordType -EQ Processing)
        $shown.Activity | Select-Object -Unique | Should -Be Get-XplentyJob
        $shown.ActivityId | Select-Object -Unique | Should -HaveCount 1
        foreach ($record in $shown) {
            $record.StatusDescription | Should -Match '^\d+ of 24$'
            $record.PercentComplete | Should -Be ([Math]::Floor(100 * [int] ($record.StatusDescription -split ' ')[0] / 24))
        }
    }

    It 'tells how many have come through a pipeline, and of how many once that is known' {
        Add-Delay
        $seen = Invoke-Watched '$a | Get-XplentyJob' ($ids + $ids)
        Assert-Ended $seen.Bars
        $seen.Bars[0].StatusDescription | Should -Match '^\d+ so far$'
        $seen.Bars[0].PercentComplete | Should -Be -1
        @($seen.Bars | Where-Object RecordType -EQ Processing).StatusDescription | Where-Object { $_ -notmatch '^\d+ (so far|of 48)$' } | Should -BeNullOrEmpty
    }

    It 'counts those that are errors' {
        Add-Delay
        $seen = Invoke-Watched 'Get-XplentyJob $a' (@(9990001..9990012) + 157)
        $seen.Errors | Should -HaveCount 12
        Assert-Ended $seen.Bars
    }

    It 'is none for a single read, however slow' {
        Add-Delay 900
        (Invoke-Watched 'Get-XplentyJob 157; Get-AlmaJob M202; Get-XplentyJobVariable 201').Bars | Should -BeNullOrEmpty
    }

    It 'is shown by cmdlets that act, too' {
        $watched = @(foreach ($n in 1..20) { (New-SandboxJob @{ service = 'xplenty'; durationSeconds = 3600 }).id })
        Add-Delay
        $seen = Invoke-Watched 'Stop-XplentyJob $a' $watched
        $seen.Output | Should -HaveCount 20
        Assert-Ended $seen.Bars
        $seen.Bars[0].StatusDescription | Should -Match '^\d+ of 20$'
    }
}

Describe 'The bar of a list' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    BeforeAll {
        foreach ($n in 1..230) { $null = New-SandboxJob @{ service = 'alma'; jobId = 'M900'; durationSeconds = 0 } }
        foreach ($n in 1..130) { $null = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 0 } }
    }

    It 'tells how much has come of what the service says that there is' {
        Add-Delay 600
        $seen = Invoke-Watched 'Get-AlmaJobInstance -JobId M900'
        $seen.Output | Should -HaveCount 230
        Assert-Ended $seen.Bars
        @($seen.Bars | Where-Object RecordType -EQ Processing).StatusDescription | Should -Be '100 of 230', '200 of 230'
    }

    It 'counts to what was asked for' {
        Add-Delay 600
        $seen = Invoke-Watched 'Get-AlmaJobInstance -JobId M900 -Skip 10 -First 150'
        $seen.Output | Should -HaveCount 150
        Assert-Ended $seen.Bars
        $seen.Bars[0].StatusDescription | Should -Be '100 of 150'
    }

    It 'tells how much has come where the service does not say' {
        Add-Delay 600
        $seen = Invoke-Watched 'Get-XplentyJob'
        Assert-Ended $seen.Bars
        $seen.Bars[0].StatusDescription | Should -Be '100 so far'
        $seen.Bars[0].PercentComplete | Should -Be -1
    }

    It 'is none for a list of one page' {
        Add-Delay 900
        (Invoke-Watched 'Get-AlmaJob; Get-AlteryxWorkflow').Bars | Should -BeNullOrEmpty
    }
}

Describe 'The bar of a download' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    It 'is shown and ends' {
        $job = New-SandboxJob @{ service = 'alma'; durationSeconds = 0; fileBytes = 3000000 }
        Add-Delay 900 '*/download'
        $seen = Invoke-Watched 'Save-AlmaJobFile $a[0] -Path $a[1]' $job.id, "$TestDrive"
        $seen.Output | Should -HaveCount 1
        Assert-Ended $seen.Bars
        $seen.Bars[0].Activity | Should -Be "Saving the file of Alma job instance $($job.id)"
        $seen.Bars[0].StatusDescription | Should -Match 'MiB$'
    }

    It 'ends when the download fails' {
        $job = New-SandboxJob @{ service = 'alma'; durationSeconds = 0; fileBytes = 3000000 }
        Add-SandboxFault @{ path = '*/download'; kind = 'truncate'; afterBytes = 1000000; count = -1 } | Out-Null
        $seen = Invoke-Watched 'Save-AlmaJobFile $a[0] -Path $a[1]' $job.id, "$(New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())")"
        $seen.Errors | Should -HaveCount 1
        Assert-Ended $seen.Bars
    }
}

Describe 'A bar' {
    AfterEach { Invoke-Sandbox DELETE faults | Out-Null }

    It 'ends when Select-Object has enough' {
        Add-Delay
        $seen = Invoke-Watched 'Get-XplentyJob $a | Select-Object -First 20' $ids
        $seen.Output | Should -HaveCount 20
        Assert-Ended $seen.Bars
    }

    It 'of a wait ends when Select-Object has enough' {
        $soon = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 2 }
        $seen = Invoke-Watched 'Get-XplentyJob $a | Wait-RemoteJob -MinimumInterval 0.2 -MaximumInterval 0.4 | Select-Object -First 1' 203, $soon.id
        $seen.Output.Id | Should -Be $soon.id
        Assert-Ended $seen.Bars
    }

    It 'ends when an error ends the pipeline' {
        Add-Delay
        $seen = Invoke-Watched 'Get-XplentyJob $a -ErrorAction Stop' (@($ids[0..15]) + 9990001)
        "$($seen.Output)" | Should -Match '9990001'
        Assert-Ended $seen.Bars
    }

    It 'ends when what follows in the pipeline throws' {
        Add-Delay
        $seen = Invoke-Watched '$count = 0; Get-XplentyJob $a | ForEach-Object { if (++$count -eq 20) { throw "enough" } }' $ids
        "$($seen.Output)" | Should -Match 'enough'
        Assert-Ended $seen.Bars
    }

    It 'has an id that no other bar has' {
        Add-Delay
        $seen = Invoke-Watched 'Get-XplentyJob $a | Get-XplentyJobVariable | Out-Null; Get-XplentyJob $a | Out-Null' $ids
        Assert-Ended $seen.Bars
        foreach ($bar in $seen.Bars | Group-Object ActivityId) { $bar.Group.Activity | Select-Object -Unique | Should -HaveCount 1 }
        @($seen.Bars | Group-Object ActivityId).Count | Should -BeGreaterOrEqual 3
    }

    It 'is not shown where the user wants none' {
        Add-Delay
        (Invoke-Watched '$ProgressPreference = ''SilentlyContinue''; Get-XplentyJob $a' $ids).Bars | Should -BeNullOrEmpty
    }

    It 'goes into the progress of a job' {
        Add-Delay
        $job = Start-Job { param($module, $ids) Import-Module $module; Get-XplentyJob $ids } -ArgumentList $env:JOBSTATUS_TEST_MODULE, $ids
        try {
            $null = Microsoft.PowerShell.Core\Wait-Job $job -Timeout 60
            $job.State | Should -Be Completed
            Assert-Ended (Get-Bar $job.ChildJobs[0].Progress)
        }
        finally { Remove-Job $job -Force }
    }

    It 'leaves nothing in what another program reads' {
        Add-Delay
        Invoke-FreshPowerShell { Import-Module $env:JOBSTATUS_TEST_MODULE; (Get-XplentyJob (@(157, 201, 202, 203) * 6)).Count } | Should -Be 24
    }
}
