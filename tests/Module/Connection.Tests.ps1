BeforeDiscovery {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $ofRuns = Get-Command -Module JobStatus |
        Where-Object { $_.Parameters.ContainsKey('Connection') -and $_.Verb -ne 'Wait' -and $_.Parameters.Values.Where{ $_.Name -in 'Id', 'InstanceId' -and $_.Attributes.ValueFromPipeline } } |
        ForEach-Object { @{ name = $_.Name } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $anyKey = ConvertTo-Secret canary-key
}

AfterAll { Stop-Sandbox }

Describe 'Get-JobStatusConnection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty two $anyKey -Name two
        Connect-Alma EU -ApiKey $anyKey -Name one
        Connect-Alteryx "$sandbox/webapi" -AccessToken $anyKey -Name gallery
    }

    It 'lists all without a name' {
        Get-JobStatusConnection | ForEach-Object { "$($_.Service) $($_.Name)" } | Should -Be 'Xplenty one', 'Xplenty two', 'Alma one', 'Alteryx gallery'
    }

    It 'lists nothing and says nothing where there is none' {
        Get-JobStatusConnection | Remove-JobStatusConnection
        Get-JobStatusConnection -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'finds by <names>' -ForEach @(
        @{ names = 'ONE'; found = 'Alma one', 'Xplenty one' }
        @{ names = 't*'; found = 'Xplenty two' }
        @{ names = '*o*'; found = 'Alma one', 'Xplenty one', 'Xplenty two' }
        @{ names = 'g*', 'two'; found = 'Alteryx gallery', 'Xplenty two' }
        @{ names = 'two', '*w*', 't?o'; found = 'Xplenty two' }
    ) {
        Get-JobStatusConnection $names | ForEach-Object { "$($_.Service) $($_.Name)" } | Sort-Object | Should -Be $found
    }

    It 'finds by the service <services>' -ForEach @(
        @{ services = 'xplenty'; found = 'Xplenty one', 'Xplenty two' }
        @{ services = 'Al*'; found = 'Alma one', 'Alteryx gallery' }
        @{ services = 'Alma', 'Xplenty'; found = 'Alma one', 'Xplenty one', 'Xplenty two' }
    ) {
        Get-JobStatusConnection -Service $services | ForEach-Object { "$($_.Service) $($_.Name)" } | Sort-Object | Should -Be $found
    }

    It 'finds by name and service together' {
        $found = Get-JobStatusConnection one -Service Alma
        $found | Should -HaveCount 1
        $found.BaseUri | Should -Be 'https://api-eu.hosted.exlibrisgroup.com/almaws/v1/'
    }

    It 'says of a name that it does not exist, and lists the others' {
        $found = Get-JobStatusConnection three, two -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Name | Should -Be two
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.GetJobStatusConnectionCommand'
        $failure[0].TargetObject | Should -Be three
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says nothing of a pattern that fits none' {
        Get-JobStatusConnection thr* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'refuses an empty -<_>' -ForEach Name, Service {
        foreach ($nothing in '', $null) {
            $more = @{ $_ = $nothing }
            (ErrorOf { Get-JobStatusConnection @more }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        }
    }

    It 'shows no key, however it is looked at' {
        $connections = Get-JobStatusConnection
        $shown = ($connections | Format-List * -Force | Out-String -Width 500) + ($connections | ConvertTo-Json -Depth 6) + [Management.Automation.PSSerializer]::Serialize($connections, 6) + ($connections | Get-Member -Force | Out-String)
        $shown | Should -Match gallery
        $shown | Should -Not -Match canary
    }
}

Describe 'Completion of connections' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty one $anyKey -Name one
        Connect-Xplenty two $anyKey -Name "it's two"
        Connect-Alma EU -ApiKey $anyKey -Name europe
    }

    It 'offers to <line> the names <expected>' -ForEach @(
        @{ line = 'Get-XplentyJob 1 -Connection '; expected = 'one', "'it''s two'" }
        @{ line = 'Get-AlmaJobInstance 1 -Connection '; expected = , 'europe' }
        @{ line = 'Get-XplentyJob 1 -Connection o'; expected = , 'one' }
        @{ line = "Get-XplentyJob 1 -Connection 'it"; expected = , "'it''s two'" }
        @{ line = 'Get-JobStatusConnection '; expected = 'one', "'it''s two'", 'europe' }
        @{ line = 'Remove-JobStatusConnection -Name e'; expected = , 'europe' }
    ) {
        (CompletionOf $line).CompletionText | Should -Be $expected
    }

    It 'tells where each leads' {
        (CompletionOf 'Get-JobStatusConnection eu').ToolTip | Should -Be 'Alma at https://api-eu.hosted.exlibrisgroup.com/almaws/v1/'
    }

    It 'offers the services' {
        (CompletionOf 'Get-JobStatusConnection -Service ').CompletionText | Sort-Object | Should -Be Alma, Alteryx, Xplenty
        (CompletionOf 'Remove-JobStatusConnection -Service al').CompletionText | Sort-Object | Should -Be Alma, Alteryx
    }
}

Describe 'Remove-JobStatusConnection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name one
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name two
        Connect-Alma EU -ApiKey $anyKey -Name one
    }

    It 'removes what a name means, of every service' {
        Remove-JobStatusConnection ONE | Should -BeNullOrEmpty
        (Get-JobStatusConnection).Name | Should -Be two
    }

    It 'removes only of the service that is named' {
        Remove-JobStatusConnection one -Service Alma
        (Get-JobStatusConnection).Service | Should -Be Xplenty, Xplenty
    }

    It 'removes what a pattern means, and says nothing when that is nothing' {
        Remove-JobStatusConnection t*, x* -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        (Get-JobStatusConnection).Name | Should -Be one, one
    }

    It 'removes connections that are piped or given' {
        Get-JobStatusConnection -Service Alma | Remove-JobStatusConnection
        (Get-JobStatusConnection).Service | Should -Be Xplenty, Xplenty
        Remove-JobStatusConnection -Connection (Get-JobStatusConnection)
        Get-JobStatusConnection | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        Remove-JobStatusConnection * -WhatIf
        Get-JobStatusConnection | Remove-JobStatusConnection -WhatIf
        Get-JobStatusConnection | Should -HaveCount 3
    }

    It 'says of a name that it does not exist, and removes the others' {
        Remove-JobStatusConnection three, two -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.RemoveJobStatusConnectionCommand'
        $failure[0].TargetObject | Should -Be three
        (Get-JobStatusConnection).Name | Should -Be one, one
    }

    It 'says of a name that it does not exist at the service that is named' {
        Remove-JobStatusConnection two -Service Alma -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Get-JobStatusConnection | Should -HaveCount 3
    }

    It 'leaves an object that nobody can use any more' {
        $connection = Get-JobStatusConnection two
        (Get-XplentyJob 157 -Connection $connection).Connection | Should -Be two
        $connection | Remove-JobStatusConnection
        $failure = ErrorOf { Get-XplentyJob 157 -Connection $connection }
        $failure.FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.GetXplentyJobCommand'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        $failure.ErrorDetails.Message | Should -Match 'two.*removed'
    }

    It 'is content with a connection that was removed before' {
        $connection = Get-JobStatusConnection two
        $connection | Remove-JobStatusConnection
        $connection | Remove-JobStatusConnection -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
    }

    It 'makes no other the default, and the error says so' {
        Remove-JobStatusConnection one -Service Xplenty
        (Get-JobStatusConnection two).IsDefault | Should -BeFalse
        $failure = ErrorOf { Get-XplentyJob 157 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.ErrorDetails.Message | Should -Match default
        $failure.ErrorDetails.RecommendedAction | Should -Match '-Connection'
        (Get-XplentyJob 157 -Connection two).Id | Should -Be 157
    }

    It 'gives way to the environment variables' {
        Set-SandboxEnvironment
        (Get-XplentyJob 157).Connection | Should -Be one
        Remove-JobStatusConnection one -Service Xplenty
        (Get-XplentyJob 157).Connection | Should -Be Environment
    }

    It 'has the next connection be the default' {
        Remove-JobStatusConnection * -Service Xplenty
        (Connect-Xplenty demo $anyKey -Name three -PassThru).IsDefault | Should -BeTrue
    }
}

Describe 'The parameter Connection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name one
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name one
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name library
    }

    It 'takes a name in any case' {
        (Get-XplentyJob 157 -Connection ONE).Connection | Should -BeExactly one
    }

    It 'takes an object' {
        (Get-AlmaJobInstance 9563643080000561 -Connection (Get-JobStatusConnection library)).Connection | Should -Be library
    }

    It 'takes an object that went through the pipeline' {
        (Get-JobStatusConnection library | ForEach-Object { Get-AlmaJobInstance 9563643080000561 -Connection $_ }).Connection | Should -Be library
    }

    It 'refuses <what>, once for the whole call' -ForEach @(
        @{ what = 'a name that does not exist'; script = { Get-XplentyJob 157, 201 -Connection three }; id = 'NotConnected'; category = 'AuthenticationError'; said = "named 'three'" }
        @{ what = 'the name of a connection to another service'; script = { Get-XplentyJob 157, 201 -Connection library }; id = 'NotConnected'; category = 'AuthenticationError'; said = "named 'library'" }
        @{ what = 'a connection to another service'; script = { Get-XplentyJob 157, 201 -Connection (Get-JobStatusConnection library) }; id = 'InvalidRequest'; category = 'InvalidArgument'; said = 'is for Alma, not Xplenty' }
    ) {
        $failure = ErrorOf $script
        $failure.FullyQualifiedErrorId | Should -Be "$id,JobStatus.Commands.GetXplentyJobCommand"
        $failure.CategoryInfo.Category | Should -Be $category
        $failure.ErrorDetails.Message | Should -Match $said
        $failure.ErrorDetails.RecommendedAction | Should -Match Connect-Xplenty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'does not advise variables where a name was asked for: they make none of that name' {
        (ErrorOf { Get-XplentyJob 157 -Connection three }).ErrorDetails.RecommendedAction | Should -BeExactly 'Use Get-JobStatusConnection to list the connections, or Connect-Xplenty to create one.'
    }

    It 'does not take $null for the default' {
        (ErrorOf { Get-XplentyJob 157 -Connection $null }).FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetXplentyJobCommand'
        (ErrorOf { 157 | Get-XplentyJob -Connection $null }).FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetXplentyJobCommand'
        (ErrorOf { Get-XplentyJob 157 -Connection '' }).FullyQualifiedErrorId | Should -Be 'NotConnected,JobStatus.Commands.GetXplentyJobCommand'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'is the default for a job that was read through none' {
        $job = '{ "id": "9563643080000561", "status": { "value": "RUNNING" } }' | ConvertFrom-AlmaJobInstance
        ($job | Get-AlmaJobInstance).Connection | Should -Be one
    }

    It 'is an error of one job whose connection is gone, and the others are read' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name two
        $jobs = @(Get-XplentyJob 157 -Connection two) + @(Get-XplentyJob 201 -Connection one)
        Remove-JobStatusConnection two
        $read = $jobs | Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $read.Id | Should -Be 201
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure[0].TargetObject | Should -Be 157
        $failure[0].ErrorDetails.Message | Should -Match "named 'two'"
    }
}

Describe 'A job that is piped to <name>, of another service,' -ForEach $ofRuns {
    BeforeAll {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $job = if ($name -like '*-Xplenty*') { Get-AlmaJobInstance 1000000000000203 } else { Get-XplentyJob 203 }
        $asked = @(Get-SandboxRequest).Count
    }

    It 'is refused as the id that it is not, and nobody is asked' {
        $job | & $name -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure[0].ErrorDetails.Message | Should -Match "^'$($job.Service) $($job.Id) .*' is not a valid \w+ job (instance )?id\.$"
        Get-SandboxRequest | Should -HaveCount $asked
    }
}
