# Wait-RemoteJob -AsJob behaves in the same way, so these tests cover both cmdlets.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 }

    function New-Job([hashtable] $More = @{}) {
        $job = @{ service = 'xplenty'; durationSeconds = 1 }
        foreach ($key in $More.Keys) { $job[$key] = $More[$key] }
        New-SandboxJob $job
    }

    function Wait-BuiltIn($Job) { Microsoft.PowerShell.Core\Wait-Job $Job -Timeout 20 }
}

AfterAll { Stop-Sandbox }

Describe 'A background wait that is started with <by>' -ForEach @(
    @{ by = 'Wait-Job'; wait = { param($id, $more = @{}) Get-XplentyJob $id | Wait-Job -AsJob @quick @more } }
    @{ by = 'Wait-RemoteJob and job objects'; wait = { param($id, $more = @{}) Get-XplentyJob $id | Wait-RemoteJob -AsJob @quick @more } }
    @{ by = 'Wait-RemoteJob and ids'; wait = { param($id, $more = @{}) Wait-RemoteJob -Service Xplenty -Id $id -AsJob @quick @more } }
) {
    BeforeEach { Reset-Sandbox }
    AfterEach { Get-Job | Remove-Job -Force }

    It 'is a PowerShell job that the built-in job cmdlets accept' {
        $new = New-Job @{ durationSeconds = 3600 }
        $job = & $wait $new.id
        $job | Should -BeOfType ([Management.Automation.Job])
        $job.PSJobTypeName | Should -Be RemoteWaitJob
        $job.State | Should -Be Running
        $job.Location | Should -Be Xplenty
        (Get-Job).InstanceId | Should -Be $job.InstanceId
        (Get-Job -Id $job.Id).Name | Should -Be $job.Name
        (Get-Job -State Running).Id | Should -Be $job.Id
        $job.PSBeginTime | Should -Not -BeNullOrEmpty
    }

    It 'outputs each remote job once in its final state, with its own type' {
        $one = New-Job
        $two = New-Job @{ outcome = 'failed' }
        $job = & $wait $one.id, $two.id
        Wait-BuiltIn $job | Should -Be $job
        $job.State | Should -Be Completed
        $job.HasMoreData | Should -BeTrue
        $kept = Receive-Job $job -Keep
        $received = Receive-Job $job
        $kept.Id | Should -Be $received.Id
        $received | ForEach-Object { $_.psobject.BaseObject | Should -BeOfType ([JobStatus.XplentyJob]) }
        $received | Sort-Object Id | ForEach-Object { "$($_.Id) $($_.State)" } | Should -Be "$($one.id) Completed", "$($two.id) Failed"
        Receive-Job $job | Should -BeNullOrEmpty
        $job.PSEndTime | Should -Not -BeNullOrEmpty
        Remove-Job $job
        Get-Job | Should -BeNullOrEmpty
    }

    It 'writes errors to the error stream of the job' {
        $failed = New-Job @{ outcome = 'failed'; errors = @('The disk is full.') }
        $going = New-Job @{ durationSeconds = 3600 }
        $job = & $wait $failed.id, $going.id @{ FailOnError = $true; Timeout = 3 }
        Wait-BuiltIn $job | Should -Not -BeNullOrEmpty
        $job.State | Should -Be Failed
        $job.Error.FullyQualifiedErrorId | Sort-Object | Should -Be JobFailed, WaitTimeout
        $received = Receive-Job $job -ErrorVariable failures -ErrorAction SilentlyContinue
        $received.Id | Should -Be $failed.id
        @($failures | ForEach-Object { $_.TargetObject.Id }) | Sort-Object | Should -Be ($failed.id, $going.id | Sort-Object)
        "$failures" | Should -Not -Match '\.\.'
    }

    It 'ends with the state Failed if <what>, after its output and errors were received' -ForEach @(
        @{ what = 'a job failed and -FailOnError was specified'; id = '202'; more = @{ FailOnError = $true }; error = 'JobFailed' }
        @{ what = 'a job was unfinished at the deadline'; id = '203'; more = @{ Timeout = 0 }; error = 'WaitTimeout' }
    ) {
        $job = & $wait $id $more
        $null = $job | Receive-Job -Wait -ErrorVariable failures -ErrorAction SilentlyContinue
        $job.State | Should -Be Failed
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be $error
    }

    It 'ends with the state Completed if a job failed and -FailOnError was not specified' {
        $job = & $wait '202'
        (Receive-Job $job -Wait).State | Should -Be Failed
        $job.State | Should -Be Completed
    }

    It 'ends after the first finished job with -Any' {
        $short = New-Job
        $long = New-Job @{ durationSeconds = 3600 }
        $job = & $wait $long.id, $short.id @{ Any = $true }
        Wait-BuiltIn $job | Should -Not -BeNullOrEmpty
        (Receive-Job $job).Id | Should -Be $short.id
    }

    It 'writes its progress to the progress stream and the status message of the job' {
        $one = New-Job
        $two = New-Job @{ durationSeconds = 3600; name = 'Long' }
        $job = & $wait $one.id, $two.id
        for ($i = 0; $job.StatusMessage -notlike '1 of 2 *' -and $i -lt 200; $i++) { Start-Sleep -Milliseconds 50 }
        $job.StatusMessage | Should -Match '^1 of 2 finished, progress 5\d%, 0 failed, 00:00:\d\d elapsed$'
        $job.Progress.Activity | Should -Contain 'Waiting for jobs'
        $job.Progress.Activity | Should -Contain "Xplenty $($two.id) (Long)"
        Stop-Job $job
        $job.Progress | Where-Object RecordType -eq Completed | Should -Not -BeNullOrEmpty
    }

    It 'can be stopped with Stop-Job, even during a request' {
        $new = New-Job @{ durationSeconds = 3600 }
        $job = & $wait $new.id
        $hang = Add-SandboxFault @{ path = '/demo'; kind = 'hang'; count = -1 }
        Invoke-Sandbox DELETE requests | Out-Null
        $null = Wait-SandboxRequest
        Stop-Job $job
        $job.State | Should -Be Stopped
        $null = Wait-SandboxRequest -Where { $_.status -eq 499 }
        Invoke-Sandbox DELETE "faults/$($hang.id)" | Out-Null
        (Get-XplentyJob $new.id).State | Should -Be Running -Because 'nothing is stopped at the service'
        Stop-Job $job
        Remove-Job $job
        Get-Job | Should -BeNullOrEmpty
    }

    It 'can be stopped from a handler of its output event, on the thread that raises the event' {
        Add-Type @'
public static class Stopper
{
    public static void StopAtOutput(System.Management.Automation.Job job) => job.Output.DataAdded += (sender, added) => job.StopJob();
}
'@
        $short = New-Job @{ durationSeconds = 1 }
        $long = New-Job @{ durationSeconds = 3600 }
        $job = & $wait $short.id, $long.id
        [Stopper]::StopAtOutput($job)
        Wait-BuiltIn $job | Should -Not -BeNullOrEmpty
        $job.State | Should -Be Stopped
        (Receive-Job $job).Id | Should -Be $short.id
    }

    It 'can be removed with -Force while it runs' {
        $new = New-Job @{ durationSeconds = 3600 }
        $job = & $wait $new.id
        { Remove-Job $job -ErrorAction Stop } | Should -Throw
        Remove-Job $job -Force
        Get-Job | Should -BeNullOrEmpty
    }

    It 'can be received and removed with one command' {
        $new = New-Job
        (& $wait $new.id | Receive-Job -Wait -AutoRemoveJob).State | Should -Be Completed
        Get-Job | Should -BeNullOrEmpty
    }

    It 'writes verbose messages only with -Verbose' {
        $new = New-Job
        $quiet = & $wait $new.id
        $loud = & $wait $new.id @{ Verbose = $true }
        $null = Wait-BuiltIn ($quiet, $loud)
        $quiet.Verbose.Count | Should -Be 0
        "$($loud.Verbose)" | Should -Match Completed
    }

    It 'writes debug messages about its requests only with -Debug' {
        $new = New-Job
        $quiet = & $wait $new.id
        $loud = & $wait $new.id @{ Debug = $true }
        $null = Wait-BuiltIn ($quiet, $loud)
        $quiet.Debug.Count | Should -Be 0
        "$($loud.Debug)" | Should -Match "GET .*/jobs/$($new.id): HTTP 200"
    }

    It 'accepts every value of $VerbosePreference' {
        $new = New-Job
        $jobs = foreach ($VerbosePreference in 'SilentlyContinue', 'Ignore', 'Continue') { & $wait $new.id }
        $VerbosePreference = 'SilentlyContinue'
        $null = Wait-BuiltIn $jobs
        $jobs[0..1].Verbose | Should -BeNullOrEmpty
        $jobs[2].Verbose | Should -Not -BeNullOrEmpty
    }
}

Describe 'Wait-Job -AsJob and Wait-RemoteJob -AsJob' {
    BeforeEach { Reset-Sandbox }

    It 'ask nothing in the background if debug messages require an answer' {
        $job = New-Job | ForEach-Object { Get-XplentyJob $_.id }
        $waits = & {
            $DebugPreference = 'Inquire'
            $job | Wait-Job -AsJob @quick
            $job | Wait-RemoteJob -AsJob @quick
            Wait-RemoteJob -Service Xplenty -Id $job.Id -AsJob @quick
        }
        $null = Wait-BuiltIn $waits
        $waits.State | Should -Be Completed, Completed, Completed
    }
    AfterEach { Get-Job | Remove-Job -Force }

    It 'start jobs that Wait-Job can wait for together with other jobs' {
        $new = New-Job
        $ours = Wait-RemoteJob -Service Xplenty -Id $new.id -AsJob @quick
        $other = Start-Job { 42 }
        $finished = $ours, $other | Wait-Job -Timeout 20
        $finished.Id | Sort-Object | Should -Be ($ours.Id, $other.Id | Sort-Object)
        $finished = $ours, $other, (Get-XplentyJob $new.id) | Wait-Job -Timeout 20
        $finished | Should -HaveCount 3
    }

    It 'accept only remote jobs, and write an error for a PowerShell job' {
        $local = Start-Job { 1 }
        $new = New-Job
        $output = @($local, (Get-XplentyJob $new.id) | Wait-Job -AsJob @quick 2>&1)
        $output[0].FullyQualifiedErrorId | Should -BeLike 'RemoteJobNeeded,*'
        $output[0].TargetObject | Should -Be $local
        (Receive-Job $output[1] -Wait).Id | Should -Be $new.id
        { Wait-Job -Id $local.Id -AsJob } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'start no job with -AsJob:$false' {
        $local = Start-Job { 1 }
        Wait-Job $local -AsJob:$false -Timeout 20 | Should -Be $local
        $local | Wait-Job -AsJob:$false -Timeout 20 | Should -Be $local
        (Get-XplentyJob 201), $local | Wait-Job -AsJob:$false -Timeout 20 | Should -HaveCount 2
    }

    It 'start no job without input' {
        @() | Wait-Job -AsJob | Should -BeNullOrEmpty
        @() | Wait-RemoteJob -AsJob | Should -BeNullOrEmpty
        Get-Job | Should -BeNullOrEmpty
    }

    It 'write an error to the job for everything that they cannot wait for' {
        $job = (Get-XplentyJob 201 | Select-Object Id), (Get-XplentyJob 201) | Wait-Job -AsJob
        $null = Wait-BuiltIn $job
        $job.Error.FullyQualifiedErrorId | Should -Be JobObjectNeeded
        (Receive-Job $job -ErrorAction SilentlyContinue).Id | Should -Be 201
        $job = Wait-RemoteJob -Service Xplenty -Id 999 -AsJob
        $null = Wait-BuiltIn $job
        $job.Error.FullyQualifiedErrorId | Should -Be JobNotFound
        Receive-Job $job -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'start no job if a parameter is invalid' {
        { Get-XplentyJob 201 | Wait-Job -AsJob -Timeout '5' } | Should -Not -Throw
        { Get-XplentyJob 203 | Wait-RemoteJob -AsJob -Timeout 1s } | Should -Throw
        Get-Job -State Running | Should -BeNullOrEmpty
    }

    It 'start jobs that continue after the module is removed' {
        $new = New-Job @{ durationSeconds = 2 }
        Invoke-FreshPowerShell -Environment @{ ID = $new.id } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $job = Wait-RemoteJob -Service Xplenty -Id $env:ID -AsJob -MaximumInterval 0.4
            Remove-Module JobStatus
            "$((Receive-Job $job -Wait -AutoRemoveJob).State)"
        } | Should -Be Completed
    }

    It 'can start many jobs' {
        $new = foreach ($i in 1..20) { New-Job }
        $jobs = foreach ($one in $new) { Wait-RemoteJob -Service Xplenty -Id $one.id -AsJob @quick }
        $null = $jobs | Wait-Job -Timeout 30
        ($jobs | Receive-Job).Id | Sort-Object | Should -Be ($new.id | Sort-Object)
    }
}
