BeforeAll {
    Import-Module (Join-Path $PSScriptRoot SandboxSession.psm1), (Join-Path $PSScriptRoot Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    # The documented instance as the service itself sends it.
    $address = "$(Get-SandboxUri)/almaws/v1/conf/jobs/M50173/instances/9563643080000561"
    $json = (Invoke-WebRequest $address -Headers @{ Authorization = 'apikey sandbox-alma-key'; Accept = 'application/json' }).Content
    $xml = (Invoke-WebRequest $address -Headers @{ Authorization = 'apikey sandbox-alma-key'; Accept = 'application/xml' }).Content
    $small = '{ "id": "11", "status": { "value": "RUNNING" } }'
    $smallXml = '<job_instance><id>12</id><status>RUNNING</status></job_instance>'

    # Everything but how and when it was read.
    function Content($Job) { $Job | Select-Object * -ExcludeProperty Connection, ObservedAt | ConvertTo-Json -Depth 8 }

    $expected = Content (Get-AlmaJobInstance 9563643080000561)
}

AfterAll { Stop-Sandbox }

Describe 'What ConvertFrom-AlmaJobInstance makes' {
    It 'is of the documented <_> the same that a read gives' -ForEach json, xml {
        $job = Get-Variable $_ -ValueOnly | ConvertFrom-AlmaJobInstance
        $job | Should -BeOfType JobStatus.AlmaJobInstance
        Content $job | Should -BeExactly $expected
        $job.Connection | Should -BeNullOrEmpty
        $job.ObservedAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(-5))
    }

    It 'is the same of <what>' -ForEach @(
        @{ what = 'JSON as an argument'; convert = { ConvertFrom-AlmaJobInstance $json } }
        @{ what = 'XML as an argument'; convert = { ConvertFrom-AlmaJobInstance -InputObject $xml } }
        @{ what = 'an XML document'; convert = { [xml] $xml | ConvertFrom-AlmaJobInstance } }
        @{ what = 'an element of an XML document'; convert = { ([xml] $xml).DocumentElement | ConvertFrom-AlmaJobInstance } }
        @{ what = 'an element of a list'; convert = { $list = [xml] "<job_instances total_record_count='1'>$($xml -replace '<\?xml.*?\?>')</job_instances>"; $list.job_instances.job_instance | ConvertFrom-AlmaJobInstance } }
        @{ what = 'the lines of JSON'; convert = { $json -split '\r?\n' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'the lines of XML'; convert = { $xml -split '\r?\n' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'the lines of XML without indents'; convert = { $xml -split '\r?\n\s*' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'the lines of JSON without indents'; convert = { $json -split '\r?\n\s*' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'an array of lines as an argument'; convert = { ConvertFrom-AlmaJobInstance ($json -split '\r?\n') } }
        @{ what = 'arrays of lines by pipeline'; convert = { , ($xml -split '\r?\n') | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON on one line'; convert = { $json -replace '\r?\n\s*' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON behind a byte order mark'; convert = { "$([char] 0xFEFF)$json" | ConvertFrom-AlmaJobInstance } }
        @{ what = 'XML behind a byte order mark'; convert = { "$([char] 0xFEFF)$xml" | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON between empty lines'; convert = { '', $json, '' | ConvertFrom-AlmaJobInstance } }
        @{ what = 'JSON with a comma too many'; convert = { $json -replace '\}\s*$', ',}' | ConvertFrom-AlmaJobInstance } }
    ) {
        $job = & $convert
        $job | Should -HaveCount 1
        Content $job | Should -BeExactly $expected
    }

    It 'is the instance in the body of a webhook, in JSON, with what is around it' {
        $body = '{ "id": "8123", "action": "JOB_END", "institution": { "value": "01XYZ", "desc": "Library" }, "time": "2025-10-05T09:11:40.000Z", "job_instance": ' + $json + ' }'
        $job = $body | ConvertFrom-AlmaJobInstance
        $job.Id | Should -Be 9563643080000561
        $job.State | Should -Be Completed
        $job.Counters | Should -HaveCount 6
        $job.AdditionalData.webhook.id | Should -Be 8123
        $job.AdditionalData.webhook.action | Should -Be JOB_END
        $job.AdditionalData.webhook.institution.value | Should -Be 01XYZ
    }

    It 'is the instance in the body of a webhook, in XML, with what is around it' {
        $body = "<webhook><id>8123</id><action>JOB_END</action><institution desc='Library'>01XYZ</institution><time>2025-10-05T09:11:40Z</time>$($xml -replace '<\?xml.*?\?>')</webhook>"
        foreach ($job in ($body | ConvertFrom-AlmaJobInstance), ([xml] $body | ConvertFrom-AlmaJobInstance)) {
            $job.Id | Should -Be 9563643080000561
            $job.Counters | Should -HaveCount 6
            $job.AdditionalData.webhook.action | Should -Be JOB_END
        }
    }

    It 'is each instance of a list' {
        ("{ `"total_record_count`": 2, `"job_instance`": [ $json, $small ] }" | ConvertFrom-AlmaJobInstance).Id | Should -Be 9563643080000561, 11
        ("<job_instances total_record_count='2'>$($xml -replace '<\?xml.*?\?>')$smallXml</job_instances>" | ConvertFrom-AlmaJobInstance).Id | Should -Be 9563643080000561, 12
    }

    It 'is each instance of a list that comes line by line, one instance a line' {
        ("<job_instances total_record_count='2'>", $smallXml, $smallXml, '</job_instances>' | ConvertFrom-AlmaJobInstance).Id | Should -Be 12, 12
        ('{ "total_record_count": 2, "job_instance": [', "$small,", $small, '] }' | ConvertFrom-AlmaJobInstance).Id | Should -Be 11, 11
    }

    It 'is nothing, without an error, of a list without hits' {
        '{ "total_record_count": 0 }', '<job_instances total_record_count="0"/>' | ConvertFrom-AlmaJobInstance -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'is each document of several, one after the other' {
        ($json, $xml, $small | ConvertFrom-AlmaJobInstance).Id | Should -Be 9563643080000561, 9563643080000561, 11
    }

    It 'is each document of several, line by line' {
        ($json, $xml, $small, $smallXml, $json | ForEach-Object { $_ -split '\r?\n' } | ConvertFrom-AlmaJobInstance).Id |
            Should -Be 9563643080000561, 9563643080000561, 11, 12, 9563643080000561
    }

    It 'is each line where every line is a document' {
        (1..30 | ForEach-Object { "{ `"id`": `"$_`", `"status`": { `"value`": `"QUEUED`" } }" } | ConvertFrom-AlmaJobInstance).Id | Should -Be (1..30 | ForEach-Object { "$_" })
    }

    It 'can be read again at the service' {
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

Describe 'What ConvertFrom-AlmaJobInstance reads from files' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'answers [1]')).FullName
        [IO.File]::WriteAllText((Join-Path $folder a.json), $json)
        [IO.File]::WriteAllText((Join-Path $folder b.json), $small)
        [IO.File]::WriteAllText((Join-Path $folder c.xml), $xml)
        [IO.File]::WriteAllText((Join-Path $folder 'd[1].txt'), $smallXml)
    }

    BeforeEach { Push-Location -LiteralPath $folder }

    AfterEach { Pop-Location }

    It 'is what <what> has' -ForEach @(
        @{ what = 'one file'; convert = { ConvertFrom-AlmaJobInstance -Path a.json }; ids = , '9563643080000561' }
        @{ what = 'a pattern'; convert = { ConvertFrom-AlmaJobInstance -Path *.json }; ids = '11', '9563643080000561' }
        @{ what = 'several paths'; convert = { ConvertFrom-AlmaJobInstance -Path c.xml, b.* }; ids = '11', '9563643080000561' }
        @{ what = 'a literal path'; convert = { ConvertFrom-AlmaJobInstance -LiteralPath 'd[1].txt' }; ids = , '12' }
        @{ what = 'several whole literal paths'; convert = { ConvertFrom-AlmaJobInstance -LiteralPath (Join-Path $folder a.json), (Join-Path $folder 'd[1].txt') }; ids = '12', '9563643080000561' }
        @{ what = 'a folder''s listing'; convert = { Get-ChildItem | ConvertFrom-AlmaJobInstance }; ids = '11', '12', '9563643080000561', '9563643080000561' }
        @{ what = 'an item'; convert = { Get-Item -LiteralPath 'd[1].txt' | ConvertFrom-AlmaJobInstance }; ids = , '12' }
        @{ what = 'Get-Content'; convert = { Get-Content a.json | ConvertFrom-AlmaJobInstance }; ids = , '9563643080000561' }
        @{ what = 'Get-Content of several files'; convert = { Get-Content a.json, c.xml, b.json | ConvertFrom-AlmaJobInstance }; ids = '11', '9563643080000561', '9563643080000561' }
        @{ what = 'Get-Content in one piece'; convert = { Get-Content c.xml -Raw | ConvertFrom-AlmaJobInstance }; ids = , '9563643080000561' }
        @{ what = 'Get-Content in blocks'; convert = { Get-Content c.xml -ReadCount 7 | ConvertFrom-AlmaJobInstance }; ids = , '9563643080000561' }
    ) {
        (& $convert).Id | Sort-Object | Should -Be $ids
    }

    It 'is the same in <_>' -ForEach utf8NoBOM, utf8BOM, unicode, bigendianunicode, utf32 {
        Set-Content (Join-Path $TestDrive "encoded-$_.xml") ($smallXml -replace '12', '12</id><name>Überprüfung 検証</name><id>12') -Encoding $_
        $job = ConvertFrom-AlmaJobInstance -Path (Join-Path $TestDrive "encoded-$_.xml")
        $job.Id | Should -Be 12
        $job.Name | Should -BeExactly 'Überprüfung 検証'
    }

    It 'has one error for <what>, and the others are read' -ForEach @(
        @{ what = 'a file that is not there'; path = 'z.json' }
        @{ what = 'a folder that is not there'; path = 'nowhere/a.json' }
        @{ what = 'a folder'; path = '.' }
        @{ what = 'a drive that is not there'; path = 'nodrive:/a.json' }
    ) {
        foreach ($parameter in 'Path', 'LiteralPath') {
            $paths = @{ $parameter = 'a.json', $path, 'b.json' }
            (ConvertFrom-AlmaJobInstance @paths -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 9563643080000561, 11
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Be 'FileNotReadable,JobStatus.Commands.ConvertFromAlmaJobInstanceCommand'
            $failure[0].TargetObject | Should -Be $path
        }
    }

    It 'has one error for a file that holds no job instance, which names the file, and the others are read' {
        Set-Content (Join-Path $TestDrive garbage.json) 'no document'
        Copy-Item a.json $TestDrive
        $jobs = ConvertFrom-AlmaJobInstance -Path (Join-Path $TestDrive garbage.json), (Join-Path $TestDrive a.json) -ErrorAction SilentlyContinue -ErrorVariable failure
        $jobs.Id | Should -Be 9563643080000561
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
        $failure[0].TargetObject | Should -BeLike '*garbage.json'
    }

    It 'is nothing of a pattern that fits no file' {
        ConvertFrom-AlmaJobInstance -Path *.none -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }
}

Describe 'What ConvertFrom-AlmaJobInstance cannot use' {
    It 'is an error: <what>' -ForEach @(
        @{ what = 'garbage'; text = 'no document' }
        @{ what = 'JSON that is cut short'; text = '{ "id": "11", "status": {' }
        @{ what = 'XML that is cut short'; text = '<job_instance><id>11</id>' }
        @{ what = 'JSON of something else'; text = '{ "id": "11", "name": "a set" }' }
        @{ what = 'XML of something else'; text = '<set><id>11</id></set>' }
        @{ what = 'an instance without an id'; text = '{ "status": { "value": "RUNNING" } }' }
        @{ what = 'a list of numbers'; text = '[1, 2]' }
        @{ what = 'an error of Alma''s'; text = '{ "errorsExist": true, "errorList": { "error": [ { "errorCode": "402218", "errorMessage": "No such instance." } ] } }' }
        @{ what = 'XML with a DTD'; text = '<!DOCTYPE job_instance [<!ENTITY x "11">]><job_instance><id>&x;</id><status>RUNNING</status></job_instance>' }
        @{ what = 'XML that refers to a file'; text = '<!DOCTYPE job_instance SYSTEM "file:///dev/null"><job_instance><id>11</id></job_instance>' }
        @{ what = 'JSON that is nested without end'; text = '{ "status": ' + ('[' * 5000) }
        @{ what = 'XML that is nested without end'; text = '<job_instance>' + ('<a>' * 5000) + ('</a>' * 5000) + '</job_instance>' }
    ) {
        $text | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.ConvertFromAlmaJobInstanceCommand'
        $failure[0].CategoryInfo.Category | Should -Be InvalidData
        $failure[0].Exception | Should -BeOfType JobStatus.JobServiceException
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'shows an error of Alma''s' {
        '{ "errorsExist": true, "errorList": { "error": [ { "errorCode": "402218", "errorMessage": "No such instance." } ] } }' | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].ErrorDetails.Message | Should -Match '402218 No such instance'
    }

    It 'is an error of its own: <what>' -ForEach @(
        @{ what = 'a hashtable'; value = @{ id = '11' } }
        @{ what = 'what ConvertFrom-Json gives'; value = [pscustomobject]@{ id = '11' } }
        @{ what = 'a number'; value = 11 }
    ) {
        (@($value; $small) | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 11
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.ConvertFromAlmaJobInstanceCommand'
        $failure[0].CategoryInfo.Category | Should -Be InvalidArgument
        $failure[0].ErrorDetails.RecommendedAction | Should -Match ConvertFrom-Json
    }

    It 'is nothing, without an error, where there is no text: <what>' -ForEach @(
        @{ what = 'an empty text'; value = '' }, @{ what = 'spaces'; value = '   ' }, @{ what = 'empty lines'; value = '', "`n", ' ' }
    ) {
        $value | ConvertFrom-AlmaJobInstance -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'is $null, and the others are converted' {
        ($small, $null, $smallXml | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 11, 12
        $failure | Should -HaveCount 1
        (ErrorOf { ConvertFrom-AlmaJobInstance -InputObject $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'does not take the documents after it along' {
        (@('no document'; $json; $small) | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 9563643080000561, 11
        $failure | Should -HaveCount 1
        (@($json.Substring(0, 200); $xml; $small) | ConvertFrom-AlmaJobInstance -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 9563643080000561, 11
        $failure | Should -HaveCount 1
    }

    It 'ends it with -ErrorAction Stop' {
        (ErrorOf { 'no document' | ConvertFrom-AlmaJobInstance -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
    }
}
