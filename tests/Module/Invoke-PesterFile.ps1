# Runs one Pester file and returns its counts.
param(
    # The path of the file relative to this folder, such as Xplenty/Get-XplentyJob.Tests.ps1.
    [Parameter(Mandatory)] [string] $File,

    # The Pester to use. Its folder in the NuGet package is named 'tools', so PSModulePath cannot find it by name.
    [Parameter(Mandatory)] [string] $Pester
)

Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = Join-Path $PSScriptRoot $File
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.CIFormat = 'None'
$run = Invoke-Pester -Configuration $configuration

$broken = @($run.FailedContainers) + @($run.FailedBlocks) | Where-Object { $_ }
[pscustomobject] @{
    Total    = $run.TotalCount
    Passed   = $run.PassedCount
    Failed   = $run.FailedCount + @($broken).Count
    Skipped  = $run.SkippedCount
    Failures = @(
        foreach ($test in $run.Failed) { "$($test.ExpandedPath): $($test.ErrorRecord)" }
        foreach ($block in $broken) { "$($block): $($block.ErrorRecord)" }
    )
}
