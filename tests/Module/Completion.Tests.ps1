BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri

    function Connect-Everything {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key)
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret sandbox-secret)))
    }

    # What is offered, as the command would take it.
    function TextOf([string] $Line) { (CompletionOf $Line).CompletionText }

    # The same, as soon as something is: the service may take longer than one completion waits.
    function LaterTextOf([string] $Line) {
        for ($try = 0; $try -lt 400; $try++) {
            if ($found = TextOf $Line) { return $found }
            Start-Sleep -Milliseconds 50
        }
    }

    # The one argument that a text is in a command; $null when it is more, or does something.
    function ArgumentOf([string] $Text) {
        $errors = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput("Get-Something $Text", [ref] $null, [ref] $errors)
        $command = $tree.EndBlock.Statements[0].PipelineElements[0]
        if (-not $errors -and $tree.EndBlock.Statements.Count -eq 1 -and $command.CommandElements.Count -eq 2) {
            $command.CommandElements[1].SafeGetValue()
        }
    }

    function CountOf([string] $Path) { @(Get-SandboxRequest $Path).Count }

    # A run as a webhook tells it, which comes through no connection.
    function New-Webhook([string] $Id, [string] $Name = 'Webhook', [string] $Status = 'RUNNING', [string] $JobId = 'M1') {
        ConvertTo-Json @{ action = 'JOB_END'; job_instance = @{ id = $Id; name = $Name; status = @{ value = $Status }; job_info = @{ id = $JobId } } } -Depth 5
    }
}

AfterAll { Stop-Sandbox }

Describe 'Completion of ids that the session has seen' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Everything
    }

    It 'offers nothing, and asks nobody, where nothing was seen' {
        TextOf 'Get-XplentyJob ' | Should -BeNullOrEmpty
        TextOf 'Get-AlteryxJob -Id ' | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'offers a list in its order, across its pages, and what was seen later before it' {
        foreach ($number in 1..120) { $null = New-SandboxJob @{ service = 'xplenty'; id = "$(1000 + $number)"; durationSeconds = 0; submittedSecondsAgo = 1000 - $number } }
        $ids = (Get-XplentyJob -First 110).Id
        $ids | Should -HaveCount 110
        TextOf 'Get-XplentyJob ' | Should -Be $ids
        $null = Get-XplentyJob 202
        TextOf 'Get-XplentyJob ' | Should -Be (@('202') + @($ids -ne '202'))
        $null = Get-XplentyJob 1050
        TextOf 'Get-XplentyJob ' | Should -Be (@('1050', '202') + @($ids -notmatch '^(1050|202)$'))
    }

    It 'shows the name and the state' {
        $null = Get-XplentyJob 203
        $offer = CompletionOf 'Get-XplentyJob '
        $offer.ListItemText | Should -Be '203 Clicks to warehouse'
        $offer.ToolTip | Should -Be 'Clicks to warehouse (Running)'
    }

    It 'knows the state that was seen last' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '900'; durationSeconds = 3600 }
        $null = Get-XplentyJob 900
        TextOf 'Stop-XplentyJob ' | Should -Be 900
        $null = New-SandboxJob @{ service = 'xplenty'; id = '900'; durationSeconds = 0; outcome = 'failed' }
        $null = Get-XplentyJob 900
        TextOf 'Stop-XplentyJob ' | Should -BeNullOrEmpty
        (CompletionOf 'Get-XplentyJob ').ToolTip | Should -BeLike '*(Failed)'
    }

    It 'offers to <_>' -ForEach @(
        'Get-XplentyJob ', 'Get-XplentyJob -Id ', 'Get-XplentyJob -Id 202, ', 'Get-XplentyJob -ParentId ', 'Get-XplentyJobLog ', 'Get-XplentyJobVariable ', 'Get-XplentyJobOutput '
        'Get-XplentyJobWatcher ', 'Remove-XplentyJobWatcher ', 'Add-XplentyJobWatcher ', 'Wait-RemoteJob -Service Xplenty ', 'Wait-RemoteJob -Service xplenty -Id '
    ) {
        $null = Get-XplentyJob 201
        $null = Get-XplentyJob 203
        TextOf $_ | Should -Be 203, 201
    }

    It 'offers runs of Alma to <_>' -ForEach 'Get-AlmaJobInstance ', 'Get-AlmaJobInstance -Id ', 'Get-AlmaJobInstance -InstanceId ', 'Get-AlmaJobEvent ', 'Get-AlmaJobMatch ', 'Save-AlmaJobFile ', 'Wait-RemoteJob -Service Alma ' {
        $null = Get-AlmaJobInstance 1000000000000201
        $null = Get-AlmaJobInstance 1000000000000203
        TextOf $_ | Should -Be 1000000000000203, 1000000000000201
    }

    It 'offers jobs of Alteryx to <_>' -ForEach 'Get-AlteryxJob ', 'Get-AlteryxJobMessage ', 'Save-AlteryxJobOutput ', 'Wait-RemoteJob -Service Alteryx ' {
        $null = Get-AlteryxJob 66f000000000000000000201
        $null = Get-AlteryxJob 66f000000000000000000203
        TextOf $_ | Should -Be "'66f000000000000000000203'", "'66f000000000000000000201'"
    }

    It 'offers to <line> what has not ended <how>' -ForEach @(
        @{ line = 'Stop-XplentyJob '; how = 'alone'; expected = '203' }
        @{ line = 'Stop-AlteryxJob '; how = 'alone'; expected = "'66f000000000000000000203'" }
        @{ line = 'Wait-RemoteJob -Service Xplenty '; how = 'first'; expected = '203', '201', '202' }
        @{ line = 'Add-XplentyJobWatcher '; how = 'first'; expected = '203', '201', '202' }
    ) {
        $null = Get-XplentyJob 203; $null = Get-XplentyJob 202; $null = Get-XplentyJob 201
        $null = Get-AlteryxJob 66f000000000000000000203; $null = Get-AlteryxJob 66f000000000000000000201
        TextOf $line | Should -Be $expected
    }

    It 'finds by the start of the id, and by a part of the name' {
        $null = Get-XplentyJob -First 7
        TextOf 'Get-XplentyJob 20' | Should -Be 203, 206, 205, 204, 202, 201
        TextOf 'Get-XplentyJob 203' | Should -Be 203
        TextOf 'Get-XplentyJob NIGHT' | Should -Be 204
        TextOf "Get-XplentyJob 'night" | Should -Be 204
        TextOf 'Get-XplentyJob nosuch' | Should -BeNullOrEmpty
    }

    It 'offers only the runs of the job that is named' {
        $null = Get-AlmaJobInstance 1000000000000201; $null = Get-AlmaJobInstance 1000000000000203
        TextOf 'Get-AlmaJobInstance -JobId m203 -InstanceId ' | Should -Be 1000000000000203
        TextOf 'Get-AlmaJobEvent -JobId S201 -InstanceId ' | Should -Be 1000000000000201
    }

    It 'knows a command by its alias, and by its module' {
        $null = Get-XplentyJob 201; $null = Get-XplentyJob 203
        Set-Alias halt Stop-XplentyJob -Scope Global
        try { TextOf 'halt ' | Should -Be 203 }
        finally { Remove-Item alias:halt }
        TextOf 'JobStatus\Stop-XplentyJob ' | Should -Be 203
    }

    It 'knows runs that a wait saw, before they ended' {
        Wait-RemoteJob -Service Xplenty -Id 203 -Timeout 0 -ErrorAction Ignore
        TextOf 'Stop-XplentyJob ' | Should -Be 203
    }

    It 'knows runs that were started' {
        $id = (Start-XplentyJob 436 52).Id
        TextOf 'Stop-XplentyJob ' | Should -Be $id
    }

    It 'offers the clusters that were seen' {
        $null = Get-XplentyJob 203
        $offer = CompletionOf 'Start-XplentyJob 434 '
        $offer.CompletionText | Should -Be 52
        $offer.ToolTip | Should -Be sandbox-cluster
    }

    It 'leaves the jobs of PowerShell to PowerShell' {
        $null = Get-XplentyJob 203
        $job = Start-Job { } -Name 'local one'
        try {
            TextOf 'Wait-Job -Name local' | Should -Be "'local one'"
            TextOf 'Wait-Job -Id ' | Should -Contain "$($job.Id)"
        }
        finally { $job | Remove-Job -Force }
    }
}

Describe 'Completion of ids and several tenants' {
    BeforeEach {
        Clear-SandboxSession
        $other = Start-OtherSandbox @{ xplentyKey = 'canary-other-key' }
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name one
        Connect-Xplenty demo (ConvertTo-Secret canary-other-key) -BaseUri $other -Name two
        $null = Get-XplentyJob 201 -Connection one
        $null = Get-XplentyJob 202 -Connection two
    }

    It 'offers to each what was seen through it, and without a name that of the default' {
        TextOf 'Get-XplentyJob -Connection one -Id ' | Should -Be 201
        TextOf 'Get-XplentyJob -Connection two -Id ' | Should -Be 202
        TextOf 'Get-XplentyJob ' | Should -Be 201
        $global:two = Get-JobStatusConnection two
        TextOf 'Get-XplentyJob -Connection $global:two -Id ' | Should -Be 202
        Remove-Variable two -Scope Global
        TextOf 'Get-XplentyJob -Connection three -Id ' | Should -BeNullOrEmpty
        TextOf 'Get-XplentyJob -Connection (Get-Something) -Id ' | Should -BeNullOrEmpty
    }

    It 'forgets them with the connection, and when another takes its name' {
        Remove-JobStatusConnection two
        TextOf 'Get-XplentyJob -Connection two -Id ' | Should -BeNullOrEmpty
        Connect-Xplenty demo (ConvertTo-Secret canary-other-key) -BaseUri $other -Name one
        TextOf 'Get-XplentyJob -Connection one -Id ' | Should -BeNullOrEmpty
    }

    It 'keeps their answers apart' {
        Invoke-Sandbox POST packages @{ id = 77; name = 'Only there' } -BaseUri $other
        LaterTextOf 'Start-XplentyJob -Connection two only' | Should -Be 77
        LaterTextOf 'Start-XplentyJob -Connection one 434' | Should -Be 434
        TextOf 'Start-XplentyJob -Connection one only' | Should -BeNullOrEmpty
        TextOf 'Start-XplentyJob only' | Should -BeNullOrEmpty
    }
}

Describe 'Completion of runs that came through no connection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Everything
    }

    It 'offers them where no connection is named' {
        $null = New-Webhook 7700000000000001 'By webhook' | ConvertFrom-AlmaJobInstance
        (CompletionOf 'Get-AlmaJobInstance 77').ToolTip | Should -Be 'By webhook (Running)'
        TextOf 'Get-AlmaJobInstance -Connection Default -InstanceId 77' | Should -BeNullOrEmpty
    }

    It 'keeps the last two hundred' {
        $null = 1..250 | ForEach-Object { New-Webhook "$(7800000000000000 + $_)" } | ConvertFrom-AlmaJobInstance
        TextOf 'Get-AlmaJobInstance ' | Should -Be (250..51 | ForEach-Object { "$(7800000000000000 + $_)" })
    }

    It 'quotes an id that needs it: <id>' -ForEach @(
        @{ id = "it's; Remove-Item x" }, @{ id = '$(throw)' }, @{ id = '-Force' }, @{ id = '007' }, @{ id = '12e3' }, @{ id = '0x10' }, @{ id = '2kb' }, @{ id = 'a b' }, @{ id = "`u{2018}a`u{2019}; b" }, @{ id = '@x' }, @{ id = '"' }, @{ id = '`n' }, @{ id = 'plain-1' }
    ) {
        $name = -join (1..16 | ForEach-Object { [char] (Get-Random -Minimum 97 -Maximum 123) })
        $null = New-Webhook $id $name | ConvertFrom-AlmaJobInstance
        $text = TextOf "Get-AlmaJobInstance $name"
        $text | Should -HaveCount 1
        ArgumentOf $text | Should -BeExactly $id
    }

    It 'does not offer an id that hides something' {
        $ids = "1`e[31m2", "1`n2", "1`r2", "1`u{202E}2", "1`u{2028}2", "1`0", ('9' * 300)
        $null = $ids | ForEach-Object { New-Webhook $_ 'Hiding one' } | ConvertFrom-AlmaJobInstance
        TextOf 'Get-AlmaJobInstance hiding' | Should -BeNullOrEmpty
    }

    It 'shows a name harmless' {
        $null = New-Webhook 7900000000000001 "Evil `e[31mred`a `r`nline `u{202E}drawkcab $('x' * 10000)" | ConvertFrom-AlmaJobInstance
        $offer = CompletionOf 'Get-AlmaJobInstance 79'
        $offer.CompletionText | Should -Be 7900000000000001
        foreach ($text in $offer.ListItemText, $offer.ToolTip) {
            $text | Should -BeLike '*Evil*red*'
            $text | Should -Not -Match "[\x00-\x1F\x7F-\x9F\u202E]"
            $text.Length | Should -BeLessThan 1100
        }
    }
}

Describe 'Completion of what the service has' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Everything
    }

    It 'offers to <line>: <expected>' -ForEach @(
        @{ line = 'Get-AlmaJob -JobId '; expected = 'M50173', 'S201', 'M202', 'M203', 'S204', 'S205', 'O206', 'M207' }
        @{ line = 'Get-AlmaJob S20'; expected = 'S201', 'S204', 'S205' }
        @{ line = 'Get-AlmaJob users'; expected = 'S204' }
        @{ line = 'Start-AlmaJob M20'; expected = 'M202', 'M203', 'M207' }
        @{ line = 'Get-AlmaJobInstance -JobId O2'; expected = 'O206' }
        @{ line = 'Get-AlmaJobEvent 1 -JobId O2'; expected = 'O206' }
        @{ line = 'Save-AlmaJobFile 1 -JobId O2'; expected = 'O206' }
        @{ line = 'Get-AlmaJob -Name me'; expected = "'Metadata Import'" }
        @{ line = "Get-AlmaJob -Name 'Index M"; expected = "'Index Maintenance'" }
        @{ line = 'Get-AlmaJob -Category '; expected = 'IMPORT', 'REPOSITORY', 'RESEARCH_ASSETS', 'USERS' }
        @{ line = 'Start-XplentyJob '; expected = '436', '435', '437', '434' }
        @{ line = 'Start-XplentyJob -PackageId orders'; expected = '434' }
        @{ line = 'Get-XplentyJob -PackageId cust'; expected = '435' }
        @{ line = 'Get-XplentyJobOutput 201 '; expected = '2011' }
        @{ line = 'Start-AlteryxJob monthly'; expected = "'66f00000000000000000a001'" }
        @{ line = 'Get-AlteryxJob -WorkflowId pay'; expected = "'66f00000000000000000a004'" }
        @{ line = 'Get-AlteryxWorkflowQuestion 66f00000000000000000a003'; expected = "'66f00000000000000000a003'" }
        @{ line = 'Get-AlteryxWorkflow '; expected = "'Monthly report'", "'Weekly report'", "'Daily report'", 'Payroll' }
        @{ line = 'Save-AlteryxJobOutput 66f000000000000000000201 -Output '; expected = 'report.yxdb' }
    ) {
        LaterTextOf $line | Sort-Object | Should -Be ($expected | Sort-Object)
        # One request, and Alteryx's for its token; the next Tab asks nobody.
        $asked = @(Get-SandboxRequest | Where-Object path -NotLike '*/oauth2/*')
        $asked | Should -HaveCount 1
        $asked.method | Should -Be GET
        $null = TextOf $line
        CountOf '*' | Should -Be @(Get-SandboxRequest).Count
        @(Get-SandboxRequest | Where-Object path -NotLike '*/oauth2/*') | Should -HaveCount 1
    }

    It 'shows the names' {
        $null = LaterTextOf 'Get-AlmaJob '
        $offer = CompletionOf 'Get-AlmaJob M202'
        $offer.ListItemText | Should -Be 'M202 Export Physical Items'
        $offer.ToolTip | Should -Be 'Export Physical Items'
        (CompletionOf 'Get-AlmaJob -Name Export').ToolTip | Should -Be M202
        (CompletionOf 'Get-AlmaJob -Category USERS').ToolTip | Should -Be Users
    }

    It 'offers what the session has seen first' {
        $null = Get-AlmaJobInstance 1000000000000203
        $null = Get-AlmaJob O206
        $null = LaterTextOf 'Get-AlmaJob M5'
        TextOf 'Get-AlmaJob -JobId ' | Should -Be O206, M203, M50173, S201, M202, S204, S205, M207
    }

    It 'offers the questions of a workflow, to be answered' {
        $offers = LaterTextOf 'Start-AlteryxJob 66f00000000000000000a002 -Question '
        $offers | Should -HaveCount 3
        $all = ArgumentOf $offers[0]
        $all.Keys | Sort-Object | Should -Be Customer, Region
        $all.Customer | Should -Be all
        (ArgumentOf $offers[2]).Keys | Should -Be Region
        (CompletionOf 'Start-AlteryxJob 66f00000000000000000a002 re').ToolTip | Should -Be 'Which regions?: North, South'
        TextOf 'Start-AlteryxJob -Question ' | Should -BeNullOrEmpty
        TextOf 'Start-AlteryxJob 66f00000000000000000a001 -Question ' | Should -BeNullOrEmpty
    }

    It 'offers the parameters of a job of Alma, to be filled in' {
        $offers = LaterTextOf 'Start-AlmaJob M202 '
        (ArgumentOf $offers[0]).Keys | Sort-Object | Should -Be comment, file_format, set_id
        (ArgumentOf $offers[0]).file_format | Should -Be XML
        (CompletionOf 'Start-AlmaJob M202 -Parameter set').ToolTip | Should -Be 'The set to export'
    }

    It 'asks with what the environment variables say, where there is no connection' {
        Clear-SandboxSession
        Set-SandboxEnvironment
        LaterTextOf 'Get-AlmaJob M5' | Should -Be M50173
    }

    It 'asks nobody, and makes no connection, where there is none' {
        Clear-SandboxSession
        foreach ($line in 'Get-AlmaJob ', 'Start-XplentyJob ', 'Start-AlteryxJob ', 'Get-AlteryxWorkflow ', 'Start-AlmaJob M202 ', 'Get-XplentyJobOutput 201 ') { TextOf $line | Should -BeNullOrEmpty }
        Get-JobStatusConnection | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}

Describe 'Completion from a service in trouble' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Everything
        $global:Error.Clear()
    }

    It 'offers what it knows while the service does not answer, and the rest once it did, for one request' {
        $null = Get-AlmaJobInstance 1000000000000203
        $fault = Add-SandboxFault @{ path = '/almaws/v1/conf/jobs'; kind = 'hang'; count = -1 }
        foreach ($time in 1..3) { TextOf 'Get-AlmaJob -JobId ' | Should -Be M203 }
        Invoke-Sandbox DELETE "faults/$($fault.id)"
        LaterTextOf 'Get-AlmaJob -JobId M5' | Should -Be M50173
        TextOf 'Get-AlmaJob -JobId ' | Should -HaveCount 8
        @(Get-SandboxRequest /almaws/v1/conf/jobs | Where-Object path -NotLike '*/instances/*') | Should -HaveCount 1
        $global:Error | Should -HaveCount 0
    }

    It 'asks once, and says nothing, when the answer is <what>' -ForEach @(
        @{ what = 'a server error'; fault = @{ kind = 'status'; status = 503 } }
        @{ what = 'a limit'; fault = @{ kind = 'status'; status = 429 } }
        @{ what = 'a reset'; fault = @{ kind = 'reset' } }
        @{ what = 'no JSON'; fault = @{ kind = 'body'; body = '<html>'; contentType = 'text/html' } }
        @{ what = 'other JSON'; fault = @{ kind = 'body'; body = '{"a":1}'; contentType = 'application/json' } }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/demo/api/packages'; count = -1 })
        foreach ($time in 1..3) { TextOf 'Start-XplentyJob ' 2>&1 3>&1 4>&1 5>&1 6>&1 | Should -BeNullOrEmpty }
        $null = Wait-SandboxRequest /demo/api/packages
        CountOf /demo/api/packages | Should -Be 1
        $global:Error | Should -HaveCount 0
    }

    It 'says nothing of a key that is refused, and shows it nowhere' {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret canary-bad-key)
        Connect-Xplenty demo (ConvertTo-Secret canary-bad-key) -BaseUri $sandbox
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret canary-bad-key)))
        $VerbosePreference = $DebugPreference = 'Continue'
        $shown = foreach ($line in 'Get-AlmaJob ', 'Start-XplentyJob ', 'Start-AlteryxJob ', 'Get-JobStatusConnection ', 'Get-AlmaJob -Connection ') { CompletionOf $line *>&1 | Format-List * -Force | Out-String }
        $VerbosePreference = $DebugPreference = 'SilentlyContinue'
        "$shown" | Should -Match '127\.0\.0\.1'
        "$shown" | Should -Not -Match 'canary|CANARY'
        $global:Error | Should -HaveCount 0
    }

    It 'says nothing of a server that is not there' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        Connect-Alma -BaseUri "http://127.0.0.1:$port" -ApiKey (ConvertTo-Secret any)
        TextOf 'Get-AlmaJob ' | Should -BeNullOrEmpty
        $global:Error | Should -HaveCount 0
    }

    It 'asks nobody while the service wants to be left alone' {
        # A key of its own: what the service asks for holds for all connections with the key.
        Set-SandboxSetting @{ xplentyKey = 'canary-quiet-key' }
        Connect-Xplenty demo (ConvertTo-Secret canary-quiet-key) -BaseUri $sandbox -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 429; headers = @{ 'Retry-After' = '600' } }
        Get-XplentyJob -First 1 -ErrorAction Ignore
        TextOf 'Start-XplentyJob ' | Should -BeNullOrEmpty
        TextOf 'Get-XplentyJobOutput 201 ' | Should -BeNullOrEmpty
        @(Get-SandboxRequest).path | Should -Be /demo/api/jobs
    }

    It 'does not hold up the removal of the module, or the end of the process' {
        Set-SandboxEnvironment
        $null = Add-SandboxFault @{ path = '/demo/api/packages'; kind = 'hang'; count = -1 }
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = TabExpansion2 'Start-XplentyJob ' 17
            Remove-Module JobStatus
            'removed'
        } | Should -Be removed
        # It went away while its request was still held.
        (Wait-SandboxRequest /demo/api/packages { $_.status -eq 499 }).status | Should -Be 499
    }
}

Describe 'Completion of hostile names from a service' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Everything
    }

    It 'offers a name so that it means itself: <name>' -ForEach @(
        @{ name = "it's; Remove-Item x" }, @{ name = '$(throw "run")' }, @{ name = '[a-z]* `? "quoted"' }, @{ name = "`u{2019}; throw `u{2018}" }, @{ name = '-Force' }, @{ name = 'Köln 一' }
    ) {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; name = $name }
        $null = LaterTextOf 'Get-AlmaJob M900'
        $text = @((CompletionOf 'Get-AlmaJob -Name ') | Where-Object ToolTip -EQ M900).CompletionText
        $text | Should -HaveCount 1
        [WildcardPattern]::Unescape((ArgumentOf $text)) | Should -BeExactly $name
        (Invoke-Expression "Get-AlmaJob -Name $text").JobId | Should -Be M900

        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; name = $name; questions = @(@{ name = $name; value = $name }) }
        $null = LaterTextOf 'Start-AlteryxJob w900'
        $text = @((CompletionOf 'Get-AlteryxWorkflow ') | Where-Object ToolTip -EQ w900).CompletionText
        (Invoke-Expression "Get-AlteryxWorkflow $text").WorkflowId | Should -Be w900
        $template = ArgumentOf (LaterTextOf 'Start-AlteryxJob w900 ')
        @($template.Keys) | Should -BeExactly $name
        $template[$name] | Should -BeExactly $name
    }

    It 'does not offer a name that hides something, and shows it harmless beside the id' {
        $name = "Evil `e[31mred`n`u{202E}drawkcab"
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; name = $name; parameters = @(@{ name = $name; default = $name }, @{ name = 'good'; default = $name }) }
        $null = LaterTextOf 'Get-AlmaJob M900'
        $offer = CompletionOf 'Get-AlmaJob M900'
        $offer.CompletionText | Should -Be M900
        $offer.ToolTip + $offer.ListItemText | Should -Not -Match "[\x00-\x1F\x7F-\x9F\u202E]"
        (CompletionOf 'Get-AlmaJob -Name ').ToolTip | Should -Not -Contain M900
        LaterTextOf 'Start-AlmaJob M900 ' | Should -Be "@{ 'good' = '' }"
    }
}

Describe 'Completion of connections and services' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Everything
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name 'test [1]'
    }

    It 'offers to <line>: <expected>' -ForEach @(
        @{ line = 'Connect-Xplenty demo -Name '; expected = 'Default', "'test [1]'" }
        @{ line = 'Get-XplentyJob 1 -Connection t'; expected = , "'test [1]'" }
        @{ line = 'Wait-RemoteJob -Service Xplenty -Id 1 -Connection '; expected = 'Default', "'test [1]'" }
        @{ line = 'Wait-RemoteJob -Service Alma -Id 1 -Connection '; expected = , 'Default' }
        @{ line = 'Get-JobStatusConnection -Service Alma, Alteryx -Name '; expected = 'Default', 'Default' }
        @{ line = 'Wait-RemoteJob -Service '; expected = 'Alma', 'Alteryx', 'Xplenty' }
    ) {
        TextOf $line | Should -Be $expected
    }

    It 'offers a name to a parameter with wildcards so that it means itself' {
        $text = TextOf 'Remove-JobStatusConnection test'
        (Invoke-Expression "Get-JobStatusConnection $text").Name | Should -Be 'test [1]'
    }

    It 'does not offer a name that hides something' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name "test`e[31m"
        TextOf 'Get-JobStatusConnection test' | Should -HaveCount 1
    }
}

Describe 'Completion without a need to ask' {
    It 'loads nothing of the services' {
        Invoke-FreshPowerShell {
            Get-ChildItem env: | Where-Object Name -Match '^(ALMA|XPLENTY|ALTERYX)_' | Remove-Item
            Import-Module $env:JOBSTATUS_TEST_MODULE
            foreach ($line in 'Get-XplentyJob ', 'Stop-AlteryxJob ', 'Get-AlmaJob ', 'Get-AlmaJob -Name ', 'Get-AlmaJob -Category ', 'Start-AlmaJob M1 ', 'Start-XplentyJob ', 'Start-XplentyJob 1 ', 'Get-XplentyJobOutput 1 ', 'Start-AlteryxJob x -Question ', 'Save-AlteryxJobOutput x -Output ', 'Save-AlteryxJobOutput x -Format ', 'Wait-RemoteJob -Service ', 'Wait-RemoteJob -Service Alma ', 'Get-JobStatusConnection ') { $null = TabExpansion2 $line $line.Length }
            ([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^JobStatus') | Sort-Object
            "errors: $($Error.Count)"
        } | Should -Be JobStatus, JobStatus.Model, 'errors: 0'
    }
}
