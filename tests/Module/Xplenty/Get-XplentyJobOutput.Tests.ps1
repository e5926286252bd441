BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyJobOutput' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the outputs of a job' {
        $output = Get-XplentyJobOutput 201
        $output | Should -BeOfType JobStatus.XplentyJobOutput
        $output.Id | Should -Be 2011
        (Get-XplentyJobOutput 201 2011).Name | Should -Be sandbox_results
        Get-XplentyJobOutput 201 9999 | Should -BeNullOrEmpty
    }

    It 'returns no outputs for a job that has not started' {
        $null = New-SandboxJob @{ service = 'xplenty'; id = '302'; queuedSeconds = 600 }
        Get-XplentyJobOutput 302 | Should -BeNullOrEmpty
        Get-XplentyJobOutput 302 -Preview | Should -BeNullOrEmpty
    }

    It 'gets the first lines of the outputs as strings' {
        $lines = Get-XplentyJobOutput 201 -Preview
        $lines | Should -HaveCount 100
        $lines[0] | Should -BeOfType string
        $lines[1] | Should -BeExactly '2,"record 2",2.50'
        @(Get-SandboxRequest | ForEach-Object path) | Should -Be /demo/api/jobs/201, /demo/api/jobs/201/outputs/2011/preview
    }

    It 'gets the first lines of a specified output with one request' {
        Get-XplentyJobOutput 201 2011 -Preview | Should -HaveCount 100
        (Get-SandboxRequest).path | Should -Be /demo/api/jobs/201/outputs/2011/preview
    }

    It 'gets the first lines of the other outputs if one output has no preview' {
        $outputs = foreach ($id in 1..3) { @{ id = $id; name = "output $id" } }
        $body = @{ id = 201; status = 'completed'; outputs = $outputs } | ConvertTo-Json -Depth 3
        $null = Add-SandboxFault @{ path = '*/jobs/201'; kind = 'body'; body = $body }
        foreach ($id in 1, 3) {
            $null = Add-SandboxFault @{ path = "*/outputs/$id/preview"; kind = 'body'; body = "{`"preview`":`"line of $id`"}" }
        }
        Get-XplentyJobOutput 201 -Preview -ErrorAction SilentlyContinue -ErrorVariable failure |
            Should -BeExactly 'line of 1', 'line of 3'
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $failure.TargetObject | Should -Be 201
        "$failure" | Should -BeLike '*output 2 of Xplenty job 201*'
    }

    It 'keeps the empty lines of a preview, and accepts both kinds of line endings' {
        $null = Add-SandboxFault @{ path = '*/preview'; kind = 'body'; body = '{"preview":"a\r\n\r\nb\n","url":"x"}' }
        Get-XplentyJobOutput 201 2011 -Preview | Should -BeExactly 'a', '', 'b'
    }

    It 'writes one error for each id that is unknown, malformed or missing, and returns the outputs of the other job' {
        $found = '999', '../1', $null, '', @{ A = 1 }, 201 | Get-XplentyJobOutput -ErrorAction SilentlyContinue -ErrorVariable failure
        $found | Should -Not -BeNullOrEmpty
        $failure | Should -HaveCount 5
        $serviceErrors = $failure | Where-Object { $_.Exception -is [JobStatus.JobServiceException] }
        $serviceErrors | ForEach-Object { "$($_.Exception.Kind)" } | Sort-Object | Should -Be InvalidRequest, JobNotFound
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 2
    }
}
