# Runs every example of every help page against a sandbox, exactly as it is written.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot HelpPage.psm1) -Force
    $examples = foreach ($name in Get-HelpPageName) { (Get-HelpPage $name).Examples }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $script:ran = 0

    # Examples that find nothing in the sandbox.
    $mayBeSilent = @(
        'Example 2: Find running jobs that have no watchers'
        'Example 2: Stop jobs that have run for more than three hours'
    )

    # Replacements for cmdlets that prompt the user or read from a vault.
    function Read-Host([string] $Prompt, [switch] $AsSecureString) { ConvertTo-Secret typed }
    function Get-Credential([string] $Message) { [pscredential]::new('id', (ConvertTo-Secret typed)) }
    function Get-Secret([string] $Name) {
        $secret = ConvertTo-Secret kept
        if ($Name -like 'alteryx-*') { [pscredential]::new('id', $secret) } else { $secret }
    }

    # The runs that the examples start finish immediately.
    $runs = @(
        @{ Path = 'definitions'; Body = @{ id = 'M50173'; name = 'Import Research Assets Files'; run = @{ durationSeconds = 0 } } }
        @{
            Path = 'definitions'
            Body = @{
                id = 'M202'; name = 'Export Physical Items'
                parameters = @(@{ name = 'set_id'; required = $true }, @{ name = 'file_format'; default = 'XML' })
                run = @{ durationSeconds = 0 }
            }
        }
        @{ Path = 'packages'; Body = @{ id = 434; name = 'Orders to warehouse'; run = @{ durationSeconds = 0 } } }
        @{ Path = 'workflows'; Body = @{ id = '66f00000000000000000a001'; name = 'Monthly report'; run = @{ durationSeconds = 0 } } }
    )
}

AfterAll {
    Stop-Sandbox
    Write-Host "figures: $script:ran examples ran"
}

Describe 'The page of <Page>' -ForEach $examples {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ xplentyStopSeconds = 0 }
        foreach ($run in $runs) { $null = Invoke-Sandbox POST $run.Path $run.Body }

        # The files that the examples read.
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid())))
        $null = New-Item -ItemType Directory saved
        $instance = "$(Get-SandboxUri)/almaws/v1/conf/jobs/M50173/instances/9563643080000561"
        $key = "apikey $env:ALMA_API_KEY"
        Invoke-WebRequest $instance -Headers @{ Authorization = $key; Accept = 'application/json' } -OutFile webhook.json
        Set-Content webhooks.log 'START', '{ "job_instance": { "id": "1", "status": { "value": "FAILED" } } }', 'END'
        Invoke-WebRequest $instance -Headers @{ Authorization = $key; Accept = 'application/xml' } -OutFile saved/one.xml
        $before = @(Get-Job)
    }

    AfterEach {
        Pop-Location
        Get-Job | Where-Object { $_ -notin $before } | Remove-Job -Force
    }

    It 'has an example that runs: <Title>' {
        $written = & ([scriptblock]::Create("`$ErrorActionPreference = 'Continue'`n$Code")) *>&1
        @($written | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -BeNullOrEmpty
        if ($Code -notmatch '-WhatIf' -and $Page -notmatch '^(Add|Connect|Remove)-' -and $Title -notin $mayBeSilent) {
            $written | Should -Not -BeNullOrEmpty
        }

        if ($Output) {
            $lines = @($written | Where-Object { $_ -isnot [Management.Automation.WarningRecord] } | ForEach-Object { "$_" })
            $lines -join "`n" | Should -BeExactly $Output
        }
        $script:ran++
    }
}
