@{
    RootModule             = if ($PSEdition -eq 'Desktop') { 'bin/desktop/JobStatus.dll' } else { 'bin/core/JobStatus.dll' }
    ModuleVersion          = '0.1.0'
    GUID                   = '6a1c9a52-3f0e-4d53-9a6b-2f7c5e1d8b40'
    Author                 = 'The JobStatus contributors'
    CompanyName            = 'The JobStatus contributors'
    Copyright              = '(c) The JobStatus contributors. MIT license.'
    Description            = 'Gets the status of jobs in Ex Libris Alma, Xplenty (Integrate.io ETL) and Alteryx Server as typed objects, and waits for any mix of these jobs. Replaces the built-in Wait-Job with a cmdlet that also accepts these jobs. If you pass only local jobs, it behaves exactly like the built-in cmdlet.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')
    RequiredAssemblies     = if ($PSEdition -eq 'Desktop') { 'bin/desktop/JobStatus.dll' } else { 'bin/core/JobStatus.dll' }
    TypesToProcess         = @('JobStatus.Types.ps1xml')
    FormatsToProcess       = @('JobStatus.Format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Add-AlmaSetMember',
        'Add-XplentyJobWatcher',
        'Connect-Alma',
        'Connect-Alteryx',
        'Connect-Xplenty',
        'ConvertFrom-AlmaJobInstance',
        'ConvertFrom-XplentyJob',
        'ConvertTo-RemoteJobReport',
        'Disable-AlteryxSchedule',
        'Disable-XplentySchedule',
        'Enable-AlteryxSchedule',
        'Enable-XplentySchedule',
        'Get-AlmaJob',
        'Get-AlmaJobEvent',
        'Get-AlmaJobInstance',
        'Get-AlmaJobMatch',
        'Get-AlmaSet',
        'Get-AlmaSetMember',
        'Get-AlteryxJob',
        'Get-AlteryxJobMessage',
        'Get-AlteryxSchedule',
        'Get-AlteryxWorkflow',
        'Get-AlteryxWorkflowQuestion',
        'Get-JobStatusConnection',
        'Get-RemoteJob',
        'Get-RemoteSchedule',
        'Get-XplentyCluster',
        'Get-XplentyJob',
        'Get-XplentyJobLog',
        'Get-XplentyJobOutput',
        'Get-XplentyJobVariable',
        'Get-XplentyJobWatcher',
        'Get-XplentyPackage',
        'Get-XplentyRateLimit',
        'Get-XplentySchedule',
        'Measure-RemoteJob',
        'New-AlmaSet',
        'New-XplentyCluster',
        'Remove-AlmaSet',
        'Remove-AlmaSetMember',
        'Remove-JobStatusConnection',
        'Remove-XplentyCluster',
        'Remove-XplentyJobWatcher',
        'Save-AlmaJobFile',
        'Save-AlteryxJobOutput',
        'Set-XplentyCluster',
        'Start-AlmaJob',
        'Start-AlteryxJob',
        'Start-XplentyJob',
        'Start-XplentySchedule',
        'Stop-AlteryxJob',
        'Stop-RemoteJob',
        'Stop-XplentyJob',
        'Test-AlmaWebhook',
        'Test-JobStatusConnection',
        'Wait-Job',
        'Wait-RemoteJob',
        'Wait-XplentyCluster',
        'Watch-RemoteJob'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Alma', 'ExLibris', 'Xplenty', 'Integrate.io', 'Alteryx', 'Job', 'Status', 'Wait', 'ETL', 'Automation', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/JobStatus/JobStatus/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/JobStatus/JobStatus'
            IconUri      = 'https://raw.githubusercontent.com/JobStatus/JobStatus/main/docs/icon.png'
            # The Package task of build.ps1 replaces this link with the newest section of the changelog.
            ReleaseNotes = 'https://github.com/JobStatus/JobStatus/blob/main/CHANGELOG.md'
        }
    }
}
