# PowerShell's own Wait-Job is the measure: each case runs in a process without the module and in one with it, and what
# they left behind must be the same.

BeforeDiscovery {
    $cases = @(
        # Which jobs.
        @{ Name = 'jobs from the pipeline'; Script = { $done, $failed, $stopped, $other | Wait-Job } }
        @{ Name = 'an array from the pipeline'; Script = { , @($done, $failed) | Wait-Job } }
        @{ Name = '-Job'; Script = { Wait-Job -Job $failed, $done } }
        @{ Name = 'a job by position'; Script = { Wait-Job $done } }
        @{ Name = 'jobs by position'; Script = { Wait-Job $other, $done } }
        @{ Name = 'jobs that end in another order than they were given'; Script = {
                $gate = [Threading.ManualResetEventSlim]::new()
                $second = Start-ThreadJob -Name second -ThrottleLimit 50 { ($using:gate).Wait() }
                $first = Start-ThreadJob -Name first -ThrottleLimit 50 { ($using:gate).Set() }
                $second, $first | Wait-Job
            }
        }
        @{ Name = '-Name'; Script = { Wait-Job -Name done, other } }
        @{ Name = '-Name with a wildcard'; Script = { Wait-Job -Name d*e, *led } }
        @{ Name = '-Name of nobody'; Script = { Wait-Job -Name nobody } }
        @{ Name = '-Name of nobody among others'; Script = { Wait-Job -Name done, nobody, other, noone } }
        @{ Name = '-Name with a wildcard that fits nobody'; Script = { Wait-Job -Name nob*y } }
        @{ Name = '-Id'; Script = { Wait-Job -Id $other.Id, $done.Id } }
        @{ Name = '-Id of nobody among others'; Script = { Wait-Job -Id $done.Id, 99999, $other.Id } }
        @{ Name = '-Id that is no number'; Script = { Wait-Job -Id abc } }
        @{ Name = 'an id by position'; Script = { Wait-Job $done.Id } }
        @{ Name = 'an id as a text by position'; Script = { Wait-Job "$($done.Id)" } }
        @{ Name = '-InstanceId'; Script = { Wait-Job -InstanceId $other.InstanceId, $done.InstanceId } }
        @{ Name = '-InstanceId of nobody'; Script = { Wait-Job -InstanceId 00000000-0000-0000-0000-000000000001 } }
        @{ Name = '-InstanceId that is no GUID'; Script = { Wait-Job -InstanceId abc } }
        @{ Name = 'an instance id by position'; Script = { Wait-Job $done.InstanceId } }
        @{ Name = '-State'; Script = { Wait-Job -State Failed } }
        @{ Name = '-State that no job has'; Script = { Wait-Job -State Disconnected } }
        @{ Name = '-State that does not exist'; Script = { Wait-Job -State Nonsense } }
        @{ Name = '-Filter'; Script = { Wait-Job -Filter @{ Name = 'done' } } }
        @{ Name = '-Filter by state'; Script = { Wait-Job -Filter @{ State = 'Stopped' } } }
        @{ Name = '-Filter that fits nobody'; Script = { Wait-Job -Filter @{ Name = 'nobody' } } }
        @{ Name = '-Filter by a property that does not exist'; Script = { Wait-Job -Filter @{ Nonsense = 1 } } }
        @{ Name = '-Filter that is empty'; Script = { Wait-Job -Filter @{} } }
        @{ Name = 'a filter by position'; Script = { Wait-Job @{ Name = 'done' } } }
        @{ Name = 'a name by position'; Script = { Wait-Job done } }
        @{ Name = 'a state by position'; Script = { Wait-Job ([Management.Automation.JobState]::Failed) } }
        @{ Name = 'a child job'; Script = { $process.ChildJobs[0] | Wait-Job | ForEach-Object State } }
        @{ Name = 'the property Id from the pipeline'; Script = { [pscustomobject]@{ Id = $done.Id }, [pscustomobject]@{ Id = $other.Id } | Wait-Job } }
        @{ Name = 'the property Name from the pipeline'; Script = { [pscustomobject]@{ Name = 'done' }, [pscustomobject]@{ Name = 'nobody' } | Wait-Job } }
        @{ Name = 'the property InstanceId from the pipeline'; Script = { [pscustomobject]@{ InstanceId = $done.InstanceId } | Wait-Job } }
        @{ Name = 'the property State from the pipeline'; Script = { [pscustomobject]@{ State = 'Failed' } | Wait-Job } }
        @{ Name = 'the property Filter from the pipeline'; Script = { [pscustomobject]@{ Filter = @{ Name = 'done' } } | Wait-Job } }
        @{ Name = 'the property Job from the pipeline'; Script = { [pscustomobject]@{ Job = $done, $other } | Wait-Job } }
        @{ Name = 'the properties Id and Name from the pipeline'; Script = { [pscustomobject]@{ Id = $done.Id; Name = 'other' } | Wait-Job } }
        @{ Name = 'different properties from the pipeline'; Script = { [pscustomobject]@{ Id = $done.Id }, [pscustomobject]@{ Name = 'other' }, $failed | Wait-Job } }
        @{ Name = 'other objects from the pipeline'; Script = { Get-Process -Id $PID | ForEach-Object { [pscustomobject]@{ ProcessName = $_.Name } } | Wait-Job } }
        @{ Name = 'jobs that Get-Job found'; Script = { Get-Job -Name done, failed | Wait-Job } }
        @{ Name = 'splatted parameters'; Script = { $parameters = @{ Job = $done; Timeout = 5 }; Wait-Job @parameters } }

        # What is no job.
        @{ Name = 'null by position'; Script = { Wait-Job $null } }
        @{ Name = '-Job null'; Script = { Wait-Job -Job $null } }
        @{ Name = '-Name null'; Script = { Wait-Job -Name $null } }
        @{ Name = 'null from the pipeline'; Script = { $null | Wait-Job } }
        @{ Name = 'null among jobs from the pipeline'; Script = { $done, $null, $other | Wait-Job } }
        @{ Name = 'nothing from the pipeline'; Script = { @() | Wait-Job } }
        @{ Name = 'no job at all from the pipeline with a timeout'; Script = { Get-Job -Name nob*y | Wait-Job -Timeout 5 } }
        @{ Name = '-Job with an empty array'; Script = { Wait-Job -Job @() } }
        @{ Name = '-Job with a null in it'; Script = { Wait-Job -Job $done, $null } }
        @{ Name = '-Job with a text'; Script = { Wait-Job -Job done } }
        @{ Name = 'texts from the pipeline'; Script = { 'done', 'nobody' | Wait-Job } }
        @{ Name = 'numbers from the pipeline'; Script = { $done.Id | Wait-Job } }
        @{ Name = 'jobs among texts'; Script = { 'text', $done, 7, $other | Wait-Job } }
        @{ Name = 'no parameter'; Script = { Wait-Job } }
        @{ Name = 'two parameter sets at once'; Script = { Wait-Job -Job $done -Id $done.Id } }
        @{ Name = 'a parameter that does not exist'; Script = { Wait-Job -Job $done -Nonsense } }
        @{ Name = 'too many positions'; Script = { Wait-Job $done $other } }
        @{ Name = 'a job from the pipeline and -Name'; Script = { $done | Wait-Job -Name other } }
        @{ Name = 'a job from the pipeline and -Job'; Script = { $done | Wait-Job -Job $other } }
        @{ Name = 'the prefixes of parameters'; Script = { Wait-Job -J $done -A; Wait-Job -N done -Ti 5 -Fo; Wait-Job -Fi @{ Name = 'done' }; Wait-Job -S Stopped } }

        # How long.
        @{ Name = '-Any'; Script = { $never, $done | Wait-Job -Any } }
        @{ Name = '-Any with more than one that has ended'; Script = { $other, $failed, $never, $done | Wait-Job -Any } }
        @{ Name = '-Any with a job that ends meanwhile'; Script = { $never, (Start-ThreadJob -Name soon -ThrottleLimit 50 { 1 }) | Wait-Job -Any } }
        @{ Name = '-Any by name'; Script = { Wait-Job -Name never, done -Any } }
        @{ Name = '-Timeout 1 for a job that goes on'; Script = { $never | Wait-Job -Timeout 1 } }
        @{ Name = '-Timeout 1 for one job that goes on and one that does not'; Script = { $never, $done | Wait-Job -Timeout 1 } }
        @{ Name = '-Timeout 1 -Any'; Script = { $never | Wait-Job -Timeout 1 -Any } }
        @{ Name = '-Timeout 0 for a job that has ended'; Script = { $done | Wait-Job -Timeout 0 } }
        @{ Name = '-Timeout 0 by -Job'; Script = { Wait-Job -Job $done -Timeout 0 } }
        @{ Name = '-Timeout -1'; Script = { $done | Wait-Job -Timeout -1 } }
        @{ Name = '-Timeout -2'; Script = { $done | Wait-Job -Timeout -2 }; OwnWords = $true }
        @{ Name = '-Timeout -1.4, which is -1'; Script = { $done | Wait-Job -Timeout -1.4 } }
        @{ Name = '-Timeout -0.4, which is 0'; Script = { $done | Wait-Job -Timeout -0.4 } }
        @{ Name = '-Timeout with a text of digits'; Script = { $done | Wait-Job -Timeout '5' } }
        @{ Name = '-Timeout 1.5'; Script = { $never | Wait-Job -Timeout 1.5 } }
        @{ Name = '-Timeout 0.4, which is 0'; Script = { $done | Wait-Job -Timeout 0.4 } }
        @{ Name = '-Timeout abc'; Script = { $done | Wait-Job -Timeout abc } }
        @{ Name = '-Timeout 1s'; Script = { $done | Wait-Job -Timeout 1s } }
        @{ Name = '-Timeout null'; Script = { $done | Wait-Job -Timeout $null }; OwnWords = $true }
        @{ Name = '-Timeout with an empty text'; Script = { $done | Wait-Job -Timeout '' } }
        @{ Name = '-Timeout with an array'; Script = { $done | Wait-Job -Timeout 1, 2 } }
        @{ Name = '-Timeout with an array of one'; Script = { $done | Wait-Job -Timeout @(5) } }
        @{ Name = '-Timeout with an empty array'; Script = { $done | Wait-Job -Timeout @() } }
        @{ Name = '-Timeout with a hashtable'; Script = { $done | Wait-Job -Timeout @{} } }
        @{ Name = '-Timeout true'; Script = { $done | Wait-Job -Timeout $true } }
        @{ Name = '-Timeout with a hexadecimal text'; Script = { $done | Wait-Job -Timeout '0x5' } }
        @{ Name = '-Timeout of more than 32 bits'; Script = { $done | Wait-Job -Timeout 2147483648 } }
        @{ Name = '-Timeout of more than a timer takes'; Script = { $done | Wait-Job -Timeout 2147483 } }
        @{ Name = '-Timeout of the largest number'; Script = { $done | Wait-Job -Timeout 2147483647 } }
        @{ Name = '-Timeout NaN'; Script = { $done | Wait-Job -Timeout ([double]::NaN) } }
        @{ Name = '-Timeout for an object that is a number'; Script = { $done | Wait-Job -Timeout (Write-Output 5) } }
        @{ Name = '-Timeout without a value'; Script = { $done | Wait-Job -Timeout } }
        @{ Name = '-TimeoutSec'; Script = { $never | Wait-Job -TimeoutSec 1 } }
        @{ Name = '-Force'; Script = { $done, $failed | Wait-Job -Force } }
        @{ Name = 'a blocked job'; Script = { $blocked | Wait-Job } }
        @{ Name = 'a blocked job by -Name'; Script = { Wait-Job -Name blocked } }
        @{ Name = 'a blocked job among others'; Script = { $done, $blocked | Wait-Job -Timeout 5 } }
        @{ Name = 'a blocked job among others with -Any'; Script = { $blocked, $done | Wait-Job -Any } }
        @{ Name = 'a blocked job alone with -Any'; Script = { $blocked | Wait-Job -Any } }
        @{ Name = 'a blocked job inside try'; Script = { try { $blocked | Wait-Job } catch { "caught $($_.FullyQualifiedErrorId)" } } }

        # How it is called.
        @{ Name = 'a job of a process of its own, received'; Script = { Start-Job { 1 } | Wait-Job | Receive-Job } }
        @{ Name = 'the alias wjb'; Script = { $done | wjb } }
        @{ Name = 'an alias of one''s own'; Script = { Set-Alias Wait-ForIt Wait-Job; Wait-ForIt -Name nobody } }
        @{ Name = 'the call operator'; Script = { & (Get-Command Wait-Job) $done; & 'Wait-Job' -Id 99999 } }
        @{ Name = 'the name with its module'; Script = { $done | Microsoft.PowerShell.Core\Wait-Job } }
        @{ Name = 'a function around it'; Script = {
                function Wait-Mine { param([Parameter(ValueFromPipeline)] $Job, [int] $Timeout = -1) end { $input | Wait-Job -Timeout $Timeout } }
                $done, $other | Wait-Mine -Timeout 5
                Wait-Mine $done
            }
        }
        @{ Name = 'a function in its place'; Script = {
                $body = [Management.Automation.ProxyCommand]::Create((Get-Command Wait-Job))
                Set-Item function:Wait-Mine ([scriptblock]::Create($body))
                $done, $other | Wait-Mine
                $never | Wait-Mine -Timeout 1
                Wait-Mine -Id 99999
                Wait-Mine -Name done
            }
        }
        @{ Name = 'a script module'; Script = {
                $module = New-Module -ScriptBlock {
                    function Wait-Mine { [CmdletBinding()] param($Job, $Name) if ($Job) { $Job | Wait-Job } else { Wait-Job -Name $Name } }
                }
                Wait-Mine -Job $done, $other
                Wait-Mine -Name nobody
                Wait-Mine -Name nobody -ErrorAction SilentlyContinue
                Wait-Mine -Job $blocked
            }
        }
        @{ Name = 'a function that silences errors'; Script = {
                function Wait-Mine { [CmdletBinding()] param() Wait-Job -Name nobody, done }
                Wait-Mine -ErrorAction SilentlyContinue
            }
        }
        @{ Name = 'a script module where errors stop'; Script = {
                $module = New-Module -ScriptBlock {
                    $ErrorActionPreference = 'Stop'
                    Set-StrictMode -Version Latest
                    function Wait-Mine { try { $args | Wait-Job; Wait-Job -Name nobody; 'not reached' } catch { "caught $($_.FullyQualifiedErrorId)" } }
                }
                Wait-Mine $done $other
            }
        }
        @{ Name = 'a steppable pipeline'; Script = {
                $pipeline = { Wait-Job -Timeout 5 }.GetSteppablePipeline()
                $pipeline.Begin($true)
                $pipeline.Process($done)
                $pipeline.Process($other)
                $pipeline.End()
            }
        }
        @{ Name = 'a nested pipeline'; Script = {
                $nested = [powershell]::Create([Management.Automation.RunspaceMode]::CurrentRunspace)
                $nested.AddCommand('Wait-Job').AddParameter('Name', [string[]]('done', 'nobody')).Invoke()
                $nested.Streams.Error
                $nested.HadErrors
            }
        }
        @{ Name = 'a default value for its parameter'; Script = { $PSDefaultParameterValues['Wait-Job:Timeout'] = 1; $never | Wait-Job } }
        @{ Name = 'strict mode'; Script = { Set-StrictMode -Version Latest; $done | Wait-Job; Wait-Job -Name nobody } }
        @{ Name = '-ErrorAction Stop'; Script = { Wait-Job -Name nobody -ErrorAction Stop; 'not reached' } }
        @{ Name = '-ErrorAction Stop inside try'; Script = { try { Wait-Job -Id $done.Id, 99999 -ErrorAction Stop; 'not reached' } catch { "caught $($_.FullyQualifiedErrorId)"; $_.Exception.GetType().FullName } } }
        @{ Name = '-ErrorAction SilentlyContinue'; Script = { Wait-Job -Name done, nobody -ErrorAction SilentlyContinue } }
        @{ Name = '-ErrorAction Ignore'; Script = { Wait-Job -Name done, nobody -ErrorAction Ignore } }
        @{ Name = '-ErrorAction Ignore for what is no job'; Script = { 'text', $done | Wait-Job -ErrorAction Ignore } }
        @{ Name = '-ErrorAction SilentlyContinue for a blocked job'; Script = { $blocked | Wait-Job -ErrorAction SilentlyContinue } }
        @{ Name = '-ErrorVariable'; Script = { Wait-Job -Name done, nobody -ErrorVariable failures -ErrorAction SilentlyContinue; "$($failures.Count): $($failures.FullyQualifiedErrorId)" } }
        @{ Name = '-ErrorVariable for a blocked job'; Script = { try { $blocked | Wait-Job -ErrorVariable failures } catch { "$($failures.Count)"; $failures | ForEach-Object { $_.GetType().FullName } } } }
        @{ Name = '-ErrorVariable that adds, for a blocked job'; Script = { $failures = @('one'); try { $blocked | Wait-Job -ErrorVariable +failures } catch { "$($failures.Count)" } } }
        @{ Name = '-ErrorVariable with -ErrorAction Stop'; Script = { try { Wait-Job -Id 99999, 99998 -ErrorVariable failures -ErrorAction Stop } catch { "$($failures.Count)"; $failures | ForEach-Object { $_.GetType().FullName } } } }
        @{ Name = '-ErrorVariable that adds'; Script = { Wait-Job -Name nobody -ErrorVariable failures 2>$null; Wait-Job -Name noone -ErrorVariable +failures 2>$null; "$($failures.TargetObject)" } }
        @{ Name = '-ErrorVariable of a variable that has something already'; Script = { $failures = @(1, 2); Wait-Job -Name nobody -ErrorVariable failures 2>$null; "$($failures.TargetObject)"; $failures.GetType().Name } }
        @{ Name = '-OutVariable'; Script = { $null = $done, $other | Wait-Job -OutVariable written; "$($written.Count): $($written.Name)" } }
        @{ Name = '-OutVariable that adds'; Script = { $written = @(); $null = $done | Wait-Job -OutVariable +written; $null = $other | Wait-Job -OutVariable +written; "$($written.Name)" } }
        @{ Name = '-PipelineVariable'; Script = { $done, $other | Wait-Job -PipelineVariable one | ForEach-Object { "$($one.Name) $($_.Name)" } } }
        @{ Name = '-PipelineVariable before it'; Script = { $done, $other | ForEach-Object -PipelineVariable one { $_ } | Wait-Job | ForEach-Object { "$($one.Name) $($_.Name)" } } }
        @{ Name = '-Verbose and -Debug'; Script = { $done | Wait-Job -Verbose -Debug } }
        @{ Name = 'Select-Object -First and errors'; Script = { Wait-Job -Name done, nobody, other | Select-Object -First 1 } }
        @{ Name = 'Select-Object -First'; Script = { $done, $other | Wait-Job | Select-Object -First 1 } }
        @{ Name = 'Select-Object -First before it'; Script = { $done, $other, $never | Select-Object -First 2 | Wait-Job } }
        @{ Name = 'a pipeline that goes on after it with an error'; Script = { $done, $other | Wait-Job | ForEach-Object { throw "no $($_.Name)" } } }
        @{ Name = 'its output in a variable'; Script = { $one = Wait-Job $done; $two = Wait-Job -Name do*, ot*; "$($one.GetType().Name) $($two.GetType().Name) $([object]::ReferenceEquals($one, $done))" } }
        @{ Name = 'its output redirected'; Script = { Wait-Job -Name done, nobody 2>$null } }
        @{ Name = 'a trap'; Script = { trap { "trapped $($_.FullyQualifiedErrorId)"; continue } $blocked | Wait-Job } }
        @{ Name = 'a background call'; Script = { $outer = Start-ThreadJob -ThrottleLimit 50 { $using:done | Microsoft.PowerShell.Core\Wait-Job }; $outer | Wait-Job | Receive-Job } }
        @{ Name = 'a loop'; Script = { foreach ($job in $done, $never, $other) { if (-not (Wait-Job $job -Timeout 1)) { "$($job.Name) goes on" } } } }
        @{ Name = 'jobs removed after it'; Script = { Start-ThreadJob -Name gone -ThrottleLimit 50 { 1 } | Wait-Job | Remove-Job; Wait-Job -Name gone } }

        # Where it is called.
        foreach ($mode in 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage') {
            @{ Name = "a session in $mode, jobs from the pipeline"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job -Jobs done, failed") }
            @{ Name = "a session in $mode, no jobs from the pipeline"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job -Jobs @()") }
            @{ Name = "a session in $mode, -Name"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job @{ Name = 'done', 'nobody', 'fail*' }") }
            @{ Name = "a session in $mode, -Id of nobody"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job @{ Id = 99999 }") }
            @{ Name = "a session in $mode, -Id of nobody with -ErrorAction Stop"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job @{ Id = 99999; ErrorAction = 'Stop' }") }
            @{ Name = "a session in $mode, -Any"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job @{ Any = `$true } -Jobs never, done") }
            @{ Name = "a session in $mode, -Timeout"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job @{ Timeout = 1 } -Jobs never") }
            @{ Name = "a session in $mode, properties from the pipeline"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job -Objects ([pscustomobject]@{ Name = 'done' }), ([pscustomobject]@{ Name = 'nobody' }), 5") }
            @{ Name = "a session in $mode, a blocked job"; Script = [scriptblock]::Create("Invoke-Limited $mode Wait-Job -Objects `$blocked") }
        }
        @{ Name = 'a pipeline that is stopped meanwhile'; Script = {
                $shell = [powershell]::Create($sessionState)
                $reached = [Threading.ManualResetEventSlim]::new()
                $null = $shell.AddScript('param($job, $reached) & { $job; $reached.Set() } | Wait-Job; "not reached"').AddArgument($never).AddArgument($reached)
                $output = [Management.Automation.PSDataCollection[psobject]]::new()
                $call = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]] @(), $output)
                "reached $($reached.Wait(30000))"
                $shell.Stop()
                "ended $($call.AsyncWaitHandle.WaitOne(30000)) $($shell.InvocationStateInfo.State) with $($output.Count)"
            }
        }
    )
}

Describe 'For local jobs alone Wait-Job' -ForEach @{ Cases = $cases } {
    BeforeAll {
        $head = {
            param([string] $Module, [string] $Result)

            $shown = [ordered]@{ Sources = @((Get-Command Wait-Job).Source) }
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
            $patience = [Diagnostics.Stopwatch]::StartNew()
            while (($blocked.State -ne 'Blocked' -or $never.State -ne 'Running' -or $stopped.State -ne 'Running') -and $patience.Elapsed.TotalSeconds -lt 60) {
                Start-Sleep -Milliseconds 50
            }

            $stopped.StopJob()
            $null = Microsoft.PowerShell.Core\Wait-Job $done, $other, $failed, $stopped, $process

            # A session that allows less, with jobs of its own, which are made before.
            function Invoke-Limited([string] $Mode, [string] $Command, [hashtable] $Parameters = @{}, [string[]] $Jobs, [object[]] $Objects) {
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

            function Show([object] $Thing, [string] $How = '') {
                if ($Thing -is [Management.Automation.ErrorRecord]) {
                    "$($How)error $($Thing.FullyQualifiedErrorId)"
                    "$($Thing.CategoryInfo)"
                    for ($exception = $Thing.Exception; $exception; $exception = $exception.InnerException) {
                        "exception $($exception.GetType().FullName)"
                        "message $($exception.Message)"
                    }

                    "details $($Thing.ErrorDetails)"
                    Show $Thing.TargetObject 'target '
                    "position $($Thing.InvocationInfo.PositionMessage)"
                    "trace $($Thing.ScriptStackTrace)"
                }
                elseif ($Thing -is [Management.Automation.Job]) {
                    "$How$($Thing.GetType().Name) $($Thing.Name) $($Thing.State)"
                }
                elseif ($null -eq $Thing) {
                    "$($How)null"
                }
                else {
                    "$How$($Thing.GetType().FullName) $Thing"
                }
            }

            $shown.Sources += (Get-Command Wait-Job).Source
            function Invoke-Case([string] $Name, [scriptblock] $Case) {
                $Error.Clear()
                $shown[$Name] = @(
                    try {
                        & $Case *>&1 | ForEach-Object { Show $_ }
                    }
                    catch {
                        Show $_ 'thrown '
                    }

                    "left in `$Error: $($Error.Count)"
                    $Error | ForEach-Object { "left: $($_.GetType().Name) $($_.FullyQualifiedErrorId)" }
                )
            }
        }
        $foot = {
            Remove-Module JobStatus -ErrorAction Ignore
            $shown.Sources += (Get-Command Wait-Job).Source
            $shown.Removed = @(Wait-Job -Name done | ForEach-Object { Show $_ })
            if ($Module) {
                Import-Module $Module
            }

            $shown.Sources += (Get-Command Wait-Job).Source
            $shown.Again = @(Wait-Job -Name done | ForEach-Object { Show $_ })
            ConvertTo-Json $shown -Depth 5 | Set-Content -LiteralPath $Result -Encoding utf8
            Get-Job | Where-Object State -In Running, Blocked | Stop-Job
        }
        $script = @(
            $head
            for ($i = 0; $i -lt $Cases.Count; $i++) {
                # The line after the case still belongs to it: did it succeed?
                "Invoke-Case '$i' {$($Cases[$i].Script)`n""ok: `$?""`n}"
            }
            $foot
        ) -join "`n"
        $file = Join-Path $TestDrive cases.ps1
        Set-Content -LiteralPath $file -Value $script -Encoding utf8

        Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1) -Force
        $results = foreach ($module in '', $env:JOBSTATUS_TEST_MODULE) {
            $result = Join-Path $TestDrive "result$($module.Length).json"
            $null = Invoke-FreshPowerShell ([scriptblock]::Create("& '$file' -Module '$module' -Result '$result'")) -Seconds 180
            Get-Content -Raw -LiteralPath $result | ConvertFrom-Json -AsHashtable
        }
        $without, $with = $results
    }

    It 'is compared with PowerShell''s own' {
        $without.Sources | Select-Object -Unique | Should -Be Microsoft.PowerShell.Core
        $with.Sources[1] | Should -Be JobStatus
    }

    It 'is the module''s from its import to its removal, and again after another import' {
        $with.Sources | Should -Be Microsoft.PowerShell.Core, JobStatus, Microsoft.PowerShell.Core, JobStatus
        $with.Removed | Should -Be 'ThreadJob done Completed'
        $with.Again | Should -Be 'ThreadJob done Completed'
    }

    It 'does what PowerShell''s own does with <Name>' -ForEach $cases {
        $number = "$($Cases.Name.IndexOf($Name))"
        $expected, $actual = foreach ($lines in $without[$number], $with[$number]) {
            $lines | Should -Not -BeNullOrEmpty

            # The parameter's type is another one, and where it has words of its own, they are not compared.
            $lines = $lines.Where({ -not ($OwnWords -and $_ -like 'message *') })
            # A function that PowerShell made from the command has a line for each parameter.
            ($lines -replace 'JobStatus\.WaitDuration', 'System.Int32' -replace '(?<=<No file>): line \d+') -join "`n"
        }

        # The id of an error about parameters names the class, as PowerShell does with any command.
        $binder = 'ParameterBindingFailed|InputObjectNotBound|CannotConvertArgument\w*|ParameterArgument\w+|\w+ParameterSet|\w+ParameterNotFound|MissingMandatoryParameter|MissingArgument|AmbiguousParameter'
        $actual = $actual -replace "(?<=\b($binder),)JobStatus\.Commands", 'Microsoft.PowerShell.Commands'

        $actual | Should -BeExactly $expected
    }
}

Describe 'The parameters of Wait-Job' {
    BeforeAll {
        Import-Module $env:JOBSTATUS_TEST_MODULE -Force
        $own = Get-Command Microsoft.PowerShell.Core\Wait-Job
        $ours = Get-Command JobStatus\Wait-Job
        function Show-ParameterSet($Command) {
            foreach ($set in $Command.ParameterSets | Where-Object Name -In $own.ParameterSets.Name) {
                "$($set.Name), default $($set.IsDefault)"
                foreach ($parameter in $set.Parameters | Where-Object Name -In $own.Parameters.Keys | Sort-Object Name) {
                    $type = $parameter.Name -eq 'Timeout' ? '' : $parameter.ParameterType
                    $parameter | ForEach-Object {
                        "  $($_.Name) $type at $($_.Position), mandatory $($_.IsMandatory), from the pipeline $($_.ValueFromPipeline), by property name $($_.ValueFromPipelineByPropertyName), from the rest $($_.ValueFromRemainingArguments), aliases $($_.Aliases -ne 'A')"
                    }
                }
            }
        }
    }

    It 'are those of PowerShell''s own, bound in the same way' {
        Show-ParameterSet $ours | Sort-Object | Should -Be (Show-ParameterSet $own | Sort-Object)
        $ours.Parameters.Keys | Where-Object { $_ -in $own.Parameters.Keys } | Should -HaveCount $own.Parameters.Count
    }

    It 'are the default parameter set that PowerShell''s own has' {
        $ours.DefaultParameterSet | Should -Be $own.DefaultParameterSet
    }

    It 'have one more parameter set, for remote jobs' {
        $ours.ParameterSets.Name | Where-Object { $_ -notin $own.ParameterSets.Name } | Should -Be RemoteJobParameterSet
    }

    It 'resolve the prefix <_> as PowerShell''s own do' -ForEach 'A', 'Any', 'Fi', 'Fo', 'J', 'N', 'S', 'T', 'Ti', 'TimeoutS' {
        $own.ResolveParameter($_).Name | Should -Be $ours.ResolveParameter($_).Name
    }
}
