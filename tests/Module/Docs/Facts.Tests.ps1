# Compares statements in the about topics, README and the guides with the behavior of the module. If a statement changes, change
# its test as well.
BeforeDiscovery {
    $root = (Resolve-Path (Join-Path $PSScriptRoot .. .. ..)).Path
    Import-Module (Join-Path $PSScriptRoot StateTable.psm1) -Force
    $about = Get-Content (Join-Path $root en-US about_JobStatus.help.txt) -Raw
    $statuses = @(Get-DocumentedStatus $about)
    $newest = Get-Content (Join-Path $root CHANGELOG.md) | Where-Object { $_ -like '## *' } | Select-Object -First 1
    $isUnpublished = $newest -match 'unreleased|unpublished|not published'
}

BeforeAll {
    $root = (Resolve-Path (Join-Path $PSScriptRoot .. .. ..)).Path
    Import-Module (Join-Path $PSScriptRoot .. SandboxSession.psm1), (Join-Path $PSScriptRoot .. Assertions.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot StateTable.psm1) -Force
    Start-Sandbox
    Import-Module $env:JOBSTATUS_TEST_MODULE -Force
    $sandbox = Get-SandboxUri

    # A document as a single line of text.
    function Get-DocumentText([string] $Path) { (Get-Content -LiteralPath (Join-Path $root $Path) -Raw) -replace '\s+', ' ' }

    # Reads a job whose status and disposition in the response of the service are these.
    function Get-JobWithStatus([string] $Service, [string] $Status, [string] $Disposition) {
        $path, $body = switch ($Service) {
            Alma { '/almaws'; @{ id = '9563643080000561'; status = @{ value = $Status }; job_info = @{ id = 'M50173' } } }
            Xplenty { '/demo/api/jobs/157'; @{ id = 157; status = $Status } }
            Alteryx { '/webapi/v3/jobs'; @{ id = '66f000000000000000000201'; status = $Status; disposition = $Disposition } }
        }
        $json = ConvertTo-Json $body -Depth 5
        $null = Add-SandboxFault @{ path = $path; kind = 'body'; body = $json; contentType = 'application/json'; count = -1 }
        switch ($Service) {
            Alma { Get-AlmaJobInstance 9563643080000561 -ErrorAction Stop }
            Xplenty { Get-XplentyJob 157 -ErrorAction Stop }
            Alteryx { Get-AlteryxJob 66f000000000000000000201 -ErrorAction Stop }
        }
    }
}

AfterAll { Stop-Sandbox }

Describe 'The success states' {
    BeforeAll {
        Clear-SandboxSession
        Set-SandboxEnvironment

        # A finished job in every state that a finished job can have.
        $finished = @(
            foreach ($outcome in 'completed', 'warning', 'failed', 'stopped') {
                $service = if ($outcome -eq 'stopped') { 'xplenty' } else { 'alteryx' }
                $created = New-SandboxJob @{ service = $service; durationSeconds = 0; outcome = $outcome }
                if ($service -eq 'xplenty') { Get-XplentyJob $created.id } else { Get-AlteryxJob $created.id }
            }
            Get-JobWithStatus Alteryx Completed 'SomethingNew'
        )
        $null = $finished | Wait-RemoteJob -FailOnError -ErrorAction SilentlyContinue -ErrorVariable failures
        $rejected = @($failures | Where-Object FullyQualifiedErrorId -Like 'JobFailed,*' | ForEach-Object { "$($_.TargetObject.State)" })
        $accepted = @($finished | ForEach-Object { "$($_.State)" } | Where-Object { $_ -notin $rejected })
    }

    It 'are checked with a job in each state that a finished job can have' {
        $finished | Should -HaveCount 5
        $finished.IsFinished | Should -Not -Contain $false
        $inCode = [enum]::GetNames([JobStatus.RemoteJobState]) | Where-Object { $_ -notin 'Queued', 'Running', 'Stopping' }
        $finished.State | ForEach-Object { "$_" } | Sort-Object | Should -Be ($inCode | Sort-Object)
    }

    It 'in <document> are the states that -FailOnError accepts' -ForEach @(
        @{ document = 'en-US/about_JobStatus.help.txt'; pattern = '(\w+) and (\w+) are the success states' }
        @{ document = 'docs/en-US/Wait-Job.md'; pattern = '`(\w+)` and `(\w+)` count as success' }
        @{ document = 'docs/en-US/Wait-RemoteJob.md'; pattern = '`(\w+)` and `(\w+)` count as success' }
        @{ document = 'docs/runbooks.md'; pattern = '`(\w+)` and `(\w+)` mean success' }
    ) {
        $statement = [regex]::Match((Get-DocumentText $document), $pattern)
        $statement.Success | Should -BeTrue -Because "$document must name the success states"
        $statement.Groups[1].Value, $statement.Groups[2].Value | Sort-Object | Should -Be ($accepted | Sort-Object)
    }

    It 'do not include Unknown, as about_JobStatus states' {
        Get-DocumentText en-US/about_JobStatus.help.txt | Should -Match 'Unknown means .{1,350} Unknown never counts as success\.'
        $rejected | Should -Contain Unknown
    }
}

Describe 'The tables of states in about_JobStatus' {
    BeforeEach {
        Clear-SandboxSession
        Set-SandboxEnvironment
    }

    It 'contain the statuses of all three services' {
        (Get-DocumentedStatus (Get-Content (Join-Path $root en-US about_JobStatus.help.txt) -Raw)).service | Sort-Object -Unique |
            Should -Be Alma, Alteryx, Xplenty
    }

    It 'state correctly that the <service> status <status> <disposition> has the state <state>' -ForEach $statuses {
        "$((Get-JobWithStatus $service $status $disposition).State)" | Should -Be $state
    }

    It 'state correctly that <service> jobs with an unrecognized status are unknown and unfinished' -ForEach @(
        @{ service = 'Alma' }, @{ service = 'Xplenty' }, @{ service = 'Alteryx' }
    ) {
        Get-DocumentText en-US/about_JobStatus.help.txt | Should -Match 'A job with an unrecognized status does not count as finished'
        $job = Get-JobWithStatus $service SOMETHING_NEW
        $job.State | Should -Be Unknown
        $job.IsFinished | Should -BeFalse
    }
}

Describe 'The status COMPLETED_FAILED' {
    BeforeAll {
        Clear-SandboxSession
        Set-SandboxEnvironment
        $counters = @(@{ type = 'c.done'; value = '5' }, @{ type = 'c.failed'; value = '2' })
        $created = New-SandboxJob @{ service = 'alma'; durationSeconds = 0; outcome = 'failed'; counters = $counters }
        $run = Get-AlmaJobInstance $created.id
    }

    It 'means Completed with Errors, as about_JobStatus and docs/webhooks.md state' {
        Get-DocumentText en-US/about_JobStatus.help.txt | Should -Match 'COMPLETED_FAILED means "Completed with Errors"'
        Get-DocumentText docs/webhooks.md | Should -Match 'COMPLETED_FAILED means "Completed with Errors"'
        $run.Status | Should -BeExactly COMPLETED_FAILED
        $run.StatusDescription | Should -BeExactly 'Completed with Errors'
        $run.State | Should -Be Failed
    }

    It 'comes with counters that show how many records failed, as about_JobStatus states' {
        Get-DocumentText en-US/about_JobStatus.help.txt |
            Should -Match 'The Counters property of the run shows how many records succeeded and how many failed\.'
        $run.Counters.Number | Should -Be 5, 2
    }
}

Describe 'The statements in docs/webhooks.md about what the services send' {
    It 'include <what>' -ForEach @(
        @{ what = 'the time limit of Alma'; pattern = 'within five seconds.*sends the webhook again, up to three times within ten hours' }
        @{ what = 'that Alma sends every job'; pattern = 'Your listener receives a webhook for every job of the institution' }
        @{ what = 'how Xplenty signs'; pattern = 'X-Hook-Signature`.* SHA-1 hash of the id, the event name, the address and a salt' }
        @{ what = 'what the signature of Xplenty lacks'; pattern = 'does not cover the body.*read the job with your own key' }
    ) {
        Get-DocumentText docs/webhooks.md | Should -Match $pattern
    }
}

Describe 'The rules for connections in about_JobStatus_Connections' {
    BeforeAll {
        $topic = Get-DocumentText en-US/about_JobStatus_Connections.help.txt

        function Connect-Tenant([string] $Name) {
            Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox -Name $Name
        }

        function Get-DefaultName { (Get-JobStatusConnection -Service Xplenty | Where-Object IsDefault).Name }
    }

    BeforeEach { Clear-SandboxSession }

    It 'are all tested here' {
        $rule = [regex]::Match(
            $topic, 'A new connection becomes the default connection in these cases: (?<cases>.*?) If you remove'
        ).Groups['cases']
        [regex]::Matches($rule.Value, '- ').Count | Should -Be 3
        $order = [regex]::Match($topic, 'A cmdlet uses the first of these that applies: (?<steps>.*?) If a connection').Groups['steps']
        [regex]::Matches($order.Value, '\d\. ').Count | Should -Be 4
    }

    It 'are true: <statement>' -ForEach @(
        @{
            statement = 'Each service has at most one default connection.'
            action = { foreach ($name in 'one', 'Default', 'two') { Connect-Tenant $name } }
            default = 'Default'
        }
        @{
            statement = 'Its name is Default.'
            action = { Connect-Tenant one; Connect-Tenant Default }
            default = 'Default'
        }
        @{
            statement = 'This is the name if you omit -Name.'
            action = { Connect-Tenant one; Connect-Xplenty demo (ConvertTo-Secret sandbox-xplenty-key) -BaseUri $sandbox }
            default = 'Default'
        }
        @{
            statement = 'The service has no default connection, and the environment variables do not describe one.'
            action = { Connect-Tenant one; Connect-Tenant two; Connect-Alma EU -ApiKey (ConvertTo-Secret any) -Name other }
            default = 'one'
        }
        @{
            statement = 'It replaces the default connection, because it has the same name.'
            action = { Connect-Tenant one; Connect-Tenant two; Connect-Tenant ONE }
            default = 'ONE'
        }
        @{
            statement = 'If you remove the default connection, none of the other connections that you created replaces it.'
            action = { Connect-Tenant one; Connect-Tenant two; Remove-JobStatusConnection one }
            default = $null
        }
        @{
            statement = 'Cmdlets then use the environment variables.'
            action = { Set-SandboxEnvironment; Connect-Tenant one; Connect-Tenant two; Remove-JobStatusConnection one }
            default = 'Environment'
        }
        @{
            statement = 'The next connection that you create becomes the default connection.'
            action = { Connect-Tenant one; Connect-Tenant two; Remove-JobStatusConnection one; Connect-Tenant three }
            default = 'three'
        }
    ) {
        $topic.Contains($statement) | Should -BeTrue
        & $action
        Get-DefaultName | Should -BeExactly $default
        if ($default) { (Get-XplentyJob 157).Connection | Should -BeExactly $default }
        else { (Get-TerminatingError { Get-XplentyJob 157 }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*' }
    }

    It 'agree with the help of <_> about the name of a connection' -ForEach Connect-Alma, Connect-Xplenty, Connect-Alteryx {
        $page = Get-DocumentText "docs/en-US/$_.md"
        $page | Should -Match 'A connection that is named `Default` becomes the default connection of the service\.'
        $page | Should -Match ('with another name becomes the default connection only if it replaces the default connection, ' +
            'or if there is neither a')
    }

    It 'name the connections in the order in which a cmdlet uses them' {
        $steps = '1\. the connection that you specify with -Connection.* ' +
        '2\. for a piped object, the connection that it was read through ' +
        '3\. the default connection of the service 4\. the connection that the environment variables describe'
        $topic | Should -Match $steps
        Set-SandboxEnvironment
        $job = Get-XplentyJob 157
        $job.Connection | Should -Be Environment
        foreach ($name in 'Default', 'one', 'two') { Connect-Tenant $name }
        (Get-XplentyJob 157).Connection | Should -Be Default
        $job = Get-XplentyJob 157 -Connection one
        ($job | Get-XplentyJob).Connection | Should -Be one
        ($job | Get-XplentyJob -Connection two).Connection | Should -Be two
    }

    It 'state correctly that a missing connection causes an error' {
        $topic | Should -Match 'does not exist, the cmdlet produces a NotConnected error\. It does not use another connection\.'
        Connect-Tenant Default
        Connect-Tenant one
        $job = Get-XplentyJob 157 -Connection one
        Remove-JobStatusConnection one
        $job | Get-XplentyJob -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        (Get-TerminatingError { Get-XplentyJob 157 -Connection one }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}

Describe 'The commands that install the packages' -Skip:(-not $isUnpublished) {
    BeforeAll {
        # A command that installs from a local folder works before the packages are published.
        $command = '(Install-PSResource|Install-Module)\s+(-Name\s+)?JobStatus\b(?![.\w])|' +
        'dotnet\s+tool\s+install\s+(?![^`\r\n]*--add-source)[^`\r\n]*JobStatus\.Sandbox'
        $isNotPublished = '(?i)\b(once|until|after|when)\s+[\w\s]{1,30}?(is|are)\s+published|' +
        'not\s+(yet\s+)?published(\s+yet)?|not\s+in\s+the\s+PowerShell\s+Gallery\s+yet'

        # The commands in a text without a statement nearby that the packages are not published.
        function Find-UnqualifiedCommand([string] $Text) {
            foreach ($match in [regex]::Matches($Text, $command)) {
                $before = ($Text.Substring(0, $match.Index) -split '\n' | Select-Object -Last 11) -join "`n"
                $after = ($Text.Substring($match.Index) -split '\n' | Select-Object -First 4) -join "`n"
                if ("$before$after" -notmatch $isNotPublished) { $match.Value }
            }
        }

        # The README of the sandbox is part of its package, so its reader has a published package.
        $files = @(
            Get-Item (Join-Path $root *.md)
            Get-ChildItem (Join-Path $root docs) -Recurse -File | Where-Object Extension -In .md, .ps1, .yml, .yaml
            Get-Item (Join-Path $root en-US about_*.help.txt)
        )
    }

    It 'are found with and without a statement that the packages are not published' {
        Find-UnqualifiedCommand 'Run `Install-PSResource JobStatus`.' | Should -Be 'Install-PSResource JobStatus'
        Find-UnqualifiedCommand 'Run Install-Module -Name JobStatus -AllowClobber.' | Should -Be 'Install-Module -Name JobStatus'
        Find-UnqualifiedCommand "Run:`n    dotnet tool install --global JobStatus.Sandbox" |
            Should -Be 'dotnet tool install --global JobStatus.Sandbox'
        Find-UnqualifiedCommand "Once it is published, run:`n`n    Install-PSResource JobStatus" | Should -BeNullOrEmpty
        Find-UnqualifiedCommand 'It is not published yet. Later, use `Install-PSResource JobStatus`.' | Should -BeNullOrEmpty
        Find-UnqualifiedCommand 'dotnet tool install --add-source ./out/packages JobStatus.Sandbox' | Should -BeNullOrEmpty
    }

    It 'are accompanied by the statement that the packages are not published yet' {
        $texts = $files | ForEach-Object { Get-Content -LiteralPath $_ -Raw }
        @($texts | ForEach-Object { [regex]::Matches($_, $command) }).Count | Should -BeGreaterThan 3
        $unqualified = foreach ($file in $files) {
            foreach ($found in Find-UnqualifiedCommand (Get-Content -LiteralPath $file -Raw)) {
                "$([IO.Path]::GetRelativePath($root, $file)): $found"
            }
        }
        $unqualified | Should -BeNullOrEmpty
    }
}

Describe 'The maintenance guide' {
    It 'stops at each read that fails, because a missing schedule or job would pass its checks' {
        $reads = @(Get-Content (Join-Path $root docs maintenance.md) |
            Where-Object { $_ -match '^\s*(\$\w+ = )(.*\| )?Get-\w+Schedule|^\s+Get-AlteryxJob ' })
        $reads | Should -HaveCount 5
        $reads | Where-Object { $_ -notlike '*-ErrorAction Stop*' } | Should -BeNullOrEmpty
    }
}
