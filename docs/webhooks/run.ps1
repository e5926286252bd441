<#
.SYNOPSIS
    Receives webhooks from Alma in an Azure Function, and passes on each finished job.
.DESCRIPTION
    This script is for an HTTP-triggered function with the methods get and post. The app setting ALMA_WEBHOOK_SECRET
    contains the secret from the integration profile in Alma.
#>
param($Request)

$ErrorActionPreference = 'Stop'

function Send-Response([int] $Status, [string] $Body) {
    $response = [HttpResponseContext] @{ StatusCode = $Status; ContentType = 'application/json'; Body = $Body }
    Push-OutputBinding -Name Response -Value $response
}

# Passes on a finished job. Replace this with a queue or the start of a runbook, because Alma waits only five seconds for the
# response. Alma sends a webhook for every job of the institution, so select the jobs that you need by $Run.JobId or $Run.Name.
function Send-Job($Run) {
    Write-Information "$Run finished with state $($Run.State). $($Run.Message)"
}

if (-not $env:ALMA_WEBHOOK_SECRET) {
    # With an empty secret, anyone could create a valid signature.
    Send-Response 500 '{"error":"ALMA_WEBHOOK_SECRET is not set."}'
    return
}

if ($Request.Method -eq 'GET') {
    Send-Response 200 (ConvertTo-Json @{ challenge = $Request.Query['challenge'] } -Compress)
    return
}

# Check the original body. The signature does not match a body that was parsed and serialized again.
$secret = [Net.NetworkCredential]::new('', $env:ALMA_WEBHOOK_SECRET).SecurePassword
if (-not (Test-AlmaWebhook $Request.RawBody $Request.Headers['X-Exl-Signature'] $secret)) {
    Send-Response 401 '{"error":"The signature is not valid."}'
    return
}

$run = $Request.RawBody | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable problem
if (-not $run) {
    # Return 200, because a retry would have the same result.
    $reason = if ($problem) { $problem[0] } else { 'the body is empty.' }
    Write-Information "Received a webhook without a job instance: $reason"
    Send-Response 200 '{}'
    return
}

Send-Job $run
Send-Response 200 '{}'
