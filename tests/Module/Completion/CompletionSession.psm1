# Helpers for the tests of tab completion.
Set-StrictMode -Version Latest

# Connects to all services of the sandbox.
function Connect-AllServices {
    $sandbox = Get-SandboxUri
    Connect-Alma -BaseUri $sandbox -ApiKey (ConvertTo-Secret sandbox-alma-key)
    Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox
    Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential)
}

# The texts that completion inserts at the end of a line.
function Get-CompletionText([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches | ForEach-Object CompletionText }

# Repeats the completion until there is a result, for 20 seconds at most. The first request to a service can take longer
# than one completion waits.
function Wait-CompletionText([string] $Line) {
    for ($try = 0; $try -lt 400; $try++) {
        if ($found = Get-CompletionText $Line) { return $found }
        Start-Sleep -Milliseconds 50
    }
}

# The value of a text that is a single argument in a command; $null if the text is more than one argument or runs code.
function Get-ArgumentValue([string] $Text) {
    $errors = $null
    $tree = [Management.Automation.Language.Parser]::ParseInput("Get-Something $Text", [ref] $null, [ref] $errors)
    $command = $tree.EndBlock.Statements[0].PipelineElements[0]
    if (-not $errors -and $tree.EndBlock.Statements.Count -eq 1 -and $command.CommandElements.Count -eq 2) {
        $command.CommandElements[1].SafeGetValue()
    }
}

# An Alma webhook with a run. A run from a webhook was not read through a connection.
function New-AlmaWebhook([string] $Id, [string] $Name = 'Webhook') {
    $run = @{ id = $Id; name = $Name; status = @{ value = 'RUNNING' }; job_info = @{ id = 'M1' } }
    ConvertTo-Json @{ action = 'JOB_END'; job_instance = $run } -Depth 5
}

Export-ModuleMember -Function Connect-AllServices, Get-CompletionText, Wait-CompletionText, Get-ArgumentValue, New-AlmaWebhook
