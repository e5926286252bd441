BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri
    $newest = '?sort=created&direction=desc'
}

AfterAll { Stop-Sandbox }

Describe 'Get-XplentyJob without an id' {
    BeforeAll {
        Clear-SandboxSession
        $package = (Invoke-Sandbox POST packages @{ name = 'Many' }).id
        foreach ($number in 1..230) {
            $null = New-SandboxJob @{
                service = 'xplenty'; id = "$(10000 + $number)"; packageId = $package; submittedSecondsAgo = $number
                durationSeconds = 0; outcome = $(if ($number % 100) { 'completed' } else { 'failed' })
            }
        }
    }

    BeforeEach {
        Set-SandboxEnvironment
        Invoke-Sandbox DELETE requests | Out-Null
    }

    It 'gets all jobs, one page at a time, newest first' {
        $all = Get-XplentyJob -PackageId $package
        $all | Should -HaveCount 230
        $all[0] | Should -BeOfType JobStatus.XplentyJob
        $all.Id | Should -Be (10001..10230)
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be @(
            foreach ($offset in 0, 100, 200) { "?package_id=$package&sort=created&direction=desc&offset=$offset&limit=100" }
        )
    }

    It 'needs no filter' {
        Get-XplentyJob | Measure-Object | ForEach-Object Count | Should -BeGreaterThan 235
        (Get-SandboxRequest)[0].query | Should -Be "$newest&offset=0&limit=100"
        Get-SandboxRequest | Should -HaveCount 3
    }

    It 'requests only as many jobs as -First needs' {
        (Get-XplentyJob -First 5).Count | Should -Be 5
        (Get-SandboxRequest).query | Should -Be "$newest&offset=0&limit=5"
    }

    It 'requests only a part of the second page if -First needs no more' {
        Get-XplentyJob -First 130 | Should -HaveCount 130
        @(Get-SandboxRequest | ForEach-Object query) | Should -Be "$newest&offset=0&limit=100", "$newest&offset=100&limit=30"
    }

    It 'skips jobs at the service with -Skip' {
        (Get-XplentyJob -PackageId $package -Skip 227).Id | Should -Be 10228, 10229, 10230
        (Get-SandboxRequest).query | Should -BeLike '*&offset=227&limit=100'
        Get-XplentyJob -Skip 900 | Should -BeNullOrEmpty
    }

    It 'reports an unknown total count with -IncludeTotalCount' {
        $all = Get-XplentyJob -First 2 -IncludeTotalCount
        $all | Should -HaveCount 3
        $all[0] | Should -BeOfType uint64
        $all[0] | Should -Be 0
        $all[0].Accuracy | Should -Be 0
    }

    It 'reports an unknown total count even for an empty list' {
        $all = @(Get-XplentyJob -Status stopping -IncludeTotalCount)
        $all | Should -HaveCount 1
        $all[0].Accuracy | Should -Be 0
    }

    It 'requests no more pages after Select-Object -First has its objects' {
        Get-XplentyJob | Select-Object -First 1 | Should -HaveCount 1
        (Get-SandboxRequest).query | Should -Be "$newest&offset=0&limit=100"
    }

    It 'lets Xplenty filter by status' {
        (Get-XplentyJob -Status FAILED -PackageId $package).Id | Should -Be 10100, 10200
        (Get-SandboxRequest).query | Should -BeExactly "?status=failed&package_id=$package&sort=created&direction=desc&offset=0&limit=100"
    }

    It 'lets Xplenty sort' {
        (Get-XplentyJob -PackageId $package -Ascending -First 2).Id | Should -Be 10230, 10229
        (Get-XplentyJob -PackageId $package -SortBy updated -First 2).Id | Should -Be 10001, 10002
        @(Get-SandboxRequest | ForEach-Object query) | Should -BeExactly @(
            "?package_id=$package&sort=created&direction=asc&offset=0&limit=2"
            "?package_id=$package&sort=updated&direction=desc&offset=0&limit=2"
        )
    }

    It 'requests -UpdatedSince in whole seconds and then filters by the exact time' {
        $updated = (Get-XplentyJob 10003).UpdatedAt
        $earlier = @(Get-XplentyJob -PackageId $package -UpdatedSince $updated)
        $earlier.Id | Should -Contain 10003
        $later = @(Get-XplentyJob -PackageId $package -UpdatedSince $updated.AddMilliseconds(1))
        $later.Id | Should -Not -Contain 10003
        $earlier.Id | Should -Not -Contain 10010
        $second = [uri]::EscapeDataString($updated.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ'))
        @(Get-SandboxRequest /demo/api/jobs | Where-Object query | ForEach-Object query | Sort-Object -Unique) |
            Should -BeExactly "?package_id=$package&since=$second&sort=created&direction=desc&offset=0&limit=100"
    }

    It 'accepts times in any time zone' {
        $null = Get-XplentyJob -UpdatedSince '2026-01-31T01:00:00+02:00' -First 1
        (Get-SandboxRequest).query | Should -BeLike "*since=$([uri]::EscapeDataString('2026-01-30T23:00:00Z'))&*"
    }

    It 'returns the jobs before a page that fails, and writes one error' {
        Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -MaximumRetryCount 0
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 503; skip = 1 }
        Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -HaveCount 100
        $failure.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,JobStatus.Commands.GetXplentyJobCommand'
        Get-JobStatusConnection | Remove-JobStatusConnection
    }

    It 'retries a page after a transient error' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'status'; status = 503; skip = 1; headers = @{ 'Retry-After' = '0' } }
        Get-XplentyJob -PackageId $package | Should -HaveCount 230
        @(Get-SandboxRequest | ForEach-Object status) | Should -Be 200, 503, 200, 200
    }

    It 'writes UnexpectedResponse if the response is <what>' -ForEach @(
        @{ what = 'not a list'; body = '"none"' }
        @{ what = 'a message object'; body = '{"message":"Sign in."}' }
        @{ what = 'a list of other items'; body = '[1,{"message":"x"}]' }
        @{ what = 'null'; body = 'null' }
        @{ what = 'not JSON'; body = '<html>' }
        @{ what = 'empty'; body = '' }
    ) {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = $body }
        Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'UnexpectedResponse,JobStatus.Commands.GetXplentyJobCommand'
    }

    It 'returns nothing and no error if the response is an empty list' {
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = '[]' }
        Get-XplentyJob -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'reads all pages even if an item is not a job' {
        $page = 1..99 | ForEach-Object { @{ id = $_; status = 'completed' } }
        $null = Add-SandboxFault @{ path = '/demo/api/jobs'; kind = 'body'; body = (ConvertTo-Json @($page; @{ status = 'completed' })) }
        $all = Get-XplentyJob -PackageId $package
        $all | Should -HaveCount 229
        @(Get-SandboxRequest | ForEach-Object query) | Should -BeLike '*&limit=100'
        Get-SandboxRequest | Should -HaveCount 3
    }

    It 'rejects <what> and sends no request' -ForEach @(
        @{ what = 'an unknown status'; read = { Get-XplentyJob -Status done } }
        @{ what = 'the package id 0'; read = { Get-XplentyJob -PackageId 0 -ErrorAction Stop } }
        @{ what = 'an id and a filter'; read = { Get-XplentyJob 201 -Status failed } }
        @{ what = 'an empty query'; read = { Get-XplentyJob -Query '' } }
    ) {
        Get-TerminatingError $read | Should -Not -BeNullOrEmpty
        Get-SandboxRequest | Should -BeNullOrEmpty
    }
}

Describe 'Get-XplentyJob while new jobs shift the list' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'returns every job once' {
        foreach ($id in 10001..10230) { $null = New-SandboxJob @{
            service = 'xplenty'; id = "$id"; durationSeconds = 0; submittedSecondsAgo = 60 }
        }
        Set-SandboxSetting @{ xplentyJobsBetweenPages = 7 }
        $all = Get-XplentyJob
        @($all.Id | Sort-Object -Unique) | Should -HaveCount $all.Count
        10001..10230 | Where-Object { "$_" -notin $all.Id } | Should -BeNullOrEmpty
        Get-SandboxRequest | Should -HaveCount 3
    }
}

Describe 'Get-XplentyJob -Query' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'sends the query unchanged in one request' {
        (Get-XplentyJob -Query 'status:failed package:Customers').Id | Should -Be 202
        $request = Get-SandboxRequest
        $request.path | Should -Be /demo/api/jobs/search
        $request.query | Should -BeExactly '?q=status%3Afailed%20package%3ACustomers'
    }

    It 'returns the requested part and the total count' {
        $found = Get-XplentyJob -Query 'id:>201 id:<206' -Skip 1 -First 2 -IncludeTotalCount
        $found[0] | Should -Be 6
        $found[0].Accuracy | Should -Be 1
        $found[1..2].Id | Should -Be 202, 203
        $found | Should -HaveCount 3
        Get-SandboxRequest | Should -HaveCount 1
    }

    It 'returns nothing and no error if no job matches' {
        Get-XplentyJob -Query 'id:999' -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'writes InvalidRequest if Xplenty does not accept the query' {
        Get-XplentyJob -Query 'nonsense' -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidRequest,JobStatus.Commands.GetXplentyJobCommand'
        $failure[0].Exception.StatusCode | Should -Be 422
        $failure[0].TargetObject | Should -Be nonsense
    }
}

Describe 'Get-XplentyJob -ParentId' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'gets the children of a workflow job in one request' {
        $children = Get-XplentyJob -ParentId 204
        $children.Id | Should -Be 206, 205
        $children[1].Component.Name | Should -Be 'Orders to warehouse'
        (Get-SandboxRequest).path | Should -Be /demo/api/jobs/204/children
    }

    It 'applies -Skip and -First' {
        (Get-XplentyJob -ParentId 204 -Skip 1).Id | Should -Be 205
        (Get-XplentyJob -ParentId 204 -First 1).Id | Should -Be 206
    }

    It 'returns nothing and no error for a job without children' {
        Get-XplentyJob -ParentId 201 -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
    }

    It 'writes <error> if the id is <what>' -ForEach @(
        @{ what = 'unknown'; id = '999'; error = 'JobNotFound'; requests = 1 }
        @{ what = 'malformed'; id = '../204'; error = 'InvalidRequest'; requests = 0 }
    ) {
        Get-XplentyJob -ParentId $id -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -Be "$error,JobStatus.Commands.GetXplentyJobCommand"
        @(Get-SandboxRequest | Where-Object path) | Should -HaveCount $requests
    }
}
