# Needs a process of its own, because ids that were read without a connection stay in the process.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot CompletionSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'Completion of ids that the session has read' {
    BeforeEach {
        Clear-SandboxSession
        Connect-AllServices
    }

    It 'offers nothing and sends nothing before the first read' {
        Get-CompletionText 'Get-XplentyJob ' | Should -BeNullOrEmpty
        Get-CompletionText 'Get-AlteryxJob -Id ' | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'offers a list in its order, across its pages, with ids that were read later first' {
        foreach ($number in 1..120) {
            $null = New-SandboxJob @{
                service = 'xplenty'; id = "$(1000 + $number)"; durationSeconds = 0; submittedSecondsAgo = 1000 - $number
            }
        }
        $ids = (Get-XplentyJob -First 110).Id
        $ids | Should -HaveCount 110
        Get-CompletionText 'Get-XplentyJob ' | Should -Be $ids
        $null = Get-XplentyJob 202
        Get-CompletionText 'Get-XplentyJob ' | Should -Be (@('202') + @($ids -ne '202'))
        $null = Get-XplentyJob 1050
        Get-CompletionText 'Get-XplentyJob ' | Should -Be (@('1050', '202') + @($ids -notmatch '^(1050|202)$'))
    }

    It 'shows the name and the state' {
        $null = Get-XplentyJob 203
        $offer = Get-Completion 'Get-XplentyJob '
        $offer.ListItemText | Should -Be '203 Clicks to warehouse'
        $offer.ToolTip | Should -Be 'Clicks to warehouse (Running)'
    }

    It 'uses the most recent state' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '900'; durationSeconds = 3600 }
        $null = Get-XplentyJob 900
        Get-CompletionText 'Stop-XplentyJob ' | Should -Be 900
        $null = New-SandboxJob @{ service = 'xplenty'; id = '900'; durationSeconds = 0; outcome = 'failed' }
        $null = Get-XplentyJob 900
        Get-CompletionText 'Stop-XplentyJob ' | Should -BeNullOrEmpty
        (Get-Completion 'Get-XplentyJob ').ToolTip | Should -BeLike '*(Failed)'
    }

    It 'offers Xplenty jobs for <_>' -ForEach @(
        'Get-XplentyJob ', 'Get-XplentyJob -Id ', 'Get-XplentyJob -Id 202, ', 'Get-XplentyJob -ParentId ', 'Get-XplentyJobLog ',
            'Get-XplentyJobVariable ', 'Get-XplentyJobOutput '
        'Get-XplentyJobWatcher ', 'Remove-XplentyJobWatcher ', 'Add-XplentyJobWatcher ', 'Wait-RemoteJob -Service Xplenty '
        'Wait-RemoteJob -Service xplenty -Id '
    ) {
        $null = Get-XplentyJob 201
        $null = Get-XplentyJob 203
        Get-CompletionText $_ | Should -Be 203, 201
    }

    It 'offers Alma runs for <_>' -ForEach @(
        'Get-AlmaJobInstance ', 'Get-AlmaJobInstance -Id ', 'Get-AlmaJobInstance -InstanceId ', 'Get-AlmaJobEvent ', 'Get-AlmaJobMatch '
        'Save-AlmaJobFile ', 'Wait-RemoteJob -Service Alma '
    ) {
        $null = Get-AlmaJobInstance 1000000000000201
        $null = Get-AlmaJobInstance 1000000000000203
        Get-CompletionText $_ | Should -Be 1000000000000203, 1000000000000201
    }

    It 'offers Alteryx jobs for <_>' -ForEach @(
        'Get-AlteryxJob ', 'Get-AlteryxJobMessage ', 'Save-AlteryxJobOutput ', 'Wait-RemoteJob -Service Alteryx '
    ) {
        $null = Get-AlteryxJob 66f000000000000000000201
        $null = Get-AlteryxJob 66f000000000000000000203
        Get-CompletionText $_ | Should -Be "'66f000000000000000000203'", "'66f000000000000000000201'"
    }

    It 'offers unfinished jobs <how> for <line>' -ForEach @(
        @{ line = 'Stop-XplentyJob '; how = 'only'; expected = '203' }
        @{ line = 'Stop-AlteryxJob '; how = 'only'; expected = "'66f000000000000000000203'" }
        @{ line = 'Wait-RemoteJob -Service Xplenty '; how = 'first'; expected = '203', '201', '202' }
        @{ line = 'Add-XplentyJobWatcher '; how = 'first'; expected = '203', '201', '202' }
    ) {
        $null = Get-XplentyJob 203; $null = Get-XplentyJob 202; $null = Get-XplentyJob 201
        $null = Get-AlteryxJob 66f000000000000000000203; $null = Get-AlteryxJob 66f000000000000000000201
        Get-CompletionText $line | Should -Be $expected
    }

    It 'matches the start of the id or a part of the name' {
        $null = Get-XplentyJob -First 7
        Get-CompletionText 'Get-XplentyJob 20' | Should -Be 203, 206, 205, 204, 202, 201
        Get-CompletionText 'Get-XplentyJob 203' | Should -Be 203
        Get-CompletionText 'Get-XplentyJob NIGHT' | Should -Be 204
        Get-CompletionText "Get-XplentyJob 'night" | Should -Be 204
        Get-CompletionText 'Get-XplentyJob nosuch' | Should -BeNullOrEmpty
    }

    It 'offers only runs of the specified job' {
        $null = Get-AlmaJobInstance 1000000000000201; $null = Get-AlmaJobInstance 1000000000000203
        Get-CompletionText 'Get-AlmaJobInstance -JobId m203 -InstanceId ' | Should -Be 1000000000000203
        Get-CompletionText 'Get-AlmaJobEvent -JobId S201 -InstanceId ' | Should -Be 1000000000000201
    }

    It 'recognizes a cmdlet by its alias and by its module-qualified name' {
        $null = Get-XplentyJob 201; $null = Get-XplentyJob 203
        Set-Alias halt Stop-XplentyJob -Scope Global
        try { Get-CompletionText 'halt ' | Should -Be 203 }
        finally { Remove-Item alias:halt }
        Get-CompletionText 'JobStatus\Stop-XplentyJob ' | Should -Be 203
    }

    It 'offers jobs that a wait has read, before they finish' {
        Wait-RemoteJob -Service Xplenty -Id 203 -Timeout 0 -ErrorAction Ignore
        Get-CompletionText 'Stop-XplentyJob ' | Should -Be 203
    }

    It 'offers jobs that were started' {
        $id = (Start-XplentyJob 436 52).Id
        Get-CompletionText 'Stop-XplentyJob ' | Should -Be $id
    }

    It 'offers clusters that were read' {
        $null = Get-XplentyJob 203
        $offers = Get-Completion 'Start-XplentyJob 434 '
        $offers[0].CompletionText | Should -Be 52
        $offers[0].ToolTip | Should -Be sandbox-cluster
        $offers[-1].CompletionText | Should -Be New
    }

    It 'leaves PowerShell jobs to PowerShell' {
        $null = Get-XplentyJob 203
        $job = Start-Job { } -Name 'local one'
        try {
            Get-CompletionText 'Wait-Job -Name local' | Should -Be "'local one'"
            Get-CompletionText 'Wait-Job -Id ' | Should -Contain "$($job.Id)"
        }
        finally { $job | Remove-Job -Force }
    }
}

Describe 'Completion of ids with several connections' {
    BeforeEach {
        Clear-SandboxSession
        $other = Start-OtherSandbox @{ xplentyKey = 'canary-other-key' }
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name one
        Connect-Xplenty demo (ConvertTo-Secret canary-other-key) -BaseUri $other -Name two
        $null = Get-XplentyJob 201 -Connection one
        $null = Get-XplentyJob 202 -Connection two
    }

    It 'offers the ids that were read through each connection, and those of the default connection by default' {
        Get-CompletionText 'Get-XplentyJob -Connection one -Id ' | Should -Be 201
        Get-CompletionText 'Get-XplentyJob -Connection two -Id ' | Should -Be 202
        Get-CompletionText 'Get-XplentyJob ' | Should -Be 201
        $global:two = Get-JobStatusConnection two
        Get-CompletionText 'Get-XplentyJob -Connection $global:two -Id ' | Should -Be 202
        Remove-Variable two -Scope Global
        Get-CompletionText 'Get-XplentyJob -Connection three -Id ' | Should -BeNullOrEmpty
        Get-CompletionText 'Get-XplentyJob -Connection (Get-Something) -Id ' | Should -BeNullOrEmpty
    }

    It 'forgets the ids when the connection is removed or replaced' {
        Remove-JobStatusConnection two
        Get-CompletionText 'Get-XplentyJob -Connection two -Id ' | Should -BeNullOrEmpty
        Connect-Xplenty demo (ConvertTo-Secret canary-other-key) -BaseUri $other -Name one
        Get-CompletionText 'Get-XplentyJob -Connection one -Id ' | Should -BeNullOrEmpty
    }

    It 'keeps the lists of the connections separate' {
        Invoke-Sandbox POST packages @{ id = 77; name = 'Only there' } -BaseUri $other
        Wait-CompletionText 'Start-XplentyJob -Connection two only' | Should -Be 77
        Wait-CompletionText 'Start-XplentyJob -Connection one 434' | Should -Be 434
        Get-CompletionText 'Start-XplentyJob -Connection one only' | Should -BeNullOrEmpty
        Get-CompletionText 'Start-XplentyJob only' | Should -BeNullOrEmpty
    }
}

Describe 'Completion of runs that were not read through a connection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-AllServices
    }

    It 'offers the runs if no connection is specified' {
        $null = New-AlmaWebhook 7700000000000001 'By webhook' | ConvertFrom-AlmaJobInstance
        (Get-Completion 'Get-AlmaJobInstance 77').ToolTip | Should -Be 'By webhook (Running)'
        Get-CompletionText 'Get-AlmaJobInstance -Connection Default -InstanceId 77' | Should -BeNullOrEmpty
    }

    It 'keeps the two hundred most recent runs' {
        $null = 1..250 | ForEach-Object { New-AlmaWebhook "$(7800000000000000 + $_)" } | ConvertFrom-AlmaJobInstance
        Get-CompletionText 'Get-AlmaJobInstance ' | Should -Be (250..51 | ForEach-Object { "$(7800000000000000 + $_)" })
    }

    It 'quotes the id <id>' -ForEach @(
        @{ id = "it's; Remove-Item x" }, @{ id = '$(throw)' }, @{ id = '-Force' }, @{ id = '007' }, @{ id = '12e3' }, @{ id = '0x10' },
            @{ id = '2kb' }, @{ id = 'a b' }, @{ id = "`u{2018}a`u{2019}; b" }, @{ id = '@x' }, @{ id = '"' }, @{ id = '`n' },
                @{ id = 'plain-1' }
    ) {
        $name = -join (1..16 | ForEach-Object { [char] (Get-Random -Minimum 97 -Maximum 123) })
        $null = New-AlmaWebhook $id $name | ConvertFrom-AlmaJobInstance
        $text = Get-CompletionText "Get-AlmaJobInstance $name"
        $text | Should -HaveCount 1
        Get-ArgumentValue $text | Should -BeExactly $id
    }

    It 'omits an id that contains control characters or is too long' {
        $ids = "1`e[31m2", "1`n2", "1`r2", "1`u{202E}2", "1`u{2028}2", "1`0", ('9' * 300)
        $null = $ids | ForEach-Object { New-AlmaWebhook $_ 'Hiding one' } | ConvertFrom-AlmaJobInstance
        Get-CompletionText 'Get-AlmaJobInstance hiding' | Should -BeNullOrEmpty
    }

    It 'removes control characters from a name' {
        $null = New-AlmaWebhook 7900000000000001 "Evil `e[31mred`a `r`nline `u{202E}drawkcab $('x' * 10000)" | ConvertFrom-AlmaJobInstance
        $offer = Get-Completion 'Get-AlmaJobInstance 79'
        $offer.CompletionText | Should -Be 7900000000000001
        foreach ($text in $offer.ListItemText, $offer.ToolTip) {
            $text | Should -BeLike '*Evil*red*'
            $text | Should -Not -Match "[\x00-\x1F\x7F-\x9F\u202E]"
            $text.Length | Should -BeLessThan 1100
        }
    }
}
