BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # Pipes items to a command, and returns how many objects the command had written when each further item was requested.
    function Measure-OutputBeforeNextItem([object[]] $Item, [scriptblock] $Command) {
        $written = [Collections.Generic.List[object]]::new()
        $counts = [Collections.Generic.List[int]]::new()
        $source = { foreach ($one in $Item) { $one; $counts.Add($written.Count) } }.GetNewClosure()
        $script = 'param($source, $written) & $source | ' + $Command + ' | ForEach-Object { $written.Add($_) }'
        & ([scriptblock]::Create($script)) $source $written
        $counts
    }
}

AfterAll { Stop-Sandbox }

Describe 'Output for piped items' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'is written for the first item before the second one is requested' {
        $counts = Measure-OutputBeforeNextItem 201, 202, 203 { Get-XplentyJob }
        $counts[0] | Should -Be 1
    }

    It 'is written in order, before the next item is requested, with -ThrottleLimit 1: <command>' -ForEach @(
        @{ command = { Get-XplentyJob -ThrottleLimit 1 }; ids = 201, 202, 203, 157 }
        @{ command = { Get-XplentyJobLog -ThrottleLimit 1 }; ids = 201, 202, 203, 157 }
        @{ command = { Get-AlmaJob -ThrottleLimit 1 }; ids = 'M202', 'M50173', 'M202', 'M50173' }
    ) {
        Measure-OutputBeforeNextItem $ids $command | Should -Be 1, 2, 3, 4
    }

    It 'is written in order for an array too with -ThrottleLimit 1' {
        Add-SandboxFault @{ path = '*/jobs/201'; kind = 'delay'; milliseconds = 200; count = 1 } | Out-Null
        (Get-XplentyJob 201, 202, 203 -ThrottleLimit 1).Id | Should -Be 201, 202, 203
        (Get-SandboxRequest | ForEach-Object path) -replace '.*/' | Should -Be 201, 202, 203
    }

    It 'is read with several requests at the same time if the items arrive fast, or in one array' {
        foreach ($read in { 201, 202, 203 | Get-XplentyJob }, { Get-XplentyJob 201, 202, 203 }) {
            Add-SandboxFault @{ path = '*/jobs/202'; kind = 'delay'; milliseconds = 500; count = 1 } | Out-Null
            (& $read).Id[-1] | Should -Be 202
        }
    }

    It 'rejects a -ThrottleLimit of <_>' -ForEach 0, 65 {
        { Get-XplentyJob 201 -ThrottleLimit $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'A pipeline variable' {
    BeforeAll {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'belongs to the object that the output was read for: <name>' -ForEach @(
        @{
            name = 'jobs of workflows'
            pairs = {
                Get-AlteryxWorkflow -PipelineVariable w | Get-AlteryxJob -First 2 | ForEach-Object { $w.WorkflowId -eq $_.WorkflowId }
            }
        }
        @{
            name = 'variables of an array of jobs'
            pairs = { Get-XplentyJob 201, 202, 203 -PipelineVariable j | Get-XplentyJobVariable | ForEach-Object { $j.Id -eq $_.JobId } }
        }
        @{
            name = 'variables with -ThrottleLimit 1'
            pairs = {
                Get-XplentyJob 201, 202, 203 -pv j | Get-XplentyJobVariable -ThrottleLimit 1 | ForEach-Object { $j.Id -eq $_.JobId }
            }
        }
        @{
            name = 'objects that other cmdlets pass on'
            pairs = {
                Get-XplentyJob 201, 202, 203, 201 -PipelineVariable j | Where-Object Id -NE 202 | Get-XplentyJob | Get-XplentyJobLog |
                    ForEach-Object { $j.Id -eq $_.JobId }
            }
        }
        @{
            name = 'the results of a wait'
            pairs = {
                Wait-RemoteJob -Service Xplenty -Id 202, 157 -PipelineVariable j | Get-XplentyJobLog |
                    ForEach-Object { $j.Id -eq $_.JobId }
            }
        }
        @{
            name = 'other commands, with -ThrottleLimit 1'
            pairs = { 201, 202, 203 | ForEach-Object { $_ } -pv i | Get-XplentyJob -ThrottleLimit 1 | ForEach-Object { $i -eq $_.Id } }
        }
    ) {
        $results = @(& $pairs)
        $results.Count | Should -BeGreaterThan 1
        $results | Should -Not -Contain $false
    }

    It 'does not slow down objects that do not depend on it' {
        # The first job is read alone. The jobs arrive in any order.
        $jobs = Get-XplentyJob 201, 202, 203 | Sort-Object Id

        # If the machine pauses between two items, an attempt reads one job at a time.
        $last = foreach ($attempt in 1..5) {
            Add-SandboxFault @{ path = '*/jobs/202'; kind = 'delay'; milliseconds = 500; count = 1 } | Out-Null
            $id = ($jobs | Get-XplentyJob).Id[-1]
            $id
            if ($id -eq 202) { break }
        }
        $last | Should -Contain 202
    }
}

Describe 'The pace of the input' {
    BeforeAll {
        $type = (Get-Command Get-XplentyJob).ImplementingType.Assembly.GetType('JobStatus.Pipeline.InputPace')
        $clock = @{ Now = [timespan]::Zero }
        $pace = [Activator]::CreateInstance($type, [object[]] @(, [Func[timespan]] { $clock.Now }.GetNewClosure()))
    }

    It 'is slow for the first item, and for an item that arrives more than 100 ms after the previous one was processed' {
        $pace.IsItemSlow() | Should -BeTrue
        foreach ($delay in 0, 100, 101, 50) {
            $clock.Now += [timespan]::FromSeconds(10)
            $pace.OnItemProcessed()
            $clock.Now += [timespan]::FromMilliseconds($delay)
            $pace.IsItemSlow() | Should -Be ($delay -gt 100) -Because $delay
        }
    }
}

Describe 'A rejected key' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Connect-Xplenty demo (ConvertTo-Secret wrong) -BaseUri (Get-SandboxUri) -Name wrong
    }

    It 'causes one error that names the connection, and few requests: <what>' -ForEach @(
        @{ what = 'ids in an argument'; read = { Get-XplentyJob (1..60) -Connection wrong @quiet } }
        @{ what = 'ids from the pipeline'; read = { 1..60 | Get-XplentyJob -Connection wrong @quiet } }
        @{ what = 'actions'; read = { Stop-XplentyJob (1..60) -Connection wrong @quiet } }
    ) {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
        . $read | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $failure.ErrorDetails.Message | Should -Match "No further requests are sent through the connection 'wrong'\."
        @(Get-SandboxRequest).Count | Should -BeLessOrEqual 16
    }

    It 'does not affect other connections' {
        $jobs = 157, 201, 202, 203 |
            ForEach-Object { [pscustomobject]@{ Id = $_; Connection = ('wrong', 'Environment')[$_ % 2] } } |
            Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 157, 201, 203
        $failure | Should -HaveCount 1
    }

    It 'does not mention further requests if there is only one' {
        Get-XplentyJob 157 -Connection wrong -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.ErrorDetails.Message | Should -Not -Match 'further'
    }
}
