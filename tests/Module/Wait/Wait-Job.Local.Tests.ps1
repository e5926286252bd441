# Each case runs in a process without the module and in one with it. The results must be the same, because for PowerShell
# jobs Wait-Job must behave like the built-in cmdlet.

BeforeDiscovery {
    $cases = @(
        # The specified jobs.
        @{ Name = 'jobs from the pipeline'; Script = { $done, $failed, $stopped, $other | Wait-Job } }
        @{ Name = 'an array from the pipeline'; Script = { , @($done, $failed) | Wait-Job } }
        @{ Name = '-Job'; Script = { Wait-Job -Job $failed, $done } }
        @{ Name = 'a job by position'; Script = { Wait-Job $done } }
        @{ Name = 'jobs by position'; Script = { Wait-Job $other, $done } }
        @{ Name = 'jobs that finish in a different order'; Script = {
                $gate = [Threading.ManualResetEventSlim]::new()
                $second = Start-ThreadJob -Name second -ThrottleLimit 50 { ($using:gate).Wait() }
                $first = Start-ThreadJob -Name first -ThrottleLimit 50 { ($using:gate).Set() }
                $second, $first | Wait-Job
            }
        }
        @{ Name = '-Name'; Script = { Wait-Job -Name done, other } }
        @{ Name = '-Name with a wildcard'; Script = { Wait-Job -Name d*e, *led } }
        @{ Name = '-Name without a match'; Script = { Wait-Job -Name nobody } }
        @{ Name = '-Name with and without matches'; Script = { Wait-Job -Name done, nobody, other, noone } }
        @{ Name = '-Name with a wildcard that matches no job'; Script = { Wait-Job -Name nob*y } }
        @{ Name = '-Id'; Script = { Wait-Job -Id $other.Id, $done.Id } }
        @{ Name = '-Id with and without matches'; Script = { Wait-Job -Id $done.Id, 99999, $other.Id } }
        @{ Name = '-Id that is not a number'; Script = { Wait-Job -Id abc } }
        @{ Name = 'an id by position'; Script = { Wait-Job $done.Id } }
        @{ Name = 'an id as a string by position'; Script = { Wait-Job "$($done.Id)" } }
        @{ Name = '-InstanceId'; Script = { Wait-Job -InstanceId $other.InstanceId, $done.InstanceId } }
        @{ Name = '-InstanceId without a match'; Script = { Wait-Job -InstanceId 00000000-0000-0000-0000-000000000001 } }
        @{ Name = '-InstanceId that is not a GUID'; Script = { Wait-Job -InstanceId abc } }
        @{ Name = 'an instance id by position'; Script = { Wait-Job $done.InstanceId } }
        @{ Name = '-State'; Script = { Wait-Job -State Failed } }
        @{ Name = '-State that no job has'; Script = { Wait-Job -State Disconnected } }
        @{ Name = '-State that does not exist'; Script = { Wait-Job -State Nonsense } }
        @{ Name = '-Filter'; Script = { Wait-Job -Filter @{ Name = 'done' } } }
        @{ Name = '-Filter by state'; Script = { Wait-Job -Filter @{ State = 'Stopped' } } }
        @{ Name = '-Filter that matches no job'; Script = { Wait-Job -Filter @{ Name = 'nobody' } } }
        @{ Name = '-Filter by a property that does not exist'; Script = { Wait-Job -Filter @{ Nonsense = 1 } } }
        @{ Name = '-Filter that is empty'; Script = { Wait-Job -Filter @{} } }
        @{ Name = 'a filter by position'; Script = { Wait-Job @{ Name = 'done' } } }
        @{ Name = 'a name by position'; Script = { Wait-Job done } }
        @{ Name = 'a state by position'; Script = { Wait-Job ([Management.Automation.JobState]::Failed) } }
        @{ Name = 'a child job'; Script = { $process.ChildJobs[0] | Wait-Job | ForEach-Object State } }
        @{ Name = 'the property Id from the pipeline'; Script = {
                [pscustomobject]@{ Id = $done.Id }, [pscustomobject]@{ Id = $other.Id } | Wait-Job
            }
        }
        @{ Name = 'the property Name from the pipeline'; Script = {
                [pscustomobject]@{ Name = 'done' }, [pscustomobject]@{ Name = 'nobody' } | Wait-Job
            }
        }
        @{ Name = 'the property InstanceId from the pipeline'; Script = { [pscustomobject]@{ InstanceId = $done.InstanceId } | Wait-Job } }
        @{ Name = 'the property State from the pipeline'; Script = { [pscustomobject]@{ State = 'Failed' } | Wait-Job } }
        @{ Name = 'the property Filter from the pipeline'; Script = { [pscustomobject]@{ Filter = @{ Name = 'done' } } | Wait-Job } }
        @{ Name = 'the property Job from the pipeline'; Script = { [pscustomobject]@{ Job = $done, $other } | Wait-Job } }
        @{ Name = 'the properties Id and Name from the pipeline'; Script = {
                [pscustomobject]@{ Id = $done.Id; Name = 'other' } | Wait-Job
            }
        }
        @{ Name = 'different properties from the pipeline'; Script = {
                [pscustomobject]@{ Id = $done.Id }, [pscustomobject]@{ Name = 'other' }, $failed | Wait-Job
            }
        }
        @{ Name = 'other objects from the pipeline'; Script = {
                Get-Process -Id $PID | ForEach-Object { [pscustomobject]@{ ProcessName = $_.Name } } | Wait-Job
            }
        }
        @{ Name = 'jobs that Get-Job found'; Script = { Get-Job -Name done, failed | Wait-Job } }
        @{ Name = 'splatted parameters'; Script = { $parameters = @{ Job = $done; Timeout = 5 }; Wait-Job @parameters } }

        # Invalid input.
        @{ Name = 'null by position'; Script = { Wait-Job $null } }
        @{ Name = '-Job null'; Script = { Wait-Job -Job $null } }
        @{ Name = '-Name null'; Script = { Wait-Job -Name $null } }
        @{ Name = 'null from the pipeline'; Script = { $null | Wait-Job } }
        @{ Name = 'null among jobs from the pipeline'; Script = { $done, $null, $other | Wait-Job } }
        @{ Name = 'an empty pipeline'; Script = { @() | Wait-Job } }
        @{ Name = 'an empty pipeline with a timeout'; Script = { Get-Job -Name nob*y | Wait-Job -Timeout 5 } }
        @{ Name = '-Job with an empty array'; Script = { Wait-Job -Job @() } }
        @{ Name = '-Job with a null in it'; Script = { Wait-Job -Job $done, $null } }
        @{ Name = '-Job with a number in it'; Script = { Wait-Job -Job $done, 1 } }
        @{ Name = '-Job with a string in it'; Script = { Wait-Job -Job $done, 'other' } }
        @{ Name = 'a job and a number by position'; Script = { Wait-Job $done, 1 } }
        @{ Name = 'a job and a name by position'; Script = { Wait-Job $done, 'other' } }
        @{ Name = 'a job and null by position'; Script = { Wait-Job $done, $null } }
        @{ Name = 'an empty array by position'; Script = { Wait-Job @() } }
        @{ Name = 'an empty list by position'; Script = { Wait-Job ([Collections.Generic.List[object]]::new()) } }
        @{ Name = 'a list of jobs by position'; Script = { Wait-Job ([Collections.Generic.List[object]] @($done, $other)) } }
        @{ Name = 'an array in an array by position'; Script = { Wait-Job @(, @($done, $other)) } }
        @{ Name = 'an array of jobs in the property Job'; Script = { [pscustomobject]@{ Job = @($done, 1) } | Wait-Job } }
        @{ Name = 'null in the property Job'; Script = { [pscustomobject]@{ Job = $null } | Wait-Job } }
        @{ Name = '-Id null'; Script = { Wait-Job -Id $null } }
        @{ Name = '-Id with an empty array'; Script = { Wait-Job -Id @() } }
        @{ Name = '-Name with an empty array'; Script = { Wait-Job -Name @() } }
        @{ Name = '-InstanceId null'; Script = { Wait-Job -InstanceId $null } }
        @{ Name = '-InstanceId with an empty array'; Script = { Wait-Job -InstanceId @() } }
        @{ Name = '-State null'; Script = { Wait-Job -State $null } }
        @{ Name = '-State with an empty array'; Script = { Wait-Job -State @() } }
        @{ Name = '-Filter null'; Script = { Wait-Job -Filter $null } }
        @{ Name = '-Filter with an empty array'; Script = { Wait-Job -Filter @() } }
        @{ Name = '-Job with a string'; Script = { Wait-Job -Job done } }
        @{ Name = 'strings from the pipeline'; Script = { 'done', 'nobody' | Wait-Job } }
        @{ Name = 'numbers from the pipeline'; Script = { $done.Id | Wait-Job } }
        @{ Name = 'jobs among other input'; Script = { 'text', $done, 7, $other | Wait-Job } }
        @{ Name = 'no parameter'; Script = { Wait-Job } }
        @{ Name = 'two parameter sets at once'; Script = { Wait-Job -Job $done -Id $done.Id } }
        @{ Name = 'a parameter that does not exist'; Script = { Wait-Job -Job $done -Nonsense } }
        @{ Name = 'too many positional arguments'; Script = { Wait-Job $done $other } }
        @{ Name = 'a job from the pipeline and -Name'; Script = { $done | Wait-Job -Name other } }
        @{ Name = 'a job from the pipeline and -Job'; Script = { $done | Wait-Job -Job $other } }
        @{ Name = 'abbreviated parameters'; Script = {
                Wait-Job -J $done -A
                Wait-Job -N done -Ti 5 -Fo
                Wait-Job -Fi @{ Name = 'done' }
                Wait-Job -S Stopped
            }
        }

        # Deadlines, -Any and blocked jobs.
        @{ Name = '-Any'; Script = { $never, $done | Wait-Job -Any } }
        @{ Name = '-Any with several finished jobs'; Script = { $other, $failed, $never, $done | Wait-Job -Any } }
        @{ Name = '-Any with a job that finishes during the wait'; Script = {
                $never, (Start-ThreadJob -Name soon -ThrottleLimit 50 { 1 }) | Wait-Job -Any
            }
        }
        @{ Name = '-Any by name'; Script = { Wait-Job -Name never, done -Any } }
        @{ Name = '-Timeout 1 for an unfinished job'; Script = { $never | Wait-Job -Timeout 1 } }
        @{ Name = '-Timeout 1 for an unfinished and a finished job'; Script = { $never, $done | Wait-Job -Timeout 1 } }
        @{ Name = '-Timeout 1 -Any'; Script = { $never | Wait-Job -Timeout 1 -Any } }
        @{ Name = '-Timeout 0 for a finished job'; Script = { $done | Wait-Job -Timeout 0 } }
        @{ Name = '-Timeout 0 by -Job'; Script = { Wait-Job -Job $done -Timeout 0 } }
        @{ Name = '-Timeout -1'; Script = { $done | Wait-Job -Timeout -1 } }
        @{ Name = '-Timeout -2'; Script = { $done | Wait-Job -Timeout -2 }; OwnMessage = $true }
        @{ Name = '-Timeout -1.4, which is rounded to -1'; Script = { $done | Wait-Job -Timeout -1.4 } }
        @{ Name = '-Timeout -0.4, which is rounded to 0'; Script = { $done | Wait-Job -Timeout -0.4 } }
        @{ Name = '-Timeout with a string of digits'; Script = { $done | Wait-Job -Timeout '5' } }
        @{ Name = '-Timeout 1.5'; Script = { $never | Wait-Job -Timeout 1.5 } }
        @{ Name = '-Timeout 0.4, which is rounded to 0'; Script = { $done | Wait-Job -Timeout 0.4 } }
        @{ Name = '-Timeout abc'; Script = { $done | Wait-Job -Timeout abc } }
        @{ Name = '-Timeout 1s'; Script = { $done | Wait-Job -Timeout 1s } }
        @{ Name = '-Timeout null'; Script = { $done | Wait-Job -Timeout $null }; OwnMessage = $true }
        @{ Name = '-Timeout with an empty string'; Script = { $done | Wait-Job -Timeout '' } }
        @{ Name = '-Timeout with an array'; Script = { $done | Wait-Job -Timeout 1, 2 } }
        @{ Name = '-Timeout with an array of one'; Script = { $done | Wait-Job -Timeout @(5) } }
        @{ Name = '-Timeout with an empty array'; Script = { $done | Wait-Job -Timeout @() } }
        @{ Name = '-Timeout with a hashtable'; Script = { $done | Wait-Job -Timeout @{} } }
        @{ Name = '-Timeout true'; Script = { $done | Wait-Job -Timeout $true } }
        @{ Name = '-Timeout with a hexadecimal string'; Script = { $done | Wait-Job -Timeout '0x5' } }
        @{ Name = '-Timeout above the range of an integer'; Script = { $done | Wait-Job -Timeout 2147483648 } }
        @{ Name = '-Timeout above the range of a timer'; Script = { $done | Wait-Job -Timeout 2147483 } }
        @{ Name = '-Timeout with the largest integer'; Script = { $done | Wait-Job -Timeout 2147483647 } }
        @{ Name = '-Timeout NaN'; Script = { $done | Wait-Job -Timeout ([double]::NaN) } }
        @{ Name = '-Timeout with a number in an object'; Script = { $done | Wait-Job -Timeout (Write-Output 5) } }
        @{ Name = '-Timeout without a value'; Script = { $done | Wait-Job -Timeout } }
        @{ Name = '-TimeoutSec'; Script = { $never | Wait-Job -TimeoutSec 1 } }
        @{ Name = '-Force'; Script = { $done, $failed | Wait-Job -Force } }
        @{ Name = 'a blocked job'; Script = { $blocked | Wait-Job } }
        @{ Name = 'a blocked job by -Name'; Script = { Wait-Job -Name blocked } }
        @{ Name = 'a blocked job among others'; Script = { $done, $blocked | Wait-Job -Timeout 5 } }
        @{ Name = 'a blocked job among others with -Any'; Script = { $blocked, $done | Wait-Job -Any } }
        @{ Name = 'a blocked job alone with -Any'; Script = { $blocked | Wait-Job -Any } }
        @{ Name = 'a blocked job inside try'; Script = { try { $blocked | Wait-Job } catch { "caught $($_.FullyQualifiedErrorId)" } } }

        # Ways to call the cmdlet.
        @{ Name = 'a process job that is received afterwards'; Script = { Start-Job { 1 } | Wait-Job | Receive-Job } }
        @{ Name = 'the alias wjb'; Script = { $done | wjb } }
        @{ Name = 'a user-defined alias'; Script = { Set-Alias Wait-ForIt Wait-Job; Wait-ForIt -Name nobody } }
        @{ Name = 'the call operator'; Script = { & (Get-Command Wait-Job) $done; & 'Wait-Job' -Id 99999 } }
        @{ Name = 'the module-qualified name'; Script = { $done | Microsoft.PowerShell.Core\Wait-Job } }
        @{ Name = 'a wrapper function'; Script = {
                function Wait-Mine { param([Parameter(ValueFromPipeline)] $Job, [int] $Timeout = -1) end { $input |
                    Wait-Job -Timeout $Timeout } }
                $done, $other | Wait-Mine -Timeout 5
                Wait-Mine $done
            }
        }
        @{ Name = 'a proxy function'; Script = {
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
        @{ Name = 'a function that is called with -ErrorAction SilentlyContinue'; Script = {
                function Wait-Mine { [CmdletBinding()] param() Wait-Job -Name nobody, done }
                Wait-Mine -ErrorAction SilentlyContinue
            }
        }
        @{ Name = 'a script module with $ErrorActionPreference Stop'; Script = {
                $module = New-Module -ScriptBlock {
                    $ErrorActionPreference = 'Stop'
                    Set-StrictMode -Version Latest
                    function Wait-Mine { try { $args |
                        Wait-Job; Wait-Job -Name nobody; 'not reached' } catch { "caught $($_.FullyQualifiedErrorId)" } }
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
        @{ Name = 'a default parameter value'; Script = { $PSDefaultParameterValues['Wait-Job:Timeout'] = 1; $never | Wait-Job } }
        @{ Name = 'strict mode'; Script = { Set-StrictMode -Version Latest; $done | Wait-Job; Wait-Job -Name nobody } }
        @{ Name = '-ErrorAction Stop'; Script = { Wait-Job -Name nobody -ErrorAction Stop; 'not reached' } }
        @{ Name = '-ErrorAction Stop inside try'; Script = {
                try { Wait-Job -Id $done.Id, 99999 -ErrorAction Stop; 'not reached' }
                catch { "caught $($_.FullyQualifiedErrorId)"; $_.Exception.GetType().FullName }
            }
        }
        @{ Name = '-ErrorAction SilentlyContinue'; Script = { Wait-Job -Name done, nobody -ErrorAction SilentlyContinue } }
        @{ Name = '-ErrorAction Ignore'; Script = { Wait-Job -Name done, nobody -ErrorAction Ignore } }
        @{ Name = '-ErrorAction Ignore for invalid input'; Script = { 'text', $done | Wait-Job -ErrorAction Ignore } }
        @{ Name = '-ErrorAction SilentlyContinue for a blocked job'; Script = { $blocked | Wait-Job -ErrorAction SilentlyContinue } }
        @{ Name = '-ErrorVariable'; Script = {
                Wait-Job -Name done, nobody -ErrorVariable failures -ErrorAction SilentlyContinue
                "$($failures.Count): $($failures.FullyQualifiedErrorId)"
            }
        }
        @{ Name = '-ErrorVariable for a blocked job'; Script = {
                try { $blocked | Wait-Job -ErrorVariable failures }
                catch { "$($failures.Count)"; $failures | ForEach-Object { $_.GetType().FullName } }
            }
        }
        @{ Name = '-ErrorVariable that appends, for a blocked job'; Script = {
                $failures = @('one')
                try { $blocked | Wait-Job -ErrorVariable +failures } catch { "$($failures.Count)" }
            }
        }
        @{ Name = '-ErrorVariable with -ErrorAction Stop'; Script = {
                try { Wait-Job -Id 99999, 99998 -ErrorVariable failures -ErrorAction Stop }
                catch { "$($failures.Count)"; $failures | ForEach-Object { $_.GetType().FullName } }
            }
        }
        @{ Name = '-ErrorVariable that appends'; Script = {
                Wait-Job -Name nobody -ErrorVariable failures 2>$null
                Wait-Job -Name noone -ErrorVariable +failures 2>$null
                "$($failures.TargetObject)"
            }
        }
        @{ Name = '-ErrorVariable with a variable that is not empty'; Script = {
                $failures = @(1, 2)
                Wait-Job -Name nobody -ErrorVariable failures 2>$null
                "$($failures.TargetObject)"
                $failures.GetType().Name
            }
        }
        @{ Name = '-OutVariable'; Script = {
                $null = $done, $other | Wait-Job -OutVariable written
                "$($written.Count): $($written.Name)"
            }
        }
        @{ Name = '-OutVariable that appends'; Script = {
                $written = @()
                $null = $done | Wait-Job -OutVariable +written
                $null = $other | Wait-Job -OutVariable +written
                "$($written.Name)"
            }
        }
        @{ Name = '-PipelineVariable'; Script = {
                $done, $other | Wait-Job -PipelineVariable one | ForEach-Object { "$($one.Name) $($_.Name)" }
            }
        }
        @{ Name = '-PipelineVariable of the previous command'; Script = {
                $done, $other | ForEach-Object -PipelineVariable one { $_ } | Wait-Job | ForEach-Object { "$($one.Name) $($_.Name)" }
            }
        }
        @{ Name = '-Verbose and -Debug'; Script = { $done | Wait-Job -Verbose -Debug } }
        @{ Name = 'Select-Object -First and errors'; Script = { Wait-Job -Name done, nobody, other | Select-Object -First 1 } }
        @{ Name = 'Select-Object -First'; Script = { $done, $other | Wait-Job | Select-Object -First 1 } }
        @{ Name = 'Select-Object -First as the previous command'; Script = { $done, $other, $never | Select-Object -First 2 | Wait-Job } }
        @{ Name = 'an error in a later command of the pipeline'; Script = {
                $done, $other | Wait-Job | ForEach-Object { throw "no $($_.Name)" }
            }
        }
        @{ Name = 'output that is assigned to a variable'; Script = {
                $one = Wait-Job $done
                $two = Wait-Job -Name do*, ot*
                "$($one.GetType().Name) $($two.GetType().Name) $([object]::ReferenceEquals($one, $done))"
            }
        }
        @{ Name = 'redirected errors'; Script = { Wait-Job -Name done, nobody 2>$null } }
        @{ Name = 'a trap'; Script = { trap { "trapped $($_.FullyQualifiedErrorId)"; continue } $blocked | Wait-Job } }
        @{ Name = 'a call in a thread job'; Script = {
                $outer = Start-ThreadJob -ThrottleLimit 50 { $using:done | Microsoft.PowerShell.Core\Wait-Job }
                $outer | Wait-Job | Receive-Job
            }
        }
        @{ Name = 'a loop'; Script = {
                foreach ($job in $done, $never, $other) { if (-not (Wait-Job $job -Timeout 1)) { "$($job.Name) goes on" } }
            }
        }
        @{ Name = 'jobs that are removed afterwards'; Script = {
                Start-ThreadJob -Name gone -ThrottleLimit 50 { 1 } | Wait-Job | Remove-Job
                Wait-Job -Name gone
            }
        }

        # Restricted sessions and stopped pipelines.
        foreach ($mode in 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage') {
            @{
                Name = "a session in $mode, jobs from the pipeline"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job -Jobs done, failed")
            }
            @{
                Name = "a session in $mode, an empty pipeline"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job -Jobs @()")
            }
            @{
                Name = "a session in $mode, -Name"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job @{ Name = 'done', 'nobody', 'fail*' }")
            }
            @{
                Name = "a session in $mode, -Id without a match"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job @{ Id = 99999 }")
            }
            @{
                Name = "a session in $mode, -Id without a match and -ErrorAction Stop"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job @{ Id = 99999; ErrorAction = 'Stop' }")
            }
            @{
                Name = "a session in $mode, -Any"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job @{ Any = `$true } -Jobs never, done")
            }
            @{
                Name = "a session in $mode, -Timeout"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job @{ Timeout = 1 } -Jobs never")
            }
            @{
                Name = "a session in $mode, properties from the pipeline"
                Script = [scriptblock]::Create(
                    "Invoke-InLanguageMode $mode Wait-Job -Objects " +
                    "([pscustomobject]@{ Name = 'done' }), ([pscustomobject]@{ Name = 'nobody' }), 5")
            }
            @{
                Name = "a session in $mode, a blocked job"
                Script = [scriptblock]::Create("Invoke-InLanguageMode $mode Wait-Job -Objects `$blocked")
            }
        }
        @{ Name = 'a pipeline that is stopped during the wait'; Script = {
                $shell = [powershell]::Create($sessionState)
                $reached = [Threading.ManualResetEventSlim]::new()
                $null = $shell.AddScript('param($job, $reached) & { $job; $reached.Set() } | Wait-Job; "not reached"')
                $null = $shell.AddArgument($never).AddArgument($reached)
                $output = [Management.Automation.PSDataCollection[psobject]]::new()
                $call = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]] @(), $output)
                "reached $($reached.Wait(30000))"
                $shell.Stop()
                "ended $($call.AsyncWaitHandle.WaitOne(30000)) $($shell.InvocationStateInfo.State) with $($output.Count)"
            }
        }
    )
}

Describe 'Wait-Job for PowerShell jobs' -ForEach @{ Cases = $cases } {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot WaitJobComparison.psm1) -Force
        $without, $with = Invoke-WaitJobCase $Cases -Folder $TestDrive
    }

    It 'is compared with the built-in Wait-Job' {
        $without.Sources | Select-Object -Unique | Should -Be Microsoft.PowerShell.Core
        $with.Sources[1] | Should -Be JobStatus
    }

    It 'comes from the module from its import until its removal, and again after another import' {
        $with.Sources | Should -Be Microsoft.PowerShell.Core, JobStatus, Microsoft.PowerShell.Core, JobStatus
        $with.Removed | Should -Be 'ThreadJob done Completed'
        $with.Again | Should -Be 'ThreadJob done Completed'
    }

    It 'behaves like the built-in Wait-Job with <Name>' -ForEach $cases {
        $number = "$($Cases.Name.IndexOf($Name))"
        $expected, $actual = foreach ($lines in $without[$number], $with[$number]) {
            $lines | Should -Not -BeNullOrEmpty

            # The type of -Timeout differs. The text of an error is not compared if the module has its own text for it.
            $lines = $lines.Where({ -not ($OwnMessage -and $_ -like 'message *') })

            # The position in a proxy function depends on the number of parameters.
            ($lines -replace 'JobStatus\.WaitDuration', 'System.Int32' -replace '(?<=<No file>): line \d+') -join "`n"
        }

        # PowerShell adds the name of the cmdlet class to the id of a parameter binding error.
        $binder = 'ParameterBindingFailed|InputObjectNotBound|CannotConvertArgument\w*|ParameterArgument\w+|\w+ParameterSet|' +
            '\w+ParameterNotFound|MissingMandatoryParameter|MissingArgument|AmbiguousParameter'
        $actual = $actual -replace "(?<=\b($binder),)JobStatus\.Commands", 'Microsoft.PowerShell.Commands'

        $actual | Should -BeExactly $expected
    }
}
