BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $key = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('sandbox-xplenty-key:'))
    $headers = @{ Authorization = "Basic $key"; Accept = 'application/vnd.xplenty+json; version=2' }
    $json = (Invoke-WebRequest "$(Get-SandboxUri)/demo/api/jobs/201" -Headers $headers).Content
    $json = $json -is [byte[]] ? [Text.Encoding]::UTF8.GetString($json) : $json
    $small = '{ "id": 11, "status": "running", "package_id": 2 }'
    $cluster = '{ "id": 52, "status": "available", "nodes": 2 }'

    # All properties except those that depend on when and how the job was read.
    function ConvertTo-ComparableJson($Job) { $Job | Select-Object * -ExcludeProperty Connection, ObservedAt | ConvertTo-Json -Depth 8 }

    Set-SandboxEnvironment
    $expected = ConvertTo-ComparableJson (Get-XplentyJob 201)
}

AfterAll { Stop-Sandbox }

Describe 'ConvertFrom-XplentyJob' {
    It 'converts <what> to the same object that Get-XplentyJob returns' -ForEach @(
        @{ what = 'the body of a hook'; convert = { ConvertFrom-XplentyJob $json } }
        @{ what = 'piped text'; convert = { $json | ConvertFrom-XplentyJob } }
        @{ what = 'lines'; convert = { $json -split '(?<=,)' | ConvertFrom-XplentyJob } }
        @{ what = 'bytes'; convert = { ConvertFrom-XplentyJob ([Text.Encoding]::UTF8.GetBytes($json)) } }
        @{ what = 'piped bytes'; convert = { [Text.Encoding]::UTF8.GetBytes($json) | ConvertFrom-XplentyJob } }
        @{ what = 'a file'; convert = { ConvertFrom-XplentyJob -Path (Join-Path $TestDrive *.json) } }
        @{ what = 'a piped file'; convert = { Get-ChildItem $TestDrive -Filter *.json | ConvertFrom-XplentyJob } }
        @{
            what = 'the body in the JSON of a gateway'
            convert = { @{ headers = @{}; body = $json; isBase64Encoded = $false } | ConvertTo-Json | ConvertFrom-XplentyJob }
        }
    ) {
        Set-Content (Join-Path $TestDrive hook.json) $json
        $job = & $convert
        $job | Should -BeOfType JobStatus.XplentyJob
        ConvertTo-ComparableJson $job | Should -BeExactly $expected
        $job.Connection | Should -BeNullOrEmpty
    }

    It 'reads the job again through the default connection' {
        ($json | ConvertFrom-XplentyJob | Get-XplentyJob).Connection | Should -Be Environment
    }

    It 'needs no connection, and sends nothing' {
        Clear-SandboxSession
        ($small | ConvertFrom-XplentyJob).State | Should -Be Running
        Get-SandboxRequest | Should -BeNullOrEmpty
        Set-SandboxEnvironment
    }

    It 'returns each job of a log, and writes one error for each text that is not a job' {
        $lines = 'START', $json, $cluster, $json.Substring(0, 90), $small, ('{"id":9,"event":"job.failed","job":' + $small + '}')
        $jobs = $lines | ConvertFrom-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Should -Be 201, 11, 11
        $jobs[2].AdditionalData.webhook.event | Should -Be job.failed
        $failure | Should -HaveCount 3
        $failure.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'UnexpectedResponse,JobStatus.Commands.ConvertFromXplentyJobCommand'
        "$($failure[1])" | Should -BeLike 'The text does not contain an Xplenty job. The text starts with*service hook for a job.'
        $failure[1].TargetObject | Should -Be $cluster
    }

    It 'returns each job as soon as its text is complete' {
        $seen = [Collections.Generic.List[string]]::new()
        & { $small; $seen.Add('next'); $small } | ConvertFrom-XplentyJob | ForEach-Object { $seen.Add($_.Id) }
        $seen | Should -Be 11, next, 11
    }

    It 'writes an error for <what>' -ForEach @(
        @{ what = 'the output of ConvertFrom-Json'; given = { $small | ConvertFrom-Json } }
        @{ what = 'an XML document'; given = { [xml] '<job/>' } }
    ) {
        & $given | ConvertFrom-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$($failure[0])" | Should -BeLike '*is not text. Pass the JSON itself, not the output of ConvertFrom-Json.'
    }

    It 'writes an error for a file that does not exist' {
        ConvertFrom-XplentyJob -LiteralPath (Join-Path $TestDrive none.json) -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
    }
}
