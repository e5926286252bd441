# Calls every cmdlet successfully and unsuccessfully with planted secrets, and checks that no output contains a secret.
BeforeDiscovery {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $cmdlets = Get-Command -Module JobStatus -CommandType Cmdlet | ForEach-Object { @{ name = $_.Name } }
    $alteryxCmdlets = $cmdlets | Where-Object { $_.name -match '-(Alteryx|Remote)' -and $_.name -notmatch '^(Connect|ConvertTo)-' }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot SecretSearch.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $other = Start-OtherSandbox

    # Each secret contains characters that escaping changes.
    $canary = @{
        Alma = 'canary-alma+key/=7'; Xplenty = 'canary-xplenty+key/=7'; Alteryx = 'canary-alteryx+secret/=7'
        Token = 'canary-alteryx+token/=7'; Proxy = 'canary-proxy+word/=7'
    }
    $forms = foreach ($secret in $canary.Values) { Get-SecretForm $secret }

    $sought = @{ Texts = 0; Characters = 0L; Leaks = 0 }
    function Get-Leak([string] $Text) {
        $found = @(Find-SecretForm $Text $forms)
        $sought.Texts++
        $sought.Characters += $Text.Length
        $sought.Leaks += $found.Count
        $found
    }

    # Created here, because a trace would contain the plain text that ConvertTo-SecureString receives.
    $held = ConvertTo-HeldSecret $canary

    # An address at which no server listens.
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $nowhere = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
    $listener.Stop()

    # The calls of each cmdlet. Each call fails if the service fails; some calls always fail.
    $calls = @{
        'Add-AlmaSetMember' = {
            Add-AlmaSetMember 6543210000000561 jdoe, new @loud
            Add-AlmaSetMember 6543210000000561 new -WhatIf @loud
        }
        'Add-XplentyJobWatcher' = { Add-XplentyJobWatcher 203 @loud; Add-XplentyJobWatcher 203 -WhatIf @loud }
        'Connect-Alma' = {
            $proxy = @{ Proxy = 'http://127.0.0.1:9'; ProxyCredential = $held.Proxy }
            Connect-Alma -BaseUri $address -ApiKey $held.Alma -Name other @proxy -SkipCertificateCheck -PassThru @loud
            Connect-Alma -BaseUri http://alma.example -ApiKey $held.Alma @loud
            Connect-Alma EU -ApiKey $held.Unsendable @loud
        }
        'Connect-Alteryx' = {
            Connect-Alteryx "$address/webapi" -Credential $held.Alteryx -Name other -PassThru @loud
            Connect-Alteryx "$address/webapi" -AccessToken $held.Token -Name other -PassThru @loud
            Connect-Alteryx http://alteryx.example/webapi -Credential $held.Alteryx @loud
            Connect-Alteryx https://alteryx.example/webapi -Credential $held.UnsendableCredential @loud
        }
        'Connect-Xplenty' = {
            Connect-Xplenty demo $held.Xplenty -BaseUri $address -Name other -PassThru @loud
            Connect-Xplenty demo $held.Xplenty -BaseUri http://xplenty.example @loud
            Connect-Xplenty demo $held.Unsendable @loud
        }
        'ConvertFrom-AlmaJobInstance' = { '{ "id": "1" }', '{ "id": ' | ConvertFrom-AlmaJobInstance @loud }
        'ConvertFrom-XplentyJob' = { '{ "id": 1, "status": "failed", "package_id": 2 }', '{ "id": ' | ConvertFrom-XplentyJob @loud }
        'ConvertTo-RemoteJobReport' = {
            [JobStatus.XplentyJob] @{ Id = 5; State = 'Failed'; Message = 'no' }, [JobStatus.AlmaJob]::new() |
                ConvertTo-RemoteJobReport @loud
        }
        'Disable-AlteryxSchedule' = {
            Disable-AlteryxSchedule 66f00000000000000000b001 @loud
            Disable-AlteryxSchedule 66f00000000000000000b002 -WhatIf @loud
        }
        'Enable-AlteryxSchedule' = {
            Enable-AlteryxSchedule 66f00000000000000000b003 -PassThru @loud
            Enable-AlteryxSchedule 66f00000000000000000b003 -WhatIf @loud
        }
        'Disable-XplentySchedule' = { Disable-XplentySchedule 71, 999 @loud; Disable-XplentySchedule 72 -WhatIf @loud }
        'Enable-XplentySchedule' = { Enable-XplentySchedule 73, 999 @loud; Enable-XplentySchedule 73 -WhatIf @loud }
        'Get-AlmaJob' = { Get-AlmaJob -First 2 -IncludeTotalCount @loud; Get-AlmaJob -JobId M50173, M999 @loud }
        'Get-AlmaJobEvent' = { Get-AlmaJobEvent 1000000000000204 -JobId S204 -First 2 @loud }
        'Get-AlmaJobInstance' = {
            Get-AlmaJobInstance 1000000000000201, 9999999999999999, 'a b' @loud
            Get-AlmaJobInstance -JobId S201 @loud
        }
        'Get-AlmaJobMatch' = { Get-AlmaJobMatch 1000000000000205 -JobId S205 -First 2 @loud }
        'Get-AlmaSet' = { Get-AlmaSet -First 1 @loud; Get-AlmaSet 6543210000000561, 1, 'a b' @loud }
        'Get-AlmaSetMember' = { Get-AlmaSetMember 6543210000000561 @loud }
        'Get-AlteryxJob' = {
            Get-AlteryxJob 66f000000000000000000202, 66f000000000000000000999 @loud
            Get-AlteryxJob -First 1 @loud
            Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -First 1 @loud
        }
        'Get-AlteryxJobMessage' = { Get-AlteryxJobMessage 66f000000000000000000202 @loud }
        'Get-AlteryxSchedule' = {
            Get-AlteryxSchedule -First 2 @loud
            Get-AlteryxSchedule 66f00000000000000000b001, 66f00000000000000000b999 @loud
        }
        'Get-AlteryxWorkflow' = { Get-AlteryxWorkflow -First 2 @loud }
        'Get-AlteryxWorkflowQuestion' = { Get-AlteryxWorkflowQuestion 66f00000000000000000a002 @loud }
        'Get-JobStatusConnection' = { Get-JobStatusConnection @loud; Get-JobStatusConnection nobody @loud }
        'Get-RemoteJob' = { Get-RemoteJob @loud; Get-RemoteJob -Running @loud; Get-RemoteJob -Connection nobody @loud }
        'Get-RemoteSchedule' = { Get-RemoteSchedule @loud; Get-RemoteSchedule -Connection nobody @loud }
        'Get-XplentyCluster' = { Get-XplentyCluster 52, 999 @loud; Get-XplentyCluster -Name 'sandbox*' @loud }
        'Get-XplentyJob' = {
            Get-XplentyJob 201, 999, abc @loud
            Get-XplentyJob -First 1 @loud
            Get-XplentyJob -Query a @loud
            Get-XplentyJob -ParentId 204 @loud
        }
        'Get-XplentyJobLog' = { Get-XplentyJobLog 201 @loud }
        'Get-XplentyJobOutput' = { Get-XplentyJobOutput 201 -Preview @loud }
        'Get-XplentyJobVariable' = { Get-XplentyJobVariable 201 @loud }
        'Get-XplentyJobWatcher' = { Get-XplentyJobWatcher 203 @loud }
        'Get-XplentyPackage' = { Get-XplentyPackage 434, 999 @loud; Get-XplentyPackage -Name 'Orders*' @loud }
        'Get-XplentyRateLimit' = { Get-XplentyRateLimit @loud }
        'Get-XplentySchedule' = { Get-XplentySchedule 71, 999 @loud; Get-XplentySchedule -Name 'Nightly*' @loud }
        'Measure-RemoteJob' = {
            Get-XplentyJob 157, 999 @loud | Measure-RemoteJob @loud
            Get-AlteryxJob 66f000000000000000000202 @loud | Measure-RemoteJob -Schedule (Get-RemoteSchedule @loud) @loud
        }
        'New-XplentyCluster' = { New-XplentyCluster Night -TerminateOnIdle @loud; New-XplentyCluster -WhatIf @loud }
        'New-AlmaSet' = { New-AlmaSet Night USER -MemberId a @loud; New-AlmaSet Night USER -WhatIf @loud }
        'Remove-AlmaSet' = { Remove-AlmaSet 6543210000000561 @loud; Remove-AlmaSet 6543210000000561 -WhatIf @loud }
        'Remove-AlmaSetMember' = {
            Remove-AlmaSetMember 6543210000000561 jdoe, absent @loud
            Remove-AlmaSetMember 6543210000000561 jdoe -WhatIf @loud
        }
        'Remove-JobStatusConnection' = {
            Remove-JobStatusConnection * -WhatIf @loud
            Remove-JobStatusConnection nobody @loud
            Remove-JobStatusConnection Default @loud
        }
        'Remove-XplentyCluster' = { Remove-XplentyCluster 53, 999 @loud; Remove-XplentyCluster 53 -WhatIf @loud }
        'Remove-XplentyJobWatcher' = { Remove-XplentyJobWatcher 203 @loud; Remove-XplentyJobWatcher 203 -WhatIf @loud }
        'Save-AlmaJobFile' = {
            Save-AlmaJobFile 1000000000000201 $folder -Force @loud
            Save-AlmaJobFile 1000000000000201 $folder -WhatIf @loud
        }
        'Save-AlteryxJobOutput' = {
            Save-AlteryxJobOutput 66f000000000000000000201 $folder -Force @loud
            Save-AlteryxJobOutput 66f000000000000000000201 $folder -WhatIf @loud
        }
        'Start-AlmaJob' = { Start-AlmaJob M50173 @{ set_id = '1' } @loud; Start-AlmaJob M50173 @{ set_id = '1' } -WhatIf @loud }
        'Start-AlteryxJob' = {
            Start-AlteryxJob 66f00000000000000000a002 @{ Region = 'north' } @loud
            Start-AlteryxJob 66f00000000000000000a002 -WhatIf @loud
            Start-AlteryxJob -Workflow Monthly* -OrAttach @loud
        }
        'Start-XplentyJob' = { Start-XplentyJob 434 52 -Variable @{ day = '1' } @loud; Start-XplentyJob 434 52 -WhatIf @loud }
        'Set-XplentyCluster' = { Set-XplentyCluster 52, 999 -Nodes 3 @loud; Set-XplentyCluster 52 -Nodes 3 -WhatIf @loud }
        'Start-XplentySchedule' = { Start-XplentySchedule 71, 999 @loud; Start-XplentySchedule 72 -WhatIf @loud }
        'Stop-AlteryxJob' = { Stop-AlteryxJob 66f000000000000000000203 @loud; Stop-AlteryxJob 66f000000000000000000203 -WhatIf @loud }
        'Stop-RemoteJob' = {
            Stop-RemoteJob 203, 999 -Service Xplenty @loud
            Stop-RemoteJob 66f000000000000000000203 -Service Alteryx @loud
            Stop-RemoteJob 1 -Service Alma @loud
        }
        'Stop-XplentyJob' = { Stop-XplentyJob 203 @loud; Stop-XplentyJob 203 -WhatIf @loud }
        'Test-AlmaWebhook' = {
            Test-AlmaWebhook '{}' 'bm90IHNpZ25lZA==' $held.Alma @loud
            'two', 'lines' | Test-AlmaWebhook -Signature 'bm90IHNpZ25lZA==' -Secret $held.Alma @loud
        }
        'Test-JobStatusConnection' = {
            Test-JobStatusConnection @loud | Format-List | Out-String
            Get-JobStatusConnection | Test-JobStatusConnection @loud
            Test-JobStatusConnection nobody @loud
        }
        'Wait-Job' = { $waited | Wait-Job -Timeout 00:00:01 -FailOnError @loud }
        'Wait-RemoteJob' = {
            Wait-RemoteJob -Service Alma -Id 1000000000000201, 1000000000000203 -Timeout 00:00:01 @loud
            Wait-RemoteJob -Service Xplenty -Id 202 -FailOnError -Timeout 00:00:01 @loud
            Wait-RemoteJob -Service Alteryx -Id 66f000000000000000000202 -FailOnError -Timeout 00:00:01 @loud
            Wait-RemoteJob -Service Xplenty -Id 202, 203 -FailOnError -Timeout 00:00:01 -AsJob @loud | Tee-Object -Variable job |
                Receive-Job -Wait
            $job | Format-List * -Force | Out-String
            foreach ($stream in 'Output', 'Error', 'Warning', 'Verbose', 'Debug', 'Progress') {
                $job.$stream | Format-List * -Force | Out-String
            }
            $job | Remove-Job
        }
        'Wait-XplentyCluster' = { Wait-XplentyCluster 52, 54, 999 -Timeout 00:00:01 @loud }
        'Watch-RemoteJob' = {
            Watch-RemoteJob -Service Alma -Id 1000000000000201, 1000000000000203 -Timeout 00:00:01 -PassThru @loud
            Watch-RemoteJob -Service Xplenty -Id 202 -Timeout 00:00:01 -PassThru @loud
            Watch-RemoteJob -Service Alteryx -Id 66f000000000000000000202 -Timeout 00:00:01 -PassThru @loud
        }
    }

    # Cmdlets that send nothing.
    $silent = 'Connect-Alma', 'Connect-Alteryx', 'Connect-Xplenty', 'ConvertFrom-AlmaJobInstance', 'ConvertFrom-XplentyJob',
        'ConvertTo-RemoteJobReport', 'Get-JobStatusConnection', 'Remove-JobStatusConnection', 'Test-AlmaWebhook'

    function Connect-AllServices([string] $Address, [switch] $Token) {
        Connect-Alma -BaseUri $Address -ApiKey $held.Alma -MaximumRetryCount 0 -Name Default
        Connect-Xplenty demo $held.Xplenty -BaseUri $Address -MaximumRetryCount 0 -Name Default
        $proof = if ($Token) { @{ AccessToken = $held.Token } } else { @{ Credential = $held.Alteryx } }
        Connect-Alteryx "$Address/webapi" @proof -MaximumRetryCount 0 -Name Default
    }

    # An error response that contains what the service received, in every field that the module shows.
    function Get-EchoBody([string[]] $Sent) {
        $said = "Refused: $($Sent -join ' and ')"
        ConvertTo-Json -Depth 5 @{
            message = $said; exceptionName = $said; error = $said; error_description = $said
            errorsExist = $true; errorList = @{ error = @(@{ errorCode = $said; errorMessage = $said; trackingId = $said }) }
        }
    }

    function Add-EchoFault([int] $Status) {
        $base64 = { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($args[0])) }
        $sent = @{
            '/almaws' = $canary.Alma, "apikey $($canary.Alma)", (& $base64 $canary.Alma)
            '/demo' = $canary.Xplenty, "Basic $(& $base64 "$($canary.Xplenty):")", (& $base64 $canary.Xplenty)
            '/user' = $canary.Xplenty, "Basic $(& $base64 "$($canary.Xplenty):")"
            '/webapi/v' = $canary.Token, "Bearer $($canary.Token)", $canary.Alteryx, (& $base64 "sandbox-client:$($canary.Alteryx)")
        }
        foreach ($path in $sent.Keys) {
            $all = $sent[$path] + @($sent[$path] | ForEach-Object { [uri]::EscapeDataString($_) })
            $null = Add-SandboxFault @{
                path = $path; kind = 'status'; status = $Status; body = (Get-EchoBody $all); contentType = 'application/json'
                count = -1
            }
        }
    }

    # Makes the server return the planted access token.
    function Add-TokenFault {
        $null = Add-SandboxFault @{
            path = '/webapi/oauth2'; kind = 'body'
            body = (@{ access_token = $canary.Token; expires_in = 3600 } | ConvertTo-Json); contentType = 'application/json'
            count = -1
        }
    }

    # Everything that the calls of a cmdlet show, including verbose and debug messages and a trace.
    function Get-ShownText([string] $Name, [string] $Address) {
        $loud = @{ Verbose = $true; Debug = $true; ErrorAction = 'Continue'; InformationAction = 'Continue' }
        # Before PowerShell 7.6, -Debug also makes ShouldProcess prompt.
        if ('Confirm' -in (Get-Command $Name -ErrorAction Ignore).Parameters.Keys) { $loud.Confirm = $false }
        $trace = Join-Path $TestDrive trace.txt
        $global:Error.Clear()
        $call = $calls[$Name]
        $said = Trace-Command -Name * -FilePath $trace -Expression {
            foreach ($statement in $call.Ast.EndBlock.Statements) {
                try { . ([scriptblock]::Create($statement.Extent.Text)) } catch { $_ }
            }
        } *>&1
        Get-VisibleText $said
        if ($global:Error.Count) { Get-VisibleErrorText }
        if (Test-Path $trace) { Get-Content $trace -Raw; Remove-Item $trace }
    }
}

AfterAll {
    $searched = "$($sought.Texts) texts with $($sought.Characters) characters"
    Write-Host "figures: searched $searched for $($forms.Count) forms of planted secrets, found $($sought.Leaks)"
    Stop-Sandbox
}

Describe 'The search for secrets' {
    It 'finds every form of a planted secret' {
        $forms.Count | Should -BeGreaterOrEqual 45
        foreach ($form in $forms) { Find-SecretForm "before $form after" $forms | Should -Contain $form }
        foreach ($secret in $canary.Values) {
            Find-SecretForm "$(Get-VisibleText ([pscustomobject]@{ Inner = @{ Key = $secret } }))" $forms | Should -Contain $secret
        }
    }

    It 'finds a planted secret in everything that a call shows' {
        Clear-SandboxSession
        $calls['Planted-Stream'] = { Write-Verbose $canary.Alma @loud }
        $calls['Planted-Error'] = { Write-Error $canary.Xplenty }
        $calls['Planted-Trace'] = { $null = Join-Path $canary.Token x }
        Find-SecretForm "$(Get-ShownText Planted-Stream)" $forms | Should -Contain $canary.Alma
        Find-SecretForm "$(Get-ShownText Planted-Error)" $forms | Should -Contain $canary.Xplenty
        Find-SecretForm "$(Get-ShownText Planted-Trace)" $forms | Should -Contain $canary.Token
        foreach ($name in @($calls.Keys) -like 'Planted-*') { $calls.Remove($name) }
    }

    It 'covers every cmdlet' {
        $calls.Keys | Sort-Object | Should -Be ((Get-Command -Module JobStatus -CommandType Cmdlet).Name | Sort-Object)
    }
}

Describe 'A secret in the wrong place' {
    BeforeEach {
        Clear-SandboxSession
        $Error.Clear()
    }

    It 'does not appear in the errors of <what>' -ForEach @(
        @{ what = 'a plain key for Alma'; call = { Connect-Alma EU -ApiKey $canary.Alma -Verbose -Debug } }
        @{ what = 'a plain key for Xplenty'; call = { Connect-Xplenty demo $canary.Xplenty -Verbose -Debug } }
        @{
            what = 'a plain token for Alteryx'
            call = { Connect-Alteryx https://alteryx.example/webapi -AccessToken $canary.Token -Verbose -Debug }
        }
        @{
            what = 'an address with a query'
            call = { Connect-Alma -BaseUri "https://alma.example/?apikey=$($canary.Alma)" -ApiKey $held.Alma -Verbose -Debug }
        }
        @{
            what = 'an address with a query and no scheme'
            call = { Connect-Alma -BaseUri "alma.example?apikey=$($canary.Alma)" -ApiKey $held.Alma -Verbose -Debug }
        }
        @{
            what = 'an address with a user name'
            call = {
                $escaped = [uri]::EscapeDataString($canary.Alteryx)
                Connect-Alteryx "https://user:$escaped@alteryx.example/webapi" -Credential $held.Alteryx -Verbose -Debug
            }
        }
        @{
            what = 'an address with another scheme'
            call = {
                $escaped = [uri]::EscapeDataString($canary.Alma)
                Connect-Alma -BaseUri "ftp://user:$escaped@alma.example/" -ApiKey $held.Alma -Verbose -Debug
            }
        }
        @{
            what = 'a proxy address'
            call = {
                $escaped = [uri]::EscapeDataString($canary.Proxy)
                Connect-Alma EU -ApiKey $held.Alma -Proxy "http://user:$escaped@proxy.example:8080" -Verbose -Debug
            }
        }
        @{
            what = 'a proxy address that is not valid'
            call = { Connect-Alma EU -ApiKey $held.Alma -Proxy "http://user:$($canary.Proxy)@proxy.example:8080" -Verbose -Debug }
        }
    ) {
        $said = try { & $call *>&1 } catch { $_ }
        $Error.Count | Should -BeGreaterOrEqual 1
        Get-Leak "$(Get-VisibleText $said) $(Get-VisibleErrorText)" | Should -BeNullOrEmpty
    }
}

Describe 'A proxy password in an environment variable' {
    BeforeEach { Clear-SandboxSession }

    It 'does not appear in output, errors or a transcript if the proxy refuses the connection' {
        $transcript = Join-Path $TestDrive proxy.txt
        # The sandbox does not accept requests for a tunnel.
        $proxy = { $args[0].Replace('//', "//proxy-user:$([uri]::EscapeDataString($canary.Proxy))@") }
        $lines = Invoke-FreshPowerShell -Environment @{
            https_proxy = & $proxy $sandbox; http_proxy = & $proxy $nowhere; ADDRESS = $sandbox; TRANSCRIPT = $transcript
            SEARCH = Join-Path $PSScriptRoot SecretSearch.psm1
        } {
            Import-Module $env:JOBSTATUS_TEST_MODULE, $env:SEARCH
            $key = ConvertTo-SecureString sandbox-xplenty-key -AsPlainText -Force
            $null = Start-Transcript $env:TRANSCRIPT
            $VerbosePreference = $DebugPreference = 'Continue'
            Connect-Xplenty demo $key -BaseUri https://xplenty.example -MaximumRetryCount 1 -Name elsewhere
            Get-XplentyJob 157 -Connection elsewhere
            Get-VisibleErrorText
            Connect-Xplenty demo $key -BaseUri $env:ADDRESS -Name local
            "The id is $((Get-XplentyJob 157 -Connection local).Id)."
            $null = Stop-Transcript
        }
        $written = Get-Content $transcript -Raw
        $written | Should -Match 'VERBOSE: .*retrying in '
        $written | Should -Match ServiceUnavailable
        $written | Should -Match ([regex]::Escape(([uri] $sandbox).Authority))
        $written | Should -Match 'The id is 157'
        Get-Leak $written | Should -BeNullOrEmpty
        Get-Leak "$lines" | Should -BeNullOrEmpty
        "$written $lines" | Should -Not -Match proxy-user
    }
}

Describe 'A transcript of every cmdlet' {
    BeforeEach { Clear-SandboxSession }

    It 'contains no secret if the services <do>' -ForEach @(@{ do = 'respond normally' }, @{ do = 'send it back' }) {
        Set-SandboxSetting @{ almaKey = $canary.Alma; xplentyKey = $canary.Xplenty; alteryxClientSecret = $canary.Alteryx }
        if ($do -eq 'send it back') {
            Add-EchoFault 400
            Add-TokenFault
        }
        $script = Join-Path $TestDrive calls.ps1
        $transcript = Join-Path $TestDrive "$do.txt"
        # The Connect cmdlets come last, because a connection takes precedence over the environment variables.
        @($calls.Keys | Sort-Object { $_ -like 'Connect-*' }, { $_ } | ForEach-Object { "$($calls[$_])" }) | Set-Content $script
        $lines = Invoke-FreshPowerShell -Environment @{
            ALMA_API_KEY = $canary.Alma; ALMA_BASE_URI = $sandbox
            XPLENTY_API_KEY = $canary.Xplenty; XPLENTY_ACCOUNT_ID = 'demo'; XPLENTY_BASE_URI = $sandbox
            ALTERYX_CLIENT_ID = 'sandbox-client'; ALTERYX_CLIENT_SECRET = $canary.Alteryx; ALTERYX_BASE_URI = "$sandbox/webapi"
            CALLS = $script; TRANSCRIPT = $transcript; FOLDER = "$TestDrive"; ADDRESS = $sandbox
            TOKEN = $canary.Token; PROXY = $canary.Proxy; SEARCH = Join-Path $PSScriptRoot SecretSearch.psm1
        } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $loud = @{ Verbose = $true; Debug = $true }
            $folder = $env:FOLDER
            $address = $env:ADDRESS
            Import-Module $env:SEARCH
            $held = ConvertTo-HeldSecret @{
                Alma = $env:ALMA_API_KEY; Xplenty = $env:XPLENTY_API_KEY; Alteryx = $env:ALTERYX_CLIENT_SECRET
                Token = $env:TOKEN; Proxy = $env:PROXY
            }
            $waited = Get-XplentyJob 203 -ErrorAction SilentlyContinue
            $null = Start-Transcript $env:TRANSCRIPT
            . $env:CALLS
            Get-JobStatusConnection | Format-List * -Force
            Get-Error -Newest 1
            $null = Stop-Transcript
        }
        $written = Get-Content $transcript -Raw
        foreach ($name in 'Connect-Alma', 'Connect-Alteryx', 'Connect-Xplenty') { $written | Should -Match "${name}: " }
        $written | Should -Match 'What if: '
        $written | Should -Match 'VERBOSE: '
        $written | Should -Match 'DEBUG: GET '
        if ($do -eq 'send it back') { $written | Should -Match ([regex]::Escape('***')) }
        Get-Leak $written | Should -BeNullOrEmpty
        Get-Leak "$lines" | Should -BeNullOrEmpty
    }
}

Describe '<name>' -ForEach $cmdlets {
    BeforeEach {
        Clear-SandboxSession
        $calls.Contains($name) | Should -BeTrue -Because '$calls must contain each cmdlet'
        $folder = Join-Path $TestDrive files
        $null = New-Item -ItemType Directory $folder -Force
        Set-SandboxSetting @{ almaKey = $canary.Alma; xplentyKey = $canary.Xplenty; alteryxClientSecret = $canary.Alteryx }
        Connect-AllServices $sandbox
        $waited = if ($name -eq 'Wait-Job') {
            Get-AlmaJobInstance 1000000000000203
            Get-XplentyJob 203
            Get-AlteryxJob 66f000000000000000000202
        }
        $null = $folder, $waited
        Invoke-Sandbox DELETE requests | Out-Null
    }

    It 'shows no secret, and sends it only in the correct header' {
        $address = $sandbox
        $shown = "$(Get-ShownText $name $address)"
        $shown += "$(Get-VisibleText (Get-JobStatusConnection))"
        $shown.Length | Should -BeGreaterThan 100
        Get-Leak $shown | Should -BeNullOrEmpty
        $requests = @(Get-SandboxRequest)
        ($requests.Count -eq 0) | Should -Be ($name -in $silent)
        @($requests | Where-Object status -LT 300).Count -eq 0 | Should -Be ($name -in $silent)
        Get-Leak ($requests | ConvertTo-Json -Depth 5) | Should -BeNullOrEmpty
        foreach ($request in $requests) {
            $request.query | Should -Not -Match 'key|secret|token' -Because $request.path
            $scheme = switch -Regex ($request.path) {
                '^/almaws/' { 'apikey'; break } '^/webapi/oauth2/' { ''; break } '^/webapi/' { 'Bearer' } default { 'Basic' }
            }
            "$($request.authorizationScheme)" | Should -Be $scheme -Because $request.path
        }
    }

    It 'shows no secret that is rejected' {
        $address = $sandbox
        Set-SandboxSetting @{ almaKey = ''; xplentyKey = ''; alteryxClientSecret = '' }
        Connect-AllServices $sandbox
        $shown = "$(Get-ShownText $name $address)"
        Get-Leak $shown | Should -BeNullOrEmpty
        if ($name -notin $silent) { $shown | Should -Match AuthenticationFailed }
    }

    It 'shows no secret that the service sends back' {
        $address = $sandbox
        Add-EchoFault 400
        Add-TokenFault
        Connect-AllServices $sandbox
        $shown = "$(Get-ShownText $name $address)"
        Get-Leak $shown | Should -BeNullOrEmpty
        if ($name -notin $silent) { $shown | Should -Match ([regex]::Escape('***')) }
    }

    It 'shows no secret if there is no server' {
        $address = $nowhere
        Connect-AllServices $nowhere -Token
        $shown = "$(Get-ShownText $name $address)"
        Get-Leak $shown | Should -BeNullOrEmpty
        if ($name -notin $silent -and $name -notlike 'Wait-*') { $shown | Should -Match ServiceUnavailable }
    }

    It 'sends no secret to another host' {
        $address = $sandbox
        foreach ($path in '/almaws', '/demo', '/user', '/webapi') {
            $null = Add-SandboxFault @{ path = $path; kind = 'status'; status = 307; headers = @{ Location = "$other$path" }; count = -1 }
        }
        Connect-AllServices $sandbox -Token
        $shown = "$(Get-ShownText $name $address)"
        Get-Leak $shown | Should -BeNullOrEmpty
        if ($name -notin $silent) { $shown | Should -Match UntrustedServer }
        Get-SandboxRequest -BaseUri $other | Should -BeNullOrEmpty
    }
}

Describe '<name> with an access token from the server' -ForEach $alteryxCmdlets {
    It 'does not show the token' {
        Clear-SandboxSession
        $folder = Join-Path $TestDrive files
        $null = New-Item -ItemType Directory $folder -Force
        Set-SandboxSetting @{ alteryxClientSecret = $canary.Alteryx }
        $token = New-SandboxToken $canary.Alteryx
        Connect-Alteryx "$sandbox/webapi" -AccessToken (ConvertTo-Secret $token)
        $shown = "$(Get-ShownText $name $sandbox)"
        Find-SecretForm $shown (Get-SecretForm $token) | Should -BeNullOrEmpty
        @(Get-SandboxRequest '/webapi/v*' | Where-Object status -LT 300) | Should -Not -BeNullOrEmpty
    }
}
