BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'An id that PowerShell converted to a number' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'is rejected before a request is sent: <call>' -ForEach @(
        @{ call = { Stop-XplentyJob 2.03e2 } }
        @{ call = { Stop-XplentyJob 2.03e2,206 } }
        @{ call = { Stop-XplentyJob -Wait 206, 2.03e2 } }
        @{ call = { Stop-XplentyJob @(0xCB, 206) } }
        @{ call = { Stop-XplentyJob -Id 206,00203 } }
        @{ call = { $ids = 203.5, 206; Stop-XplentyJob $ids } }
        @{ call = { $ids = -203.0, 206; Stop-XplentyJob $ids } }
        @{ call = { $ids = 9007199254740994.0, 206; Stop-XplentyJob $ids } }
        @{ call = { 203.5 | Stop-XplentyJob -ErrorAction Stop } }
        @{ call = { [pscustomobject] @{ Id = [double]::NaN } | Stop-XplentyJob -ErrorAction Stop } }
        @{ call = { Start-XplentyJob 4.34e2 52 } }
        @{ call = { Start-XplentyJob 434 5.2e1 } }
        @{ call = { Get-XplentyJob -PackageId 4.34e2 } }
        @{ call = { Get-AlmaJobInstance 1e15,1000000000000201 } }
        @{ call = { Wait-RemoteJob -Service Xplenty 2.01e2,202 } }
        @{ call = { Get-AlteryxJob 66e3 } }
        @{ call = { Get-AlteryxJob 66e3,007 } }
        @{ call = { Get-AlteryxJob 6600000000000000000e1234,66f000000000000000000202 } }
        @{ call = { $id = 5; Get-AlteryxJob $id -ErrorAction Stop } }
        @{ call = { Wait-RemoteJob -Service Alteryx 66000 -ErrorAction Stop } }
        @{ call = { Start-AlteryxJob 66000 -ErrorAction Stop } }
    ) {
        $failure = Get-TerminatingError $call
        "$($failure.ErrorDetails.Message)$($failure.Exception.Message)" | Should -Match 'quotation marks'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'is accepted if it is a whole number: <what>' -ForEach @(
        @{ what = 'doubles in a variable'; call = { $ids = 201.0, 202.0; Get-XplentyJob $ids } }
        @{ what = 'singles and decimals'; call = { $ids = [float] 201, [decimal] '202.00'; Get-XplentyJob $ids } }
        @{ what = 'a property'; call = { [pscustomobject] @{ Id = 201.0 }, [pscustomobject] @{ JobId = [decimal] 202 } | Get-XplentyJob } }
        @{ what = 'the pipeline'; call = { 201.0, 202 | Get-XplentyJob } }
        @{ what = 'digits'; call = { Get-XplentyJob 201,202 } }
        @{ what = 'an Alma id'; call = { $ids = [decimal] 1000000000000201, 1000000000000202; Get-AlmaJobInstance $ids } }
    ) {
        @(& $call) | Should -HaveCount 2
    }

    It 'is accepted if it is a complete Alteryx id' {
        Get-AlteryxJob 660000000000000000000201,660000000000000000000202 -ErrorAction SilentlyContinue
        @(Get-SandboxRequest '/webapi/v3/jobs/*' | ForEach-Object path | Sort-Object -Unique) |
            Should -Be /webapi/v3/jobs/660000000000000000000201, /webapi/v3/jobs/660000000000000000000202
    }

    It 'is checked for each id parameter of each cmdlet' {
        $unchecked = foreach ($cmdlet in (Get-Module JobStatus).ExportedCmdlets.Values) {
            if ($cmdlet.Verb -eq 'Connect' -or $cmdlet.Name -eq 'Wait-Job') { continue }
            foreach ($property in $cmdlet.ImplementingType.GetProperties()) {
                $attributes = $property.GetCustomAttributes($true) | ForEach-Object { $_.GetType().Name }
                if ($property.Name -match 'Id$' -and $attributes -notcontains 'JobIdArgumentAttribute') { "$cmdlet -$($property.Name)" }
            }
        }
        $unchecked | Should -BeNullOrEmpty
    }
}

Describe 'A link instead of an id' {
    BeforeEach { Reset-Sandbox; Clear-SandboxSession; Set-SandboxEnvironment }

    It 'identifies <what>' -ForEach @(
        @{ what = 'an Xplenty job'; call = { Get-XplentyJob (Get-XplentyJob 201).Uri }; id = '201' }
        @{ what = 'an Xplenty job in a string'; call = { "$((Get-XplentyJob 201).Url)" | Get-XplentyJob }; id = '201' }
        @{
            what = 'an Alma job instance'; id = '1000000000000201'
            call = { Get-AlmaJobInstance (Get-AlmaJobInstance 1000000000000201).Uri }
        }
        @{
            what = 'an Alma job instance in a webhook'; id = '1000000000000201'
            call = { Get-AlmaJobInstance '/almaws/v1/conf/jobs/S201/instances/1000000000000201' }
        }
        @{ what = 'an Alteryx job'; id = '66f000000000000000000202'
            call = { Get-AlteryxJob (Get-AlteryxJob 66f000000000000000000202).Uri } }
        @{ what = 'a job to wait for'; call = { Wait-RemoteJob -Service Xplenty (Get-XplentyJob 201).Uri }; id = '201' }
        @{
            what = 'a job in a CSV file'; id = '201'
            call = { [pscustomobject] @{ Service = 'Xplenty'; Id = "$((Get-XplentyJob 201).Uri)" } | Wait-RemoteJob }
        }
    ) {
        (& $call).Id | Should -BeExactly $id
    }

    It 'identifies a definition, a package and a cluster' {
        (Get-AlmaJob "$(Get-SandboxUri)/almaws/v1/conf/jobs/S201").JobId | Should -Be S201
        Get-AlmaJobInstance -JobId "$(Get-SandboxUri)/almaws/v1/conf/jobs/S201" -First 1 | Should -HaveCount 1
        $job = Get-XplentyJob 201
        $new = Start-XplentyJob $job.Package.Url $job.Cluster.Url
        $new.PackageId, $new.ClusterId | Should -Be $job.PackageId, $job.ClusterId
        (Get-XplentyJob -PackageId $job.Package.Url -First 1).PackageId | Should -Be $job.PackageId
        $workflow = (Get-AlteryxWorkflow -First 1).WorkflowId
        $link = "$(Get-SandboxUri)/webapi/v3/workflows/$workflow"
        { Get-AlteryxWorkflowQuestion $link -ErrorAction Stop } | Should -Not -Throw
        Get-SandboxRequest "/webapi/v3/workflows/$workflow/questions" | Should -Not -BeNullOrEmpty
    }

    It 'produces one error and no request if it points to <what>' -ForEach @(
        @{ what = 'another host'; message = 'api.xplenty.example'
            call = { Get-XplentyJob https://api.xplenty.example/demo/api/jobs/201 } }
        @{ what = 'another host, with -WhatIf'; message = 'localhost'
            call = { Stop-XplentyJob https://localhost:1/demo/api/jobs/203 -WhatIf } }
        @{ what = 'another account'; call = { Get-XplentyJob "$(Get-SandboxUri)/other/api/jobs/201" }; message = 'account demo' }
        @{ what = 'another kind of object'; message = 'Xplenty package 434'
            call = { Get-XplentyJob "$(Get-SandboxUri)/demo/api/packages/434" } }
        @{ what = 'a run instead of a definition'; message = 'Alma job instance 5'
            call = { Get-AlmaJob "$(Get-SandboxUri)/almaws/v1/conf/jobs/S201/instances/5" } }
        @{ what = 'nothing in particular'; message = 'not a valid Alteryx job link'
            call = { Get-AlteryxJob "$(Get-SandboxUri)/webapi" } }
        @{ what = 'another host, for a wait'; call = { Wait-RemoteJob -Service Alma https://alma.example/conf/jobs/M1/instances/5 }
            message = 'alma.example' }
    ) {
        $said = @(& $call 2>&1)
        $said | Should -HaveCount 1
        $said[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $said[0].ErrorDetails.Message | Should -BeLike "*$message*"
        $said[0].Exception.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'does not appear with its query, which can contain the key' {
        $link = 'https://alma.example/conf/jobs/M1/instances/5?apikey=some-key'
        Get-AlmaJobInstance $link -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].TargetObject | Should -Be https://alma.example/conf/jobs/M1/instances/5
        ($failure[0] | Format-List * -Force | Out-String) + ($failure[0].Exception | Format-List * -Force | Out-String) |
            Should -Not -Match 'some-key'
    }
}

Describe 'A piped job of another service' {
    BeforeAll {
        Reset-Sandbox
        $jobs = @{
            Alma = Get-AlmaJobInstance 1000000000000201; Xplenty = Get-XplentyJob 201; Alteryx = Get-AlteryxJob 66f000000000000000000202
        }
    }

    It 'produces one error and no request in <_>' -ForEach @(
        'Get-AlmaJob', 'Get-AlmaJobInstance', 'Get-AlmaJobEvent', 'Get-AlmaJobMatch', 'Save-AlmaJobFile', 'Get-XplentyJob'
        'Get-XplentyJobLog', 'Get-XplentyJobVariable', 'Get-XplentyJobOutput', 'Get-XplentyJobWatcher', 'Start-XplentyJob'
        'Stop-XplentyJob', 'Add-XplentyJobWatcher', 'Remove-XplentyJobWatcher', 'Get-AlteryxJob', 'Get-AlteryxJobMessage'
        'Get-AlteryxWorkflowQuestion', 'Start-AlteryxJob', 'Stop-AlteryxJob', 'Save-AlteryxJobOutput'
    ) {
        $before = @(Get-SandboxRequest).Count
        $whatIf = if ((Get-Command $_).Parameters.ContainsKey('WhatIf')) { @{ WhatIf = $true } } else { @{} }
        $own = $_ -replace '^.*-(Alma|Xplenty|Alteryx).*', '$1'
        foreach ($service in @($jobs.Keys) -ne $own) {
            $said = @($jobs[$service] | & $_ @whatIf 2>&1)
            $said | Should -HaveCount 1 -Because $service
            "$($said[0])" | Should -BeLike "*$($jobs[$service].Id)*' belongs to $service, not to $own.*"
        }
        @(Get-SandboxRequest).Count | Should -Be $before
    }

    It 'produces one error if it is a row of a CSV file' {
        $said = @('Service,Id', 'Alma,203' | ConvertFrom-Csv | Stop-XplentyJob -WhatIf 2>&1)
        $said | Should -HaveCount 1
        "$($said[0])" | Should -BeLike "*'Alma 203' belongs to Alma, not to Xplenty. Use it with a command for Alma."
    }
}
