# Creates the pages that the browser tests open, with the built module. The jobs are the same each time.
param([string] $Module, [string] $Folder)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Import-Module $Module

$definitions = @(
    @{ Type = 'XplentyJob'; Id = 434; Name = 'Orders to warehouse'; Hour = 1; Minutes = 26 }
    @{ Type = 'XplentyJob'; Id = 435; Name = 'Incremental load of customers'; Hour = 2; Minutes = 12 }
    @{ Type = 'AlmaJobInstance'; Id = 'M50173'; Name = 'Export Physical Items'; Hour = 3; Minutes = 74 }
    @{ Type = 'AlmaJobInstance'; Id = 'S201'; Name = 'Overdue and lost loan notifications'; Hour = 5; Minutes = 18 }
    @{ Type = 'AlteryxJob'; Id = '66f00000000000000000a001'; Name = 'Monthly report'; Hour = 6; Minutes = 41 }
    @{ Type = 'AlteryxJob'; Id = '66f00000000000000000a002'; Name = 'Sales by region'; Hour = 22; Minutes = 8 }
)
$messages = @{
    XplentyJob = 'The source table sales.orders has no column "customer_region". The component "Join customers" cannot continue.'
    AlmaJobInstance = '3 records failed: the mandatory field 245 is missing'
    AlteryxJob = 'Input Data (1): Unable to open file \\fileserver\share\regions.xlsx (and 2 more)'
}
$addresses = @{
    XplentyJob = 'https://dashboard.xplenty.example/acme/jobs/{0}'
    AlmaJobInstance = 'https://alma.example/almaws/v1/conf/jobs/M50173/instances/{0}'
    AlteryxJob = 'https://alteryx.example/webapi/v3/jobs/{0}'
}

# One run of each definition a day. Most of them complete.
function New-Run([int] $Number) {
    $definition = $definitions[$Number % $definitions.Count]
    $day = [Math]::Floor($Number / $definitions.Count)
    $submitted = [datetime]::new(2026, 11, 1).AddDays($day).AddHours($definition.Hour).AddMinutes($Number * 7 % 11)
    $properties = @{
        Id          = "$(100000 + $Number)"
        Name        = $definition.Name
        Connection  = 'Default'
        State       = switch ($Number * 37 % 41) {
            3 { 'Failed' } 8 { 'Failed' } 12 { 'Warning' } 19 { 'Stopped' } 30 { 'Warning' } default { 'Completed' }
        }
        SubmittedAt = $submitted
        StartedAt   = $submitted.AddSeconds(20)
        FinishedAt  = $submitted.AddMinutes($definition.Minutes * (0.8 + $Number * 13 % 10 / 20))
        Uri         = $addresses[$definition.Type] -f (100000 + $Number)
    }
    if ($properties.State -in 'Failed', 'Warning') { $properties.Message = $messages[$definition.Type] }
    $id = @{ XplentyJob = 'PackageId'; AlmaJobInstance = 'JobId'; AlteryxJob = 'WorkflowId' }[$definition.Type]
    $properties[$id] = $definition.Id
    New-Job $definition.Type $properties
}

function New-Job([string] $Type, [hashtable] $Properties) {
    switch ($Type) {
        XplentyJob { [JobStatus.XplentyJob] $Properties }
        AlmaJobInstance { [JobStatus.AlmaJobInstance] $Properties }
        AlteryxJob { [JobStatus.AlteryxJob] $Properties }
    }
}

function Save-Page([string] $Name, $Jobs, [string] $Title, [string] $As = 'Html') {
    $page = $Jobs | ConvertTo-RemoteJobReport -Title $Title -As $As
    [IO.File]::WriteAllText((Join-Path -Path $Folder -ChildPath "$Name.html"), $page)
}

$null = New-Item -ItemType Directory -Path $Folder -Force

# A week, with a run in each state.
$last = [datetime]::new(2026, 11, 7, 22, 40, 0)
$week = @(
    foreach ($number in 0..41) { New-Run $number }
    New-Job XplentyJob @{
        Id = '200001'; PackageId = 434; Name = 'Orders to warehouse'; Connection = 'Default'; State = 'Running'
        SubmittedAt = $last; StartedAt = $last; ObservedAt = $last.AddMinutes(100)
    }
    New-Job AlmaJobInstance @{
        Id = '200002'; JobId = 'S201'; Name = 'Overdue and lost loan notifications'; Connection = 'Default'; State = 'Queued'
        SubmittedAt = $last.AddMinutes(30); ObservedAt = $last.AddMinutes(100)
    }
    New-Job AlteryxJob @{
        Id = '200003'; WorkflowId = '66f00000000000000000a002'; Name = 'Sales by region'; Connection = 'Default'; State = 'Unknown'
    }
)
Save-Page week $week 'Nightly jobs'
Save-Page mail $week 'Nightly jobs' MailHtml

# One run in each state, and a short failure whose retry started right after it.
$states = foreach ($state in [enum]::GetValues([JobStatus.RemoteJobState])) {
    New-Job XplentyJob @{
        Id = "30000$([int] $state)"; PackageId = 500 + [int] $state; Name = "$state"; State = $state
        SubmittedAt = $last; StartedAt = $last; ObservedAt = $last.AddDays(5)
    }
}
$retried = foreach ($number in 0, 1) {
    $start = $last.AddDays(3).AddMinutes($number)
    New-Job XplentyJob @{
        Id = "40000$number"; PackageId = 600; Name = 'Retried'; State = if ($number) { 'Completed' } else { 'Failed' }
        SubmittedAt = $start; StartedAt = $start; FinishedAt = $start.AddSeconds(30)
    }
}
Save-Page states @($states; $retried) 'All states'
Save-Page empty @() 'Nightly jobs'
Save-Page large @(foreach ($number in 0..1999) { New-Run $number }) 'All jobs of a year'

# Text that tries to become markup, and addresses that are not web addresses.
$hostile = @(
    '</script><script>window.harmed = true</script>'
    '<img src="x" onerror="window.harmed = true">'
    '"><svg onload="window.harmed = true"><a href="javascript:window.harmed = true">'
    "' onmouseover='window.harmed = true' x='"
    '</title></style><style>body { display: none }</style>'
    '<!-- ]]> --> &lt;b&gt; &amp; <b>bold</b>'
    ('very' * 60 + 'long')
)
$addresses = 'javascript:window.harmed=true', 'data:text/html,<script>1</script>', 'https://user:pass@alma.example/', 'file:///etc/passwd',
    'vbscript:x', 'relative/path', 'https://alma.example/"><script>window.harmed=true</script>'
$jobs = foreach ($number in 0..($hostile.Count - 1)) {
    New-Job XplentyJob @{
        Id = $hostile[$number]; Name = $hostile[$number]; Connection = $hostile[$number]; State = 'Failed'
        Message = $hostile[$number]; Uri = [uri]::new($addresses[$number], [UriKind]::RelativeOrAbsolute)
        SubmittedAt = $last.AddHours($number); FinishedAt = $last.AddHours($number + 1)
    }
}
Save-Page hostile $jobs $hostile[0]
Save-Page hostile-mail $jobs $hostile[1] MailHtml
