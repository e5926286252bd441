BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    $escape = [char] 27
    $rendering = $PSStyle.OutputRendering
    $culture = [cultureinfo]::CurrentCulture
    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture

    $null = New-SandboxJob @{
        service = 'alma'; id = '1000000000005001'; jobId = 'M501'
        name = 'Export Bibliographic Records to the discovery system'; durationSeconds = 0; outcome = 'warning'
        alerts = @(@{ value = 'a1'; desc = '12 records have no title.' }, @{ value = 'a2'; desc = 'The file ends early.' })
        counters = @(
            @{ type = 'c1'; value = '1234567'; desc = 'Records exported' },
            @{ type = 'c2'; value = '12'; desc = 'Records skipped' }, @{ type = 'c3'; value = 'n/a'; desc = 'Files' }
        )
    }
    $null = New-SandboxJob @{
        service = 'alma'; id = '1000000000005002'; jobId = 'M502'; name = 'Withdraw Items'; durationSeconds = 0
        outcome = 'failed'; errors = @('The set is empty.')
    }
    $null = New-SandboxJob @{
        service = 'xplenty'; id = '5003'; name = 'Nightly load of the warehouse'; durationSeconds = 950000
        submittedSecondsAgo = 900000
    }
    $null = New-SandboxJob @{ service = 'xplenty'; id = '5004'; durationSeconds = 0; outcome = 'stopped' }
    $null = New-SandboxJob @{
        service = 'alteryx'; id = '66f0000000000000000c5005'; durationSeconds = 0; outcome = 'failed'
        messages = @(
            @{ status = 1; text = 'Read 5 records'; toolId = 1 }
            @{ status = 2; text = 'Amount was cut'; toolId = 12 }
            @{ status = 3; text = "The file could not be found. $('The share does not answer. ' * 4)Ask its owner."; toolId = 7 }
            @{ status = 5; text = 'No number'; toolId = 8 }
        )
    }
    $jobs = @(
        Get-AlmaJobInstance 1000000000005001
        Get-AlmaJobInstance 1000000000005002
        Get-XplentyJob 5003
        Get-XplentyJob 5004
        Get-AlteryxJob 66f0000000000000000c5005
        Get-XplentyJob 201
    )
    $PSStyle.OutputRendering = 'PlainText'

    # The lines that a user sees in a window of this width.
    function Get-Line($InputObject, [int] $Width) {
        ($InputObject | Out-String -Width $Width) -split '\r?\n' | Where-Object { $_.Trim() }
    }

    # Objects of every type that has a view.
    function Get-ItemsOfEveryType {
        , $jobs
        , @(Get-AlmaJob)
        , $jobs[0].Counters
        , $jobs[0].Alerts
        , (Get-AlmaJob M202).Parameters
        , @(Get-AlmaSet)
        , @(Get-AlmaSetMember 6543210000000561)
        , @(Get-AlmaJobEvent 1000000000000204)
        , @(Get-AlmaJobMatch 1000000000000205)
        , @(Get-XplentyJobVariable 201)
        , @(Get-XplentyJobOutput 157)
        , @(Get-XplentyCluster)
        , @(Get-XplentyPackage)
        , @(Get-XplentyRateLimit)
        , @(Get-XplentySchedule)
        , @(Get-AlteryxJobMessage 66f0000000000000000c5005)
        , @(Get-AlteryxWorkflow)
        , @(Get-AlteryxSchedule)
        , @(Get-RemoteSchedule -Service Alma)
        , @($jobs | Measure-RemoteJob)
        , @(Get-AlteryxWorkflowQuestion 66f00000000000000000a002)
        , @(Get-JobStatusConnection)
        , @(Test-JobStatusConnection)
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    [cultureinfo]::CurrentCulture = $culture
    Stop-Sandbox
}

Describe 'The table' {
    It 'of every type fits in <_> columns' -ForEach 80, 120 {
        foreach ($items in Get-ItemsOfEveryType) {
            foreach ($line in Get-Line ($items | Format-Table) $_) { $line.Length | Should -BeLessOrEqual $_ -Because $line }
        }
    }

    It 'of jobs truncates no id, state or time in a terminal with 80 columns, of which PowerShell uses 79' {
        $lines = Get-Line $jobs 79
        $lines | Should -HaveCount 8
        foreach ($job in $jobs) {
            $line = $lines -match " $($job.Id) "
            $line | Should -HaveCount 1
            $line | Should -Match $job.SubmittedAt.ToString('MM-dd HH:mm')
        }
        $lines -match ' Warning ' | Should -HaveCount 1
    }

    It 'of jobs also shows the duration and the message in 120 columns' {
        $lines = Get-Line $jobs 120
        $lines -match '^Service' | Should -Match ' Duration Message$'
        $lines -match 'Nightly' | Should -Match ' 10d 10h *$'
        $lines -match ' 1000000000005002 ' | Should -Match ' The set is empty\.$'
        $lines -match ' 1000000000005001 ' | Should -Match ' 12 records have no title\.; The…$'
    }

    It 'of jobs uses additional width for the message' {
        Get-Line $jobs 160 | Where-Object { $_ -match ' 1000000000005001 ' } |
            Should -Match ' 12 records have no title\.; The file ends early\.$'
    }

    It 'of Alteryx messages shows the job id once and each text in full' {
        $lines = Get-Line (Get-AlteryxJobMessage 66f0000000000000000c5005) 80
        $lines -match '66f0000000000000000c5005$' -match 'JobId' | Should -HaveCount 1
        $lines -join '' | Should -Match 'Error +7 The file could not be found\..*Ask its owner\.'
        $lines -join '' | Should -Not -Match '…'
    }

    It 'of Alma counters aligns the numbers' {
        $lines = Get-Line $jobs[0].Counters 80
        $lines -match 'Records exported' | Should -Be '     1,234,567 Records exported'
        $lines -match 'Records skipped' | Should -Be '            12 Records skipped'
        $lines -match 'Files' | Should -Be '           n/a Files'
    }

    It 'of a rate limit has a row for each connection' {
        Get-Line (Get-XplentyRateLimit) 80 | Select-Object -Last 1 | Should -Match '^Environment +4,\d{3} +5,000$'
    }

    It 'of connections shows the full address of a service in 80 columns' {
        try {
            Connect-Alma -Name looks -Region EU -ApiKey (ConvertTo-Secret x)
            Get-Line (Get-JobStatusConnection looks) 80 | Select-Object -Last 1 |
                Should -Match ([regex]::Escape((Get-JobStatusConnection looks).BaseUri.GetLeftPart('Authority')))
        }
        finally { Get-JobStatusConnection looks | Remove-JobStatusConnection }
    }

    It 'of events shows the descriptions of Alma''s coded values' {
        Get-Line (Get-AlmaJobEvent 1000000000000204) 120 | Select-Object -Last 1 |
            Should -Match '(?<!\{)type=Rejected entry \(REJECTED\), '
    }
}

Describe 'The list view' {
    It 'of an Alma run shows one alert or counter per line' {
        $lines = Get-Line ($jobs[0] | Format-List) 80
        $first = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^Alerts' })
        $lines[$first..($first + 4)] | Should -Be @(
            'Alerts            : 12 records have no title.'
            '                    The file ends early.'
            'Counters          : 1,234,567  Records exported'
            '                           12  Records skipped'
            '                          n/a  Files'
        )
    }

    It 'of an Alteryx job shows the severity of each message' {
        $lines = Get-Line ($jobs[4] | Format-List) 80
        $lines -match '^ +Warning      Amount was cut' | Should -HaveCount 1
        $lines -match '^ +Conversion   No number' | Should -HaveCount 1
    }

    It 'shows the full duration, and the progress without decimals' {
        $text = $jobs[2] | Format-List | Out-String
        $text | Should -Match '(?m)^Duration +: 10d 10:\d\d:\d\d'
        $text | Should -Match '(?m)^PercentComplete +: 94%'
    }
}

Describe 'The wide view' {
    It 'shows the state, id and name of a job' {
        $lines = Get-Line ($jobs | Format-Wide -Column 1) 80
        $lines[0] | Should -Be 'Warning   1000000000005001 Export Bibliographic Records to the discovery system'
        $lines[2] | Should -Be 'Running   5003 Nightly load of the warehouse'
        $lines[4] | Should -Be 'Failed    66f0000000000000000c5005'
    }
}

Describe 'The color' {
    BeforeAll { $PSStyle.OutputRendering = 'Ansi' }
    AfterAll { $PSStyle.OutputRendering = 'PlainText' }

    It 'of the state <state> comes from the settings of the session' -ForEach @(
        @{ state = 'Failed'; word = 'Failed'; color = { $PSStyle.Formatting.Error } }
        @{ state = 'Warning'; word = 'Warning'; color = { $PSStyle.Formatting.Warning } }
        @{ state = 'Running'; word = 'Running'; color = { $PSStyle.Foreground.Cyan } }
        @{ state = 'Stopping'; word = 'Stopping'; color = { $PSStyle.Foreground.Cyan } }
        @{ state = 'Completed'; word = 'Completed'; color = { $PSStyle.Foreground.Green } }
        @{ state = 'Stopped'; word = 'Stopped'; color = { $PSStyle.Dim } }
        @{ state = 'Unknown'; word = 'Unknown'; color = { $PSStyle.Dim } }
    ) {
        [JobStatus.Formatting.FormatText]::State($state, $PSStyle) | Should -BeExactly "$(& $color)$word$escape[0m"
    }

    It 'is not added to a queued job' {
        [JobStatus.Formatting.FormatText]::State('Queued', $PSStyle) | Should -BeExactly Queued
    }

    It 'follows the settings that the user changes' {
        $before = $PSStyle.Formatting.Error
        try {
            $PSStyle.Formatting.Error = "$escape[95m"
            $jobs[1] | Out-String -Width 120 | Should -Match "$escape\[95mFailed"
            $PSStyle.Formatting.Error = ''
            $jobs[1] | Out-String -Width 120 | Should -Match '(?<!m)Failed'
        }
        finally { $PSStyle.Formatting.Error = $before }
    }

    It 'appears in the table, the list view, the wide view and the messages' {
        $failed = [regex]::Escape("$($PSStyle.Formatting.Error)Failed")
        $jobs[1] | Format-Table | Out-String -Width 120 | Should -Match $failed
        $jobs[1] | Format-List | Out-String -Width 120 | Should -Match $failed
        $jobs[1] | Format-Wide -Column 1 | Out-String -Width 120 | Should -Match $failed
        $messages = Get-AlteryxJobMessage 66f0000000000000000c5005
        foreach ($view in $messages, ($messages | Format-List), ($jobs[4] | Format-List)) {
            $shown = $view | Out-String -Width 120
            $shown | Should -Match ([regex]::Escape("$($PSStyle.Formatting.Error)Error"))
            $shown | Should -Match ([regex]::Escape("$($PSStyle.Formatting.Warning)Warning"))
        }
    }

    It 'does not change the layout, and is reset after each word' {
        $colored = ($jobs | Out-String -Width 80) -split '\r?\n'
        $PSStyle.OutputRendering = 'PlainText'
        $plain = ($jobs | Out-String -Width 80) -split '\r?\n'
        $PSStyle.OutputRendering = 'Ansi'
        $colored -replace "$escape\[[0-9;]*m" | Should -Be $plain
        foreach ($line in $colored -match '^(Alma|Xplenty|Alteryx) ') {
            # Each color starts before a word and is reset directly after it.
            [regex]::Replace($line, "$escape\[[1-9][0-9;]*m\w+$escape\[0m", '') | Should -Not -Match $escape
        }
    }

    It 'is reset if the column is truncated' {
        $line = (
            $jobs[0] |
                Format-Table @{ Name = 'S'; Width = 4; Expression = { [JobStatus.Formatting.FormatText]::State($_.State, $PSStyle) } },
            Id | Out-String -Width 40
        ) -split '\r?\n' -match '1000000000005001'
        $line | Should -Match "^$escape\[33;1mWar.*$escape\[0m *1000000000005001"
    }

    It 'is not written to a file or a string unless the session requires it' {
        $PSStyle.OutputRendering = 'Host'
        try {
            $jobs | Out-String | Should -Not -Match $escape
            $jobs > "$TestDrive/jobs.txt"
            Get-Content "$TestDrive/jobs.txt" -Raw | Should -Not -Match $escape
        }
        finally { $PSStyle.OutputRendering = 'Ansi' }
    }

    It 'is not added in plain text, without $PSStyle, or if the output is redirected to another program' {
        [JobStatus.Formatting.FormatText]::State('Failed', $null) | Should -BeExactly Failed
        $PSStyle.OutputRendering = 'PlainText'
        [JobStatus.Formatting.FormatText]::State('Failed', $PSStyle) | Should -BeExactly Failed
        $PSStyle.OutputRendering = 'Ansi'
        $plain = Invoke-FreshPowerShell { Import-Module $env:JOBSTATUS_TEST_MODULE; Get-XplentyJob 202; "$($PSStyle.OutputRendering)" }
        $redirected = Invoke-FreshPowerShell {
            $PSStyle.OutputRendering = 'Host'
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Get-XplentyJob 202
            "$($PSStyle.OutputRendering)"
        }
        $plain[-1] | Should -Be PlainText
        $redirected[-1] | Should -Be Host
        foreach ($lines in $plain, $redirected) {
            $lines -match '^Xplenty' | Should -Match ' Failed '
            $lines -match '^Xplenty' | Should -Not -Match $escape
        }
    }
}
