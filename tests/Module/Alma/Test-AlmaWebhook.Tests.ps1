BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # The second test case of RFC 4231.
    $secret = ConvertTo-Secret Jefe
    $body = 'what do ya want for nothing?'
    $signature = 'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM='
}

Describe 'Test-AlmaWebhook' {
    It 'accepts a signature from the standard' {
        Test-AlmaWebhook $body $signature $secret | Should -BeTrue
        Test-AlmaWebhook -Body $body -Signature $signature -Secret $secret | Should -BeOfType bool
    }

    It 'accepts the body as <what>' -ForEach @(
        @{ what = 'an array of bytes'; call = { Test-AlmaWebhook $bytes $signature $secret } }
        @{ what = 'a list of bytes'; call = { Test-AlmaWebhook @($bytes) $signature $secret } }
        @{ what = 'a piped string'; call = { $body | Test-AlmaWebhook -Signature $signature -Secret $secret } }
        @{ what = 'piped bytes'; call = { $bytes | Test-AlmaWebhook -Signature $signature -Secret $secret } }
    ) {
        $bytes = [Text.Encoding]::UTF8.GetBytes($body)
        & $call | Should -BeExactly $true
    }

    It 'encodes a text in UTF-8' {
        $text = '{"name":"Bücher 📚"}'
        Test-AlmaWebhook $text 'wdfGjX4H+m+JOsUz/kVXfhLjRwXI8PsKYwIgNfgTSQ4=' $secret | Should -BeTrue
    }

    It 'accepts the password of a credential as the secret' {
        Test-AlmaWebhook $body $signature ([pscredential]::new('webhook', $secret)) | Should -BeTrue
    }

    It 'rejects <what>' -ForEach @(
        @{ what = 'another body'; call = { Test-AlmaWebhook "$body " $signature $secret } }
        @{ what = 'another secret'; call = { Test-AlmaWebhook $body $signature (ConvertTo-Secret jefe) } }
        @{ what = 'a signature of the same length'; call = { Test-AlmaWebhook $body $signature.Replace('OEM=', 'OEN=') $secret } }
        @{ what = 'a signature in lowercase'; call = { Test-AlmaWebhook $body $signature.ToLowerInvariant() $secret } }
        @{ what = 'a part of the signature'; call = { Test-AlmaWebhook $body $signature.Substring(0, 20) $secret } }
        @{ what = 'a signature that is not Base64'; call = { Test-AlmaWebhook $body '!' $secret } }
        @{ what = 'an empty signature'; call = { Test-AlmaWebhook $body '' $secret } }
        @{ what = 'a missing signature'; call = { Test-AlmaWebhook $body $null $secret } }
        @{ what = 'an empty pipeline'; call = { @() | Test-AlmaWebhook -Signature $signature -Secret $secret } }
        @{ what = 'a missing body'; call = { Test-AlmaWebhook $null $signature $secret } }
    ) {
        & $call | Should -BeExactly $false
    }

    It 'returns false with an error for <what>' -ForEach @(
        @{ what = 'an empty secret'; call = { Test-AlmaWebhook $body $signature ([securestring]::new()) @quiet }; like = '*is empty*' }
        @{ what = 'several lines'; call = { 'a', 'b' | Test-AlmaWebhook -Signature $signature -Secret $secret @quiet }; like = '*-Raw.' }
        @{ what = 'a list of texts'; call = { Test-AlmaWebhook @('a', 'b') $signature $secret @quiet }; like = '*type Object*' }
        @{
            what = 'a parsed body'
            call = { Test-AlmaWebhook (ConvertFrom-Json '{}') $signature $secret @quiet }
            like = '*PSCustomObject*'
        }
    ) {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problem' }
        $isValid = & $call
        $isValid | Should -BeExactly $false
        $problem = $Error[0]
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.TestAlmaWebhookCommand'
        "$problem" | Should -BeLike $like
    }
}
