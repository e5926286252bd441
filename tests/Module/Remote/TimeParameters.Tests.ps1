BeforeDiscovery {
    $module = Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru
    $parameters = foreach ($cmdlet in $module.ExportedCmdlets.Values) {
        foreach ($parameter in $cmdlet.Parameters.Values | Where-Object ParameterType -EQ ([Nullable[DateTimeOffset]])) {
            @{ name = $cmdlet.Name; parameter = $parameter.Name; attributes = $parameter.Attributes }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $culture = [cultureinfo]::CurrentCulture
}

AfterAll { Stop-Sandbox }

Describe '<name> -<parameter>' -ForEach $parameters {
    BeforeAll {
        $transformation = $attributes | Where-Object { $_ -is [Management.Automation.ArgumentTransformationAttribute] }
    }

    AfterEach { [cultureinfo]::CurrentCulture = $culture }

    It 'converts a text like a cast with the culture <_>' -ForEach 'en-US', 'en-GB', 'de-DE', 'th-TH', 'ar-SA', 'fa-IR' {
        [cultureinfo]::CurrentCulture = $_
        foreach ($text in '2024-05-06', '05/06/2024', '2024-05-06 07:08', '2024-05-06T07:08:09+02:00', '11/28/2024') {
            $transformation.Transform($ExecutionContext, $text) | Should -Be ([DateTimeOffset] $text) -Because $text
        }
    }

    It 'accepts an array with one time, and a date without a time' {
        foreach ($value in @('2024-05-06'), [DateOnly]::new(2024, 5, 6)) {
            $transformation.Transform($ExecutionContext, $value) | Should -Be ([DateTimeOffset] '2024-05-06') -Because $value.GetType()
        }
    }

    It 'does not accept null' {
        $attributes.Where{ $_ -is [Management.Automation.ValidateArgumentsAttribute] } | Should -Not -BeNullOrEmpty
    }

    It 'rejects a text or a number that is not a time with one clear message: <_>' -ForEach @(
        'yesterday', '1.5', '-1.00:00:00', '20241129', 20241129, 1.5, ([timespan] '1.00:00:00'), @{ a = 1 }
    ) {
        # For -Since, the others are time spans or ambiguous.
        if ($parameter -eq 'Since' -and $_ -ne 'yesterday' -and $_ -isnot [hashtable]) { return }
        { $transformation.Transform($ExecutionContext, $_) } |
            Should -Throw "*'$_' is not a valid time. Specify a time such as 2026-11-29 or '2026-11-29 06:00'.*"
    }
}

Describe 'A number of seconds for -Since' {
    It 'is rejected if it is more than ten years: <_>' -ForEach 1762000000, '1762000000', 315360001 {
        { Get-RemoteJob -Since $_ } | Should -Throw "*'$_' would be * days, because numbers are seconds. Specify a time such as*"
    }
}

Describe 'A time as text' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    AfterEach { [cultureinfo]::CurrentCulture = $culture }

    It 'is sent unchanged by <name> with the culture <culture>' -ForEach @(
        foreach ($code in 'de-DE', 'th-TH', 'ar-SA') {
            @{ name = 'Get-RemoteJob'; culture = $code; call = { Get-RemoteJob -Service Xplenty -Since 2024-05-06T00:00:00Z } }
            @{ name = 'Get-XplentyJob'; culture = $code; call = { Get-XplentyJob -UpdatedSince 2024-05-06T00:00:00Z } }
        }
    ) {
        [cultureinfo]::CurrentCulture = $culture
        $null = & $call
        $url = @(Get-SandboxRequest /demo/api/jobs)[0] | ConvertTo-Json -Depth 5
        $url | Should -Match '2024-05-06T00(:|%3A)00(:|%3A)00'
    }
}
