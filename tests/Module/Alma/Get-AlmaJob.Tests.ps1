BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $jobs = '/almaws/v1/conf/jobs'
}

AfterAll { Stop-Sandbox }

Describe 'Get-AlmaJob without an id' {
    BeforeAll {
        Clear-SandboxSession
        foreach ($number in 1001..1242) { $null = Invoke-Sandbox POST definitions @{ id = "O$number"; name = "Many $number" } }
    }

    BeforeEach {
        Set-SandboxEnvironment
        Invoke-Sandbox DELETE requests | Out-Null
    }

    It 'gets all jobs, one page at a time' {
        $all = Get-AlmaJob
        $all | Should -HaveCount 250
        @($all.JobId | Sort-Object -Unique) | Should -HaveCount 250
        $all[0] | Should -BeOfType JobStatus.AlmaJob
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100', '?offset=100&limit=100', '?offset=200&limit=100'
    }

    It 'requests only as many jobs as -First needs' {
        Get-AlmaJob -First 5 | Should -HaveCount 5
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=5'
    }

    It 'requests only a part of the second page if -First needs no more' {
        Get-AlmaJob -First 130 | Should -HaveCount 130
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100', '?offset=100&limit=30'
    }

    It 'skips jobs at the service with -Skip' {
        $all = Get-AlmaJob
        Invoke-Sandbox DELETE requests | Out-Null
        (Get-AlmaJob -Skip 245).JobId | Should -Be $all[245..249].JobId
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=245&limit=100'
    }

    It 'returns nothing if -Skip is larger than the number of jobs' {
        Get-AlmaJob -Skip 900 | Should -BeNullOrEmpty
        @(Get-SandboxRequest | ForEach-Object status) | Should -Be 200
    }

    It 'returns the total count first with -IncludeTotalCount' {
        $all = Get-AlmaJob -IncludeTotalCount -First 2
        $all | Should -HaveCount 3
        $all[0] | Should -BeOfType uint64
        $all[0] | Should -Be 250
        $all[0].Accuracy | Should -Be 1
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 1
    }

    It 'returns only the total count with -IncludeTotalCount and -First 0' {
        $all = @(Get-AlmaJob -IncludeTotalCount -First 0)
        $all | Should -HaveCount 1
        $all[0] | Should -Be 250
    }

    It 'does not claim an exact total count if -Name filters the jobs' {
        $all = @(Get-AlmaJob -Name 'Many 10*' -IncludeTotalCount)
        $all[0].Accuracy | Should -Be 0
        $all | Should -HaveCount 100
    }

    It 'requests no more pages after Select-Object -First has its objects' {
        (Get-AlmaJob | Select-Object -First 1).JobId | Should -Be M50173
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100'
    }

    It 'filters by name with wildcards, ignoring case' {
        (Get-AlmaJob -Name 'export*', 'MANY 1242', 'nothing like it').Name | Should -Be 'Export Physical Items', 'Many 1242'
        @(Get-SandboxRequest | ForEach-Object path) | Should -HaveCount 3
    }

    It 'applies -First and -Skip after the -Name filter' {
        (Get-AlmaJob -Name 'Many *' -Skip 1 -First 2).Name | Should -Be 'Many 1002', 'Many 1003'
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be '?offset=0&limit=100'
    }
}

Describe 'Get-AlmaJob with a filter or an id' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'lets Alma filter by <what>' -ForEach @(
        @{ what = 'type'; given = @{ Type = 'scheduled' }; query = '?type=SCHEDULED&offset=0&limit=100'; ids = 'S201', 'S204', 'S205' }
        @{
            what = 'category'; given = @{ Category = 'RESEARCH_ASSETS' }; query = '?category=RESEARCH_ASSETS&offset=0&limit=100'
            ids = , 'M50173'
        }
        @{ what = 'profile'; given = @{ ProfileId = '7001' }; query = '?profile_id=7001&offset=0&limit=100'; ids = , 'S205' }
        @{
            what = 'type, category and profile'; given = @{ Type = 'SCHEDULED'; Category = 'IMPORT'; ProfileId = '7001' }
            query = '?type=SCHEDULED&category=IMPORT&profile_id=7001&offset=0&limit=100'; ids = , 'S205'
        }
    ) {
        (Get-AlmaJob @given).JobId | Should -Be $ids
        (Get-SandboxRequest).query | Should -BeExactly $query
    }

    It 'returns nothing and no error if no job matches' {
        Get-AlmaJob -ProfileId 9999 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'gets a job with all its properties by id' {
        $job = Get-AlmaJob M202
        $job | Should -BeOfType JobStatus.AlmaJob
        Assert-Property $job -Except Type, Category, Content, Creator, Parameters, AdditionalData -Expected ([ordered]@{
                Connection = 'Environment'; JobId = 'M202'; Id = 'M202'; Name = 'Export Physical Items'
                Description = 'Writes the items of a set to a file.'
                Schedule = $null; NextRun = $null; RelatedProfile = $null; AdditionalInfo = $null; Link = [uri] "$sandbox$jobs/M202"
            })
        $job.Type.Value | Should -Be MANUAL
        $job.Category.Description | Should -Be Repository
        $job.Content.Value | Should -Be ITEM
        $job.Parameters.Name.Value | Should -Be set_id, file_format, comment
        $job.Parameters[1].Value | Should -Be XML
        $job.AdditionalData.Count | Should -Be 0
        (Get-SandboxRequest).path | Should -Be "$jobs/M202"
    }

    It 'returns the next run of a scheduled job and its import profile' {
        $job = Get-AlmaJob S204
        $job.NextRun | Should -BeOfType DateTime
        $job.Schedule.Value | Should -Be 'Every day at 02:00'
        (Get-AlmaJob S205).RelatedProfile.Value | Should -Be 7001
    }

    It 'accepts ids and job objects from the pipeline' {
        ('M202', 'S201' | Get-AlmaJob).JobId | Sort-Object | Should -Be M202, S201
        (Get-AlmaJob -Type MANUAL | Get-AlmaJob | Where-Object JobId -EQ M202).Parameters | Should -HaveCount 3
        (Get-AlmaJobInstance 1000000000000202 | Get-AlmaJob).Name | Should -Be 'Export Physical Items'
    }

    It 'writes one error for each id that is <what> and returns the other jobs' -ForEach @(
        @{ what = 'unknown'; id = 'M999'; error = 'JobNotFound'; category = 'ObjectNotFound' }
        @{ what = 'a number'; id = '202'; error = 'InvalidRequest'; category = 'InvalidArgument' }
        @{ what = 'a path'; id = '../M202'; error = 'InvalidRequest'; category = 'InvalidArgument' }
        @{ what = 'a query'; id = 'M202?op=run'; error = 'InvalidRequest'; category = 'InvalidArgument' }
    ) {
        $read = Get-AlmaJob S201, $id, M202 -ErrorAction SilentlyContinue -ErrorVariable failure
        $read.JobId | Sort-Object | Should -Be M202, S201
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetAlmaJobCommand"
        $failure[0].CategoryInfo.Category | Should -Be $category
        $failure[0].TargetObject | Should -BeExactly $id
    }

    It 'writes one error for each piped object that is not an id and returns the other jobs' {
        $read = 'M202', $null, '', @{ A = 1 }, (Get-Date), 'S201' | Get-AlmaJob -ErrorAction SilentlyContinue -ErrorVariable failure
        $read.JobId | Sort-Object | Should -Be M202, S201
        $failure | Should -HaveCount 4
        Get-SandboxRequest | Should -HaveCount 2
    }

    It 'rejects null and empty arguments instead of getting all jobs' {
        (Get-TerminatingError { Get-AlmaJob $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (Get-TerminatingError { Get-AlmaJob -Name '' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        @() | Get-AlmaJob | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}
