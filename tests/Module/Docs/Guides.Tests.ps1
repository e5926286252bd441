# Checks that the PowerShell fences in README and the guides have valid syntax, use existing cmdlets and parameters, and run
# against the sandbox. A fence that cannot be run is marked: ```powershell no-run
BeforeDiscovery {
    $root = (Resolve-Path (Join-Path $PSScriptRoot .. .. ..)).Path
    Import-Module (Join-Path $PSScriptRoot Markdown.psm1) -Force
    $module = Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru
    $documents = @(Get-MarkdownFile $root)

    # Other tests check the help pages. The changelog contains no examples to run.
    $guides = @($documents | Where-Object { $_ -notlike 'docs/en-US/*' -and $_ -ne 'CHANGELOG.md' } | ForEach-Object {
            @{ document = $_; fences = @(Get-MarkdownFence (Join-Path $root $_) | Where-Object Language -EQ powershell) }
        } | Where-Object { $_.fences })
    $fences = @(
        $guides |
            ForEach-Object {
                $document = $_.document
                $_.fences | ForEach-Object { @{ document = $document; line = $_.Line; text = $_.Text } }
            }
    )
    $running = @($guides | Where-Object { $_.fences | Where-Object Runs })
    $linked = @($documents | ForEach-Object { @{ document = $_ } })

    $run = @($guides.fences | Where-Object Runs).Count
    $links = @($documents | ForEach-Object { Get-MarkdownLink (Join-Path $root $_) }).Count
    $figures = "$($fences.Count) PowerShell fences in $($guides.Count) documents, $run of them run"
    Write-Host "figures: $figures; $links links in $($documents.Count) documents"
}

BeforeAll {
    $root = (Resolve-Path (Join-Path $PSScriptRoot .. .. ..)).Path
    Import-Module (Join-Path $PSScriptRoot Markdown.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force

    # Prevents the examples from sending requests to another computer. No proxy listens at this address.
    $env:HTTPS_PROXY = $env:HTTP_PROXY = 'http://127.0.0.1:9'
    $env:NO_PROXY = '127.0.0.1,localhost'
    Start-Sandbox
    $module = Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'The fence of <document> at line <line>' -ForEach $fences {
    BeforeAll {
        $problems = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $problems)
    }

    It 'has valid syntax' {
        $problems | Should -BeNullOrEmpty
    }

    It 'uses only cmdlets and parameters that the module has' {
        foreach ($command in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $name = $command.GetCommandName()
            if ($name -match '-(Alma|Xplenty|Alteryx|JobStatus|RemoteJob)') {
                $defined = $ast.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $true).Name
                if ($name -notin $defined -and $name -notlike 'Test-*') { $module.ExportedCmdlets.Keys | Should -Contain $name }
            }

            if ($name -and $module.ExportedCmdlets.ContainsKey($name)) {
                $parameters = $command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }
                foreach ($parameter in $parameters) {
                    $module.ExportedCmdlets[$name].Parameters.Keys + $module.ExportedCmdlets[$name].Parameters.Values.Aliases |
                        Should -Contain $parameter.ParameterName -Because $name
                }
            }
        }
    }
}

Describe 'The PowerShell fences of <document>' -ForEach $running {
    BeforeAll {
        # Creates the definitions and runs that the examples use. The runs finish within a second.
        function Initialize-GuideSandbox([string] $At) {
            $null = Invoke-Sandbox PATCH settings @{ xplentyStopSeconds = 0; almaStartsPerHour = 100 } -BaseUri $At
            $null = Invoke-Sandbox POST definitions @{ id = 'M50173'; name = 'Export'; run = @{ durationSeconds = 1 } } -BaseUri $At
            $null = Invoke-Sandbox POST packages @{ id = 434; name = 'Nightly load'; run = @{ durationSeconds = 1 } } -BaseUri $At
            $null = Invoke-Sandbox POST workflows @{
                id = '66ebd18d3d6200007e000d00'; name = 'Weekly report'; questions = @(@{ name = 'Region' })
                run = @{ durationSeconds = 1 }
            } -BaseUri $At
            $null = Invoke-Sandbox POST jobs @{ service = 'xplenty'; id = '158'; durationSeconds = 0 } -BaseUri $At
            $null = Invoke-Sandbox POST jobs @{ service = 'xplenty'; id = '159'; durationSeconds = 0 } -BaseUri $At
            $null = Invoke-Sandbox POST jobs @{ service = 'alteryx'; id = '66ebd18d3d6200007e000d8c'; durationSeconds = 0 } -BaseUri $At
            $At
        }
    }

    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $staged = Initialize-GuideSandbox $sandbox
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid())) -Force).FullName
        $null = New-Item -ItemType Directory (Join-Path $folder out), (Join-Path $folder reports)
        Copy-Item (Join-Path $root docs runbooks) (Join-Path $folder docs/runbooks) -Recurse -Force
        $run = @{ id = '9563643080000561'; status = @{ value = 'RUNNING' }; job_info = @{ id = 'M50173' } }
        @{ id = '1'; action = 'JOB_END'; job_instance = $run } | ConvertTo-Json -Depth 5 |
            Set-Content (Join-Path $folder webhook.json)
    }

    It 'run from the first line to the last' {
        $shell = [powershell]::Create()
        try {
            $shell.Runspace.SessionStateProxy.SetVariable('module', $env:JOBSTATUS_TEST_MODULE)
            $null = $shell.AddScript({
                    # Replacements for cmdlets that prompt the user or read from a vault or an Azure Automation account.
                    function Get-Secret([Parameter(Position = 0)] [string] $Name) {
                        switch -Wildcard ($Name) {
                            alteryx {
                                return [pscredential]::new('sandbox-client', (ConvertTo-SecureString sandbox-secret -AsPlainText -Force))
                            }
                            '*xplenty*' { return ConvertTo-SecureString sandbox-xplenty-key -AsPlainText -Force }
                            default { return ConvertTo-SecureString sandbox-alma-key -AsPlainText -Force }
                        }
                    }
                    function Get-AutomationPSCredential([string] $Name) {
                        if ($Name -eq 'Alteryx') { return Get-Secret alteryx }
                        [pscredential]::new($Name, (Get-Secret $Name))
                    }
                    function Get-AutomationVariable([string] $Name) { 'sandbox-alma-key' }
                    function Read-Host([Parameter(Position = 0)] [string] $Prompt, [switch] $AsSecureString) {
                        Get-Secret ($Prompt -replace '^$', $env:GUIDE_PROMPT)
                    }
                    function Get-Credential { Get-Secret alteryx }
                    $ErrorActionPreference = 'Stop'

                    # Shorter polling intervals, because the runs finish within a second.
                    $PSDefaultParameterValues = @{
                        'Wait-Job:MaximumInterval' = 0.5; 'Wait-Job:MinimumInterval' = 0.2
                        'Wait-RemoteJob:MaximumInterval' = 0.5
                    }
                    Set-Location -LiteralPath $folder
                    Import-Module $module
                }.ToString().Replace('$folder', "'$folder'"))
            $null = $shell.Invoke()
            $shell.HadErrors | Should -BeFalse -Because "$($shell.Streams.Error)"
            foreach ($fence in $fences | Where-Object Runs) {
                $shell.Commands.Clear()
                $shell.Streams.ClearStreams()
                $built = $fence.Text.Replace('run --no-build', 'run').Replace(
                    'run --project src/JobStatus.Sandbox --', "`"`"$env:JOBSTATUS_TEST_SANDBOX`"`""
                ).Replace('./out/JobStatus', $env:JOBSTATUS_TEST_MODULE)
                $null = $shell.AddScript($built)
                $because = "line $($fence.Line)"
                try { $null = $shell.Invoke() } catch { throw "${because}: $($_.Exception.InnerException ?? $_.Exception)" }
                $shell.Streams.Error | Should -BeNullOrEmpty -Because $because

                # An example can start its own sandbox. It is used until it exits.
                $started = $shell.Runspace.SessionStateProxy.GetVariable('sandbox')
                if ($started -is [Diagnostics.Process] -and $started.HasExited) { Set-SandboxEnvironment }
                if ($env:ALMA_BASE_URI -ne $staged) { $staged = Initialize-GuideSandbox $env:ALMA_BASE_URI }

                # Connecting sends no requests, so a connection to a real service can be replaced with one to the sandbox.
                foreach ($connection in Get-JobStatusConnection | Where-Object { -not $_.BaseUri.IsLoopback }) {
                    $at = @{ Name = $connection.Name }
                    switch ($connection.Service) {
                        Alma { Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) @at }
                        Xplenty { Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox @at }
                        Alteryx {
                            Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential) @at
                        }
                    }
                }
            }
        }
        finally {
            # Stops the sandbox of an example that failed before its last line.
            $started = $shell.Runspace.SessionStateProxy.GetVariable('sandbox')
            if ($started -is [Diagnostics.Process] -and -not $started.HasExited) { $started.Kill($true) }
            $shell.Dispose()
        }
    }
}

Describe 'The links of <document>' -ForEach $linked {
    It 'point to existing files and headings' {
        $broken = foreach ($link in Get-MarkdownLink (Join-Path $root $document)) {
            if ($link -match '^[a-z]+:') { continue }
            $path, $anchor = $link -split '#', 2
            $target = if ($path) {
                Join-Path (Split-Path (Join-Path $root $document)) ([uri]::UnescapeDataString($path))
            } else { Join-Path $root $document }
            if (-not (Test-Path -LiteralPath $target)) { "$link (no such file)"; continue }
            if ($anchor -and $anchor -notin (Get-MarkdownAnchor $target)) { "$link (no such heading)" }
        }
        $broken | Should -BeNullOrEmpty
    }
}

Describe 'The demo in README' {
    It 'runs to its end in this PowerShell' {
        $said = @(& dotnet $env:JOBSTATUS_TEST_SANDBOX demo)
        $LASTEXITCODE | Should -Be 0
        $said | Should -Contain "PowerShell $($PSVersionTable.PSVersion)"
        $said | Should -Contain 42
        $report = $said | Where-Object { $_ } | Select-Object -Last 1
        $report | Should -BeLike '*jobstatus-report.html'
        Get-Content $report -Raw | Should -Match 'Fines to finance'
        Remove-Item $report
    }
}

Describe 'The test of a runbook in docs/offline.md' {
    It 'passes with Pester <_>' -ForEach 5.9.1, 6.2.0 {
        Set-SandboxEnvironment
        $offline = Join-Path $TestDrive "offline $_"
        $null = New-Item -ItemType Directory (Join-Path $offline docs)
        Copy-Item (Join-Path $root docs runbooks) (Join-Path $offline docs) -Recurse
        $fence = Get-MarkdownFence (Join-Path $root docs offline.md) | Where-Object { $_.Text -like '*Describe *' }
        Set-Content (Join-Path $offline Nightly.Tests.ps1) $fence.Text.Replace('./out/JobStatus', $env:JOBSTATUS_TEST_MODULE)
        Invoke-FreshPowerShell -Environment @{ GUIDE = $offline; PESTER = Join-Path $env:JOBSTATUS_TEST_PESTERS $_ tools Pester.psd1 } {
            Set-Location $env:GUIDE
            Import-Module $env:PESTER
            $run = Invoke-Pester ./Nightly.Tests.ps1 -PassThru -Output None
            "$((Get-Module Pester).Version): passed $($run.PassedCount), failed $($run.FailedCount)"
            $run.Failed | ForEach-Object { "$($_.Name): $($_.ErrorRecord)" }
        } | Should -Be "$($_): passed 3, failed 0"
    }
}

Describe 'The webhook listener in docs/webhooks' {
    BeforeAll {
        Clear-SandboxSession

        # The type and the cmdlet that the Azure Functions host provides.
        class HttpResponseContext { [int] $StatusCode; [string] $ContentType; [object] $Body }
        function Push-OutputBinding([string] $Name, $Value) { if ($Name -eq 'Response') { $answers.Add($Value) } }

        $instance = @{ id = '11'; name = 'Bücher'; status = @{ value = 'COMPLETED_FAILED' } }
        $body = ConvertTo-Json @{ id = '1'; action = 'JOB_END'; job_instance = $instance } -Depth 5
        $secret = 'canary-webhook'
        function Get-Signature([string] $Text, [string] $Secret) {
            $hmac = [Security.Cryptography.HMACSHA256]::new([Text.Encoding]::UTF8.GetBytes($Secret))
            [Convert]::ToBase64String($hmac.ComputeHash([Text.Encoding]::UTF8.GetBytes($Text)))
        }
        function Invoke-Listener([hashtable] $Request) {
            Set-StrictMode -Version Latest
            $answers = [Collections.Generic.List[object]]::new()
            $said = . (Join-Path $root docs webhooks run.ps1) ([pscustomobject] $Request) 6>&1
            [pscustomobject] @{ Answer = $answers; Said = "$said" }
        }
    }

    BeforeEach { $env:ALMA_WEBHOOK_SECRET = $secret }
    AfterEach { Remove-Item env:ALMA_WEBHOOK_SECRET -ErrorAction Ignore }

    It 'returns the challenge' {
        $heard = Invoke-Listener @{ Method = 'GET'; Query = @{ challenge = 'a "b"' }; Headers = @{}; RawBody = $null }
        $heard.Answer | Should -HaveCount 1
        $heard.Answer[0].StatusCode | Should -Be 200
        $heard.Answer[0].Body | Should -BeExactly '{"challenge":"a \"b\""}'
    }

    It 'passes on a finished job' {
        $heard = Invoke-Listener @{ Method = 'POST'; Headers = @{ 'X-Exl-Signature' = Get-Signature $body $secret }; RawBody = $body }
        $heard.Answer.StatusCode | Should -Be 200
        $heard.Said | Should -Match 'Alma 11 \(Bücher\) finished with state Failed'
    }

    It 'rejects a request that is not signed with the secret: <what>' -ForEach @(
        @{ what = 'no signature'; headers = { @{} } }
        @{ what = 'an invalid Base64 value'; headers = { @{ 'X-Exl-Signature' = '!' } } }
        @{ what = 'a signature with another secret'; headers = { @{ 'X-Exl-Signature' = Get-Signature $body 'another' } } }
        @{ what = 'a signature of another body'; headers = { @{ 'X-Exl-Signature' = Get-Signature "$body " $secret } } }
    ) {
        $heard = Invoke-Listener @{ Method = 'POST'; Headers = & $headers; RawBody = $body }
        $heard.Answer.StatusCode | Should -Be 401
        $heard.Said | Should -BeNullOrEmpty
    }

    It 'accepts a signed request without a body, and passes on nothing' {
        foreach ($empty in '', $null) {
            $heard = Invoke-Listener @{ Method = 'POST'; Headers = @{ 'X-Exl-Signature' = Get-Signature '' $secret }; RawBody = $empty }
            $heard.Answer.StatusCode | Should -Be 200
            $heard.Said | Should -BeLike 'Received a webhook without a job instance: *'
        }
    }

    It 'accepts an event without a job, so that Alma does not send it again' {
        $heard = Invoke-Listener @{
            Method = 'POST'; Headers = @{ 'X-Exl-Signature' = Get-Signature '{"action":"USER"}' $secret }
            RawBody = '{"action":"USER"}'
        }
        $heard.Answer.StatusCode | Should -Be 200
        $heard.Said | Should -Match 'without a job'
    }

    It 'rejects all requests if no secret is configured' {
        $env:ALMA_WEBHOOK_SECRET = ''
        $heard = Invoke-Listener @{ Method = 'POST'; Headers = @{ 'X-Exl-Signature' = Get-Signature $body '' }; RawBody = $body }
        $heard.Answer.StatusCode | Should -Be 500
        $heard.Said | Should -BeNullOrEmpty
    }
}
