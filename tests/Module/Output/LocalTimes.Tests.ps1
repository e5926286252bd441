# The times of objects, which are local times like those of PowerShell's own objects.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
}

AfterAll { Stop-Sandbox }

Describe 'A time' {
    BeforeAll { $job = Get-XplentyJob 157 }

    It 'is local, so that PowerShell can calculate with it and format it' {
        $job.StartedAt | Should -BeOfType datetime
        $job.StartedAt.Kind | Should -Be Local
        $job.StartedAt | Should -Be ([datetime] '2023-11-07T05:31:56Z')
        (Get-Date) - $job.StartedAt | Should -BeOfType timespan
        New-TimeSpan $job.StartedAt | Should -BeOfType timespan
        '{0:t}' -f $job.StartedAt | Should -Be $job.StartedAt.ToString('t')
    }

    It 'is the same in the table and in the list view' {
        $run = Get-XplentyJob (New-SandboxJob @{ service = 'xplenty'; durationSeconds = 600 }).id
        $run | Out-String -Width 120 | Should -Match $run.SubmittedAt.ToString('MM-dd HH:mm')
        $run | Format-List | Out-String |
            Should -Match ([regex]::Escape("SubmittedAt             : $($run.SubmittedAt.ToString('yyyy-MM-dd HH:mm:ss zzz'))"))
    }

    It 'can be passed to a parameter that takes a time' {
        { Get-XplentyJob -UpdatedSince $job.UpdatedAt -First 1 } | Should -Not -Throw
        (Get-Command Get-XplentyJob).Parameters['UpdatedSince'].ParameterType | Should -Be ([Nullable[DateTimeOffset]])
    }
}

Describe 'In the time zone <zone>' -ForEach @(
    @{
        what = 'the change to standard time'; zone = 'Europe/Berlin'
        start = '2026-10-25T00:30:00Z'; end = '2026-10-25T01:30:00Z'; local = '02:30 +02:00', '02:30 +01:00'
    }
    @{
        what = 'the change to daylight saving time'; zone = 'Europe/Berlin'
        start = '2026-03-29T00:30:00Z'; end = '2026-03-29T01:30:00Z'; local = '01:30 +01:00', '03:30 +02:00'
    }
    @{
        what = 'the change to standard time'; zone = 'America/New_York'
        start = '2026-11-01T05:30:00Z'; end = '2026-11-01T06:30:00Z'; local = '01:30 -04:00', '01:30 -05:00'
    }
) {
    It 'a run during <what> has the right times and duration, also after serialization' {
        $document = '{{"id":"1","status":"COMPLETED_SUCCESS","start_time":"{0}","end_time":"{1}","status_date":"2025-10-05Z"}}'
        $said = Invoke-FreshPowerShell -Environment @{
            TZ = $zone; DOCUMENT = $document -f $start, $end; XML = Join-Path $TestDrive "$([guid]::NewGuid()).xml"
        } {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $run = ConvertFrom-AlmaJobInstance $env:DOCUMENT
            $run | Export-Clixml $env:XML
            $restored = Import-Clixml $env:XML
            $created = [JobStatus.AlmaJobInstance] @{ StartedAt = $run.StartedAt; FinishedAt = $run.FinishedAt.ToUniversalTime() }
            foreach ($item in $run, $restored, $created) {
                '{0:HH:mm zzz}, {1:HH:mm zzz}, {2}' -f $item.StartedAt, $item.FinishedAt, $item.Duration
                $item.StartedAt.ToUniversalTime().ToString('s') + 'Z'
            }
            $json = $run | Select-Object StartedAt, FinishedAt | ConvertTo-Json
            [regex]::Matches($json, 'T(\d\d:\d\d):\d\d([+-]\d\d:\d\d)').ForEach({ $_.Groups[1].Value + ' ' + $_.Groups[2].Value })
            foreach ($item in $run, $restored) { '{0:yyyy-MM-ddTHH:mm} {1}' -f $item.StatusDate, $item.StatusDate.Kind }
        }
        $said[0, 2, 4] | Should -Be @("$($local -join ', '), 01:00:00", "$($local -join ', '), 01:00:00", "$($local -join ', '), 01:00:00")
        $said[1, 3, 5] | Should -Be @($start, $start, $start)
        $said[6, 7] | Should -Be $local
        $said[8, 9] | Should -Be '2025-10-05T00:00 Unspecified', '2025-10-05T00:00 Unspecified'
    }
}
