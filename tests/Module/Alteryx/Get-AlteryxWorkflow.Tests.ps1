BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

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
        Assert-Property $workflow -Except AdditionalData -Expected @{
            Connection = 'Environment'; WorkflowId = '66f00000000000000000a001'; Id = '66f00000000000000000a001'
            Name = 'Monthly report'
            OwnerId = '66f00000000000000000c001'; CreatedAt = [datetime] '2025-01-15T08:00:00Z'
        }
        $workflow.AdditionalData['executionMode'] | Should -Be Standard
        "$workflow" | Should -Be 'Monthly report'
        (Get-SandboxRequest /webapi/v3).query | Should -Be '?view=Default'
    }

    It 'sends a name without wildcards to the server, and returns only exact matches' {
        $null = Invoke-Sandbox POST workflows @{ id = 'annual'; name = 'Payroll of the year' }
        (Get-AlteryxWorkflow payroll).WorkflowId | Should -Be 66f00000000000000000a004
        (Get-SandboxRequest /webapi/v3).query | Should -Match 'name=payroll'
    }

    It 'selects workflows by <what>' -ForEach @(
        @{ what = 'a wildcard'; name = '*ly report'; names = 'Daily report', 'Monthly report', 'Weekly report' }
        @{ what = 'several names'; name = 'Payroll', 'Daily*'; names = 'Daily report', 'Payroll' }
        @{ what = 'a name with a space'; name = 'weekly report'; names = , 'Weekly report' }
    ) {
        (Get-AlteryxWorkflow $name).Name | Sort-Object | Should -Be $names
    }

    It 'returns nothing if no workflow has the name' {
        Get-AlteryxWorkflow nothing* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'returns part of the list with the accurate total of the matching workflows' {
        $total, $workflows = Get-AlteryxWorkflow *report -Skip 1 -First 1 -IncludeTotalCount
        $total | Should -Be 3
        $total.Accuracy | Should -Be 1
        @($workflows).Name | Should -Be 'Weekly report'
    }

    It 'reads workflows by id, with their versions, given as <what>' -ForEach @(
        @{ what = 'arguments'; read = { Get-AlteryxWorkflow -WorkflowId 66f00000000000000000a001, 66f00000000000000000a002 } }
        @{ what = 'piped ids'; read = { '66f00000000000000000a001', '66f00000000000000000a002' | Get-AlteryxWorkflow } }
        @{ what = 'the alias Id'; read = { Get-AlteryxWorkflow -Id 66f00000000000000000a001, 66f00000000000000000a002 } }
        @{ what = 'piped workflows'; read = { Get-AlteryxWorkflow Monthly*, Weekly* | Get-AlteryxWorkflow } }
        @{ what = 'piped jobs'; read = {
                '66f00000000000000000a001', '66f00000000000000000a002' | ForEach-Object { Get-AlteryxJob -WorkflowId $_ -First 1 } |
                    Get-AlteryxWorkflow
            } }
        @{ what = 'links'; read = {
                Get-AlteryxWorkflow -WorkflowId @(
                    "$(Get-SandboxUri)/webapi/v3/workflows/66f00000000000000000a001"
                    "$(Get-SandboxUri)/webapi/v3/workflows/66f00000000000000000a002"
                )
            } }
    ) {
        $workflows = @(& $read | Sort-Object WorkflowId)
        $workflows.WorkflowId | Should -Be 66f00000000000000000a001, 66f00000000000000000a002
        $workflows.Name | Should -Be 'Monthly report', 'Weekly report'
        foreach ($workflow in $workflows) {
            $workflow | Should -BeOfType JobStatus.AlteryxWorkflow
            $workflow.Connection | Should -Be Environment
            $workflow.OwnerId | Should -Be 66f00000000000000000c001
            $workflow.CreatedAt | Should -Be ([datetime] '2025-01-15T08:00:00Z')
            $workflow.AdditionalData['versions'][0]['versionNumber'] | Should -Be 1
            (Get-SandboxRequest "/webapi/v3/workflows/$($workflow.Id)" | Where-Object path -NotLike *jobs*) | Should -HaveCount 1
        }
    }

    It 'writes one error for each id that is unknown, invalid or of a job of another service, and reads the others' {
        $read = @('unknown'; '../1'; Get-XplentyJob 201; '66f00000000000000000a001') |
            Get-AlteryxWorkflow -ErrorAction SilentlyContinue -ErrorVariable failure
        $read.Name | Should -Be 'Monthly report'
        $failure.FullyQualifiedErrorId | ForEach-Object { ($_ -split ',')[0] } | Sort-Object |
            Should -Be InvalidRequest, InvalidRequest, JobNotFound
    }

    It 'keeps the requested id, and writes an error if the response is not a workflow' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows/w1'; kind = 'body'; count = 1; body = '{"id":"w2","name":"Two"}' }
        $workflow = Get-AlteryxWorkflow -WorkflowId w1
        $workflow.WorkflowId, $workflow.Name, $workflow.AdditionalData['id'] | Should -Be w1, Two, w2
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows/w1'; kind = 'body'; body = '{"message":"Not here."}' }
        Get-AlteryxWorkflow -WorkflowId w1 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetAlteryxWorkflowCommand'
        "$failure" | Should -BeLike '*Not here.*'
    }

    It 'rejects <what>, and sends nothing' -ForEach @(
        @{ what = 'no id'; read = { Get-AlteryxWorkflow -WorkflowId $null } }
        @{ what = 'an id with a name'; read = { Get-AlteryxWorkflow Payroll -WorkflowId 66f00000000000000000a001 } }
        @{ what = 'no name'; read = { Get-AlteryxWorkflow $null } }
        @{ what = 'an empty name'; read = { Get-AlteryxWorkflow '' } }
        @{ what = 'an empty connection'; read = { Get-AlteryxWorkflow -Connection $null } }
        @{ what = 'a connection that does not exist'; read = { Get-AlteryxWorkflow -Connection nowhere } }
    ) {
        Get-TerminatingError $read | Should -Not -BeNullOrEmpty
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }

    It 'writes one error if the response is not a list' {
        $null = Add-SandboxFault @{ path = '/webapi/v3/workflows'; kind = 'body'; body = '{}' }
        Get-AlteryxWorkflow -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetAlteryxWorkflowCommand'
    }

    It 'skips list items that are not workflows' {
        $null = Add-SandboxFault @{
            path = '/webapi/v3/workflows'; kind = 'body'
            body = '[null, 7, {"name":"nameless"}, {"id":"w1"}, {"id":"w2","name":"Two","dateCreated":"soon"}]'
        }
        $workflows = @(Get-AlteryxWorkflow)
        $workflows.WorkflowId | Should -Be w1, w2
        $workflows[1].CreatedAt | Should -BeNullOrEmpty
        $workflows[1].AdditionalData['dateCreated'] | Should -Be soon
    }
}
