# Tests that run in PowerShell 7 and in Windows PowerShell 5.1. Do not use features here that Windows PowerShell lacks. The
# other files require PowerShell 7.
BeforeAll {
    Import-Module "$PSScriptRoot/../SandboxSession.psm1" -Force
    Start-Sandbox
    $module = Import-Module $env:JOBSTATUS_TEST_MODULE -Force -PassThru
    $edition = @{ Core = 'core'; Desktop = 'desktop' }[[string] $PSEdition]
}

AfterAll { Stop-Sandbox }

Describe 'The module in this edition of PowerShell' {
    It 'loads the assembly for this edition' {
        [IO.Path]::GetFileName([IO.Path]::GetDirectoryName((Get-Command Get-XplentyJob).ImplementingType.Assembly.Location)) |
            Should -Be $edition
        $module.ExportedCmdlets.Count | Should -BeGreaterThan 30
    }

    It 'reads a job of <service>' -TestCases @(
        @{ service = 'Alma'; read = { Get-AlmaJobInstance 9563643080000561 }; id = '9563643080000561' }
        @{ service = 'Xplenty'; read = { Get-XplentyJob 157 }; id = '157' }
        @{ service = 'Alteryx'; read = { Get-AlteryxJob 66f000000000000000000201 }; id = '66f000000000000000000201' }
    ) {
        $job = & $read
        $job.Service | Should -Be $service
        $job.Id | Should -Be $id
        $job.State | Should -Be Completed
        $job.AdditionalData | Should -Not -Be $null
    }

    It 'reads several jobs and lists' {
        (Get-XplentyJob 157, 201, 202).Id | Sort-Object | Should -Be 157, 201, 202
        @(Get-AlmaJob -First 3).Count | Should -Be 3
        @(Get-AlteryxWorkflow -First 1).Count | Should -Be 1
    }

    It 'shows a mixed list as one table' {
        $text = (Get-XplentyJob 157), (Get-AlmaJobInstance 9563643080000561) | Format-Table | Out-String -Width 120
        $text | Should -Match 'Service +Id +Name +State'
        $text | Should -Match 'Xplenty +157 '
        $text | Should -Match 'Alma +9563643080000561 '
    }

    It 'reports an error' {
        Get-XplentyJob 999999 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -Be $null
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $problem[0].Exception.GetType().FullName | Should -Be JobStatus.JobServiceException
    }

    It 'retries after a transient error' {
        Add-SandboxFault @{ path = '/demo/api/jobs/157'; kind = 'status'; status = 503; headers = @{ 'Retry-After' = '0' } }
        (Get-XplentyJob 157).State | Should -Be Completed
    }

    It 'waits for remote jobs and PowerShell jobs in one wait' {
        $null = New-SandboxJob @{ service = 'Xplenty'; id = '7701'; durationSeconds = 1 }
        $null = New-SandboxJob @{ service = 'Alteryx'; id = '900000000000000000007702'; durationSeconds = 1; outcome = 'failed' }
        $jobs = @(Get-XplentyJob 7701) + @(Get-AlteryxJob 900000000000000000007702) + @(Start-Job { 6 * 7 })
        $ended = $jobs | Wait-Job -Timeout 60
        $ended | ForEach-Object { [string] $_.State } | Sort-Object | Should -Be Completed, Completed, Failed
        $jobs[2] | Receive-Job | Should -Be 42
        $jobs[2] | Remove-Job
    }

    It 'keeps the type of a job object that a background job returns' {
        $job = Start-Job { Import-Module $env:JOBSTATUS_TEST_MODULE; Get-XplentyJob 157 } | Wait-Job | Receive-Job -Wait -AutoRemoveJob
        [string] $job.State | Should -Be Completed
        $job.Id | Should -Be 157
    }

    It 'converts a saved Alma response' {
        $address = "$(Get-SandboxUri)/almaws/v1/conf/jobs/ALL/instances/9563643080000561"
        $headers = @{ Authorization = 'apikey sandbox-alma-key'; Accept = 'application/xml' }
        $xml = (Invoke-WebRequest $address -Headers $headers -UseBasicParsing).Content
        ($xml | ConvertFrom-AlmaJobInstance).InstanceId | Should -Be 9563643080000561
    }

    It 'can be removed and imported again' {
        Remove-Module JobStatus
        Import-Module $env:JOBSTATUS_TEST_MODULE
        (Get-AlteryxJob 66f000000000000000000201).State | Should -Be Completed
    }
}
