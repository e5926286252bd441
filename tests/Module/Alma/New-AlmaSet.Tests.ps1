BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sets = '/almaws/v1/conf/sets'
}

AfterAll { Stop-Sandbox }

Describe 'New-AlmaSet' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
        Set-SandboxSetting @{ almaRequestsPerSecond = $null }
    }

    It 'creates an empty set' {
        $set = New-AlmaSet Night USER -Description D -Note N -Public
        $set | Should -BeOfType JobStatus.AlmaSet
        $set.NumberOfMembers | Should -Be 0
        $set.Private | Should -BeFalse
        $read = Get-AlmaSet $set.SetId
        $read.Name, $read.Description, $read.Note, $read.Content.Value | Should -Be Night, D, N, USER
        @(Get-SandboxRequest | Where-Object method -EQ POST) | Should -HaveCount 1
    }

    It 'creates a private set by default' {
        (New-AlmaSet Night USER).Private | Should -BeTrue
    }

    It 'adds the ids from the pipeline in pieces of 1,000 and in order, and ignores empty lines' {
        $ids = 1..2500 | ForEach-Object { "user$_" }
        $file = Join-Path $TestDrive ids.txt
        Set-Content $file ($ids + '')
        $set = Get-Content $file | New-AlmaSet Night -Content USER
        $set.NumberOfMembers | Should -Be 2500
        @(Get-SandboxRequest | Where-Object method -EQ POST) | Should -HaveCount 4
        (Get-AlmaSetMember $set.SetId).MemberId | Should -Be $ids
    }

    It 'sends each piece as soon as it is full, so that it never holds more than one' {
        $null = 1..2500 |
            ForEach-Object {
                if ($_ -eq 2001) { $script:sent = @(Get-SandboxRequest | Where-Object method -EQ POST).Count }
                $_
            } |
            New-AlmaSet Night USER
        # The set and two pieces.
        $script:sent | Should -Be 3
    }

    It 'adds the ids of an argument' {
        (New-AlmaSet Night USER -MemberId a, b, c).NumberOfMembers | Should -Be 3
    }

    It 'takes at most 101 requests for 100,000 ids' {
        $set = 1..100000 | New-AlmaSet Night USER
        $set.NumberOfMembers | Should -Be 100000
        @(Get-SandboxRequest).Count | Should -Be 101
    }

    It 'writes one error for each invalid id, and adds all others' {
        $ids = 1..1500 | ForEach-Object { "user$_" }
        $ids[100] = 'unknown1'
        $ids[1499] = 'user1400'
        $set = $ids | New-AlmaSet Night USER -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.TargetObject | Should -Be unknown1, user1400
        $problems[0].FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.NewAlmaSetCommand'
        "$($problems[0])" | Should -BeLike "Member 'unknown1' was not added to Alma set *60116*"
        $set.NumberOfMembers | Should -Be 1498
        @(Get-SandboxRequest).Count | Should -BeLessOrEqual (3 + 22)
    }

    It 'sends nothing with -WhatIf' {
        1..2000 | New-AlmaSet Night USER -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'writes one error if the set cannot be created, and sends no members' {
        $null = New-AlmaSet Night USER
        1..3000 | New-AlmaSet Night USER -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem | Should -HaveCount 1
        "$problem" | Should -BeLike '*402263*'
        @(Get-SandboxRequest | Where-Object method -EQ POST) | Should -HaveCount 2
    }

    It 'is sent once, and says that the set may have been created' {
        $null = Add-SandboxFault @{ path = $sets; kind = 'reset'; count = -1 }
        New-AlmaSet Night USER -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        "$problem" | Should -BeLike '*may still have accepted*'
        @(Get-SandboxRequest) | Should -HaveCount 1
    }

    It 'does not return a set that is incomplete because a whole request failed' {
        $null = Add-SandboxFault @{ path = "$sets/*"; kind = 'reset'; count = 1 }
        1..1500 | New-AlmaSet Night USER -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem | Should -HaveCount 1
        $problem.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.NewAlmaSetCommand'
        $problem.TargetObject | Should -Be (1..1000)
        (Get-AlmaSet -Name Night | Get-AlmaSet).NumberOfMembers | Should -Be 500
    }

    It 'writes one error for each null, and adds all others' {
        $ids = 1..1500 | ForEach-Object { "user$_" }
        $set = $ids + $null + 'b' + [pscustomobject]@{ MemberId = $null } + 'c' |
            New-AlmaSet Night USER -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 2
        "$($problems[0])" | Should -BeLike "*MemberId*null*"
        (Get-AlmaSetMember $set.SetId).MemberId | Should -Be ($ids + 'b', 'c')
    }

    It 'rejects a null as an argument, and creates no set' {
        { New-AlmaSet Night USER -MemberId $null } | Should -Throw '*MemberId*null*'
        Get-SandboxRequest | Should -BeNullOrEmpty
    }

    It 'names the set and the first id that was not sent after an error that ends the command' {
        $null = Add-SandboxFault @{ path = "$sets/*"; kind = 'status'; status = 403; skip = 1; count = 1 }
        $ids = 1..3500 | ForEach-Object { "user$_" }
        $ids | New-AlmaSet Night USER -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem | Should -HaveCount 1
        $set = Get-AlmaSet -Name Night
        "$problem" | Should -BeLike ("*Alma set $set was created, but it is incomplete. No further members are sent to this set. " +
            "The first one that was not processed is 'user1001'.*")
        $problem.TargetObject | Should -Be $ids[1000..1999]
        (Get-AlmaSet $set.SetId).NumberOfMembers | Should -Be 1000
    }

    It 'sends no more members after a request for a pause that is longer than two minutes' {
        $null = Add-SandboxFault @{ path = "$sets/*"; kind = 'status'; status = 429; headers = @{ 'Retry-After' = '300' }; count = 1 }
        1..2500 | New-AlmaSet Night USER -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem | Should -HaveCount 1
        "$problem" | Should -BeLike ('*No further members are sent to this set. ' +
            "The first one that was not processed is '1'. Try again in 5 minutes.")
        @(Get-SandboxRequest | Where-Object method -EQ POST) | Should -HaveCount 2
    }

    It 'names the new set in a verbose message' {
        $lines = New-AlmaSet Night USER -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$lines" | Should -BeLike "*Alma set * (Night) was created.*"
    }

    It 'keeps the memory constant for 100,000 ids' {
        $lines = Invoke-FreshPowerShell {
            Import-Module $env:JOBSTATUS_TEST_MODULE
            $filter = { if ($_ -in 20000, 100000) { [Console]::WriteLine([GC]::GetTotalMemory($true)) }; $_ }
            $null = 1..100000 | ForEach-Object $filter | New-AlmaSet Memory USER
        }
        $lines | Should -HaveCount 2
        ([long] $lines[1] - [long] $lines[0]) | Should -BeLessThan 4MB
    }

    It 'starts a job on the set, and waits for the job' {
        $null = Invoke-Sandbox POST definitions @{
            id = 'M148'; name = 'Night'; parameters = @(@{ name = 'set_id'; required = $true }); run = @{ durationSeconds = 0 }
        }
        Push-Location $TestDrive
        try {
            Set-Content ids.txt (1..1200)
            $run = Get-Content ids.txt | New-AlmaSet 'Night' -Content USER | Start-AlmaJob M148 | Wait-Job
        }
        finally {
            Pop-Location
        }
        $run.State | Should -Be Completed
        $run.JobId | Should -Be M148
    }
}
