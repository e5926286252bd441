# Remote jobs in the sandbox, for the tests of waits.
Set-StrictMode -Version Latest

# Creates a job in the sandbox, by default an Xplenty job, and returns it as the module reads it now.
function New-RemoteJob([hashtable] $Job) {
    if (-not $Job.ContainsKey('service')) { $Job = $Job + @{ service = 'xplenty' } }
    $created = New-SandboxJob $Job
    switch ($created.service) {
        alma { Get-AlmaJobInstance $created.id }
        xplenty { Get-XplentyJob $created.id }
        alteryx { Get-AlteryxJob $created.id }
    }
}

function Get-JobPath($Job) {
    switch ($Job.Service) {
        Alma { "*/instances/$($Job.Id)" }
        Xplenty { "/demo/api/jobs/$($Job.Id)" }
        Alteryx { "/webapi/v3/jobs/$($Job.Id)" }
    }
}

# The number of requests for a job.
function Get-JobRequestCount($Job) { @(Get-SandboxRequest (Get-JobPath $Job)).Count }

# Starts a script in its own runspace, which has the module.
function Start-Shell([string] $Script, [object[]] $Arguments) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript("param(`$a, `$b) Import-Module '$env:JOBSTATUS_TEST_MODULE'; $Script")
    $Arguments.ForEach({ $null = $shell.AddArgument($_) })
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $call = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]] @(), $output)
    [pscustomobject]@{ Shell = $shell; Call = $call; Output = $output }
}

Export-ModuleMember -Function New-RemoteJob, Get-JobPath, Get-JobRequestCount, Start-Shell
