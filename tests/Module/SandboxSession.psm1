# Starts and controls the sandbox that a Pester file uses: the shared sandbox of the process if there is one, or else its own.
Set-StrictMode -Version Latest
Import-Module "$PSScriptRoot/PowerShellProcess.psm1"

# Each Pester file imports this module again, so the process keeps the shared sandbox under this name.
$script:Shared = 'JobStatus.Sandbox'
$script:Process = $null
$script:BaseUri = $null
$script:Others = [Collections.Generic.List[Diagnostics.Process]]::new()

# The environment variables that the module reads to connect to a service.
$script:Variables = @(
    'ALMA_API_KEY', 'ALMA_REGION', 'ALMA_BASE_URI'
    'XPLENTY_ACCOUNT_ID', 'XPLENTY_API_KEY', 'XPLENTY_BASE_URI'
    'ALTERYX_BASE_URI', 'ALTERYX_CLIENT_ID', 'ALTERYX_CLIENT_SECRET', 'ALTERYX_ACCESS_TOKEN'
)

function Start-SandboxProcess {
    # Windows PowerShell runs this too, so the arguments are a string and not an ArgumentList.
    $start = New-Object Diagnostics.ProcessStartInfo dotnet, "`"$env:JOBSTATUS_TEST_SANDBOX`" serve --port 0 --strict"
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $announced = [ordered]@{}
    while ($announced.Count -lt 8 -and $null -ne ($line = $process.StandardOutput.ReadLine())) {
        if ($line -match '^(?<name>[A-Z_]+)=(?<value>.*)$') {
            $announced[$Matches.name] = $Matches.value
        }
    }
    @{ Process = $process; Announced = $announced }
}

# Starts the sandbox and sets the environment variables that it prints, so that every cmdlet connects to it.
function Start-Sandbox {
    $server = [AppDomain]::CurrentDomain.GetData($script:Shared)
    if (-not $server) {
        $server = Start-SandboxProcess
        $script:Process = $server.Process
    }
    $script:Announced = $server.Announced
    $script:BaseUri = $server.Announced.ALMA_BASE_URI
    Reset-Sandbox
    Set-SandboxEnvironment
}

# Starts a sandbox that all Pester files of this process share.
function Start-SharedSandbox { [AppDomain]::CurrentDomain.SetData($script:Shared, (Start-SandboxProcess)) }

function Stop-SharedSandbox {
    $process = [AppDomain]::CurrentDomain.GetData($script:Shared).Process
    $process.Kill()
    $process.WaitForExit()
}

# Starts another sandbox with the given settings and returns its address. The environment variables do not change.
function Start-OtherSandbox([hashtable] $Settings = @{}) {
    $server = Start-SandboxProcess
    $script:Others.Add($server.Process)
    $address = $server.Announced.ALMA_BASE_URI
    Invoke-Sandbox PATCH settings $Settings -BaseUri $address | Out-Null
    $address
}

function Stop-Sandbox {
    foreach ($other in $script:Others) {
        $other.Kill()
        $other.WaitForExit()
    }
    $script:Others.Clear()
    if ($script:Process) {
        $script:Process.Kill()
        $script:Process.WaitForExit()
        $script:Process = $null
    }
}

# The address of the sandbox that Start-Sandbox started.
function Get-SandboxUri { $script:BaseUri }

# Sets the environment variables as Start-Sandbox did.
function Set-SandboxEnvironment {
    Clear-SandboxEnvironment
    foreach ($name in $script:Announced.Keys) { Set-Item "env:$name" $script:Announced[$name] }
}

# Removes the environment variables of all services.
function Clear-SandboxEnvironment {
    foreach ($name in $script:Variables) { Remove-Item "env:$name" -ErrorAction Ignore }
}

# Sends a control request to the sandbox, such as: Invoke-Sandbox POST faults @{ path = '*'; kind = 'hang' }
function Invoke-Sandbox([string] $Method, [string] $Path, $Body, [string] $BaseUri = $script:BaseUri) {
    $call = @{ Method = $Method; Uri = "$BaseUri/_sandbox/$Path" }
    if ($null -ne $Body) {
        $call.Body = ConvertTo-Json $Body -Depth 20
        $call.ContentType = 'application/json'
    }
    Invoke-RestMethod @call
}

function New-SandboxJob([hashtable] $Job) { Invoke-Sandbox POST jobs $Job }

function Add-SandboxFault([hashtable] $Fault) { Invoke-Sandbox POST faults $Fault }

function Set-SandboxSetting([hashtable] $Settings) { Invoke-Sandbox PATCH settings $Settings | Out-Null }

function Get-SandboxRequest([string] $Path = '*', [string] $BaseUri = $script:BaseUri) {
    foreach ($request in Invoke-Sandbox GET "requests?path=$([uri]::EscapeDataString($Path))" -BaseUri $BaseUri) { $request }
}

# Waits until the sandbox has received a number of requests to a path that meet a condition, for 10 seconds at most, and
# returns these requests.
function Wait-SandboxRequest([string] $Path = '*', [scriptblock] $Where = { $true }, [int] $Count = 1) {
    for ($try = 0; $try -lt 200; $try++) {
        $found = @(Get-SandboxRequest $Path | Where-Object $Where)
        if ($found.Count -ge $Count) { break }
        Start-Sleep -Milliseconds 50
    }
    $found
}

function Reset-Sandbox { Invoke-Sandbox POST reset | Out-Null }

# Resets the sandbox, and removes all connections and environment variables from this process.
function Clear-SandboxSession {
    Reset-Sandbox
    Clear-SandboxEnvironment
    Get-JobStatusConnection | Remove-JobStatusConnection
}

# A secret as the Connect cmdlets accept it.
function ConvertTo-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }

# The Alteryx client of the sandbox, as Connect-Alteryx accepts it.
function Get-SandboxCredential([string] $Secret = 'sandbox-secret') { [pscredential]::new('sandbox-client', (ConvertTo-Secret $Secret)) }

# Requests an access token for the Alteryx client of the sandbox.
function New-SandboxToken([string] $Secret = 'sandbox-secret') {
    $body = @{ grant_type = 'client_credentials'; client_id = 'sandbox-client'; client_secret = $Secret }
    (Invoke-RestMethod "$script:BaseUri/webapi/oauth2/token" -Method Post -Body $body).access_token
}

Export-ModuleMember -Function *-Sandbox*, *-OtherSandbox, *-SharedSandbox, ConvertTo-Secret, Invoke-FreshPowerShell
