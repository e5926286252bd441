BeforeDiscovery {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $types = [JobStatus.RemoteJob].Assembly.GetExportedTypes() |
        Where-Object { $_.IsClass -and -not $_.IsAbstract -and -not $_.IsSubclassOf([Exception]) }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force

    $escape = [char] 27
    $hostile = "Evil $escape[31mred$escape[0m`r`nsecond line `u{202E}drawkcab`u{2066} $escape]0;title`a `u{9B}5m `u{2028}../..\CON"
    $long = "$hostile " + 'x' * 10000

    # PowerShell's own colors are off, so that the output must not contain other escape sequences.
    $rendering = $PSStyle.OutputRendering
    $header = $PSStyle.Formatting.TableHeader
    $label = $PSStyle.Formatting.FormatAccent
    $PSStyle.OutputRendering = 'Ansi'
    $PSStyle.Formatting.TableHeader = $PSStyle.Formatting.FormatAccent = ''

    function Assert-Harmless([string] $Text, [string] $Because) {
        # Removes the colors of PowerShell's headers and of the module, but no escape sequence in the text of the service.
        $own = $Text -replace "$escape\[(32;1(;3)?|0)m(?= |\r?\n|[A-Z])"
        $own = $own -replace "$escape\[(2|32|36|31;1|33;1)m(\w+)(?:$escape\[0m)?(?= |\r?$|\n|$)", '$2'
        [regex]::Matches($own, "[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]").Count |
            Should -Be 0 -Because "$Because`: $([regex]::Escape($own))"
    }

    # Everything that a user sees of an error.
    function Get-ErrorText($Record) {
        "$($Record.Exception.Message) $($Record.ErrorDetails) $($Record.CategoryInfo)"
    }

    # An object of the module that contains the text in every property that a service sets.
    function New-Filled([type] $Type, [string] $Text) {
        if ($Type -eq [string] -or $Type -eq [object]) { return $Text }
        if ($Type -eq [JobStatus.AlmaCodedValue]) { return [JobStatus.AlmaCodedValue]::new($Text, $Text) }
        if ($Type -eq [Collections.Generic.KeyValuePair[string, string]]) {
            return [Collections.Generic.KeyValuePair[string, string]]::new($Text, $Text)
        }
        $filled = [Activator]::CreateInstance($Type)
        foreach ($property in $Type.GetProperties().Where({ $_.CanWrite })) {
            $of = $property.PropertyType
            if ($of -eq [Collections.Generic.IReadOnlyDictionary[string, object]]) {
                $value = [Collections.Generic.Dictionary[string, object]]::new()
                $value[$Text] = $Text
                $value['list'] = [object[]] @($Text)
            }
            elseif ($of.IsGenericType -and $of.Name -eq 'IReadOnlyList`1') {
                $value = [Array]::CreateInstance($of.GetGenericArguments()[0], 1)
                $value[0] = New-Filled $of.GetGenericArguments()[0] $Text
            }
            elseif ($of -in [string], [object] -or ($of.Namespace -eq 'JobStatus' -and $of.IsClass)) { $value = New-Filled $of $Text }
            else { continue }
            $property.SetValue($filled, $value)
        }
        $filled
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    $PSStyle.Formatting.TableHeader = $header
    $PSStyle.Formatting.FormatAccent = $label
    Stop-Sandbox
}

Describe 'The views of <_>' -ForEach $types {
    BeforeAll { $type = $_ }

    It 'remove harmful characters: <view>' -ForEach @(
        @{ view = 'Out-String'; show = { $args[0] } }
        @{ view = 'Format-Table'; show = { $args[0] | Format-Table } }
        @{ view = 'Format-List'; show = { $args[0] | Format-List } }
        @{ view = 'Format-Wide'; show = { $args[0] | Format-Wide -Column 1 } }
        @{ view = 'Format-Custom'; show = { $args[0] | Format-Custom } }
        @{ view = 'a string'; show = { "$($args[0])" } }
    ) {
        # The string form of a log is its original text.
        if ($view -eq 'a string' -and $type -eq [JobStatus.XplentyJobLog]) { return }
        foreach ($text in $hostile, $long) {
            $shown = & $show (New-Filled $type $text) | Out-String -Width 400
            Assert-Harmless $shown "$type by $view"
        }
    }
}

Describe 'A job in the output after an object of another type' {
    # PowerShell then shows the job as a list of properties, and not with the view of its type.
    It 'is shown without harmful characters: <type.Name>' -ForEach @(
        $types | Where-Object { $_.IsSubclassOf([JobStatus.RemoteJob]) } | ForEach-Object { @{ type = $_ } }
    ) {
        $shown = [timespan]::Zero, (New-Filled $type $hostile) | Out-String -Width 400
        $shown | Should -Match 'Run +: \w+ Evil'
        Assert-Harmless $shown $type
        ([JobStatus.XplentyJob]::new()).psobject.Properties.Name | Should -Not -Contain Run -Because 'only this view uses it'
    }
}

Describe 'The streams of a cmdlet' {
    BeforeAll {
        $job = New-SandboxJob @{
            service = 'xplenty'; durationSeconds = 1; outcome = 'failed'; name = $hostile; errors = @($hostile)
            runningStatus = $hostile
        }
        $streams = Get-XplentyJob $job.id |
            Wait-RemoteJob -MinimumInterval 0.2 -MaximumInterval 0.4 -FailOnError -Verbose -ErrorVariable failure 2>&1 4>&1
        $errorsOfWait = @($streams | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    }

    It 'contain no harmful characters in the errors and verbose messages of a wait' {
        $errorsOfWait | Should -HaveCount 1
        $errorsOfWait[0].Exception.Message | Should -Match 'second line'
        foreach ($record in $streams | Where-Object { $_ -isnot [JobStatus.RemoteJob] }) {
            Assert-Harmless "$record" 'the record'
            "$record" | Should -Not -Match '[\r\n\t]'
            if ($record -is [Management.Automation.ErrorRecord]) {
                Assert-Harmless (Get-ErrorText $record) 'the error'
            }
        }
    }

    It 'contain no harmful characters in the progress of a wait' {
        $created = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 3600; name = $hostile; runningStatus = $hostile }
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($id)
                Import-Module $env:JOBSTATUS_TEST_MODULE
                Get-XplentyJob $id | Wait-RemoteJob -Timeout 0
            }).AddArgument($created.id)
        $null = $shell.Invoke()
        $shell.Streams.Progress | Should -Not -BeNullOrEmpty
        foreach ($record in $shell.Streams.Progress) {
            $shown = "$($record.Activity) $($record.StatusDescription) $($record.CurrentOperation)"
            Assert-Harmless $shown 'the progress'
            $shown | Should -Not -Match '[\r\n\t]'
        }
        foreach ($record in $shell.Streams.Error) { Assert-Harmless "$record $($record.CategoryInfo)" 'the error' }
        $shell.Dispose()
    }

    It 'contain no harmful characters in the error about a format that an output does not have' {
        $created = New-SandboxJob @{
            service = 'alteryx'; durationSeconds = 0
            outputs = @(@{ fileName = $hostile; availableFormats = @($hostile); bytes = 10 })
        }
        Save-AlteryxJobOutput $created.id -Format Raw -Path $TestDrive -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused | Should -HaveCount 1
        Assert-Harmless (Get-ErrorText $refused[0]) 'the error'
    }
}

Describe 'A file name from a service' {
    It 'is replaced by a safe name inside the folder: <what>' -ForEach @(
        @{ what = 'a path'; name = '../../evil.csv' }
        @{ what = 'a Windows path'; name = '..\..\C:\evil.csv' }
        @{ what = 'an escape sequence'; name = "a$([char] 27)[31mb.csv" }
        @{ what = 'a bidirectional control'; name = "a`u{202E}vsc.exe" }
        @{ what = 'a device name'; name = 'CON.csv' }
        @{ what = 'a line break'; name = "a`r`nb.csv" }
        @{ what = '10,000 letters'; name = 'x' * 10000 + '.csv' }
        @{ what = '1,000 three-byte letters'; name = "`u{6F22}" * 1000 + '.csv' }
    ) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive inside ([guid]::NewGuid()))
        $disposition = "attachment; filename*=UTF-8''$([uri]::EscapeDataString($name))"
        $created = New-SandboxJob @{
            service = 'alteryx'; durationSeconds = 0
            outputs = @(@{ fileName = $name; bytes = 10; disposition = $disposition })
        }
        $saved = Save-AlteryxJobOutput $created.id -Path $folder -ErrorAction Stop
        $saved | Should -HaveCount 1
        $saved.DirectoryName | Should -BeExactly $folder.FullName
        $saved.Exists | Should -BeTrue
        Assert-Harmless $saved.Name 'the name'
        $saved.Name | Should -Not -Match '[\\/:]'
        $saved.BaseName | Should -Not -Be CON
        Get-ChildItem (Join-Path $TestDrive inside) -File | Should -BeNullOrEmpty
    }
}

Describe 'A name from a service' {
    It 'is unchanged in the property, and can be used to find the object' {
        $created = New-SandboxJob @{ service = 'alma'; durationSeconds = 0; name = $long }
        (Get-AlmaJobInstance $created.id).Name | Should -BeExactly $long

        $null = Invoke-Sandbox POST workflows @{ name = $hostile }
        $null = Invoke-Sandbox POST workflows @{ name = $hostile.Replace([string] $escape, '') }
        $found = @(Get-AlteryxWorkflow -Name ([WildcardPattern]::Escape($hostile)))
        $found | Should -HaveCount 1
        $found[0].Name | Should -BeExactly $hostile

        $null = Invoke-Sandbox POST definitions @{ id = 'M777'; name = $hostile }
        $null = Invoke-Sandbox POST definitions @{ id = 'M778'; name = $hostile.Replace([string] $escape, '') }
        @(Get-AlmaJob -Name ([WildcardPattern]::Escape($hostile))).JobId | Should -Be M777
    }
}
