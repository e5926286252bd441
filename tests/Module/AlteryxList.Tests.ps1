BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri

    # A connection that repeats no read, so that a fault is seen at once.
    function Connect-WithoutRetry {
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret sandbox-secret))) -MaximumRetryCount 0
    }

    # An empty folder of its own within one that shows what was written beside it.
    function New-Folder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()) target)).FullName }

    # The names of all that is in a folder, what begins with a dot included.
    function Get-FolderName([string] $Folder) { (Get-ChildItem -LiteralPath $Folder -Force).Name }

    # What is left in a folder, as soon as it is no more than that; what is there after the last try otherwise.
    function Wait-FolderName([string] $Folder, [string[]] $Expected = @()) {
        for ($try = 0; $try -lt 200; $try++) {
            $names = @(Get-FolderName $Folder)
            if (-not ($names | Where-Object { $_ -notin $Expected })) { break }
            Start-Sleep -Milliseconds 50
        }
        $names
    }

    # A run that has ended, with these outputs.
    function New-RunWithOutput([string] $Id, [object[]] $Outputs) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = $Id; durationSeconds = 0; outputs = $Outputs }
    }

    # The sandbox's files consist of lines of 64 bytes that carry their number.
    function Get-FileContent([int] $Length) {
        $text = [Text.StringBuilder]::new()
        for ($line = 0; $text.Length -lt $Length; $line++) { $null = $text.Append($line.ToString('D19').PadRight(63, '.')).Append("`n") }
        $text.ToString(0, $Length)
    }

    # The requests to a workflow that start something.
    function Get-StartRequest { Get-SandboxRequest /webapi/v3/workflows | Where-Object method -EQ POST }

    # What a server gets that answers any request with a job: the method, the path and the body.
    function Get-SentRequest([scriptblock] $Script) {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $server = [powershell]::Create().AddScript({
                param($listener)
                $client = $listener.AcceptTcpClient()
                $stream = $client.GetStream()
                $stream.ReadTimeout = 10000
                $got = [IO.MemoryStream]::new()
                $block = [byte[]]::new(8192)
                do {
                    $got.Write($block, 0, $stream.Read($block, 0, $block.Length))
                    $text = [Text.Encoding]::UTF8.GetString($got.ToArray())
                    $head, $body = $text -split "`r`n`r`n", 2
                    $length = if ($head -match '(?im)^Content-Length: (\d+)') { [int] $Matches[1] } else { 0 }
                    $whole = $null -ne $body -and ($body -match "`r`n0`r`n`r`n$" -or [Text.Encoding]::UTF8.GetByteCount($body) -ge $length -and $head -notmatch '(?im)^Transfer-Encoding')
                } until ($whole)
                $answer = '{"id":"66f000000000000000000999","status":"Queued"}'
                $bytes = [Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nContent-Length: $($answer.Length)`r`nConnection: close`r`n`r`n$answer")
                $stream.Write($bytes, 0, $bytes.Length)
                $client.Dispose()
                $text
            }).AddArgument($listener)
        $running = $server.BeginInvoke()
        try {
            Connect-Alteryx "http://127.0.0.1:$($listener.LocalEndpoint.Port)/webapi" -AccessToken (ConvertTo-Secret token) -TimeoutSec 10 -Name bare
            $job = & $Script
            $text = $server.EndInvoke($running)[0]
        }
        finally {
            $listener.Stop()
            $server.Dispose()
        }
        $head, $body = $text -split "`r`n`r`n", 2
        if ($head -match '(?im)^Transfer-Encoding') { $body = ($body -split "`r`n")[1] }
        [pscustomobject]@{ Line = ($head -split "`r`n")[0]; Type = [regex]::Match($head, '(?im)^Content-Type: (.*?)\r?$').Groups[1].Value; Body = $body; Job = $job }
    }
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlteryxJob -WorkflowId' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'lists the jobs of the workflow, newest first, in the words of the list' {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'older'; workflowId = '66f00000000000000000a004'; durationSeconds = 0; submittedSecondsAgo = 60; priority = 'High'; workerTag = 'big' }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'newer'; workflowId = '66f00000000000000000a004'; durationSeconds = 3600 }
        $jobs = @(Get-AlteryxJob -WorkflowId 66f00000000000000000a004)
        $jobs.Id | Should -Be newer, older
        $jobs[0] | Should -BeOfType JobStatus.AlteryxJob
        $jobs[0].State | Should -BeIn Queued, Running
        AssertProperties $jobs[1] -Except ObservedAt, SubmittedAt, CreateDateTime, Outputs, Messages, AdditionalData -Expected ([ordered]@{
                Service = 'Alteryx'; Connection = 'Environment'; Id = 'older'; JobId = 'older'; Name = $null; AppId = $null
                State = [JobStatus.RemoteJobState]::Unknown; IsFinished = $true; Status = 'Completed'; StatusDescription = $null; Disposition = $null
                PercentComplete = $null; StartedAt = $null; FinishedAt = $null; Duration = $null; Message = $null
                Uri = [uri] "$sandbox/webapi/v3/jobs/older"; Priority = 'High'; WorkerTag = 'big'; RunWithE2 = $true
                WorkflowId = '66f00000000000000000a004'; SubmittedBy = $null; QueueTime = $null; ExecutionTime = $null
            })
        $jobs[1].SubmittedAt | Should -BeLessThan $jobs[0].SubmittedAt
        $jobs[1].CreateDateTime | Should -Be $jobs[1].SubmittedAt
        foreach ($none in $jobs[1].Outputs, $jobs[1].Messages, $jobs[1].AdditionalData) { $none.Count | Should -Be 0 }
        $request = Get-SandboxRequest /webapi/v3
        $request.path | Should -Be /webapi/v3/workflows/66f00000000000000000a004/jobs
        $request.query | Should -Match 'direction=desc'
        $request.accept | Should -Be application/json
    }

    It 'lists the oldest first with -Ascending' {
        foreach ($i in 1..3) { $null = New-SandboxJob @{ service = 'alteryx'; id = "job$i"; workflowId = '66f00000000000000000a004'; durationSeconds = 0; submittedSecondsAgo = 100 - $i } }
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Ascending).Id | Should -Be job1, job2, job3
        (Get-SandboxRequest /webapi/v3).query | Should -Match 'direction=asc'
    }

    It 'filters by the status <status> of answers in the word <sent> of filters' -ForEach @(
        @{ status = 'Completed'; sent = 'Complete'; ids = 'failed', 'good' }
        @{ status = 'completed'; sent = 'Complete'; ids = 'failed', 'good' }
        @{ status = 'Error'; sent = 'Error'; ids = , 'failed' }
        @{ status = 'Running'; sent = 'Running'; ids = , 'running' }
        @{ status = 'Queued'; sent = 'Queued'; ids = , 'queued' }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'good'; workflowId = '66f00000000000000000a004'; durationSeconds = 0 }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'failed'; workflowId = '66f00000000000000000a004'; durationSeconds = 0; outcome = 'failed' }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'running'; workflowId = '66f00000000000000000a004'; durationSeconds = 3600; submittedSecondsAgo = 1000 }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'queued'; workflowId = '66f00000000000000000a004'; queuedSeconds = 3600 }
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Status $status).Id | Sort-Object | Should -Be $ids
        (Get-SandboxRequest /webapi/v3).query | Should -MatchExactly "[?&]status=$sent(&|$)"
    }

    It 'filters by the result <result>, which the list itself does not tell' -ForEach @(
        @{ result = 'Success'; id = 'good' }
        @{ result = 'Warning'; id = 'warned' }
        @{ result = 'Error'; id = 'failed' }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'good'; workflowId = '66f00000000000000000a004'; durationSeconds = 0 }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'warned'; workflowId = '66f00000000000000000a004'; durationSeconds = 0; outcome = 'warning' }
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'failed'; workflowId = '66f00000000000000000a004'; durationSeconds = 0; outcome = 'failed' }
        $job = Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Result $result
        $job.Id | Should -Be $id
        $job.State | Should -Be Unknown
        (Get-SandboxRequest /webapi/v3).query | Should -Match "resultCode=$result"
    }

    It 'takes workflows by pipeline, and lists the jobs of each' {
        (Get-AlteryxWorkflow *report | Get-AlteryxJob).Id | Sort-Object | Should -Be 66f000000000000000000201, 66f000000000000000000202, 66f000000000000000000203
    }

    It 'takes several workflows' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001, 66f00000000000000000a002).Id | Sort-Object | Should -Be 66f000000000000000000201, 66f000000000000000000202
    }

    It 'writes nothing for a workflow that never ran' {
        Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'has jobs that can be read by themselves' {
        $jobs = @(Get-AlteryxJob -WorkflowId 66f00000000000000000a002 | Get-AlteryxJob)
        $jobs.Id | Should -Be 66f000000000000000000202
        $jobs[0].State | Should -Be Failed
        $jobs[0].Message | Should -BeLike 'The input file was not found.*'
    }

    It 'has finished jobs that Wait-Job reads once more, since the list has no result' {
        $listed = Get-AlteryxJob -WorkflowId 66f00000000000000000a002
        $listed.IsFinished | Should -BeTrue
        Invoke-Sandbox DELETE requests | Out-Null
        $end = $listed | Wait-Job -Timeout 20
        $end.State | Should -Be Failed
        $end.Disposition | Should -Be Error
        (Get-SandboxRequest).path | Should -Be /webapi/v3/jobs/66f000000000000000000202
        ($end | Wait-Job).State | Should -Be Failed
        (Invoke-Sandbox GET requests/count).count | Should -Be 1
    }

    It 'has one error for a workflow that is <what>, and lists the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000afff'; error = 'JobNotFound'; status = 404 }
        @{ what = 'a path'; id = '../jobs'; error = 'InvalidRequest'; status = $null }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest'; status = $null }
    ) {
        $jobs = Get-AlteryxJob -WorkflowId 66f00000000000000000a001, $id, 66f00000000000000000a002 -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Sort-Object | Should -Be 66f000000000000000000201, 66f000000000000000000202
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlteryxJobCommand"
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].Exception.StatusCode | Should -Be $status
    }

    It 'refuses <what>, and asks for nothing' -ForEach @(
        @{ what = 'an empty workflow'; read = { Get-AlteryxJob -WorkflowId '' -ErrorAction Stop } }
        @{ what = 'no workflow'; read = { Get-AlteryxJob -WorkflowId $null -ErrorAction Stop } }
        @{ what = 'a workflow that is no id'; read = { Get-AlteryxJob -WorkflowId @{ Id = 'x' } -ErrorAction Stop } }
        @{ what = 'a status that it does not know'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Status Done } }
        @{ what = 'an empty status'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Status '' } }
        @{ what = 'a result that it does not know'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -Result Good } }
        @{ what = 'a result of the whole queue'; read = { Get-AlteryxJob -Result Error } }
        @{ what = 'a first that is no number'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -First many } }
        @{ what = 'a first below zero'; read = { Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -First -1 } }
    ) {
        ErrorOf $read | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'is one error where the answer is <what>' -ForEach @(
        @{ what = 'a text'; body = '"busy"' }
        @{ what = 'no JSON'; body = '<html>busy</html>' }
        @{ what = 'null'; body = 'null' }
    ) {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows'; kind = 'body'; body = $body }
        Get-AlteryxJob -WorkflowId 66f00000000000000000a001 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetAlteryxJobCommand'
    }

    It 'is read again after a 503' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001).Id | Should -Be 66f000000000000000000201
    }
}

Describe 'A long list of the jobs of a workflow' {
    BeforeAll {
        Clear-SandboxSession
        Set-SandboxEnvironment
        # 230 jobs: two full pages and a part of one.
        foreach ($i in 1..230) {
            $null = New-SandboxJob @{ service = 'alteryx'; id = 'job{0:000}' -f $i; workflowId = '66f00000000000000000a004'; durationSeconds = 0; submittedSecondsAgo = 1000 - $i }
        }
        $newestFirst = 230..1 | ForEach-Object { 'job{0:000}' -f $_ }
    }

    BeforeEach { Invoke-Sandbox DELETE requests | Out-Null }

    It 'is read whole, page by page' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004).Id | Should -Be $newestFirst
        $queries = (Get-SandboxRequest /webapi/v3/workflows).query
        $queries | Should -HaveCount 3
        $queries -replace '.*?offset=(\d+).*', '$1' | Should -Be 0, 100, 200
    }

    It 'is read as far as -First says, and no further' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -First 3).Id | Should -Be $newestFirst[0..2]
        $request = @(Get-SandboxRequest /webapi/v3/workflows)
        $request | Should -HaveCount 1
        $request[0].query | Should -Match 'limit=3(&|$)'
    }

    It 'is read from where -Skip says' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Skip 225).Id | Should -Be $newestFirst[225..229]
        (Get-SandboxRequest /webapi/v3/workflows).query | Should -Match 'offset=225(&|$)'
    }

    It 'is read across pages with -Skip and -First' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Skip 95 -First 110).Id | Should -Be $newestFirst[95..204]
        (Get-SandboxRequest /webapi/v3/workflows) | Should -HaveCount 2
    }

    It 'is over where -Skip goes beyond its end' {
        Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -Skip 1000 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'is asked for no further than Select-Object -First 1 wants it' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a004 | Select-Object -First 1).Id | Should -Be job230
        (Get-SandboxRequest /webapi/v3/workflows) | Should -HaveCount 1
    }

    It 'has a total that nobody can rely on with -IncludeTotalCount, since the service tells none' {
        $total, $jobs = Get-AlteryxJob -WorkflowId 66f00000000000000000a004 -First 2 -IncludeTotalCount
        $total | Should -BeOfType uint64
        $total.Accuracy | Should -Be 0
        $total.ToString() | Should -BeLike 'Unknown total count*'
        $jobs.Id | Should -Be job230, job229
    }

    It 'has its total also where it is empty' {
        $written = @(Get-AlteryxJob -WorkflowId 66f00000000000000000a003 -Status Completed -IncludeTotalCount)
        $written | Should -HaveCount 1
        $written[0].Accuracy | Should -Be 0
    }

    It 'has a part of the queue with a total that is right' {
        $total, $jobs = Get-AlteryxJob -First 2 -IncludeTotalCount
        $total | Should -Be 233
        $total.Accuracy | Should -Be 1
        $jobs | Should -HaveCount 2
        (Get-SandboxRequest /webapi/v3/jobs) | Should -HaveCount 1
    }

    It 'is a part of the queue, which is read page by page too' {
        $jobs = Get-AlteryxJob
        $jobs | Should -HaveCount 233
        $jobs.Id | Sort-Object -Unique | Should -HaveCount 233
        (Get-SandboxRequest /webapi/v3/jobs) | Should -HaveCount 3
    }

    It 'has its total alone with -First 0' {
        $written = @(Get-AlteryxJob -First 0 -IncludeTotalCount)
        $written | Should -HaveCount 1
        $written[0] | Should -Be 233
    }
}

Describe 'The queue of an Alteryx Server' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'tells of each job what only it knows' {
        $jobs = @(Get-AlteryxJob)
        $jobs.Id | Sort-Object | Should -Be 66f000000000000000000201, 66f000000000000000000202, 66f000000000000000000203
        $job = $jobs | Where-Object Id -EQ 66f000000000000000000202
        $job.Name | Should -Be 'Weekly report'
        $job.WorkflowId | Should -Be 66f00000000000000000a002
        $job.SubmittedBy | Should -Be sandbox
        $job.QueueTime | Should -BeOfType timespan
        $job.ExecutionTime | Should -Be ([timespan]::FromSeconds(30))
        $job.Duration | Should -Be $job.ExecutionTime
        $job.StartedAt | Should -BeOfType DateTimeOffset
        $job.State | Should -Be Unknown
        (Get-SandboxRequest /webapi/v3).query | Should -Match 'sortField=CreateDate'
    }

    It 'has one sort order and its reverse' {
        (Get-AlteryxJob -First 1).Id | Should -Be 66f000000000000000000203
        (Get-AlteryxJob -Ascending).Id[-1] | Should -Be 66f000000000000000000203
    }

    It 'is filtered by the status <status> of answers in the word <sent> of filters' -ForEach @(
        @{ status = 'Completed'; sent = 'Complete'; ids = '66f000000000000000000201', '66f000000000000000000202' }
        @{ status = 'Queued'; sent = 'Queued'; ids = , 'queued' }
    ) {
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'queued'; queuedSeconds = 3600 }
        (Get-AlteryxJob -Status $status).Id | Sort-Object | Should -Be $ids
        (Get-SandboxRequest /webapi/v3).query | Should -MatchExactly "statuses=$sent(&|$)"
    }

    It 'is for curators: another is told so where the Server says <access>' -ForEach @(
        @{ access = 'unauthorized'; error = 'AuthenticationFailed'; status = 401 }
        @{ access = 'forbidden'; error = 'AccessDenied'; status = 403 }
    ) {
        Set-SandboxSetting @{ alteryxCurator = $access }
        Get-AlteryxJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlteryxJobCommand"
        $failure[0].Exception.StatusCode | Should -Be $status
        $failure[0].ErrorDetails.Message | Should -Match 'Alteryx queue'
    }

    It 'is not there on an old Server, which is said, also where it answers <_>' -ForEach notFound, methodNotAllowed {
        Set-SandboxSetting @{ alteryxNewerCalls = $_ }
        Get-AlteryxJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotSupportedByServer,JobStatus.Commands.GetAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 'queue'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match 'workflow'
    }

    It 'has jobs that can be stopped and waited for by pipeline' {
        Get-AlteryxJob -Status Initializing | Stop-AlteryxJob
        (Get-AlteryxJob | Where-Object Id -EQ 66f000000000000000000203 | Wait-Job -Timeout 20).State | Should -Be Stopped
    }
}

Describe 'Get-AlteryxWorkflow' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'lists all workflows with every field' {
        $workflows = @(Get-AlteryxWorkflow)
        $workflows.Name | Sort-Object | Should -Be 'Daily report', 'Monthly report', Payroll, 'Weekly report'
        $workflow = $workflows | Where-Object Name -EQ 'Monthly report'
        $workflow | Should -BeOfType JobStatus.AlteryxWorkflow
        AssertProperties $workflow -Except AdditionalData -Expected @{
            Connection = 'Environment'; WorkflowId = '66f00000000000000000a001'; Name = 'Monthly report'; OwnerId = '66f00000000000000000c001'
            CreatedAt = [DateTimeOffset] '2025-01-15T08:00:00Z'
        }
        $workflow.AdditionalData['executionMode'] | Should -Be Standard
        "$workflow" | Should -Be 'Monthly report'
        (Get-SandboxRequest /webapi/v3).query | Should -Be '?view=Default'
    }

    It 'has the Server look for one plain name, and takes no other' {
        $null = Invoke-Sandbox POST workflows @{ id = 'annual'; name = 'Payroll of the year' }
        (Get-AlteryxWorkflow payroll).WorkflowId | Should -Be 66f00000000000000000a004
        (Get-SandboxRequest /webapi/v3).query | Should -Match 'name=payroll'
    }

    It 'chooses by <what>' -ForEach @(
        @{ what = 'a wildcard'; name = '*ly report'; names = 'Daily report', 'Monthly report', 'Weekly report' }
        @{ what = 'several names'; name = 'Payroll', 'Daily*'; names = 'Daily report', 'Payroll' }
        @{ what = 'a name with a space'; name = 'weekly report'; names = , 'Weekly report' }
    ) {
        (Get-AlteryxWorkflow $name).Name | Sort-Object | Should -Be $names
    }

    It 'writes nothing where no workflow has the name' {
        Get-AlteryxWorkflow nothing* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'writes a part and the whole total, which the list itself tells' {
        $total, $workflows = Get-AlteryxWorkflow *report -Skip 1 -First 1 -IncludeTotalCount
        $total | Should -Be 3
        $total.Accuracy | Should -Be 1
        @($workflows).Name | Should -Be 'Weekly report'
    }

    It 'refuses <what>, and asks for nothing' -ForEach @(
        @{ what = 'no name'; read = { Get-AlteryxWorkflow $null } }
        @{ what = 'an empty name'; read = { Get-AlteryxWorkflow '' } }
        @{ what = 'an empty connection'; read = { Get-AlteryxWorkflow -Connection $null } }
        @{ what = 'a connection that does not exist'; read = { Get-AlteryxWorkflow -Connection nowhere } }
    ) {
        ErrorOf $read | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'is one error where the answer is no list' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows'; kind = 'body'; body = '{}' }
        Get-AlteryxWorkflow -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetAlteryxWorkflowCommand'
    }

    It 'passes over what is no workflow' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows'; kind = 'body'; body = '[null, 7, {"name":"nameless"}, {"id":"w1"}, {"id":"w2","name":"Two","dateCreated":"soon"}]' }
        $workflows = @(Get-AlteryxWorkflow)
        $workflows.WorkflowId | Should -Be w1, w2
        $workflows[1].CreatedAt | Should -BeNullOrEmpty
        $workflows[1].AdditionalData['dateCreated'] | Should -Be soon
    }
}

Describe 'Get-AlteryxWorkflowQuestion' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'writes each question with every field' {
        $questions = @(Get-AlteryxWorkflowQuestion 66f00000000000000000a002)
        $questions | Should -HaveCount 2
        $questions[1] | Should -BeOfType JobStatus.AlteryxWorkflowQuestion
        AssertProperties $questions[1] -Except Items, AdditionalData -Expected @{
            Connection = 'Environment'; WorkflowId = '66f00000000000000000a002'; Name = 'Region'; QuestionType = 'QuestionListBox'
            Description = 'Which regions?'; Value = 'north'; Multiple = $true
        }
        $questions[1].Items.Key | Should -Be North, South
        $questions[1].Items.Value | Should -Be north, south
        $questions[0].Name | Should -Be Customer
        $questions[0].Multiple | Should -BeFalse
        $questions[0].Items.Count | Should -Be 0
        (Get-SandboxRequest /webapi/v3).path | Should -Be /webapi/v3/workflows/66f00000000000000000a002/questions
    }

    It 'takes workflows by pipeline, and writes nothing for one that asks nothing' {
        (Get-AlteryxWorkflow *report | Get-AlteryxWorkflowQuestion -ErrorVariable failure).Name | Should -Be Customer, Region
        $failure | Should -BeNullOrEmpty
        (Invoke-Sandbox GET 'requests/count?path=/webapi/v3/workflows/*/questions').count | Should -Be 3
    }

    It 'has one error for a workflow that is <what>, and writes the questions of the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000afff'; error = 'JobNotFound' }
        @{ what = 'a path'; id = 'a/b'; error = 'InvalidRequest' }
    ) {
        (Get-AlteryxWorkflowQuestion $id, 66f00000000000000000a002 -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be Customer, Region
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlteryxWorkflowQuestionCommand"
        $failure[0].TargetObject | Should -BeExactly $id
    }

    It 'refuses <what>' -ForEach @(
        @{ what = 'nothing'; read = { Get-AlteryxWorkflowQuestion $null } }
        @{ what = 'an empty id'; read = { Get-AlteryxWorkflowQuestion '' } }
        @{ what = 'an object that is no id'; read = { Get-AlteryxWorkflowQuestion (Get-Date).TimeOfDay } }
    ) {
        (ErrorOf $read).FullyQualifiedErrorId | Should -Match 'ParameterArgument'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }
}

Describe 'Start-AlteryxJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $null = Invoke-Sandbox POST workflows @{
            id = 'quick'; name = 'Quick report'; run = @{ durationSeconds = 0; outputs = @(@{ fileName = 'quick.csv'; bytes = 1000 }) }
            questions = @(@{ name = 'Region'; multiple = $true }, @{ name = 'Customer' })
        }
    }

    It 'starts one run and writes its job' {
        $job = Start-AlteryxJob 66f00000000000000000a001
        $job | Should -BeOfType JobStatus.AlteryxJob
        $job.AppId | Should -Be 66f00000000000000000a001
        $job.Connection | Should -Be Environment
        $job.State | Should -BeIn Queued, Running
        $job.Uri | Should -Be ([uri] "$sandbox/webapi/v3/jobs/$($job.Id)")
        (Get-AlteryxJob $job.Id).Id | Should -Be $job.Id
        @(Get-StartRequest).path | Should -Be /webapi/v3/workflows/66f00000000000000000a001/jobs
        (Get-SandboxRequest /webapi/v3/workflows) | Should -HaveCount 1
    }

    It 'is one line with the wait and the download' {
        $folder = New-Folder
        Push-Location -LiteralPath $folder
        try {
            $file = Start-AlteryxJob quick @{ Region = 'north', 'south' } | Wait-Job -Timeout 20 | Save-AlteryxJobOutput -Path .
        }
        finally {
            Pop-Location
        }
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder quick.csv)
        $file.Length | Should -Be 1000
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'starts a run that takes its time, which Wait-Job sees end' {
        $null = Invoke-Sandbox POST workflows @{ id = 'slow'; run = @{ durationSeconds = 1; outcome = 'failed'; errors = @('No disk.') } }
        $started = Start-AlteryxJob slow
        $end = $started | Wait-Job -Timeout 20 -MinimumInterval 0.2 -MaximumInterval 0.2
        $end.Id | Should -Be $started.Id
        $end.State | Should -Be Failed
        $end.Message | Should -BeLike 'No disk.*'
    }

    It 'starts each workflow of the pipeline once' {
        $jobs = 'quick', '66f00000000000000000a001' | Start-AlteryxJob
        $jobs.AppId | Sort-Object | Should -Be 66f00000000000000000a001, quick
        @(Get-StartRequest) | Should -HaveCount 2
        (Get-AlteryxWorkflow 'Quick report' | Start-AlteryxJob).AppId | Should -Be quick
    }

    It 'gives the job its priority and its worker' {
        $job = Start-AlteryxJob quick -Priority Critical -WorkerTag big
        $job.Priority | Should -Be Critical
        $job.WorkerTag | Should -Be big
    }

    It 'sends an empty object where nothing is given' {
        $sent = Get-SentRequest { Start-AlteryxJob 66f00000000000000000a001 -Connection bare }
        $sent.Line | Should -Be 'POST /webapi/v3/workflows/66f00000000000000000a001/jobs HTTP/1.1'
        $sent.Type | Should -BeLike application/json*
        $sent.Body | Should -BeExactly '{}'
        $sent.Job.Id | Should -Be 66f000000000000000000999
        $sent.Job.State | Should -Be Queued
    }

    It 'sends what is given and nothing else' {
        $sent = Get-SentRequest { Start-AlteryxJob quick -Priority high -WorkerTag 'Grüße' -CredentialId c1 -Connection bare }
        $body = $sent.Body | ConvertFrom-Json -AsHashtable
        $body.Keys | Sort-Object | Should -Be credentialId, priority, workerTag
        $body.credentialId | Should -BeExactly c1
        $body.workerTag | Should -BeExactly 'Grüße'
        $body.priority | Should -Be High
    }

    It 'shows with -WhatIf the body with <what>, and sends nothing' -ForEach @(
        @{ what = 'no answers'; arguments = ''; expected = @{} }
        @{ what = 'one answer'; arguments = "@{ Region = 'north' }"; expected = @{ questions = @(@{ name = 'Region'; value = 'north' }) } }
        @{ what = 'several answers to a question'; arguments = "@{ Region = 'north', 'south' }"; expected = @{ questions = @(@{ name = 'Region'; value = 'north,south' }) } }
        @{ what = 'answers in their order'; arguments = "([ordered]@{ Region = 'north'; Customer = 7 })"; expected = @{ questions = @(@{ name = 'Region'; value = 'north' }, @{ name = 'Customer'; value = '7' }) } }
        @{ what = 'a yes and a no among several'; arguments = '@{ Region = $true, 1.5, $false }'; expected = @{ questions = @(@{ name = 'Region'; value = 'true,1.5,false' }) } }
        @{ what = 'a yes'; arguments = '@{ Region = $true }'; expected = @{ questions = @(@{ name = 'Region'; value = 'true' }) } }
        @{ what = 'a number of the invariant culture'; arguments = '@{ Region = 1.5 }'; expected = @{ questions = @(@{ name = 'Region'; value = '1.5' }) } }
        @{ what = 'everything'; arguments = "-Question @{ Customer = 'all' } -Priority Low -WorkerTag big -CredentialId c1"; expected = @{ questions = @(@{ name = 'Customer'; value = 'all' }); priority = 'Low'; workerTag = 'big'; credentialId = 'c1' } }
    ) {
        $said = (Invoke-FreshPowerShell ([scriptblock]::Create("Import-Module `$env:JOBSTATUS_TEST_MODULE; Start-AlteryxJob quick $arguments -WhatIf"))) -join ' '
        $said | Should -Match 'quick'
        $shown = [regex]::Match($said, '\{.*\}').Value | ConvertFrom-Json -AsHashtable
        $shown.Keys | Sort-Object | Should -Be ($expected.Keys | Sort-Object)
        foreach ($name in 'priority', 'workerTag', 'credentialId') { $shown[$name] | Should -BeExactly $expected[$name] }
        @($shown.questions).name | Should -BeExactly @($expected.questions).name
        @($shown.questions).value | Should -BeExactly @($expected.questions).value
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'looks at the questions first, and starts nothing where <what>' -ForEach @(
        @{ what = 'one has no such name'; question = @{ Country = 'x' }; unknown = 'Country' }
        @{ what = 'one is spelt in another way'; question = @{ region = 'x' }; unknown = 'region' }
        @{ what = 'one of two has no such name'; question = @{ Region = 'north'; Town = 'x' }; unknown = 'Town' }
    ) {
        Start-AlteryxJob quick -Question $question -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlteryxJobCommand'
        $failure[0].TargetObject | Should -Be quick
        $failure[0].ErrorDetails.Message | Should -MatchExactly "'$unknown'"
        $failure[0].ErrorDetails.Message | Should -Match 'not started'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match 'Region, Customer'
        (Get-SandboxRequest /webapi/v3).path | Should -Be /webapi/v3/workflows/quick/questions
    }

    It 'says so where a workflow has no questions at all' {
        $failure = ErrorOf { Start-AlteryxJob 66f00000000000000000a001 @{ Region = 'x' } -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StartAlteryxJobCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'has no questions'
        @(Get-StartRequest) | Should -HaveCount 0
    }

    It 'is sent once, whatever happens: <what>' -ForEach @(
        @{ what = 'a 503'; fault = @{ kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }; error = 'ServiceUnavailable' }
        @{ what = 'a 500'; fault = @{ kind = 'status'; status = 500 }; error = 'ServiceUnavailable' }
        @{ what = 'a 429'; fault = @{ kind = 'status'; status = 429; headers = @{ 'Retry-After' = '0' } }; error = 'LimitReached' }
        @{ what = 'a connection that breaks'; fault = @{ kind = 'reset' }; error = 'ServiceUnavailable' }
        @{ what = 'an answer without an id'; fault = @{ kind = 'body'; body = '{}' }; error = 'UnexpectedResponse' }
        @{ what = 'an answer that is no JSON'; fault = @{ kind = 'body'; body = '<html>' }; error = 'UnexpectedResponse' }
    ) {
        $null = Add-SandboxFault ($fault + @{ path = '/webapi/v3/workflows'; method = 'POST'; count = -1 })
        Start-AlteryxJob quick @{ Region = 'north' } -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartAlteryxJobCommand"
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'reads the questions again after a 503, and still starts once' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows/quick/questions'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        (Start-AlteryxJob quick @{ Region = 'north' }).State | Should -Be Completed
        @(Get-StartRequest) | Should -HaveCount 1
    }

    It 'is denied for a workflow that one may not run' {
        Start-AlteryxJob 66f00000000000000000a004 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'AccessDenied,JobStatus.Commands.StartAlteryxJobCommand'
        $failure[0].CategoryInfo.Category | Should -Be PermissionDenied
        $failure[0].TargetObject | Should -Be 66f00000000000000000a004
    }

    It 'has one error for a workflow that is <what>, and starts the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000afff'; error = 'JobNotFound' }
        @{ what = 'a path'; id = '../jobs'; error = 'InvalidRequest' }
        @{ what = 'two words'; id = 'a b'; error = 'InvalidRequest' }
    ) {
        ($id, 'quick' | Start-AlteryxJob -ErrorAction SilentlyContinue -ErrorVariable failure).AppId | Should -Be quick
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StartAlteryxJobCommand"
        $failure[0].TargetObject | Should -BeExactly $id
    }

    It 'refuses <what>, and starts nothing' -ForEach @(
        @{ what = 'no workflow'; start = { Start-AlteryxJob $null } }
        @{ what = 'an empty workflow'; start = { Start-AlteryxJob '' } }
        @{ what = 'no questions at all'; start = { Start-AlteryxJob quick -Question $null } }
        @{ what = 'questions that are a text'; start = { Start-AlteryxJob quick -Question Region } }
        @{ what = 'a priority that does not exist'; start = { Start-AlteryxJob quick -Priority Urgent } }
        @{ what = 'an empty priority'; start = { Start-AlteryxJob quick -Priority '' } }
        @{ what = 'a number as priority'; start = { Start-AlteryxJob quick -Priority 3 } }
        @{ what = 'an empty tag'; start = { Start-AlteryxJob quick -WorkerTag '' } }
        @{ what = 'no credential'; start = { Start-AlteryxJob quick -CredentialId $null } }
        @{ what = 'an empty connection'; start = { Start-AlteryxJob quick -Connection $null } }
    ) {
        ErrorOf $start | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }
}

Describe 'Stop-AlteryxJob' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'cancels a job and writes nothing' {
        Stop-AlteryxJob 66f000000000000000000203 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        $job = Get-AlteryxJob 66f000000000000000000203
        $job.State | Should -Be Stopped
        $job.Status | Should -Be Cancelled
        @(Get-SandboxRequest | Where-Object method -EQ DELETE).path | Should -Be /webapi/v3/jobs/66f000000000000000000203
    }

    It 'takes <what>' -ForEach @(
        @{ what = 'an array'; stop = { Stop-AlteryxJob one, two } }
        @{ what = 'ids by pipeline'; stop = { 'one', 'two' | Stop-AlteryxJob } }
        @{ what = 'jobs'; stop = { Get-AlteryxJob one, two | Stop-AlteryxJob } }
        @{ what = 'jobs of a list'; stop = { Get-AlteryxJob -WorkflowId 66f00000000000000000a004 | Stop-AlteryxJob } }
        @{ what = 'objects with JobId'; stop = { [pscustomobject]@{ JobId = 'one' }, [pscustomobject]@{ JobId = 'two' } | Stop-AlteryxJob } }
    ) {
        foreach ($id in 'one', 'two') { $null = New-SandboxJob @{ service = 'alteryx'; id = $id; workflowId = '66f00000000000000000a004'; durationSeconds = 3600 } }
        & $stop
        (Get-AlteryxJob one, two).State | Should -Be Stopped, Stopped
    }

    It 'stops a run that was just started, which Wait-Job sees' {
        $job = Start-AlteryxJob 66f00000000000000000a001
        $job | Stop-AlteryxJob
        ($job | Wait-Job -Timeout 20).State | Should -Be Stopped
    }

    It 'tells with -WhatIf which job, and stops nothing' {
        $said = Invoke-FreshPowerShell { Import-Module $env:JOBSTATUS_TEST_MODULE; Stop-AlteryxJob 66f000000000000000000203 -WhatIf }
        "$said" | Should -Match '66f000000000000000000203'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'has one error for a job that is <what>, and stops the others' -ForEach @(
        @{ what = 'unknown'; id = '66f000000000000000000999'; error = 'JobNotFound' }
        @{ what = 'finished'; id = '66f000000000000000000201'; error = 'InvalidRequest' }
        @{ what = 'a path'; id = 'a/b'; error = 'InvalidRequest' }
    ) {
        Stop-AlteryxJob $id, 66f000000000000000000203 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.StopAlteryxJobCommand"
        $failure[0].TargetObject | Should -BeExactly $id
        (Get-AlteryxJob 66f000000000000000000203).State | Should -Be Stopped
    }

    It 'says that a Server is too old where it answers <answer>, and names the job' -ForEach @(
        @{ answer = 'notFound'; status = 404 }
        @{ answer = 'methodNotAllowed'; status = 405 }
    ) {
        Set-SandboxSetting @{ alteryxNewerCalls = $answer }
        Stop-AlteryxJob 66f000000000000000000203 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotSupportedByServer,JobStatus.Commands.StopAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 66f000000000000000000203
        $failure[0].Exception.StatusCode | Should -Be $status
        (Get-AlteryxJob 66f000000000000000000203).State | Should -Not -Be Stopped
    }

    It 'says that a job is unknown also on an old Server that answers <_>' -ForEach notFound, methodNotAllowed {
        Set-SandboxSetting @{ alteryxNewerCalls = $_ }
        Stop-AlteryxJob 66f000000000000000000999 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.StopAlteryxJobCommand'
        $failure[0].ErrorDetails.Message | Should -Match 66f000000000000000000999
    }

    It 'is sent once, also where the Server answers 503' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/jobs'; method = 'DELETE'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' }; count = -1 }
        Stop-AlteryxJob 66f000000000000000000203 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.StopAlteryxJobCommand'
        @(Get-SandboxRequest /webapi/v3 | Where-Object method -EQ DELETE) | Should -HaveCount 1
    }

    It 'is an error for a job of another service, and stops nothing' {
        $failure = ErrorOf { Get-XplentyJob 203 | Stop-AlteryxJob -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.StopAlteryxJobCommand'
        $failure.ErrorDetails.Message | Should -Match "'Xplenty 203 .*' is not a valid Alteryx job id"
        (Invoke-Sandbox GET 'requests/count?path=*&method=DELETE').count | Should -Be 0
    }

    It 'refuses <what>, and stops nothing' -ForEach @(
        @{ what = 'nothing'; stop = { Stop-AlteryxJob $null } }
        @{ what = 'an empty id'; stop = { Stop-AlteryxJob '' } }
        @{ what = 'an object that is no id'; stop = { Stop-AlteryxJob @{ Id = 'x' } } }
    ) {
        ErrorOf $stop | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET 'requests/count?path=*&method=DELETE').count | Should -Be 0
    }
}

Describe 'Save-AlteryxJobOutput' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $folder = New-Folder
    }

    It 'saves the whole file and writes it' {
        New-RunWithOutput big @(@{ fileName = 'big.yxdb'; bytes = 300001 })
        $file = Save-AlteryxJobOutput big $folder
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder big.yxdb)
        [IO.File]::ReadAllText($file.FullName) -ceq (Get-FileContent 300001) | Should -BeTrue
        Get-FolderName $folder | Should -Be big.yxdb
        $request = Get-SandboxRequest /webapi/v1
        $request.path | Should -Be /webapi/v1/jobs/big/output/66f00000000000000000b001
        $request.query | Should -Be '?format=Raw'
    }

    It 'saves an empty file' {
        New-RunWithOutput empty @(@{ fileName = 'empty.csv'; bytes = 0 })
        (Save-AlteryxJobOutput empty $folder).Length | Should -Be 0
        Get-FolderName $folder | Should -Be empty.csv
    }

    It 'saves all outputs of all jobs of the pipeline' {
        New-RunWithOutput one @(@{ fileName = 'one.yxdb' }, @{ fileName = 'two.yxdb' })
        New-RunWithOutput two @(@{ fileName = 'three.yxdb' })
        (Get-AlteryxJob one, two | Save-AlteryxJobOutput -Path $folder).Name | Sort-Object | Should -Be one.yxdb, three.yxdb, two.yxdb
        Get-FolderName $folder | Sort-Object | Should -Be one.yxdb, three.yxdb, two.yxdb
    }

    It 'saves jobs of a list, which has no outputs itself' {
        (Get-AlteryxJob -WorkflowId 66f00000000000000000a001 | Save-AlteryxJobOutput -Path $folder).Name | Should -Be report.yxdb
    }

    It 'saves only the outputs of <what>' -ForEach @(
        @{ what = 'a name'; output = 'one.yxdb'; names = , 'one.yxdb' }
        @{ what = 'a wildcard'; output = '*.CSV'; names = 'three.csv', 'two.csv' }
        @{ what = 'an id'; output = 'out2'; names = , 'two.csv' }
        @{ what = 'several'; output = 'one*', 'out3'; names = 'one.yxdb', 'three.csv' }
    ) {
        New-RunWithOutput some @(@{ id = 'out1'; fileName = 'one.yxdb' }, @{ id = 'out2'; fileName = 'two.csv' }, @{ id = 'out3'; fileName = 'three.csv' })
        (Save-AlteryxJobOutput some $folder -Output $output).Name | Sort-Object | Should -Be $names
        Get-FolderName $folder | Sort-Object | Should -Be $names
    }

    It 'completes the formats that the outputs have, or all where no job is told or it cannot be read' {
        New-RunWithOutput some @(@{ fileName = 'one.yxdb'; availableFormats = 'Raw', 'Yxdb' }, @{ fileName = 'two.pdf'; availableFormats = 'Raw', 'Pdf' })
        (TabExpansion2 'Save-AlteryxJobOutput some -Format ').CompletionMatches.CompletionText | Should -Be Raw, Yxdb, Pdf
        (TabExpansion2 'Save-AlteryxJobOutput some -Format P').CompletionMatches.CompletionText | Should -Be Pdf
        (TabExpansion2 'Save-AlteryxJobOutput -Format ').CompletionMatches | Should -HaveCount 14
        (TabExpansion2 'Save-AlteryxJobOutput nosuchjob -Format ').CompletionMatches | Should -HaveCount 14
    }

    It 'saves in another format, under its name' {
        $file = Save-AlteryxJobOutput 66f000000000000000000201 $folder -Format csv
        $file.Name | Should -Be report.csv
        (Get-SandboxRequest /webapi/v1).query | Should -Be '?format=csv'
    }

    It 'asks for nothing that the output has not: the formats are named, and the other outputs are saved' {
        New-RunWithOutput some @(@{ fileName = 'one.yxdb' }, @{ fileName = 'two.pdf'; availableFormats = 'Raw', 'Pdf' })
        (Save-AlteryxJobOutput some $folder -Format Pdf -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be two.pdf
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure[0].ErrorDetails.Message | Should -Match 'one\.yxdb'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match 'Raw, Yxdb, Csv'
        (Get-SandboxRequest /webapi/v1) | Should -HaveCount 1
    }

    It 'is an error for a job <what>' -ForEach @(
        @{ what = 'that failed'; id = '66f000000000000000000202'; error = 'InvalidRequest'; words = 'no outputs\.' }
        @{ what = 'that runs'; id = '66f000000000000000000203'; error = 'InvalidRequest'; words = 'no outputs yet' }
        @{ what = 'that does not exist'; id = '66f000000000000000000999'; error = 'JobNotFound'; words = '66f000000000000000000999' }
        @{ what = 'whose id is none'; id = 'a/b'; error = 'InvalidRequest'; words = 'a/b' }
    ) {
        (Save-AlteryxJobOutput $id, 66f000000000000000000201 $folder -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be report.yxdb
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.SaveAlteryxJobOutputCommand"
        $failure[0].TargetObject | Should -BeExactly $id
        $failure[0].ErrorDetails.Message | Should -Match $words
    }

    It 'says of a name that no output has that there is no matching output' {
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -Output other.yxdb -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].ErrorDetails.Message | Should -Match 'no matching output\.'
    }

    It 'leaves a file that is there as it is, unless -Force is given' {
        Set-Content -LiteralPath (Join-Path $folder report.yxdb) 'mine' -NoNewline
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'FileExists,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure[0].CategoryInfo.Category | Should -Be ResourceExists
        Get-Content -LiteralPath (Join-Path $folder report.yxdb) -Raw | Should -BeExactly mine
        Get-FolderName $folder | Should -Be report.yxdb
        (Save-AlteryxJobOutput 66f000000000000000000201 $folder -Force).Length | Should -Be 4096
        Get-FolderName $folder | Should -Be report.yxdb
    }

    It 'keeps the file <name> in its folder' -ForEach @(
        @{ name = '../../evil.txt' }
        @{ name = '..\..\evil.txt' }
        @{ name = '/etc/evil.txt' }
        @{ name = 'C:\Windows\evil.txt' }
        @{ name = '..' }
        @{ name = '.' }
        @{ name = 'evil.txt:stream' }
        @{ name = 'CON' }
        @{ name = 'nul.txt' }
        @{ name = "a`nb" }
        @{ name = '~/evil' }
        @{ name = '$(Get-Date)' }
        @{ name = '[a-z].csv' }
        @{ name = '%2e%2e%2fevil' }
    ) {
        New-RunWithOutput hostile @(@{ id = 'out1'; fileName = $name; bytes = 100 })
        $file = Save-AlteryxJobOutput hostile $folder
        $file.DirectoryName | Should -Be $folder
        $file.Length | Should -Be 100
        Get-FolderName $folder | Should -Be $file.Name
        $file.Name | Should -Not -Match '[\\/:*?"<>|\p{Cc}]'
        $file.Name | Should -Not -Match '^(con|nul)(\.|$)'
        Get-FolderName (Split-Path $folder) | Should -Be target
    }

    It 'keeps the file in its folder, where the download itself is called <disposition>' -ForEach @(
        @{ disposition = 'attachment; filename="../../evil.txt"'; name = 'evil.txt' }
        @{ disposition = "attachment; filename=`"a.txt`"; filename*=UTF-8''..%2F..%2Fevil.txt"; name = 'evil.txt' }
        @{ disposition = 'attachment; filename="..\..\evil.txt"'; name = 'evil.txt' }
        @{ disposition = 'attachment'; name = 'plain.csv' }
        @{ disposition = ''; name = 'plain.csv' }
    ) {
        New-RunWithOutput hostile @(@{ fileName = 'plain.csv'; bytes = 100; disposition = $disposition })
        $file = Save-AlteryxJobOutput hostile $folder
        $file.DirectoryName | Should -Be $folder
        $file.Name | Should -Be $name
        Get-FolderName $folder | Should -Be $name
        Get-FolderName (Split-Path $folder) | Should -Be target
    }

    It 'saves into a folder whose name has the characters of wildcards' {
        $folder = (New-Item -ItemType Directory (Join-Path $folder '[a] b')).FullName
        (Save-AlteryxJobOutput 66f000000000000000000201 $folder).DirectoryName | Should -Be $folder
    }

    It 'saves below a drive of PowerShell' {
        $null = New-Item -ItemType Directory TestDrive:\drive
        $file = Save-AlteryxJobOutput 66f000000000000000000201 TestDrive:\drive
        $file.FullName | Should -Be (Join-Path $TestDrive drive report.yxdb)
    }

    It 'is one error where the folder is not there, and asks for nothing' {
        $failure = ErrorOf { '66f000000000000000000201', '66f000000000000000000202' | Save-AlteryxJobOutput -Path (Join-Path $folder missing) }
        $failure.FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure.ErrorDetails.Message | Should -Match missing
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
        Get-FolderName $folder | Should -BeNullOrEmpty
    }

    It 'is one error where the folder is a file' {
        $file = (New-Item -ItemType File (Join-Path $folder file)).FullName
        (ErrorOf { Save-AlteryxJobOutput 66f000000000000000000201 $file }).FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        Get-FolderName $folder | Should -Be file
    }

    It 'is one error where the folder is <_>, which is none of files' -ForEach 'env:', 'env:\.', 'Variable:\tmp' {
        $failure = ErrorOf { Save-AlteryxJobOutput 66f000000000000000000201 $_ }
        $failure.FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        $failure.ErrorDetails.Message | Should -BeLike "*'$_'*"
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'leaves nothing where a folder has the name of the file' {
        $null = New-Item -ItemType Directory (Join-Path $folder report.yxdb)
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'WriteFailed,JobStatus.Commands.SaveAlteryxJobOutputCommand'
        Get-FolderName $folder | Should -Be report.yxdb
        Get-FolderName (Join-Path $folder report.yxdb) | Should -BeNullOrEmpty
    }

    It 'leaves no file and no part of one where <what>' -ForEach @(
        @{ what = 'the connection breaks at once'; fault = @{ kind = 'reset' }; errors = , 'ServiceUnavailable' }
        @{ what = 'the connection breaks in the middle'; fault = @{ kind = 'reset'; afterBytes = 100000 }; errors = , 'ServiceUnavailable' }
        @{ what = 'less comes than was announced'; fault = @{ kind = 'truncate' }; errors = 'ServiceUnavailable', 'UnexpectedResponse' }
        @{ what = 'the Server fails'; fault = @{ kind = 'status'; status = 500 }; errors = , 'ServiceUnavailable' }
        @{ what = 'the output is gone'; fault = @{ kind = 'status'; status = 404; body = '"gone"' }; errors = , 'JobNotFound' }
        @{ what = 'it is forbidden'; fault = @{ kind = 'status'; status = 403 }; errors = , 'AccessDenied' }
    ) {
        New-RunWithOutput big @(@{ fileName = 'big.yxdb'; bytes = 300001 })
        Connect-WithoutRetry
        $null = Add-SandboxFault ($fault + @{ path = '/webapi/v1'; count = -1 })
        Save-AlteryxJobOutput big $folder -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        ($failure[0].FullyQualifiedErrorId -split ',')[0] | Should -BeIn $errors
        $failure[0].TargetObject | Should -Be big
        Get-FolderName $folder | Should -BeNullOrEmpty
    }

    It 'keeps the file that is there where a download with -Force breaks' {
        Set-Content -LiteralPath (Join-Path $folder report.yxdb) 'mine' -NoNewline
        Connect-WithoutRetry
        $null = Add-SandboxFault @{ path = '/webapi/v1'; kind = 'reset'; afterBytes = 1000; count = -1 }
        Save-AlteryxJobOutput 66f000000000000000000201 $folder -Force -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        Get-Content -LiteralPath (Join-Path $folder report.yxdb) -Raw | Should -BeExactly mine
        Get-FolderName $folder | Should -Be report.yxdb
    }

    It 'saves the whole file after a download that broke in the middle' {
        New-RunWithOutput big @(@{ fileName = 'big.yxdb'; bytes = 300001 })
        $null = Add-SandboxFault @{ path = '/webapi/v1'; kind = 'reset'; afterBytes = 100000 }
        $file = Save-AlteryxJobOutput big $folder
        [IO.File]::ReadAllText($file.FullName) -ceq (Get-FileContent 300001) | Should -BeTrue
        Get-FolderName $folder | Should -Be big.yxdb
        (Get-SandboxRequest /webapi/v1) | Should -HaveCount 2
    }

    It 'leaves no part of a file where the pipeline has enough' {
        # The second would fill any disk, and is under way when the first has come.
        New-RunWithOutput endless @(@{ fileName = 'small.csv'; bytes = 10 }, @{ fileName = 'endless.csv'; bytes = 1000000000000000 })
        (Save-AlteryxJobOutput endless $folder | Select-Object -First 1).Name | Should -Be small.csv
        Wait-FolderName $folder small.csv | Should -Be small.csv
    }

    It 'leaves no part of a file where somebody stops it' {
        New-RunWithOutput endless @(@{ fileName = 'endless.csv'; bytes = 1000000000000000 })
        $shell = [powershell]::Create().AddScript({
                param($module, $folder)
                Import-Module $module
                Save-AlteryxJobOutput endless $folder
            }).AddArgument($env:JOBSTATUS_TEST_MODULE).AddArgument($folder)
        $running = $shell.BeginInvoke()
        try {
            for ($try = 0; $try -lt 400 -and -not (Get-FolderName $folder); $try++) { Start-Sleep -Milliseconds 25 }
            Get-FolderName $folder | Should -HaveCount 1
            $shell.Stop()
        }
        finally {
            $shell.Dispose()
        }
        $running.IsCompleted | Should -BeTrue
        Wait-FolderName $folder | Should -BeNullOrEmpty
    }

    It 'tells with -WhatIf what it would save, and saves nothing' {
        $said = Invoke-FreshPowerShell ([scriptblock]::Create("Import-Module `$env:JOBSTATUS_TEST_MODULE; Save-AlteryxJobOutput 66f000000000000000000201 '$folder' -WhatIf"))
        "$said" | Should -Match 'report\.yxdb'
        (Get-SandboxRequest /webapi/v1) | Should -BeNullOrEmpty
        Get-FolderName $folder | Should -BeNullOrEmpty
    }

    It 'refuses <what>' -ForEach @(
        @{ what = 'nothing'; save = { Save-AlteryxJobOutput $null $folder } }
        @{ what = 'an empty id'; save = { Save-AlteryxJobOutput '' $folder } }
        @{ what = 'an object that is no id'; save = { Save-AlteryxJobOutput @{ Id = 'x' } $folder } }
        @{ what = 'an empty folder'; save = { Save-AlteryxJobOutput 66f000000000000000000201 '' } }
        @{ what = 'no folder'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $null } }
        @{ what = 'an empty output'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $folder -Output '' } }
        @{ what = 'a format that does not exist'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $folder -Format Txt } }
        @{ what = 'no format'; save = { Save-AlteryxJobOutput 66f000000000000000000201 $folder -Format $null } }
    ) {
        (ErrorOf $save).FullyQualifiedErrorId | Should -Match '^ParameterArgument'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }
}

Describe 'Lists and acts at two Servers side by side' {
    BeforeAll { $other = Start-OtherSandbox @{ alteryxClientSecret = 'canary-other-secret' } }

    BeforeEach {
        Clear-SandboxSession
        Invoke-Sandbox DELETE requests -BaseUri $other | Out-Null
        Connect-Alteryx "$sandbox/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret sandbox-secret))) -Name here
        Connect-Alteryx "$other/webapi" -Credential ([pscredential]::new('sandbox-client', (ConvertTo-Secret canary-other-secret))) -Name there
    }

    It 'have the jobs and questions of each workflow read through the connection that found it' {
        $workflows = @(Get-AlteryxWorkflow 'Weekly report' -Connection there) + @(Get-AlteryxWorkflow 'Monthly report' -Connection here)
        $workflows.Connection | Should -Be there, here
        ($workflows | Get-AlteryxJob).Connection | Sort-Object | Should -Be here, there
        ($workflows | Get-AlteryxWorkflowQuestion).Connection | Sort-Object -Unique | Should -Be there
        (Get-SandboxRequest /webapi/v3/workflows/).path | Sort-Object | Should -Be /webapi/v3/workflows/66f00000000000000000a001/jobs, /webapi/v3/workflows/66f00000000000000000a001/questions
        (Get-SandboxRequest /webapi/v3/workflows/ -BaseUri $other).path | Sort-Object | Should -Be /webapi/v3/workflows/66f00000000000000000a002/jobs, /webapi/v3/workflows/66f00000000000000000a002/questions
    }

    It 'have each workflow started, waited for and stopped where it is' {
        $workflows = @(Get-AlteryxWorkflow 'Weekly report' -Connection there) + @(Get-AlteryxWorkflow 'Monthly report' -Connection here)
        $jobs = $workflows | Start-AlteryxJob
        $jobs.Connection | Sort-Object | Should -Be here, there
        $jobs | Stop-AlteryxJob
        ($jobs | Wait-Job -Timeout 20).State | Should -Be Stopped, Stopped
        (Get-SandboxRequest | Where-Object method -EQ DELETE).path | Should -Be "/webapi/v3/jobs/$(($jobs | Where-Object Connection -EQ here).Id)"
        (Get-SandboxRequest -BaseUri $other | Where-Object method -EQ DELETE).path | Should -Be "/webapi/v3/jobs/$(($jobs | Where-Object Connection -EQ there).Id)"
    }

    It 'have the outputs of each job saved from where it is' {
        $folder = New-Folder
        $null = Invoke-Sandbox POST jobs @{ service = 'alteryx'; id = 'far'; durationSeconds = 0; outputs = @(@{ fileName = 'far.csv' }) } -BaseUri $other
        $null = New-SandboxJob @{ service = 'alteryx'; id = 'near'; durationSeconds = 0; outputs = @(@{ fileName = 'near.csv' }) }
        $jobs = @(Get-AlteryxJob far -Connection there) + @(Get-AlteryxJob near -Connection here)
        ($jobs | Save-AlteryxJobOutput -Path $folder).Name | Sort-Object | Should -Be far.csv, near.csv
        (Get-SandboxRequest /webapi/v1).path | Should -BeLike /webapi/v1/jobs/near/*
        (Get-SandboxRequest /webapi/v1 -BaseUri $other).path | Should -BeLike /webapi/v1/jobs/far/*
    }
}
