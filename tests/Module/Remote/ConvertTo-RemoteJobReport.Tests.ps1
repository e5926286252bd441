BeforeDiscovery {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $formats = [enum]::GetNames([JobStatus.ReportFormat])
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    Clear-SandboxSession
    Set-SandboxEnvironment
    $jobs = @(
        Get-AlmaJobInstance 1000000000000201, 1000000000000202
        Get-XplentyJob 201, 202, 203
        Get-AlteryxJob 66f000000000000000000201, 66f000000000000000000202
    )
}

AfterAll { Stop-Sandbox }

Describe 'A report as <_>' -ForEach $formats {
    BeforeAll { $as = $_ }

    It 'is one string that names each run' {
        $report = $jobs | ConvertTo-RemoteJobReport -As $as
        $report | Should -HaveCount 1
        $report | Should -BeOfType string
        foreach ($job in $jobs | Where-Object State -EQ Failed) { $report | Should -Match $job.Id }
        $report | Should -Match '3 of 7 runs failed, and 1 is running\.'
    }

    It 'contains the title' {
        $jobs | ConvertTo-RemoteJobReport -As $as -Title 'Jobs of the night' | Should -Match 'Jobs of the night'
    }

    It 'is the same for jobs that were saved and restored' {
        $file = Join-Path $TestDrive jobs.xml
        $jobs | Export-Clixml $file
        $time = '\d{4}-\d\d-\d\d \d\d:\d\d\. Times'
        $expected = ($jobs | ConvertTo-RemoteJobReport -As $as) -replace $time
        (Import-Clixml $file | ConvertTo-RemoteJobReport -As $as) -replace $time | Should -BeExactly $expected
    }

    It 'says that there are no runs if there are no jobs' {
        @() | ConvertTo-RemoteJobReport -As $as | Should -Match 'There are no runs to report\.'
        ConvertTo-RemoteJobReport @() -As $as | Should -Match 'There are no runs to report\.'
    }
}

Describe 'ConvertTo-RemoteJobReport' {
    It 'needs no connection and sends no request' {
        Invoke-Sandbox DELETE requests | Out-Null
        Clear-SandboxEnvironment
        $jobs | ConvertTo-RemoteJobReport | Should -Match '^<!DOCTYPE html>'
        Set-SandboxEnvironment
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'does not load the assembly that calls the services' {
        Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $null = [JobStatus.XplentyJob] @{ Id = 5; State = 'Failed' } | ConvertTo-RemoteJobReport
            @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }) -contains 'JobStatus.Services'
        } | Should -Be 'False'
    }

    It 'reports what is not a job, and continues' {
        $selected = $jobs[0] | Select-Object Name, Id
        $definition = (Get-AlmaJob -First 1)[0]
        $failed = $jobs | Where-Object State -EQ Failed | Select-Object -First 1
        $report = $selected, $definition, $failed |
            ConvertTo-RemoteJobReport -As Text -ErrorVariable problems -ErrorAction SilentlyContinue
        $id = 'JobObjectNeeded,JobStatus.Commands.ConvertToRemoteJobReportCommand'
        $problems.FullyQualifiedErrorId | Should -Be $id, $id
        $report | Should -Match 'The run failed\.'
    }

    It 'accepts the jobs as an argument' {
        ConvertTo-RemoteJobReport $jobs -As Text | Should -Match '7 runs of'
    }

    It 'shows a job that waited for its end once' {
        $running = [JobStatus.XplentyJob] @{ Id = 7; State = 'Running'; ObservedAt = [datetime] '2026-11-01' }
        $ended = [JobStatus.XplentyJob] @{ Id = 7; State = 'Completed'; ObservedAt = [datetime] '2026-11-02' }
        $running, $ended | ConvertTo-RemoteJobReport -As Text | Should -Match 'The run completed\.'
    }

    It 'states the UTC offset of the local times' {
        $offset = [regex]::Escape((Get-Date -Format zzz))
        $jobs | ConvertTo-RemoteJobReport -As Text | Should -Match "Times are local[\s\S]*\(UTC$offset\)|state their UTC offset"
    }

    It 'writes only ASCII characters to pages, so that any encoding of the file is correct' {
        $job = [JobStatus.XplentyJob] @{ Id = 5; Name = "Bücher 一 $([char] 27)[31m"; State = 'Failed'; Message = 'häßlich' }
        foreach ($as in 'Html', 'MailHtml') {
            $page = $job | ConvertTo-RemoteJobReport -As $as
            $page | Should -Not -Match '[^\n -~]'
            [Net.WebUtility]::HtmlDecode($page) | Should -Match "Bücher 一 $([char] 0xFFFD)\[31m"
        }
    }

    It 'removes control characters from every format' {
        $text = "a$([char] 27)]0;x$([char] 7)b$([char] 0x202E)c"
        $job = [JobStatus.XplentyJob] @{ Id = $text; Name = $text; State = 'Failed'; Message = $text; Connection = $text }
        foreach ($as in [enum]::GetNames([JobStatus.ReportFormat])) {
            $job | ConvertTo-RemoteJobReport -As $as -Title $text | Should -Not -Match '[\x00-\x09\x0B-\x1F\x7F-\x9F\u202A-\u202E]'
        }
    }

    It 'writes Markdown in which only the addresses of jobs become links' {
        $text = 'www.evil.example WWW.evil.example https://evil.example HTTP://evil.example ftp://evil.example mailto:x@y.example ' +
            'MAILTO:x@y.example xmpp:x@y.example tel:+4912345 x@y.example'
        $job = [JobStatus.XplentyJob] @{ Id = $text; Name = $text; State = 'Failed'; Message = $text; Uri = 'https://xplenty.example/1' }
        $html = ($job | ConvertTo-RemoteJobReport -As Markdown -Title $text | ConvertFrom-Markdown).Html
        [regex]::Matches($html, 'href="([^"]*)"') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique |
            Should -Be 'https://xplenty.example/1'
        $html -replace [char] 0x200B | Should -Match ([regex]::Escape($text))
    }
}
