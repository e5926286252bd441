BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # What a user sees in a window of this width.
    function Show-Text($InputObject, [int] $Width = 120) { $InputObject | Out-String -Width $Width }

    function Get-MixedList {
        Get-AlmaJobInstance 9563643080000561
        Get-XplentyJob 157
        Get-AlteryxJob 66ebd18d3d6200007e000d8c
    }

    $escape = [char] 27
    $hostile = "Evil $escape[31mred$escape[0m`r`nsecond line `u{202E}drawkcab $escape]0;title`a"
}

AfterAll { Stop-Sandbox }

Describe 'The table' {
    It 'is a single table with one header for a mixed list' {
        $text = Show-Text (Get-MixedList)
        [regex]::Matches($text, 'Service +Id +Name +State +Done +Submitted +Duration +Message').Count | Should -Be 1
        $text | Should -Match '(?m)^Alma +9563643080000561 +Import Research As'
        $text | Should -Match '(?m)^Xplenty +157 '
        $text | Should -Match '(?m)^Alteryx +66ebd18d3d6200007e000d8c '
    }

    It 'aligns its columns' {
        $lines = (Show-Text (Get-MixedList)) -split '\r?\n' | Where-Object { $_ -match '^(Service|Alma|Xplenty|Alteryx) ' }
        $state = $lines[0].IndexOf('State')
        $lines[1].Substring($state, 9) | Should -Be 'Completed'
        $lines[2].Substring($state, 9) | Should -Be 'Completed'
        $lines[3].Substring($state, 7) | Should -Be 'Unknown'
    }

    It 'shows the full id in 80 columns' {
        Show-Text (Get-MixedList) 80 | Should -Match '66ebd18d3d6200007e000d8c'
    }

    It 'shows the percentage and the duration in a readable form' {
        $row = (Show-Text (Get-XplentyJob 157)) -split '\r?\n' -match '^Xplenty'
        $row | Should -Match ' 100% '
        $row | Should -Match ' 0:02:03'
    }
}

Describe 'The state' {
    It 'is shown if $PSStyle does not exist' {
        $text = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            Set-StrictMode -Version Latest
            Remove-Variable PSStyle -Scope Global -Force -ErrorAction Ignore
            Get-XplentyJob 157 | Out-String -Width 120
        }
        $text -join "`n" | Should -Match 'Completed'
    }
}

Describe 'The list view' {
    It 'of <Type> contains every property of the type in strict mode' -TestCases @(
        @{ Type = 'AlmaJobInstance'; Job = { Get-AlmaJobInstance 9563643080000561 } }
        @{ Type = 'XplentyJob'; Job = { Get-XplentyJob 157 } }
        @{ Type = 'AlteryxJob'; Job = { Get-AlteryxJob 66ebd18d3d6200007e000d8c } }
    ) {
        Set-StrictMode -Version Latest
        $item = & $Job
        $labels = [regex]::Matches(
            (($item | Format-List | Out-String -Width 200) -replace "$escape\[[0-9;]*m"), '(?m)^(\w+) +:'
        ).ForEach({ $_.Groups[1].Value })
        # The services' own names of properties that the list view shows under their common names.
        $aliases = 'SubmitTime', 'StartTime', 'Link', 'CreatedAt', 'CreateDateTime'
        $missing = $item.PSObject.Properties.Name | Where-Object { $_ -notin $labels -and $_ -notin $aliases }
        $missing | Should -BeNullOrEmpty
    }

    It 'shows each job of a mixed list as its own type' {
        $text = Show-Text (Get-MixedList | Format-List)
        $text | Should -Match '(?m)^ExternalId +: 9563643070000561'
        $text | Should -Match '(?m)^RuntimeInSeconds +: 123'
        $text | Should -Match '(?m)^Disposition +: string'
    }

    It 'shows the state as the table does, so that users can filter by it' {
        $job = New-SandboxJob @{ service = 'alma'; durationSeconds = 0; outcome = 'warning' }
        $read = Get-AlmaJobInstance $job.id
        Show-Text $read | Should -Match ' Warning '
        Show-Text ($read | Format-List) | Should -Match '(?m)^State +: Warning'
        $read | Where-Object State -EQ Warning | Should -HaveCount 1
    }
}

Describe 'Text from a service' {
    BeforeAll {
        $alma = New-SandboxJob @{
            service = 'alma'; durationSeconds = 0; outcome = 'failed'; name = $hostile
            alerts = @(@{ value = 'a'; desc = $hostile })
        }
        $xplenty = New-SandboxJob @{
            service = 'xplenty'; durationSeconds = 0; outcome = 'failed'; name = $hostile; errors = @($hostile)
            extra = @{ variables = @{ $hostile = $hostile }; unknown = @($hostile) }
        }
        $alteryx = New-SandboxJob @{
            service = 'alteryx'; durationSeconds = 0; outcome = 'failed'
            messages = @(@{ status = 3; text = $hostile; toolId = 1 })
        }
        $jobs = @(Get-AlmaJobInstance $alma.id; Get-XplentyJob $xplenty.id; Get-AlteryxJob $alteryx.id)
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'

        # Removes the escape sequences of the module's colors and of PowerShell's headers. No others are allowed.
        function Remove-Color([string] $Text) { $Text -replace "$escape\[(?:\d{1,2}(?:;\d{1,2})*)?m" }
    }

    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'adds no line break, escape sequence or bidirectional control to the table or the list view' {
        $table = Show-Text $jobs 400
        $list = Show-Text ($jobs | Format-List) 400
        $messages = Show-Text (Get-AlteryxJobMessage $alteryx.id) 400
        foreach ($text in $table, $list, $messages) {
            $text | Should -Not -Match "$escape\[31mred"
            Remove-Color $text | Should -Not -Match "[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F`u{202E}]"
            $text | Should -Not -Match '(?m)^second line'
        }
        $table | Should -Match 'Evil .*red.*second line'
    }

    It 'is unchanged in the properties of the object' {
        $jobs[0].Name | Should -BeExactly $hostile
        $jobs[2].Messages.Text | Should -Contain $hostile
    }

    It 'adds no escape sequence to a message, a string or an error' {
        $jobs.Message | Should -Not -Match $escape
        "$($jobs[0])" | Should -Not -Match $escape
        Add-SandboxFault @{
            path = '/demo/api/jobs/*'; kind = 'status'; status = 404; body = (@{ message = $hostile } | ConvertTo-Json)
            contentType = 'application/json'
        }
        Get-XplentyJob 157 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].Exception.Message | Should -Match 'second line'
        $problem[0].Exception.Message | Should -Not -Match "$escape|`n"
    }
}
