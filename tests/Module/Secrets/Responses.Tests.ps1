BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot SecretSearch.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri

    # Each secret contains characters that escaping changes.
    $secrets = @{ Alma = 'canary-alma+key/=7'; Xplenty = 'canary-xplenty+key/=7'; Alteryx = 'canary-alteryx+secret/=7' }

    $forms = foreach ($secret in $secrets.Values) { Get-SecretForm $secret }

    # The forms of the secrets that a text contains.
    function Get-Leak([string] $Text, [string[]] $More = @()) { Find-SecretForm $Text (@($forms) + $More) }

    function Connect-AllServices([hashtable] $Keys) {
        Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret $Keys.Alma) -MaximumRetryCount 0
        Connect-Xplenty demo (ConvertTo-Secret $Keys.Xplenty) -BaseUri $sandbox -MaximumRetryCount 0
        Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential $Keys.Alteryx) -MaximumRetryCount 0
    }

    $reads = @{
        Alma = { Get-AlmaJobInstance 9563643080000561, 9999999999999999, 'a b' -Verbose -Debug -ErrorAction Continue }
        Xplenty = { Get-XplentyJob 157, 999, abc -Verbose -Debug -ErrorAction Continue }
        Alteryx = {
            Get-AlteryxJob 66f000000000000000000202, 66f000000000000000000999, 'a b' -Verbose -Debug -ErrorAction Continue
            Get-AlteryxJobMessage 66f000000000000000000202, 66f000000000000000000999 -Verbose -Debug -ErrorAction Continue
        }
    }
}

AfterAll { Stop-Sandbox }

Describe 'Keys and tokens' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxSetting @{ almaKey = $secrets.Alma; xplentyKey = $secrets.Xplenty; alteryxClientSecret = $secrets.Alteryx }
        $Error.Clear()
    }

    It 'are found by this test where they are present' {
        foreach ($form in $forms) { Get-Leak "before $form after" | Should -Not -BeNullOrEmpty }
        Get-Leak (Get-VisibleText ([pscustomobject]@{ Key = $secrets.Alma })) | Should -Not -BeNullOrEmpty
    }

    It 'appear in no stream and no error of successful and failed reads from <_>' -ForEach Alma, Xplenty, Alteryx {
        Connect-AllServices $secrets
        $said = & $reads[$_] *>&1
        $said | Where-Object { $_ -is [Management.Automation.DebugRecord] } | Should -Not -BeNullOrEmpty
        $said | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -Not -BeNullOrEmpty
        $said | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] -and $_ -isnot [Management.Automation.InformationalRecord] } |
            Should -Not -BeNullOrEmpty
        Get-Leak (Get-VisibleText $said) | Should -BeNullOrEmpty
        Get-Leak (Get-VisibleErrorText) | Should -BeNullOrEmpty
    }

    It 'appear in no stream and no error if <_> rejects them' -ForEach Alma, Xplenty, Alteryx {
        Set-SandboxSetting @{ almaKey = ''; xplentyKey = ''; alteryxClientSecret = '' }
        Connect-AllServices $secrets
        $said = & $reads[$_] *>&1
        @($said | Where-Object FullyQualifiedErrorId -Like 'AuthenticationFailed,*') | Should -Not -BeNullOrEmpty
        Get-Leak (Get-VisibleText $said) | Should -BeNullOrEmpty
        Get-Leak (Get-VisibleErrorText) | Should -BeNullOrEmpty
    }

    It 'are redacted if <service> sends them back in an error, in this form: <what>' -ForEach @(
        foreach ($service in @(
                @{
                    service = 'Alma'; path = '/almaws'
                    body = '{{"errorsExist":true,"errorList":{{"error":[' +
                    '{{"errorCode":"{0}","errorMessage":"The key {0} is wrong.","trackingId":"{0}"}}]}}}}'
                }
                @{ service = 'Alma'; path = '/almaws'; type = 'text/plain'; body = 'The key {0} is wrong.' }
                @{
                    service = 'Alma'; path = '/almaws'; type = 'application/xml'
                    body = '<web_service_result xmlns="http://com/exlibris/urm/general/xmlbeans"><errorsExist>true</errorsExist>' +
                    '<errorList><error><errorCode>{0}</errorCode><errorMessage>The key {0} is wrong.</errorMessage></error>' +
                    '</errorList></web_service_result>'
                }
                @{ service = 'Xplenty'; path = '/demo'; body = '{{"message":"The key {0} is wrong."}}' }
                @{ service = 'Alteryx'; path = '/webapi/v3'; body = '{{"exceptionName":"{0}","message":"The key {0} is wrong."}}' }
                @{
                    service = 'Alteryx'; path = '/webapi/oauth2'
                    body = '{{"error":"{0}","error_description":"The secret {0} is wrong."}}'
                }
            )) {
            foreach ($what in 'unchanged', 'escaped for an address', 'escaped for a form', 'Base64', 'as it was sent') {
                $service + @{ what = $what }
            }
        }
    ) {
        $secret = $secrets[$service]
        $echo = switch ($what) {
            'unchanged' { $secret }
            'escaped for an address' { [uri]::EscapeDataString($secret) }
            'escaped for a form' { [Net.WebUtility]::UrlEncode($secret) }
            'Base64' { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret)) }
            default {
                $pair = switch ($service) { Alma { $secret } Xplenty { "$($secret):" } Alteryx { "sandbox-client:$secret" } }
                [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($pair))
            }
        }
        $kind = if ((Get-Variable type -ErrorAction Ignore)) { $type } else { 'application/json' }
        foreach ($status in 400, 403) {
            $null = Add-SandboxFault @{
                path = $path; kind = 'status'; status = $status; body = ($body -f $echo); contentType = $kind; count = -1
            }
            Connect-AllServices $secrets
            $said = & $reads[$service] *>&1
            @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -Not -BeNullOrEmpty
            Get-Leak (Get-VisibleText $said) | Should -BeNullOrEmpty -Because "HTTP $status"
            Invoke-Sandbox DELETE faults | Out-Null
        }
        $Error.Count | Should -BeGreaterOrEqual 2
        Get-Leak (Get-VisibleErrorText) | Should -BeNullOrEmpty
    }

    It 'are redacted if <service> sends them in a response that cannot be parsed' -ForEach @(
        @{ service = 'Alma'; path = '/almaws' }
        @{ service = 'Xplenty'; path = '/demo' }
        @{ service = 'Alteryx'; path = '/webapi/v3' }
        @{ service = 'Alteryx'; path = '/webapi/oauth2' }
    ) {
        $secret = $secrets[$service]
        foreach ($body in "{ `"$secret`": ", $secret, "<html>$secret</html>", "{ `"id`": `"$secret`" `"$secret`" }") {
            $null = Add-SandboxFault @{ path = $path; kind = 'body'; body = $body; count = -1 }
            Connect-AllServices $secrets
            $said = & $reads[$service] *>&1
            @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -Not -BeNullOrEmpty
            Get-Leak (Get-VisibleText $said) | Should -BeNullOrEmpty
            Invoke-Sandbox DELETE faults | Out-Null
        }
        $Error.Count | Should -BeGreaterOrEqual 4
        Get-Leak (Get-VisibleErrorText) | Should -BeNullOrEmpty
    }

    It 'are redacted if the address of a redirect contains them' {
        $escaped = [uri]::EscapeDataString($secrets.Alma)
        foreach ($location in "http://elsewhere.example/?apikey=$escaped", "http://$escaped@elsewhere.example/") {
            $null = Add-SandboxFault @{ path = '/almaws'; kind = 'status'; status = 302; headers = @{ Location = $location } }
            Connect-AllServices $secrets
            $said = Get-AlmaJobInstance 9563643080000561 -Verbose -Debug -ErrorAction Continue *>&1
            @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -Not -BeNullOrEmpty
            Get-Leak (Get-VisibleText $said) | Should -BeNullOrEmpty
            Get-Leak (Get-VisibleErrorText) | Should -BeNullOrEmpty
        }
    }

    It 'appear in no view of a connection or a job' {
        Connect-AllServices $secrets
        $objects = @(
            Get-JobStatusConnection
            Get-AlmaJobInstance 9563643080000561
            Get-XplentyJob 157
            Get-AlteryxJob 66f000000000000000000202
            Get-AlteryxJobMessage 66f000000000000000000202
        )
        $seen = Get-VisibleText $objects
        "$seen" | Should -Match '9563643080000561'
        Get-Leak $seen | Should -BeNullOrEmpty
    }

    It 'are not accessible through public members of a connection' {
        Connect-AllServices $secrets
        foreach ($connection in Get-JobStatusConnection) {
            foreach ($property in $connection.GetType().GetProperties()) {
                $property.PropertyType.Assembly.GetName().Name | Should -Not -BeLike 'JobStatus.Services'
                Get-Leak "$($property.GetValue($connection))" | Should -BeNullOrEmpty
            }
        }
    }

    It 'are redacted if they are an access token from the server' {
        $token = New-SandboxToken $secrets.Alteryx
        Connect-Alteryx "$sandbox/webapi" -AccessToken (ConvertTo-Secret $token)
        $null = Add-SandboxFault @{
            path = '*/jobs/66f000000000000000000201'; kind = 'status'; status = 403
            body = (@{ message = "The token $token may not." } | ConvertTo-Json)
        }
        $said = Get-AlteryxJob 66f000000000000000000201, 66f000000000000000000202 -Verbose -Debug -ErrorAction Continue *>&1
        @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        Get-Leak (Get-VisibleText $said) $token | Should -BeNullOrEmpty
        Get-Leak (Get-VisibleErrorText) $token | Should -BeNullOrEmpty
    }

    It 'do not appear in a transcript' {
        $transcript = Join-Path $TestDrive transcript.txt
        $lines = Invoke-FreshPowerShell -Environment @{
            ALMA_API_KEY = $secrets.Alma; ALMA_BASE_URI = $sandbox
            XPLENTY_API_KEY = $secrets.Xplenty; XPLENTY_ACCOUNT_ID = 'demo'; XPLENTY_BASE_URI = $sandbox
            ALTERYX_CLIENT_ID = 'sandbox-client'; ALTERYX_CLIENT_SECRET = $secrets.Alteryx; ALTERYX_BASE_URI = "$sandbox/webapi"
            TRANSCRIPT = $transcript
        } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = Start-Transcript $env:TRANSCRIPT
            $VerbosePreference = $DebugPreference = 'Continue'
            Get-AlmaJobInstance 9563643080000561, 9999999999999999
            Get-XplentyJob 157, 999
            Get-AlteryxJob 66f000000000000000000202, 66f000000000000000000999
            Get-AlteryxJobMessage 66f000000000000000000202
            Get-JobStatusConnection | Format-List * -Force
            $env:XPLENTY_API_KEY += 'x'
            Get-XplentyJob 157
            Get-Error -Newest 5
            $null = Stop-Transcript
        }
        $written = Get-Content $transcript -Raw
        $written | Should -Match '9563643080000561'
        $written | Should -Match AuthenticationFailed
        Get-Leak $written | Should -BeNullOrEmpty
        Get-Leak "$lines" | Should -BeNullOrEmpty
    }

    It 'do not appear in the addresses of requests' {
        Connect-AllServices $secrets
        foreach ($read in $reads.Values) { & $read *> $null }
        $requests = Get-SandboxRequest
        $requests.Count | Should -BeGreaterThan 6
        Get-Leak ($requests | ConvertTo-Json -Depth 5) | Should -BeNullOrEmpty
        $requests.query | Where-Object { $_ -and $_ -notmatch '^\?includeMessages=(true|false)$' } | Should -BeNullOrEmpty
    }

    It 'are not sent to another host' {
        $other = Start-OtherSandbox
        $null = Add-SandboxFault @{ path = '/demo'; kind = 'status'; status = 307; headers = @{ Location = "$other/demo/api/jobs/157" } }
        Connect-AllServices $secrets
        Get-XplentyJob 157 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'UntrustedServer,*'
        Get-SandboxRequest -BaseUri $other | Should -BeNullOrEmpty
    }
}
