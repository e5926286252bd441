BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlteryxWorkflowQuestion' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns each question with every field' {
        $questions = @(Get-AlteryxWorkflowQuestion 66f00000000000000000a002)
        $questions | Should -HaveCount 2
        $questions[1] | Should -BeOfType JobStatus.AlteryxWorkflowQuestion
        Assert-Property $questions[1] -Except Items, AdditionalData -Expected @{
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

    It 'accepts workflows from the pipeline, and returns nothing for a workflow without questions' {
        (Get-AlteryxWorkflow *report | Get-AlteryxWorkflowQuestion -ErrorVariable failure).Name | Should -Be Customer, Region
        $failure | Should -BeNullOrEmpty
        (Invoke-Sandbox GET 'requests/count?path=/webapi/v3/workflows/*/questions').count | Should -Be 3
    }

    It 'writes one error for a workflow that is <what>, and returns the questions of the others' -ForEach @(
        @{ what = 'unknown'; id = '66f00000000000000000afff'; error = 'JobNotFound' }
        @{ what = 'a path'; id = 'a/b'; error = 'InvalidRequest' }
    ) {
        (Get-AlteryxWorkflowQuestion $id, 66f00000000000000000a002 -ErrorAction SilentlyContinue -ErrorVariable failure).Name |
            Should -Be Customer, Region
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlteryxWorkflowQuestionCommand"
        $failure[0].TargetObject | Should -BeExactly $id
    }

    It 'rejects <what>' -ForEach @(
        @{ what = 'nothing'; read = { Get-AlteryxWorkflowQuestion $null } }
        @{ what = 'an empty id'; read = { Get-AlteryxWorkflowQuestion '' } }
        @{ what = 'an object that is not an id'; read = { Get-AlteryxWorkflowQuestion (Get-Date).TimeOfDay } }
    ) {
        (Get-TerminatingError $read).FullyQualifiedErrorId | Should -Match 'ParameterArgument'
        (Invoke-Sandbox GET requests/count).count | Should -Be 0
    }
}
