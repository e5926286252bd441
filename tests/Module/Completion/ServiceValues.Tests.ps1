BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot CompletionSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'Completion of values that the service lists' {
    BeforeEach {
        Clear-SandboxSession
        Connect-AllServices
    }

    It 'completes <line> with <expected>' -ForEach @(
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
        @{ line = 'Get-AlmaSet act'; expected = '6543210000000561' }
        @{ line = 'Get-AlmaSet -Name act'; expected = "'Active users'" }
        @{ line = 'Start-XplentyJob '; expected = '436', '435', '437', '434' }
        @{ line = 'Start-XplentyJob -PackageId orders'; expected = '434' }
        @{ line = 'Get-XplentyJob -PackageId cust'; expected = '435' }
        @{ line = 'Get-XplentyPackage cust'; expected = '435' }
        @{ line = 'Get-XplentyPackage -Name cust'; expected = "'Customers to warehouse'" }
        @{ line = 'Get-XplentySchedule '; expected = '71', '72', '73' }
        @{ line = 'Disable-XplentySchedule week'; expected = '72' }
        @{ line = 'Get-XplentySchedule -Name pau'; expected = "'Paused clicks'" }
        @{ line = 'Start-XplentyJob -Package ord'; expected = "'Orders to warehouse'" }
        @{ line = 'Get-XplentyJobOutput 201 '; expected = '2011' }
        @{ line = 'Start-XplentyJob 434 '; expected = '52', '53', 'New' }
        @{ line = 'Start-XplentyJob -Package x -Cluster ne'; expected = 'New' }
        @{ line = 'Wait-XplentyCluster sand'; expected = '52', '53' }
        @{ line = 'Get-XplentyCluster -Name sandbox-cluster-'; expected = 'sandbox-cluster-53' }
        @{ line = 'Start-AlteryxJob monthly'; expected = "'66f00000000000000000a001'" }
        @{ line = 'Get-AlteryxJob -WorkflowId pay'; expected = "'66f00000000000000000a004'" }
        @{ line = 'Get-AlteryxWorkflowQuestion 66f00000000000000000a003'; expected = "'66f00000000000000000a003'" }
        @{ line = 'Get-AlteryxWorkflow -Id '; expected = 1..4 | ForEach-Object { "'66f00000000000000000a00$_'" } }
        @{ line = 'Get-AlteryxWorkflow '; expected = "'Monthly report'", "'Weekly report'", "'Daily report'", 'Payroll' }
        @{ line = 'Start-AlteryxJob -Workflow we'; expected = "'Weekly report'" }
        @{ line = 'Start-AlteryxJob a -CredentialId pay'; expected = "'66f00000000000000000d002'" }
        @{ line = 'Get-AlteryxSchedule monthly'; expected = "'66f00000000000000000b001'" }
        @{ line = 'Get-AlteryxSchedule -WorkflowId pay'; expected = "'66f00000000000000000a004'" }
        @{ line = 'Get-AlteryxSchedule -Name week'; expected = "'Weekly report on Monday'" }
        @{ line = 'Enable-AlteryxSchedule daily'; expected = "'66f00000000000000000b003'" }
        @{ line = 'Disable-AlteryxSchedule weekly'; expected = "'66f00000000000000000b002'" }
        @{ line = 'Save-AlteryxJobOutput 66f000000000000000000201 -Output '; expected = 'report.yxdb' }
    ) {
        Wait-CompletionText $line | Sort-Object | Should -Be ($expected | Sort-Object)
        # The first completion sends one request, besides the token request of Alteryx. The second one sends none.
        $asked = @(Get-SandboxRequest | Where-Object path -NotLike '*/oauth2/*')
        $asked | Should -HaveCount 1
        $asked.method | Should -Be GET
        $null = Get-CompletionText $line
        @(Get-SandboxRequest '*').Count | Should -Be @(Get-SandboxRequest).Count
        @(Get-SandboxRequest | Where-Object path -NotLike '*/oauth2/*') | Should -HaveCount 1
    }

    It 'shows the names' {
        $null = Wait-CompletionText 'Get-AlmaJob '
        $offer = Get-Completion 'Get-AlmaJob M202'
        $offer.ListItemText | Should -Be 'M202 Export Physical Items'
        $offer.ToolTip | Should -Be 'Export Physical Items'
        (Get-Completion 'Get-AlmaJob -Name Export').ToolTip | Should -Be M202
        (Get-Completion 'Get-AlmaJob -Category USERS').ToolTip | Should -Be Users
    }

    It 'offers first what the session has read' {
        $null = Get-AlmaJobInstance 1000000000000203
        $null = Get-AlmaJob O206
        $null = Wait-CompletionText 'Get-AlmaJob M5'
        Get-CompletionText 'Get-AlmaJob -JobId ' | Should -Be O206, M203, M50173, S201, M202, S204, S205, M207
    }

    It 'offers the questions of a workflow as a template' {
        $offers = Wait-CompletionText 'Start-AlteryxJob 66f00000000000000000a002 -Question '
        $offers | Should -HaveCount 3
        $all = Get-ArgumentValue $offers[0]
        $all.Keys | Sort-Object | Should -Be Customer, Region
        $all.Customer | Should -Be all
        (Get-ArgumentValue $offers[2]).Keys | Should -Be Region
        (Get-Completion 'Start-AlteryxJob 66f00000000000000000a002 re').ToolTip | Should -Be 'Which regions?: North, South'
        Get-CompletionText 'Start-AlteryxJob -Question ' | Should -BeNullOrEmpty
        Get-CompletionText 'Start-AlteryxJob 66f00000000000000000a001 -Question ' | Should -BeNullOrEmpty
    }

    It 'offers the parameters of an Alma job as a template' {
        $offers = Wait-CompletionText 'Start-AlmaJob M202 '
        (Get-ArgumentValue $offers[0]).Keys | Sort-Object | Should -Be comment, file_format, set_id
        (Get-ArgumentValue $offers[0]).file_format | Should -Be XML
        (Get-Completion 'Start-AlmaJob M202 -Parameter set').ToolTip | Should -Be 'The set to export'
    }

    It 'uses the environment variables if there is no connection' {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Wait-CompletionText 'Get-AlmaJob M5' | Should -Be M50173
    }

    It 'sends nothing and creates no connection if there is none' {
        Clear-SandboxSession
        $lines = @(
            'Get-AlmaJob ', 'Start-XplentyJob ', 'Start-AlteryxJob ', 'Get-AlteryxWorkflow ', 'Start-AlmaJob M202 ',
                'Get-XplentyJobOutput 201 '
        )
        foreach ($line in $lines) {
            Get-CompletionText $line | Should -BeNullOrEmpty
        }
        Get-JobStatusConnection | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}

Describe 'Completion during a fault of the service' {
    BeforeEach {
        Clear-SandboxSession
        Connect-AllServices
        $global:Error.Clear()
    }

    It 'offers known ids until the service responds, and then all values of a single request' {
        $null = Get-AlmaJobInstance 1000000000000203
        $fault = Add-SandboxFault @{ path = '/almaws/v1/conf/jobs'; kind = 'hang'; count = -1 }
        foreach ($time in 1..3) { Get-CompletionText 'Get-AlmaJob -JobId ' | Should -Be M203 }
        Invoke-Sandbox DELETE "faults/$($fault.id)"
        Wait-CompletionText 'Get-AlmaJob -JobId M5' | Should -Be M50173
        Get-CompletionText 'Get-AlmaJob -JobId ' | Should -HaveCount 8
        @(Get-SandboxRequest /almaws/v1/conf/jobs | Where-Object path -NotLike '*/instances/*') | Should -HaveCount 1
        $global:Error | Should -HaveCount 0
    }

    It 'sends one request and writes no error if the response is <what>' -ForEach @(
        @{ what = 'HTTP status 503'; fault = @{ kind = 'status'; status = 503 } }
        @{ what = 'HTTP status 429'; fault = @{ kind = 'status'; status = 429 } }
        @{ what = 'a reset connection'; fault = @{ kind = 'reset' } }
        @{ what = 'not JSON'; fault = @{ kind = 'body'; body = '<html>'; contentType = 'text/html' } }
        @{ what = 'unexpected JSON'; fault = @{ kind = 'body'; body = '{"a":1}'; contentType = 'application/json' } }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/demo/api/packages'; count = -1 })
        foreach ($time in 1..3) { Get-CompletionText 'Start-XplentyJob ' 2>&1 3>&1 4>&1 5>&1 6>&1 | Should -BeNullOrEmpty }
        $null = Wait-SandboxRequest /demo/api/packages
        @(Get-SandboxRequest /demo/api/packages).Count | Should -Be 1
        $global:Error | Should -HaveCount 0
    }

    It 'writes no error for a rejected key, and shows the key nowhere' {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret canary-bad-key)
        Connect-Xplenty demo (ConvertTo-Secret canary-bad-key) -BaseUri $sandbox
        Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential canary-bad-key)
        $VerbosePreference = $DebugPreference = 'Continue'
        $lines = 'Get-AlmaJob ', 'Start-XplentyJob ', 'Start-AlteryxJob ', 'Get-JobStatusConnection ', 'Get-AlmaJob -Connection '
        $shown = foreach ($line in $lines) {
            Get-Completion $line *>&1 | Format-List * -Force | Out-String
        }
        $VerbosePreference = $DebugPreference = 'SilentlyContinue'
        "$shown" | Should -Match '127\.0\.0\.1'
        "$shown" | Should -Not -Match 'canary|CANARY'
        $global:Error | Should -HaveCount 0
    }

    It 'writes no error if the server does not exist' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        Connect-Alma -BaseUri "http://127.0.0.1:$port" -ApiKey (ConvertTo-Secret any)
        Get-CompletionText 'Get-AlmaJob ' | Should -BeNullOrEmpty
        $global:Error | Should -HaveCount 0
    }

    It 'sends nothing during the time that Retry-After specifies' {
        # Connections with the same key share Retry-After, so this test uses a key that no other test uses.
        Set-SandboxSetting @{ xplentyKey = 'canary-quiet-key' }
        Connect-Xplenty demo (ConvertTo-Secret canary-quiet-key) -BaseUri $sandbox -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 429; headers = @{ 'Retry-After' = '600' } }
        Get-XplentyJob -First 1 -ErrorAction Ignore
        Get-CompletionText 'Start-XplentyJob ' | Should -BeNullOrEmpty
        Get-CompletionText 'Get-XplentyJobOutput 201 ' | Should -BeNullOrEmpty
        @(Get-SandboxRequest).path | Should -Be /demo/api/jobs
    }

    It 'does not delay the removal of the module or the exit of the process' {
        Set-SandboxEnvironment
        $null = Add-SandboxFault @{ path = '/demo/api/packages'; kind = 'hang'; count = -1 }
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = TabExpansion2 'Start-XplentyJob ' 17
            Remove-Module JobStatus
            'removed'
        } | Should -Be removed
        # The process exited although its request had no response.
        (Wait-SandboxRequest /demo/api/packages { $_.status -eq 499 }).status | Should -Be 499
    }
}

Describe 'Completion of hostile names from a service' {
    BeforeEach {
        Clear-SandboxSession
        Connect-AllServices
    }

    It 'quotes the name <name>' -ForEach @(
        @{ name = "it's; Remove-Item x" }, @{ name = '$(throw "run")' }, @{ name = '[a-z]* `? "quoted"' },
            @{ name = "`u{2019}; throw `u{2018}" }, @{ name = '-Force' }, @{ name = 'Köln 一' }
    ) {
        $null = Invoke-Sandbox POST definitions @{ id = 'M900'; name = $name }
        $null = Wait-CompletionText 'Get-AlmaJob M900'
        $text = @((Get-Completion 'Get-AlmaJob -Name ') | Where-Object ToolTip -EQ M900).CompletionText
        $text | Should -HaveCount 1
        [WildcardPattern]::Unescape((Get-ArgumentValue $text)) | Should -BeExactly $name
        (Invoke-Expression "Get-AlmaJob -Name $text").JobId | Should -Be M900

        $null = Invoke-Sandbox POST workflows @{ id = 'w900'; name = $name; questions = @(@{ name = $name; value = $name }) }
        $null = Wait-CompletionText 'Start-AlteryxJob w900'
        $text = @((Get-Completion 'Get-AlteryxWorkflow ') | Where-Object ToolTip -EQ w900).CompletionText
        (Invoke-Expression "Get-AlteryxWorkflow $text").WorkflowId | Should -Be w900
        $template = Get-ArgumentValue (Wait-CompletionText 'Start-AlteryxJob w900 ')
        @($template.Keys) | Should -BeExactly $name
        $template[$name] | Should -BeExactly $name
    }

    It 'omits a name that contains control characters, and removes them from the text beside the id' {
        $name = "Evil `e[31mred`n`u{202E}drawkcab"
        $null = Invoke-Sandbox POST definitions @{
            id = 'M900'; name = $name
            parameters = @(@{ name = $name; default = $name }, @{ name = 'good'; default = $name })
        }
        $null = Wait-CompletionText 'Get-AlmaJob M900'
        $offer = Get-Completion 'Get-AlmaJob M900'
        $offer.CompletionText | Should -Be M900
        $offer.ToolTip + $offer.ListItemText | Should -Not -Match "[\x00-\x1F\x7F-\x9F\u202E]"
        (Get-Completion 'Get-AlmaJob -Name ').ToolTip | Should -Not -Contain M900
        Wait-CompletionText 'Start-AlmaJob M900 ' | Should -Be "@{ 'good' = '' }"
    }
}

Describe 'Completion that needs no request' {
    It 'does not load the services assembly' {
        Invoke-FreshPowerShell {
            Get-ChildItem env: | Where-Object Name -Match '^(ALMA|XPLENTY|ALTERYX)_' | Remove-Item
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $lines = @(
                'Get-XplentyJob ', 'Stop-AlteryxJob ', 'Get-AlmaJob ', 'Get-AlmaJob -Name ', 'Get-AlmaJob -Category ', 'Start-AlmaJob M1 '
                'Start-XplentyJob ', 'Start-XplentyJob 1 ', 'Get-XplentyJobOutput 1 ', 'Start-AlteryxJob x -Question '
                'Save-AlteryxJobOutput x -Output ', 'Save-AlteryxJobOutput x -Format ', 'Wait-RemoteJob -Service '
                'Wait-RemoteJob -Service Alma ', 'Get-JobStatusConnection '
            )
            foreach ($line in $lines) {
                $null = TabExpansion2 $line $line.Length
            }
            ([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^JobStatus') | Sort-Object
            "errors: $($Error.Count)"
        } | Should -Be JobStatus, JobStatus.Model, 'errors: 0'
    }
}
