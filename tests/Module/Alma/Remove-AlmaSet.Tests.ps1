BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $users = '6543210000000561'
}

AfterAll { Stop-Sandbox }

Describe 'Remove-AlmaSet' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'deletes a set, and returns nothing' {
        Remove-AlmaSet $users | Should -BeNullOrEmpty
        (Get-AlmaSet).SetId | Should -Not -Contain $users
    }

    It 'deletes piped sets' {
        Get-AlmaSet | Remove-AlmaSet
        Get-AlmaSet | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Remove-AlmaSet $users -WhatIf
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes an error for a set that does not exist' {
        Remove-AlmaSet 1 -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -Be 'JobNotFound,JobStatus.Commands.RemoveAlmaSetCommand'
        $problem.TargetObject | Should -Be 1
    }

    It 'is sent once, and says that the set may have been deleted' {
        $null = Add-SandboxFault @{ path = '/almaws/v1/conf/sets'; kind = 'reset'; count = -1 }
        Remove-AlmaSet $users -ErrorAction SilentlyContinue -ErrorVariable problem
        "$problem" | Should -BeLike '*may still have accepted*'
        @(Get-SandboxRequest | Where-Object method -EQ DELETE) | Should -HaveCount 1
    }
}
