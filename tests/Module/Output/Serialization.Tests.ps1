# Objects that were serialized to a file or to another process.
BeforeDiscovery {
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $written = Get-Command -Module JobStatus -CommandType Cmdlet | ForEach-Object { $_.OutputType.Type } |
        Where-Object { $_.Assembly -eq [JobStatus.RemoteJob].Assembly } | Sort-Object FullName -Unique | ForEach-Object { @{ type = $_ } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $module = $env:JOBSTATUS_TEST_MODULE
    $quick = @{ MinimumInterval = 0.2; MaximumInterval = 0.4 }

    # The ids that are equal to another id of the same object.
    $sameIds = @{
        XplentyJob = 'JobId'; AlteryxJob = 'JobId'; AlmaJobInstance = 'InstanceId'; AlmaJob = 'Id'; AlteryxWorkflow = 'Id'
        AlmaSchedule = 'JobId'; AlmaSet = 'SetId'; AlmaSetMember = 'MemberId'
        XplentyPackage = 'PackageId'; XplentySchedule = 'ScheduleId'; XplentyCluster = 'ClusterId'
    }

    # An object with a different value in each property.
    $script:next = 0
    function New-Filled([type] $Type) {
        $number = ++$script:next
        $plain = [Nullable]::GetUnderlyingType($Type) ?? $Type
        switch ($plain) {
            ([string]) { return "text $number é 𝄞`n" }
            ([object]) { return "anything $number" }
            ([bool]) { return $true }
            ([int]) { return $number }
            ([long]) { return [long]::MaxValue - $number }
            ([double]) { return $number + 0.1 }
            ([timespan]) { return [timespan]::FromTicks(12345678901 + $number) }
            ([datetime]) { return [datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Local).AddTicks($number) }
            ([uri]) { return [uri]::new("/relative/$number`?a=b", 'Relative') }
            ([JobStatus.AlmaCodedValue]) { return [JobStatus.AlmaCodedValue]::new("code $number", "means $number") }
            ([Collections.Generic.KeyValuePair[string, string]]) {
                return [Collections.Generic.KeyValuePair[string, string]]::new("key $number", "value $number")
            }
        }
        if ($plain.IsEnum) { return [enum]::GetValues($plain)[1] }
        if ($plain -eq [Collections.Generic.IReadOnlyDictionary[string, object]]) {
            $inner = [Collections.Generic.Dictionary[string, object]]::new()
            $inner['deep'] = [object[]] @(1L, [object[]] @('a', $null), $true)
            $outer = [Collections.Generic.Dictionary[string, object]]::new()
            $outer['number'] = $number + 0.5
            $outer['nothing'] = $null
            $outer['Inner'] = $inner
            $outer['inner'] = 'another key, because case is significant'
            return , $outer
        }
        if ($plain.IsGenericType -and $plain.GetGenericTypeDefinition() -eq [Collections.Generic.IReadOnlyList`1]) {
            $of = $plain.GetGenericArguments()[0]
            $list = [array]::CreateInstance($of, 2)
            foreach ($at in 0, 1) { $list.SetValue((New-Filled $of).psobject.BaseObject, $at) }
            return , $list
        }
        $filled = [Activator]::CreateInstance($plain)
        foreach ($property in $plain.GetProperties().Where({ $_.CanWrite -and $_.Name -ne $sameIds[$plain.Name] })) {
            $value = New-Filled $property.PropertyType
            $property.SetValue($filled, $value.psobject.BaseObject)
        }
        $filled
    }

    # A text with the value and the type of every part of an object. Dictionary entries are sorted by key.
    function Get-TypedText($Value) {
        if ($null -eq $Value) { return 'null' }
        $plain = $Value.psobject.BaseObject
        if ($plain -is [Collections.IDictionary]) {
            return '{' + (@($plain.Keys | Sort-Object -CaseSensitive | ForEach-Object { "$_=$(Get-TypedText $plain[$_])" }) -join ';') +
                '}'
        }
        if ($plain -is [array]) { return '[' + (@(foreach ($item in $plain) { Get-TypedText $item }) -join ';') + ']' }
        $type = $plain.GetType()
        if ($type.Namespace -eq 'JobStatus' -and -not $type.IsEnum) {
            $properties = $type.GetProperties() | ForEach-Object { "$($_.Name)=$(Get-TypedText $_.GetValue($plain))" }
            return "$($type.Name)($($properties -join ';'))"
        }
        $text = if ($plain -is [datetime]) { $plain.ToString('o') }
        elseif ($plain -is [uri]) { $plain.OriginalString }
        else { [string]::Format([cultureinfo]::InvariantCulture, '{0}', $plain) }
        "$($type.Name):$text"
    }

    function Assert-Same($Back, $Original) { Get-TypedText $Back | Should -BeExactly (Get-TypedText $Original) }

    function Send-ThroughFile($Value) {
        $path = Join-Path $TestDrive crossed.xml
        $Value | Export-Clixml $path
        Import-Clixml $path
    }
}

AfterAll { Stop-Sandbox }

Describe '<type.Name>' -ForEach $written {
    BeforeAll { $original = New-Filled $type }

    It 'is restored completely from a file' {
        Assert-Same (Send-ThroughFile $original) $original
    }

    It 'is restored completely if it is empty' {
        $empty = [Activator]::CreateInstance($type)
        Assert-Same (Send-ThroughFile $empty) $empty
    }

    It 'is restored from a file with a low serialization depth' {
        $path = Join-Path $TestDrive shallow.xml
        Set-Content $path ([Management.Automation.PSSerializer]::Serialize($original, 1))
        (Import-Clixml $path).psobject.BaseObject.GetType() | Should -Be $type
    }

    It 'is not created from an object of an unrelated type' {
        [pscustomobject] @{ PSTypeName = 'Deserialized.JobStatus.Nonsense'; Nonsense = 1 } -as $type | Should -BeNullOrEmpty
        [pscustomobject] @{ PSTypeName = 'Deserialized.JobStatus.JobServiceException'; Kind = 1 } -as $type | Should -BeNullOrEmpty
    }
}

Describe 'The output of a cmdlet' {
    It 'is restored completely from another process: <what>' -ForEach @(
        @{ what = 'an Alma instance'; call = { Get-AlmaJobInstance -JobId M50173 -InstanceId 9563643080000561 } }
        @{ what = 'an Xplenty job'; call = { Get-XplentyJob 157 } }
        @{ what = 'an Alteryx job'; call = { Get-AlteryxJob 66ebd18d3d6200007e000d8c } }
        @{ what = 'an Alma definition'; call = { Get-AlmaJob -First 1 } }
        @{ what = 'an Xplenty package'; call = { Get-XplentyPackage 434 } }
        @{ what = 'an Xplenty cluster'; call = { Get-XplentyCluster 52 } }
        @{ what = 'an Xplenty schedule'; call = { Get-XplentySchedule 71 } }
        @{ what = 'an Alteryx workflow'; call = { Get-AlteryxWorkflow -First 1 } }
        @{ what = 'the schedule of an Alma job'; call = { Get-RemoteSchedule -Service Alma | Select-Object -First 1 } }
        @{ what = 'an Alteryx schedule'; call = { Get-AlteryxSchedule -First 1 } }
    ) {
        $here = & $call
        $back = Start-Job -ArgumentList $module, "$call" {
            param($module, $call) Import-Module $module
            & ([scriptblock]::Create($call))
        } | Receive-Job -Wait -AutoRemoveJob
        $back.psobject.BaseObject.GetType() | Should -Be $here.GetType()
        # The two jobs were read at different times.
        $whole = $here, $back | ForEach-Object { (Get-TypedText $_) -replace 'ObservedAt=DateTime:[^;]*' }
        $whole[1] | Should -BeExactly $whole[0]
    }

    It 'is restored completely through a process that has not loaded the module' {
        $job = Get-XplentyJob 157
        $back = Start-Job -ArgumentList $job { param($given) $given } | Receive-Job -Wait -AutoRemoveJob
        Assert-Same $back $job
    }

    It 'has states that are equal to their names, even in another process and without the type of the object' {
        $rows = Send-ThroughFile (Get-XplentyJob 157, 202 -ThrottleLimit 1 | Select-Object Summary)
        $rows | Where-Object State -EQ Failed | ForEach-Object Id | Should -Be 202
        "$($rows.State)" | Should -Be 'Completed Failed'
        ($rows | ConvertTo-Json | ConvertFrom-Json).State | Should -Be Completed, Failed
        foreach ($type in [JobStatus.RemoteJob].Assembly.GetExportedTypes().Where({ $_.IsEnum })) {
            $value = [enum]::GetValues($type)[-1]
            (Send-ThroughFile ([pscustomobject] @{ Value = $value })).Value | Should -BeExactly "$value"
        }
    }

    It 'contains parts that are also restored completely on their own' {
        foreach ($part in 'AlmaCounter', 'AlmaReference', 'XplentyComponent', 'XplentyLogSummary') {
            $original = New-Filled ([type] "JobStatus.$part")
            Assert-Same (Send-ThroughFile $original) $original
        }
    }

    It 'keeps its views after serialization' {
        $job = Get-XplentyJob 157
        Send-ThroughFile $job | Out-String -Width 120 | Should -Be ($job | Out-String -Width 120)
    }

    It 'has the same views and the same summary if it was deserialized before the module was imported' {
        $jobs = @(Get-AlmaJobInstance 9563643080000561; Get-XplentyJob 157; Get-AlteryxJob 66ebd18d3d6200007e000d8c)
        $path = Join-Path $TestDrive early.xml
        $jobs | Export-Clixml $path
        $show = {
            param($jobs)
            $jobs, ($jobs | Format-List), ($jobs | Select-Object Summary) | ForEach-Object { $_ | Out-String -Width 120 }
        }
        $said = Invoke-FreshPowerShell -Environment @{ BAGS = $path; SHOW = "$show" } {
            $bags = Import-Clixml $env:BAGS
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $bags[0].pstypenames[0]
            & ([scriptblock]::Create($env:SHOW)) $bags
        }
        $said[0] | Should -Be Deserialized.JobStatus.AlmaJobInstance
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $expected = (& $show $jobs) -split '\r?\n' | Where-Object { $_ }
        }
        finally { $PSStyle.OutputRendering = $rendering }
        $said | Select-Object -Skip 1 | Should -Be $expected
    }
}

Describe 'A deserialized job' {
    BeforeEach { Reset-Sandbox }

    It 'can be passed to <cmdlet> like a new job' -ForEach @(@{ cmdlet = 'Wait-Job' }, @{ cmdlet = 'Wait-RemoteJob' }) {
        $new = foreach ($service in 'alma', 'xplenty', 'alteryx') { New-SandboxJob @{ service = $service; durationSeconds = 1 } }
        $jobs = Send-ThroughFile (Get-AlmaJobInstance $new[0].id), (Get-XplentyJob $new[1].id), (Get-AlteryxJob $new[2].id)
        $jobs.State | Should -Not -Contain Completed
        $ended = $jobs | & $cmdlet -Timeout 20 @quick
        $ended.Id | Sort-Object | Should -Be ($new.id | Sort-Object)
        $ended.State | Select-Object -Unique | Should -Be Completed
    }

    It 'is recognized even if it was deserialized before the module was imported, and passed by <how>' -ForEach @(
        @{ how = 'pipeline'; wait = '$bag | Wait-Job -Timeout 20 -MaximumInterval 0.4' }
        @{ how = 'position'; wait = 'Wait-Job $bag -Timeout 20 -MaximumInterval 0.4' }
        @{ how = 'position in a list'; wait = 'Wait-Job ([Collections.ArrayList] @($bag)) -Timeout 20' }
        @{ how = 'position in a wrapped array'; wait = 'Wait-Job (Write-Output @($bag) -NoEnumerate) -Timeout 20' }
        @{ how = 'name'; wait = 'Wait-RemoteJob -RemoteJob $bag, $bag -Timeout 20 -MaximumInterval 0.4' }
    ) {
        $new = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 1 }
        Get-XplentyJob $new.id | Export-Clixml (Join-Path $TestDrive bag.xml)
        Invoke-FreshPowerShell -Environment @{ BAG = Join-Path $TestDrive bag.xml; WAIT = $wait } {
            $bag = Import-Clixml $env:BAG
            $bag.pstypenames[0]
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $ended = . ([scriptblock]::Create($env:WAIT))
            "$($ended.GetType().Name) $($ended.State)"
        } | Should -Be 'Deserialized.JobStatus.XplentyJob', 'XplentyJob Completed'
    }

    It 'can be passed to one wait together with a job of this process and a PowerShell job' {
        $new = New-SandboxJob @{ service = 'xplenty'; durationSeconds = 1 }
        $mixed = @(Send-ThroughFile (Get-XplentyJob $new.id)) + (Get-XplentyJob 157) + (Start-Job { 1 })
        $ended = $mixed | Wait-Job -Timeout 30 @quick
        $ended.Count | Should -Be 3
    }
}

Describe 'A definition' {
    It 'causes an error that recommends how to start it if it is passed to a wait: <what>' -ForEach @(
        @{ what = 'a definition'; call = { Get-AlmaJob S201 | Wait-Job -Timeout 1 }; advice = 'Start-AlmaJob' }
        @{ what = 'a definition by position'; call = { Wait-Job (Get-AlmaJob S201) -Timeout 1 }; advice = 'Start-AlmaJob' }
        @{ what = 'a definition, to Wait-RemoteJob'; call = { Get-AlmaJob S201 | Wait-RemoteJob -Timeout 1 }; advice = 'Start-AlmaJob' }
        @{
            what = 'a deserialized definition'; call = { Send-ThroughFile (Get-AlmaJob S201) | Wait-Job -Timeout 1 }
            advice = 'Start-AlmaJob'
        }
        @{ what = 'a package'; call = { Get-XplentyPackage 434 | Wait-Job -Timeout 1 }; advice = 'Start-XplentyJob' }
        @{ what = 'a cluster'; call = { Get-XplentyCluster 52 | Wait-Job -Timeout 1 }; advice = 'Start-XplentyJob' }
        @{ what = 'a schedule'; call = { Get-XplentySchedule 71 | Wait-RemoteJob -Timeout 1 }; advice = 'Start-XplentySchedule' }
        @{ what = 'a workflow'; call = { Get-AlteryxWorkflow -First 1 | Wait-Job -Timeout 1 }; advice = 'Start-AlteryxJob' }
    ) {
        $said = & $call 2>&1
        $said | Should -HaveCount 1
        $said.FullyQualifiedErrorId | Should -BeLike 'JobObjectNeeded,*'
        "$said" | Should -BeLike "*$advice*"
    }
}

Describe 'A job that Select-Object copied' {
    It 'causes an error that explains the problem: <how>' -ForEach @(
        @{ how = 'only the id, which could be a local job id'; call = { $given | Wait-Job -Timeout 1 }; select = 'Id' }
        @{ how = 'no id'; call = { $given | Wait-Job -Timeout 1 }; select = 'Status' }
        @{ how = 'no service'; call = { $given | Wait-RemoteJob -Timeout 1 }; select = 'Id', 'State' }
        @{ how = 'by position'; call = { Wait-Job $given -Timeout 1 }; select = 'Id', 'Name' }
        @{
            how = 'by position in a list'; call = { Wait-Job ([Collections.Generic.List[object]] @($given)) -Timeout 1 }
            select = 'Id', 'Name'
        }
        @{ how = 'by name'; call = { Wait-RemoteJob -RemoteJob $given -Timeout 1 }; select = 'Id', 'Name' }
        @{ how = 'after serialization'; call = { Send-ThroughFile $given | Wait-Job -Timeout 1 }; select = 'Id', 'Name' }
    ) {
        $given = Get-XplentyJob 157 | Select-Object $select
        $said = & $call 2>&1
        $said | Should -HaveCount 1
        $said.FullyQualifiedErrorId | Should -BeLike 'JobObjectNeeded,*'
        $said.CategoryInfo.Category | Should -Be InvalidArgument
        $said.TargetObject.psobject.TypeNames[0] | Should -BeLike '*Selected.*'
        "$said" | Should -BeLike '*Select-Object*Select properties after this command instead.*'
    }

    It 'causes an error that recommends Wait-RemoteJob if it was converted to JSON and back' {
        $said = @(Get-XplentyJob 157 | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Wait-Job -Timeout 1 2>&1)
        $said | Should -HaveCount 1
        $said[0].FullyQualifiedErrorId | Should -BeLike 'JobObjectNeeded,*'
        "$($said[0])" | Should -BeLike '*Wait-RemoteJob*'
    }

    It 'is not mistaken for an object with the similar type name <name>' -ForEach @(
        @{ name = 'Deserialized.' }, @{ name = 'Selected.' }, @{ name = 'Deserialized.Selected.' }, @{ name = 'Selected.Some.Type, Some' }
    ) {
        $local = Start-Job { 1 }
        ([pscustomobject] @{ PSTypeName = $name; Id = $local.Id } | Wait-Job -Timeout 20).Id | Should -Be $local.Id
        Remove-Job $local
    }

    It 'does not prevent the wait for the other jobs' {
        $job = Get-XplentyJob 157
        $said = @(($job | Select-Object Id), $job | Wait-Job -Timeout 5 2>&1)
        $said[0].FullyQualifiedErrorId | Should -BeLike 'JobObjectNeeded,*'
        $said[1].Id | Should -Be 157
        $said | Should -HaveCount 2
    }
}
