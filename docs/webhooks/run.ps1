<#
.SYNOPSIS
    Listens to Alma's webhooks in an Azure Function, and hands on each job that ended.
.DESCRIPTION
    An HTTP-triggered function with the methods get and post. The app setting ALMA_WEBHOOK_SECRET holds the secret of
    the webhook's integration profile.
#>
param($Request)

$ErrorActionPreference = 'Stop'

function Write-Answer([int] $Status, [string] $Body) {
    Push-OutputBinding -Name Response -Value ([HttpResponseContext] @{ StatusCode = $Status; ContentType = 'application/json'; Body = $Body })
}

# Whether the body was signed with the secret. It takes as long for a good guess as for a bad one.
function Test-Signature([string] $Body, [string] $Signature) {
    $utf8 = [Text.Encoding]::UTF8
    $expected = [Convert]::ToBase64String([Security.Cryptography.HMACSHA256]::HashData($utf8.GetBytes($env:ALMA_WEBHOOK_SECRET), $utf8.GetBytes($Body)))
    [Security.Cryptography.CryptographicOperations]::FixedTimeEquals($utf8.GetBytes($expected), $utf8.GetBytes($Signature))
}

# Tells somebody about the end of a job. Put a queue, a mail or the start of a runbook here.
function Send-Job($Run) {
    Write-Information "$Run ended as $($Run.State). $($Run.Message)"
}

if (-not $env:ALMA_WEBHOOK_SECRET) {
    # Without a secret anybody could sign.
    Write-Answer 500 '{"error":"ALMA_WEBHOOK_SECRET is not set."}'
    return
}

if ($Request.Method -eq 'GET') {
    Write-Answer 200 (ConvertTo-Json @{ challenge = $Request.Query.challenge } -Compress)
    return
}

# The body as it came: what was parsed and written again has another signature.
if (-not (Test-Signature $Request.RawBody $Request.Headers['X-Exl-Signature'])) {
    Write-Answer 401 '{"error":"The signature is not right."}'
    return
}

$run = $Request.RawBody | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable problem
if ($problem) {
    # Signed by Alma, but about no job: to send it again would change nothing.
    Write-Information "A webhook without a job: $($problem[0])"
    Write-Answer 200 '{}'
    return
}

Send-Job $run
Write-Answer 200 '{}'
