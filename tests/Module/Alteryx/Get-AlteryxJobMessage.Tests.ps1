BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlteryxJobMessage' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns the documented message with every field' {
        $messages = @(Get-AlteryxJobMessage 66ebd18d3d6200007e000d8c)
        $messages | Should -HaveCount 1
        $messages[0] | Should -BeOfType JobStatus.AlteryxJobMessage
        Assert-Property $messages[0] -Except AdditionalData -Expected @{
            JobId = '66ebd18d3d6200007e000d8c'; Connection = 'Environment'; Status = 0
            Severity = [JobStatus.AlteryxMessageSeverity]::Unknown; Text = 'string'; ToolId = 0
        }
    }

    It 'returns each message as an object of its own' {
        $null = New-SandboxJob @{
            service = 'alteryx'; id = '66f000000000000000000301'; durationSeconds = 0
            messages = @(@{ status = 1; text = 'One'; toolId = -1 }, @{ status = 3; text = 'Two'; toolId = 7 })
        }
        $messages = @(Get-AlteryxJobMessage 66f000000000000000000301 | Where-Object Text -In One, Two)
        $messages | Should -HaveCount 2
        $messages[1].Severity | Should -Be Error
        $messages[1].ToolId | Should -Be 7
        $messages.JobId | Sort-Object -Unique | Should -Be 66f000000000000000000301
    }

    It 'accepts jobs from the pipeline, and uses the connection that each job was read through' {
        Connect-Alteryx "$sandbox/webapi" -Credential (Get-SandboxCredential) -Name gallery
        $job = Get-AlteryxJob 66f000000000000000000202 -Connection gallery
        Connect-Alteryx "$sandbox/webapi" -AccessToken (ConvertTo-Secret canary-wrong-token)
        $messages = $job | Get-AlteryxJobMessage
        $messages.Connection | Sort-Object -Unique | Should -Be gallery
        $messages.Text | Should -Contain 'The input file was not found.'
    }

    It 'returns the messages of the job itself if the server returns <_> because the user is no curator' -ForEach unauthorized, forbidden {
        Set-SandboxSetting @{ alteryxCurator = $_ }
        $said = Get-AlteryxJobMessage 66f000000000000000000202 -Verbose -ErrorVariable failure 4>&1
        $failure | Should -BeNullOrEmpty
        ($said | Where-Object { $_ -is [JobStatus.AlteryxJobMessage] }).Text | Should -Contain 'The input file was not found.'
        ($said | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -match 'curator' | Should -Not -BeNullOrEmpty
    }

    It 'writes one error for a job that does not exist, for curators and for other users' {
        foreach ($access in 'granted', 'unauthorized') {
            Set-SandboxSetting @{ alteryxCurator = $access }
            Get-AlteryxJobMessage 66f000000000000000000999 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.GetAlteryxJobMessageCommand'
            $failure[0].TargetObject | Should -Be 66f000000000000000000999
        }
    }

    It 'returns nothing for a job without messages' {
        $null = Add-SandboxFault @{ path = '/webapi/v3'; kind = 'body'; body = '[]' }
        Get-AlteryxJobMessage 66f000000000000000000201 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }
}
