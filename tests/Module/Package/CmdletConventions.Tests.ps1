BeforeDiscovery {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $all = Get-Command -Module JobStatus -CommandType Cmdlet
    $cmdlets = $all | ForEach-Object { @{ name = $_.Name } }
    $several = $all | Where-Object { $_.ParameterSets.Count -gt 1 } | ForEach-Object { @{ name = $_.Name } }
    $connects = $cmdlets | Where-Object { $_.name -like 'Connect-*' }
    $changing = $cmdlets | Where-Object { $_.name -match '^(Add|New|Remove|Save|Set|Start|Stop)-' }
    $secrets = foreach ($cmdlet in $all) {
        foreach ($parameter in $cmdlet.Parameters.Keys -match '(Key|Token|Secret|Password|Credential)$') {
            @{ cmdlet = $cmdlet.Name; name = $parameter }
        }
    }
    $reading = $all |
        Where-Object { $_.Parameters.ContainsKey('Connection') -and $_.Noun -ne 'JobStatusConnection' -and $_.Verb -ne 'Wait' } |
            ForEach-Object { @{ name = $_.Name } }
}

BeforeAll {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # The parameters of a cmdlet, without the common parameters.
    function Get-OwnParameter([string] $Name) {
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        (Get-Command -Module JobStatus -Name $Name).Parameters.Values | Where-Object Name -NotIn $common
    }
}

Describe 'The cmdlet <name>' -ForEach $cmdlets {
    BeforeAll { $cmdlet = Get-Command -Module JobStatus -Name $name }

    It 'has an approved verb' {
        (Get-Verb).Verb | Should -Contain $cmdlet.Verb
    }

    It 'has a singular noun' {
        $cmdlet.Noun | Should -Not -Match '(?<!s|u|i)s$'
    }

    It 'declares output types that PowerShell has loaded' {
        $cmdlet.OutputType | Should -Not -BeNullOrEmpty
        foreach ($output in $cmdlet.OutputType) {
            $output.Type | Should -Not -BeNullOrEmpty -Because $output.Name
            $output.Type.Assembly.GetName().Name |
                Should -BeIn JobStatus, JobStatus.Model, System.Private.CoreLib, System.Management.Automation
        }
    }

    It 'has at most one parameter at each position of a parameter set' {
        foreach ($set in $cmdlet.ParameterSets) {
            $set.Parameters | Where-Object Position -GE 0 | Group-Object Position | Where-Object Count -GT 1 |
                Should -BeNullOrEmpty -Because $set.Name
        }
    }

    It 'accepts at most one parameter by value from the pipeline in each parameter set' {
        foreach ($set in $cmdlet.ParameterSets) {
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1 -Because $set.Name
        }
    }

    It 'has its syntax in Get-Help' {
        $text = Get-Help $name | Out-String -Width 500
        foreach ($parameter in Get-OwnParameter $name) { $text | Should -Match "-$($parameter.Name)\b" }
    }

    It 'has parameters of specific types that PowerShell has loaded, and of no package' {
        foreach ($parameter in Get-OwnParameter $name | Where-Object Name -NE InputObject) {
            $type = $parameter.ParameterType
            while ($type.HasElementType) { $type = $type.GetElementType() }
            $type | Should -Not -BeIn ([object], [psobject]) -Because $parameter.Name
            $type.Assembly.GetName().Name | Should -Match '^(JobStatus|JobStatus\.Model|System(\..+)?)$' -Because $parameter.Name
        }
    }
}

Describe 'The cmdlet <name>, which has several parameter sets,' -ForEach $several {
    It 'has a default parameter set, except Get-AlmaJobInstance' {
        $cmdlet = Get-Command -Module JobStatus -Name $name
        if ($name -eq 'Get-AlmaJobInstance') {
            # With a default set, -JobId alone would prompt for an instance id, or a piped run would be treated as its job.
            $cmdlet.DefaultParameterSet | Should -BeNullOrEmpty
            return
        }

        $cmdlet.DefaultParameterSet | Should -BeIn $cmdlet.ParameterSets.Name
    }
}

Describe 'The secret <name> of <cmdlet>' -ForEach $secrets {
    It 'is never plain text' {
        $parameter = (Get-Command -Module JobStatus -Name $cmdlet).Parameters[$name]
        $parameter.ParameterType | Should -BeIn ([securestring], [pscredential])
        if ($parameter.ParameterType -eq [pscredential]) {
            $parameter.Attributes | Where-Object { $_ -is [Management.Automation.CredentialAttribute] } | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'The parameter Connection of <name>' -ForEach $reading {
    It 'has a completer, and accepts the property of a piped job' {
        $attributes = (Get-Command -Module JobStatus -Name $name).Parameters.Connection.Attributes
        $attributes | Where-Object { $_ -is [ArgumentCompleter] } | Should -Not -BeNullOrEmpty
        ($attributes | Where-Object { $_ -is [Parameter] }).ValueFromPipelineByPropertyName | Should -BeTrue
    }
}

Describe 'The cmdlet <name>, which connects to a service,' -ForEach $connects {
    It 'has the parameters that every Connect cmdlet has' {
        $expected = 'Name', 'PassThru', 'Proxy', 'ProxyCredential', 'SkipCertificateCheck', 'AllowUnencryptedAuthentication', 'TimeoutSec',
            'MaximumRetryCount'
        foreach ($parameter in $expected) {
            (Get-Command -Module JobStatus -Name $name).Parameters.Keys | Should -Contain $parameter
        }
    }
}

Describe 'The cmdlet <name>, which changes something,' -ForEach $changing {
    It 'has -WhatIf and -Confirm' {
        (Get-Command -Module JobStatus -Name $name).Parameters.Keys | Should -Contain WhatIf
        (Get-Command -Module JobStatus -Name $name).Parameters.Keys | Should -Contain Confirm
    }
}

Describe 'The names of the cmdlets' {
    It 'hide no PowerShell command except Wait-Job' {
        (Get-Command -Module JobStatus | Where-Object { (Get-Command $_.Name -All).Source -like 'Microsoft.PowerShell.*' }).Name |
            Should -Be Wait-Job
    }
}
