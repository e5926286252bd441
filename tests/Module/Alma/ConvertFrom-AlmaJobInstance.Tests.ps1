BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # The documented instance as the service returns it.
    $address = "$(Get-SandboxUri)/almaws/v1/conf/jobs/M50173/instances/9563643080000561"
    $json, $xml = foreach ($type in 'json', 'xml') {
        (Invoke-WebRequest $address -Headers @{ Authorization = 'apikey sandbox-alma-key'; Accept = "application/$type" }).Content
    }
    $small = '{ "id": "11", "status": { "value": "RUNNING" } }'
    $smallXml = '<job_instance><id>12</id><status>RUNNING</status></job_instance>'

    # All properties except those that depend on when and how the instance was read.
    function ConvertTo-ComparableJson($Job) { $Job | Select-Object * -ExcludeProperty Connection, ObservedAt | ConvertTo-Json -Depth 8 }

    $expected = ConvertTo-ComparableJson (Get-AlmaJobInstance 9563643080000561)
}

AfterAll { Stop-Sandbox }

Describe 'ConvertFrom-AlmaJobInstance with text or XML' {
    It 'converts the documented <_> to the same object that Get-AlmaJobInstance returns' -ForEach json, xml {
        $job = Get-Variable $_ -ValueOnly | ConvertFrom-AlmaJobInstance
        $job | Should -BeOfType JobStatus.AlmaJobInstance
        ConvertTo-ComparableJson $job | Should -BeExactly $expected
        $job.Connection | Should -BeNullOrEmpty
        $job.ObservedAt | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-5))
    }

    It 'converts <what>' -ForEach @(
        @{ what = 'JSON as an argument'; convert = { ConvertFrom-AlmaJobInstance $json } }
        @{ what = 'XML as an argument'; convert = { ConvertFrom-AlmaJobInstance -InputObject $xml } }
        @{ what = 'an XML document'; convert = { [xml] $xml | ConvertFrom-AlmaJobInstance } }
        @{ what = 'an element of an XML document'; convert = { ([xml] $xml).DocumentElement | ConvertFrom-AlmaJobInstance } }
        @{
            what = 'an element of a list'
            convert = {
                $list = [xml] "<job_instances total_record_count='1'>$($xml -replace '<\?xml.*?\?>')</job_instances>"
                $list.job_instances.job_instance | ConvertFrom-AlmaJobInstance
            }
        }
        @{ what = 'the lines of JSON'; convert = { $json -split '\r?\n' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'the lines of XML'; convert = { $xml -split '\r?\n' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'the lines of XML without indentation'; convert = { $xml -split '\r?\n\s*' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'the lines of JSON without indentation'; convert = { $json -split '\r?\n\s*' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'an array of lines as an argument'; convert = { ConvertFrom-AlmaJobInstance ($json -split '\r?\n') } }
        @{ what = 'piped arrays of lines'; convert = { , ($xml -split '\r?\n') | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON on one line'; convert = { $json -replace '\r?\n\s*' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON after a byte order mark'; convert = { "$([char] 0xFEFF)$json" | ConvertFrom-AlmaJobInstance } }
        @{ what = 'XML after a byte order mark'; convert = { "$([char] 0xFEFF)$xml" | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON between empty lines'; convert = { '', $json, '' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON with a trailing comma'; convert = { $json -replace '\}\s*$', ',}' | ConvertFrom-AlmaJobInstance } }
    ) {
        $job = & $convert
        $job | Should -HaveCount 1
        ConvertTo-ComparableJson $job | Should -BeExactly $expected
    }

    It 'converts the instance in a JSON webhook and keeps the rest of the webhook' {
        $body = '{ "id": "8123", "action": "JOB_END", "institution": { "value": "01XYZ", "desc": "Library" }, ' +
            '"time": "2025-10-05T09:11:40.000Z", "job_instance": ' + $json + ' }'
        $job = $body | ConvertFrom-AlmaJobInstance
        $job.Id | Should -Be 9563643080000561
        $job.State | Should -Be Completed
        $job.Counters | Should -HaveCount 6
        $job.AdditionalData.webhook.id | Should -Be 8123
        $job.AdditionalData.webhook.action | Should -Be JOB_END
        $job.AdditionalData.webhook.institution.value | Should -Be 01XYZ
    }

    It 'converts the instance in an XML webhook and keeps the rest of the webhook' {
        $body = "<webhook><id>8123</id><action>JOB_END</action><institution desc='Library'>01XYZ</institution>" +
            "<time>2025-10-05T09:11:40Z</time>$($xml -replace '<\?xml.*?\?>')</webhook>"
        foreach ($job in ($body | ConvertFrom-AlmaJobInstance), ([xml] $body | ConvertFrom-AlmaJobInstance)) {
            $job.Id | Should -Be 9563643080000561
            $job.Counters | Should -HaveCount 6
            $job.AdditionalData.webhook.action | Should -Be JOB_END
        }
    }

    It 'converts every instance in a list' {
        ("{ `"total_record_count`": 2, `"job_instance`": [ $json, $small ] }" | ConvertFrom-AlmaJobInstance).Id |
            Should -Be 9563643080000561, 11
        ("<job_instances total_record_count='2'>$($xml -replace '<\?xml.*?\?>')$smallXml</job_instances>" |
            ConvertFrom-AlmaJobInstance).Id | Should -Be 9563643080000561, 12
    }

    It 'converts a list that is piped line by line, with one instance per line' {
        ("<job_instances total_record_count='2'>", $smallXml, $smallXml, '</job_instances>' | ConvertFrom-AlmaJobInstance).Id |
            Should -Be 12, 12
        ('{ "total_record_count": 2, "job_instance": [', "$small,", $small, '] }' | ConvertFrom-AlmaJobInstance).Id | Should -Be 11, 11
    }

    It 'returns nothing and no error for an empty list' {
        '{ "total_record_count": 0 }', '<job_instances total_record_count="0"/>' | ConvertFrom-AlmaJobInstance -ErrorVariable failure |
            Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'converts several documents, one after the other' {
        ($json, $xml, $small | ConvertFrom-AlmaJobInstance).Id | Should -Be 9563643080000561, 9563643080000561, 11
    }

    It 'converts several documents that are piped line by line' {
        ($json, $xml, $small, $smallXml, $json | ForEach-Object { $_ -split '\r?\n' } | ConvertFrom-AlmaJobInstance).Id |
            Should -Be 9563643080000561, 9563643080000561, 11, 12, 9563643080000561
    }

    It 'converts each line if every line is a document' {
        (1..30 | ForEach-Object { "{ `"id`": `"$_`", `"status`": { `"value`": `"QUEUED`" } }" } | ConvertFrom-AlmaJobInstance).Id |
            Should -Be (1..30 | ForEach-Object { "$_" })
    }

    It 'returns instances that Get-AlmaJobInstance can read again' {
        (($json | ConvertFrom-AlmaJobInstance) | Get-AlmaJobInstance).Connection | Should -Be Environment
    }

    It 'needs no connection and no environment variable' {
        Invoke-FreshPowerShell {
            'ALMA_API_KEY', 'ALMA_BASE_URI' | ForEach-Object { Remove-Item "env:$_" }
            Import-Module $env:JOBSTATUS_TEST_MODULE
            ('{ "id": "11", "status": { "value": "USER_ABORTED" } }' | ConvertFrom-AlmaJobInstance).State
        } | Should -Be Stopped
    }
}

Describe 'ConvertFrom-AlmaJobInstance with bytes' {
    It 'converts <what>, as an argument and piped' -ForEach @(
        @{ what = 'JSON in UTF-8'; encoding = 'utf-8'; text = '{ "id": "13", "name": "é", "status": { "value": "RUNNING" } }' }
        @{ what = 'XML in UTF-8'; encoding = 'utf-8'; start = '' }
        @{ what = 'XML in the encoding that it declares'; encoding = 'iso-8859-1'; start = '<?xml version="1.0" encoding="ISO-8859-1"?>' }
        @{ what = 'XML that declares a wrong encoding'; encoding = 'utf-8'; start = '<?xml version="1.0" encoding="UTF-16"?>' }
        @{ what = 'XML that declares an unknown encoding'; encoding = 'utf-8'; start = "<?xml version='1.0' encoding='none'?>" }
    ) {
        $text = $text ?? "$start<job_instance><id>13</id><name>é</name><status>RUNNING</status></job_instance>"
        $bytes = [Text.Encoding]::GetEncoding($encoding).GetBytes($text)
        foreach ($job in (ConvertFrom-AlmaJobInstance $bytes), ($bytes | ConvertFrom-AlmaJobInstance)) {
            $job.Id | Should -Be 13
            $job.Name | Should -BeExactly é
        }
    }

    It 'uses a byte order mark' {
        $utf16 = [Text.Encoding]::Unicode
        $bytes = $utf16.GetPreamble() + $utf16.GetBytes('{ "id": "13", "name": "é", "status": { "value": "RUNNING" } }')
        (ConvertFrom-AlmaJobInstance ([byte[]] $bytes)).Name | Should -BeExactly é
    }

    It 'converts several byte arrays, and text after bytes' {
        $bytes = [Text.Encoding]::UTF8.GetBytes($small)
        ($bytes, $bytes | ConvertFrom-AlmaJobInstance).Id | Should -Be 11, 11
        (& { $bytes; $smallXml } | ConvertFrom-AlmaJobInstance).Id | Should -Be 11, 12
    }

    It 'writes one error if the bytes are not a job instance' {
        $bytes = [Text.Encoding]::UTF8.GetBytes('no document')
        foreach ($convert in { ConvertFrom-AlmaJobInstance $bytes @quiet }, { $bytes | ConvertFrom-AlmaJobInstance @quiet }) {
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
            . $convert | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
        }
    }
}

Describe 'ConvertFrom-AlmaJobInstance with files' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'responses [1]')).FullName
        [IO.File]::WriteAllText((Join-Path $folder a.json), $json)
        [IO.File]::WriteAllText((Join-Path $folder b.json), $small)
        [IO.File]::WriteAllText((Join-Path $folder c.xml), $xml)
        [IO.File]::WriteAllText((Join-Path $folder 'd[1].txt'), $smallXml)
    }

    BeforeEach { Push-Location -LiteralPath $folder }

    AfterEach { Pop-Location }

    It 'reads <what>' -ForEach @(
        @{ what = 'one file'; convert = { ConvertFrom-AlmaJobInstance -Path a.json }; ids = , '9563643080000561' }
        @{ what = 'files that match a pattern'; convert = { ConvertFrom-AlmaJobInstance -Path *.json }; ids = '11', '9563643080000561' }
        @{ what = 'several paths'; convert = { ConvertFrom-AlmaJobInstance -Path c.xml, b.* }; ids = '11', '9563643080000561' }
        @{ what = 'a literal path'; convert = { ConvertFrom-AlmaJobInstance -LiteralPath 'd[1].txt' }; ids = , '12' }
        @{
            what = 'several full literal paths'
            convert = { ConvertFrom-AlmaJobInstance -LiteralPath (Join-Path $folder a.json), (Join-Path $folder 'd[1].txt') }
            ids = '12', '9563643080000561'
        }
        @{
            what = 'the files that Get-ChildItem returns'; convert = { Get-ChildItem | ConvertFrom-AlmaJobInstance }
            ids = '11', '12', '9563643080000561', '9563643080000561'
        }
        @{
            what = 'a file that Get-Item returns'; convert = { Get-Item -LiteralPath 'd[1].txt' | ConvertFrom-AlmaJobInstance }
            ids = , '12'
        }
        @{ what = 'the output of Get-Content'; convert = { Get-Content a.json | ConvertFrom-AlmaJobInstance }; ids = , '9563643080000561' }
        @{
            what = 'the output of Get-Content for several files'
            convert = { Get-Content a.json, c.xml, b.json | ConvertFrom-AlmaJobInstance }
            ids = '11', '9563643080000561', '9563643080000561'
        }
        @{
            what = 'the output of Get-Content -Raw'; convert = { Get-Content c.xml -Raw | ConvertFrom-AlmaJobInstance }
            ids = , '9563643080000561'
        }
        @{
            what = 'the output of Get-Content -ReadCount'
            convert = { Get-Content c.xml -ReadCount 7 | ConvertFrom-AlmaJobInstance }; ids = , '9563643080000561'
        }
    ) {
        (& $convert).Id | Sort-Object | Should -Be $ids
    }

    It 'decodes a file as its XML declaration says' {
        $path = Join-Path $TestDrive 'latin.xml'
        $xml = '<?xml version="1.0" encoding="ISO-8859-1"?><job_instance><id>5</id><status>RUNNING</status>' +
            "<name>$([char] 0xE9)</name></job_instance>"
        [IO.File]::WriteAllBytes($path, [Text.Encoding]::GetEncoding('iso-8859-1').GetBytes($xml))
        (ConvertFrom-AlmaJobInstance -Path $path).Name | Should -BeExactly ([string] [char] 0xE9)
        (Get-Item $path | ConvertFrom-AlmaJobInstance).Name | Should -BeExactly ([string] [char] 0xE9)
    }

    It 'detects the encoding <_>' -ForEach utf8NoBOM, utf8BOM, unicode, bigendianunicode, utf32 {
        Set-Content (Join-Path $TestDrive "encoded-$_.xml") ($smallXml -replace '12',
            '12</id><name>Überprüfung 検証</name><id>12') -Encoding $_
        $job = ConvertFrom-AlmaJobInstance -Path (Join-Path $TestDrive "encoded-$_.xml")
        $job.Id | Should -Be 12
        $job.Name | Should -BeExactly 'Überprüfung 検証'
    }

    It 'writes one error for <what> and reads the other files' -ForEach @(
        @{ what = 'a missing file'; path = 'z.json' }
        @{ what = 'a file in a missing folder'; path = 'nowhere/a.json' }
        @{ what = 'a folder'; path = '.' }
        @{ what = 'a file on a missing drive'; path = 'nodrive:/a.json' }
    ) {
        foreach ($parameter in 'Path', 'LiteralPath') {
            $paths = @{ $parameter = 'a.json', $path, 'b.json' }
            (ConvertFrom-AlmaJobInstance @paths -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 9563643080000561, 11
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Be 'FileNotReadable,JobStatus.Commands.ConvertFromAlmaJobInstanceCommand'
            $failure[0].TargetObject | Should -Be $path
        }
    }

    It 'says that a folder is not a file, and reads the other files that match a pattern' {
        $null = New-Item -ItemType Directory (Join-Path $TestDrive mixed b)
        Copy-Item a.json, c.xml (Join-Path $TestDrive mixed)
        (ConvertFrom-AlmaJobInstance -Path (Join-Path $TestDrive mixed *) -ErrorAction SilentlyContinue -ErrorVariable failure).Id |
            Should -Be 9563643080000561, 9563643080000561
        $failure | Should -HaveCount 1
        "$failure" | Should -BeLike "'$(Join-Path $TestDrive mixed b)' is a folder.*"
    }

    It 'writes one error that names the file if a file contains no job instance, and reads the other files' {
        Set-Content (Join-Path $TestDrive garbage.json) 'no document'
        Copy-Item a.json $TestDrive
        $jobs = ConvertFrom-AlmaJobInstance -Path (Join-Path $TestDrive garbage.json),
            (Join-Path $TestDrive a.json) -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Should -Be 9563643080000561
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
        $failure[0].TargetObject | Should -BeLike '*garbage.json'
    }

    It 'returns nothing and no error for a pattern that matches no file' {
        ConvertFrom-AlmaJobInstance -Path *.none -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }
}

Describe 'ConvertFrom-AlmaJobInstance with invalid input' {
    It 'writes UnexpectedResponse for <what>' -ForEach @(
        @{ what = 'arbitrary text'; text = 'no document' }
        @{ what = 'truncated JSON'; text = '{ "id": "11", "status": {' }
        @{ what = 'truncated XML'; text = '<job_instance><id>11</id>' }
        @{ what = 'JSON of another object'; text = '{ "id": "11", "name": "a set" }' }
        @{ what = 'XML of another object'; text = '<set><id>11</id></set>' }
        @{ what = 'an instance without an id'; text = '{ "status": { "value": "RUNNING" } }' }
        @{ what = 'a list of numbers'; text = '[1, 2]' }
        @{
            what = 'an error response from Alma'
            text = '{ "errorsExist": true, "errorList": { "error": [ { "errorCode": "402218", "errorMessage": "No such instance." } ] } }'
        }
        @{
            what = 'XML with a DTD'
            text = '<!DOCTYPE job_instance [<!ENTITY x "11">]><job_instance><id>&x;</id><status>RUNNING</status></job_instance>'
        }
        @{
            what = 'XML that refers to a file'
            text = '<!DOCTYPE job_instance SYSTEM "file:///dev/null"><job_instance><id>11</id></job_instance>'
        }
        @{ what = 'JSON that is nested too deeply'; text = '{ "status": ' + ('[' * 5000) }
        @{ what = 'XML that is nested too deeply'; text = '<job_instance>' + ('<a>' * 5000) + ('</a>' * 5000) + '</job_instance>' }
    ) {
        $text | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.ConvertFromAlmaJobInstanceCommand'
        $failure[0].CategoryInfo.Category | Should -Be InvalidData
        $failure[0].Exception | Should -BeOfType JobStatus.JobServiceException
        $failure[0].Exception.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'includes the text of an Alma error' {
        '{ "errorsExist": true, "errorList": { "error": [ { "errorCode": "402218", "errorMessage": "No such instance." } ] } }' |
            ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].ErrorDetails.Message | Should -Match '402218 No such instance'
    }

    It 'writes InvalidRequest for <what> and converts the other documents' -ForEach @(
        @{ what = 'a hashtable'; value = @{ id = '11' } }
        @{ what = 'the output of ConvertFrom-Json'; value = [pscustomobject]@{ id = '11' } }
        @{ what = 'a number'; value = 11 }
    ) {
        (@($value; $small) | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 11
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.ConvertFromAlmaJobInstanceCommand'
        $failure[0].CategoryInfo.Category | Should -Be InvalidArgument
        $failure[0].Exception.RecommendedAction | Should -Match ConvertFrom-Json
    }

    It 'returns nothing and no error for <what>' -ForEach @(
        @{ what = 'an empty string'; value = '' }, @{ what = 'spaces'; value = '   ' }, @{ what = 'empty lines'; value = '', "`n", ' ' }
    ) {
        $value | ConvertFrom-AlmaJobInstance -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'writes an error for a piped null and converts the other documents' {
        ($small, $null, $smallXml | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id |
            Should -Be 11, 12
        $failure | Should -HaveCount 1
        (Get-TerminatingError { ConvertFrom-AlmaJobInstance -InputObject $null }).FullyQualifiedErrorId |
            Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'does not lose the documents after an invalid one' {
        (@('no document'; $json; $small) | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id |
            Should -Be 9563643080000561, 11
        $failure | Should -HaveCount 1
        (@($json.Substring(0, 200); $xml; $small) | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id |
            Should -Be 9563643080000561, 11
        $failure | Should -HaveCount 1
    }

    It 'stops at the first error with -ErrorAction Stop' {
        (Get-TerminatingError { 'no document' | ConvertFrom-AlmaJobInstance -ErrorAction Stop }).FullyQualifiedErrorId |
            Should -BeLike 'UnexpectedResponse,*'
    }
}

Describe 'ConvertFrom-AlmaJobInstance with a log of webhooks' {
    BeforeAll { $webhooks = Join-Path $PSScriptRoot webhooks }

    It 'converts each document of <file>, and writes an error for each text that is not a job' -ForEach @(
        @{ file = 'lines.jsonl'; ids = '111', '222', '333'; texts = , '{"id":"82001","action":"BIB_UPDATED",' }
        @{
            file = 'log.txt'; ids = '111', '222'
            texts = 'START RequestId: 1 Version: 2', 'END RequestId: 1', 'REPORT RequestId: 1 Duration: 12 ms', 'END RequestId: 2'
        }
        @{ file = 'pretty.json'; ids = '111', '333'; texts = , '{ "id": "82001", "action": "BIB_UPDATED",' }
        @{ file = 'cut.jsonl'; ids = '111', '333'; texts = , '{"id":"81222","action":"JOB_END",' }
    ) {
        $path = Join-Path $webhooks $file
        $conversions = { Get-Content $path | ConvertFrom-AlmaJobInstance @quiet }, { ConvertFrom-AlmaJobInstance -Path $path @quiet }
        foreach ($convert in $conversions) {
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = '+failures' }
            $failures = @()
            (. $convert).Id | Should -Be $ids
            $failures | Should -HaveCount $texts.Count
            for ($i = 0; $i -lt $texts.Count; $i++) {
                $failures[$i].FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
                $failures[$i].Exception.Problem | Should -BeLike "* The text starts with '$([wildcardpattern]::Escape($texts[$i]))*'."
            }
        }
    }

    It 'keeps a progress above 100, and returns the state of a run with errors as Failed' {
        $run = Get-Content (Join-Path $webhooks lines.jsonl) | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue |
            Where-Object Id -EQ 222
        $run.State | Should -Be Failed
        $run.PercentComplete | Should -Be 100
        $run.Progress | Should -Be 101.3
    }

    It 'converts the body of a gateway envelope' {
        $run = ConvertFrom-AlmaJobInstance -Path (Join-Path $webhooks gateway-envelope.json)
        $run.Id | Should -Be 222
        $run.AdditionalData.webhook.action | Should -Be JOB_END
    }

    It 'converts the runs in the body of a gateway envelope that is <what>' -ForEach @(
        @{ what = 'an array'; body = '[{"id":"9001","status":"RUNNING"},{"job_instance":{"id":"9002"}}]' }
        @{ what = 'an object'; body = '{"job_instance":[{"id":"9001"},{"id":"9002"}]}' }
    ) {
        (ConvertFrom-AlmaJobInstance "{`"headers`":{},`"body`":$body}" -ErrorVariable failure).Id | Should -Be 9001, 9002
        $failure | Should -BeNullOrEmpty
    }

    It 'leaves out the items without an id of <what>, with one warning' -ForEach @(
        @{ what = 'a list'; text = '{"job_instance":[null,7,"x",[],{"id":"  "},{"id":true},{"id":"9001"}]}'; count = 6 }
        @{ what = 'an array'; text = '[{"status":"FAILED"},null,{"id":"9001","status":"RUNNING"},{}]'; count = 3 }
        @{ what = 'an array of several lines'; text = '[', '{"id":"9001","status":"RUNNING"},', '{}, 5', ']'; count = 2 }
    ) {
        $runs = $text | ConvertFrom-AlmaJobInstance -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable failure
        $runs.Id | Should -Be 9001
        $failure | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike "$count items of the list in the text have no id and were left out.*"
    }

    It 'writes each run of <file> before the next line arrives' -ForEach @(
        @{ file = 'lines.jsonl'; counts = 1, 1, 2, 3 }
        @{ file = 'cut.jsonl'; counts = 1, 1, 2 }
        @{ file = 'log.txt'; counts = 0, 1, 1, 1, 2, 2 }
        @{ file = 'pretty.json'; counts = @(0) * 24 + @(1) * 40 + 2 }
    ) {
        $written = [Collections.Generic.List[object]]::new()
        $seen = [Collections.Generic.List[int]]::new()
        & {
            foreach ($line in Get-Content (Join-Path $webhooks $file)) {
                $line
                $seen.Add($written.Count)
            }
        } | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue | ForEach-Object { $written.Add($_) }
        $seen | Should -Be $counts
    }

    It 'leaves out an instance without an id, with a warning that names the file' {
        $file = Join-Path $TestDrive list.json
        Set-Content $file '{"total_record_count":2,"job_instance":[{"name":"Nightly"},{"id":"9000000000000009"}]}'
        $runs = ConvertFrom-AlmaJobInstance -Path $file -WarningVariable warnings -WarningAction SilentlyContinue
        $runs.Id | Should -Be 9000000000000009
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike "*list.json: One item of the list in the text has no id and was left out.*"
    }
}
