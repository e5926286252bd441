# Runs the same commands in a process without the module and in one with it.
Set-StrictMode -Version Latest

# The start of the script that each process runs. The cases follow it.
$script:Head = {
    param([string] $Module, [string] $Result)

    $results = [ordered]@{ Sources = @((Get-Command Wait-Job).Source) }
    $sessionState = [initialsessionstate]::CreateDefault2()
    if ($Module) {
        Import-Module $Module
        $sessionState.ImportPSModule($Module)
    }

    $done = Start-ThreadJob -Name done -ThrottleLimit 50 { 1 }
    $other = Start-ThreadJob -Name other -ThrottleLimit 50 { 2 }
    $failed = Start-ThreadJob -Name failed -ThrottleLimit 50 { throw 'bad luck' }
    $stopped = Start-ThreadJob -Name stopped -ThrottleLimit 50 { Start-Sleep -Seconds 3600 }
    $never = Start-ThreadJob -Name never -ThrottleLimit 50 { Start-Sleep -Seconds 3600 }
    $process = Start-Job -Name process { 1 }
    $blocked = Start-Job -Name blocked { Read-Host }
    $stopwatch = [Diagnostics.Stopwatch]::StartNew()
    function Test-Ready { $blocked.State -eq 'Blocked' -and $never.State -eq 'Running' -and $stopped.State -eq 'Running' }
    while (-not (Test-Ready) -and $stopwatch.Elapsed.TotalSeconds -lt 60) {
        Start-Sleep -Milliseconds 50
    }

    $stopped.StopJob()
    $null = Microsoft.PowerShell.Core\Wait-Job $done, $other, $failed, $stopped, $process

    # Runs a command in a session with a language mode and its own jobs, which are started before the mode is set.
    function Invoke-InLanguageMode([string] $Mode, [string] $Command, [hashtable] $Parameters = @{}, [string[]] $Jobs,
        [object[]] $Objects) {
        $runspace = [runspacefactory]::CreateRunspace($sessionState)
        $runspace.Open()
        $prepare = [powershell]::Create($runspace)
        $own = @{}
        $prepare.AddScript({
                Start-ThreadJob -Name done -ThrottleLimit 50 { 1 }
                Start-ThreadJob -Name failed -ThrottleLimit 50 { throw 'bad luck' }
                Start-ThreadJob -Name never -ThrottleLimit 50 { Start-Sleep -Seconds 3600 }
            }).Invoke() | ForEach-Object { $own[$_.Name] = $_ }
        $null = Microsoft.PowerShell.Core\Wait-Job $own.done, $own.failed
        $runspace.SessionStateProxy.LanguageMode = $Mode
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddCommand($Command).AddParameters($Parameters)
        try {
            if ($PSBoundParameters.ContainsKey('Jobs')) {
                $shell.Invoke([object[]] @($Jobs.ForEach({ $own[$_] })))
            }
            elseif ($Objects) {
                $shell.Invoke($Objects)
            }
            else {
                $shell.Invoke()
            }
        }
        catch {
            $_.Exception.InnerException.ErrorRecord
        }

        $shell.Streams.Error
        $shell.Streams.Warning
        "had errors: $($shell.HadErrors)"
    }

    function Format-Value([object] $Value, [string] $Prefix = '') {
        if ($Value -is [Management.Automation.ErrorRecord]) {
            "$($Prefix)error $($Value.FullyQualifiedErrorId)"
            "$($Value.CategoryInfo)"
            for ($exception = $Value.Exception; $exception; $exception = $exception.InnerException) {
                "exception $($exception.GetType().FullName)"
                "message $($exception.Message)"
            }

            "details $($Value.ErrorDetails)"
            Format-Value $Value.TargetObject 'target '
            "position $($Value.InvocationInfo.PositionMessage)"
            "trace $($Value.ScriptStackTrace)"
        }
        elseif ($Value -is [Management.Automation.Job]) {
            "$Prefix$($Value.GetType().Name) $($Value.Name) $($Value.State)"
        }
        elseif ($null -eq $Value) {
            "$($Prefix)null"
        }
        else {
            "$Prefix$($Value.GetType().FullName) $Value"
        }
    }

    $results.Sources += (Get-Command Wait-Job).Source
    function Invoke-Case([string] $Name, [scriptblock] $Case) {
        $Error.Clear()
        $results[$Name] = @(
            try {
                & $Case *>&1 | ForEach-Object { Format-Value $_ }
            }
            catch {
                Format-Value $_ 'thrown '
            }

            "left in `$Error: $($Error.Count)"
            $Error | ForEach-Object { "left: $($_.GetType().Name) $($_.FullyQualifiedErrorId)" }
        )
    }
}

$script:Foot = {
    Remove-Module JobStatus -ErrorAction Ignore
    $results.Sources += (Get-Command Wait-Job).Source
    $results.Removed = @(Wait-Job -Name done | ForEach-Object { Format-Value $_ })
    if ($Module) {
        Import-Module $Module
    }

    $results.Sources += (Get-Command Wait-Job).Source
    $results.Again = @(Wait-Job -Name done | ForEach-Object { Format-Value $_ })
    ConvertTo-Json $results -Depth 5 | Set-Content -LiteralPath $Result -Encoding utf8
    Get-Job | Where-Object State -In Running, Blocked | Stop-Job
}

# Runs all cases in both processes. Returns two hashtables, without and with the module. Each contains, for the number of
# a case, the lines that describe its output and its errors.
function Invoke-WaitJobCase([object[]] $Cases, [string] $Folder) {
    $text = @(
        $script:Head
        for ($i = 0; $i -lt $Cases.Count; $i++) {
            # The value of $? after the case is part of its result.
            "Invoke-Case '$i' {$($Cases[$i].Script)`n""ok: `$?""`n}"
        }
        $script:Foot
    ) -join "`n"
    $file = Join-Path $Folder cases.ps1
    Set-Content -LiteralPath $file -Value $text -Encoding utf8

    foreach ($module in '', $env:JOBSTATUS_TEST_MODULE) {
        $result = Join-Path $Folder "result$($module.Length).json"
        $null = Invoke-FreshPowerShell ([scriptblock]::Create("& '$file' -Module '$module' -Result '$result'")) -Seconds 180
        Get-Content -Raw -LiteralPath $result | ConvertFrom-Json -AsHashtable
    }
}

Export-ModuleMember -Function Invoke-WaitJobCase
