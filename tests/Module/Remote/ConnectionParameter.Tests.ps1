BeforeDiscovery {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $ofRuns = Get-Command -Module JobStatus |
        Where-Object {
            $_.Parameters.ContainsKey('Connection') -and $_.Verb -ne 'Wait' -and $_.Noun -ne 'RemoteJob' -and
            $_.Parameters.Values.Where{
                $_.Name -in 'Id', 'InstanceId' -and $_.Attributes.ValueFromPipeline
            }
        } |
        ForEach-Object { @{ name = $_.Name } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'The parameter Connection' {
    BeforeEach {
        Clear-SandboxSession
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name one
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name one
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key) -Name library
    }

    It 'accepts a name in any case' {
        (Get-XplentyJob 157 -Connection ONE).Connection | Should -BeExactly one
    }

    It 'accepts a connection object' {
        (Get-AlmaJobInstance 9563643080000561 -Connection (Get-JobStatusConnection library)).Connection | Should -Be library
    }

    It 'accepts a connection object in a pipeline' {
        (Get-JobStatusConnection library | ForEach-Object { Get-AlmaJobInstance 9563643080000561 -Connection $_ }).Connection |
            Should -Be library
    }

    It 'rejects <what> with one error for the whole command' -ForEach @(
        @{
            what = 'a name that does not exist'; script = { Get-XplentyJob 157, 201 -Connection three }; id = 'NotConnected'
            category = 'AuthenticationError'; said = "named 'three'"
        }
        @{
            what = 'the name of a connection to another service'; script = { Get-XplentyJob 157, 201 -Connection library }
            id = 'NotConnected'; category = 'AuthenticationError'; said = "named 'library'"
        }
        @{
            what = 'a connection to another service'
            script = { Get-XplentyJob 157, 201 -Connection (Get-JobStatusConnection library) }; id = 'InvalidRequest'
            category = 'InvalidArgument'; said = 'is for Alma, not Xplenty'
        }
    ) {
        $failure = Get-TerminatingError $script
        $failure.FullyQualifiedErrorId | Should -Be "$id,JobStatus.Commands.GetXplentyJobCommand"
        $failure.CategoryInfo.Category | Should -Be $category
        $failure.ErrorDetails.Message | Should -Match $said
        $failure.Exception.RecommendedAction | Should -Match Connect-Xplenty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'recommends no environment variables if the name does not exist, because variables cannot create that name' {
        (Get-TerminatingError { Get-XplentyJob 157 -Connection three }).Exception.RecommendedAction |
            Should -BeExactly 'Use Get-JobStatusConnection to list the connections, or Connect-Xplenty to create one.'
    }

    It 'does not treat $null as the default connection' {
        (Get-TerminatingError { Get-XplentyJob 157 -Connection $null }).FullyQualifiedErrorId |
            Should -Be 'InvalidRequest,JobStatus.Commands.GetXplentyJobCommand'
        (Get-TerminatingError { 157 | Get-XplentyJob -Connection $null }).FullyQualifiedErrorId |
            Should -Be 'InvalidRequest,JobStatus.Commands.GetXplentyJobCommand'
        (Get-TerminatingError { Get-XplentyJob 157 -Connection '' }).FullyQualifiedErrorId |
            Should -Be 'NotConnected,JobStatus.Commands.GetXplentyJobCommand'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'is the default connection for a job that was not read through a connection' {
        $job = '{ "id": "9563643080000561", "status": { "value": "RUNNING" } }' | ConvertFrom-AlmaJobInstance
        ($job | Get-AlmaJobInstance).Connection | Should -Be one
    }

    It 'causes one error for a job whose connection was removed, and the other jobs are read' {
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

Describe 'A job of another service that is piped to <name>' -ForEach $ofRuns {
    BeforeAll {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $job = if ($name -like '*-Xplenty*') { Get-AlmaJobInstance 1000000000000203 } else { Get-XplentyJob 203 }
        $asked = @(Get-SandboxRequest).Count
    }

    It 'causes an error that names its service, and no request' {
        $job | & $name -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure[0].Exception.Problem | Should -Match "^'$($job.Service) $($job.Id) .*' belongs to $($job.Service), not to \w+\.$"
        Get-SandboxRequest | Should -HaveCount $asked
    }
}
