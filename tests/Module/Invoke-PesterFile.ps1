#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0'; MaximumVersion = '5.999.999' }
# Runs one Pester file and leaves its counts as JSON.
param(
    [Parameter(Mandatory)] [string] $File,
    [Parameter(Mandatory)] [string] $Result
)

Import-Module Pester -MinimumVersion 5.0.0 -MaximumVersion 5.999.999
$configuration = New-PesterConfiguration
$configuration.Run.Path = Join-Path $PSScriptRoot $File
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.CIFormat = 'None'
$run = Invoke-Pester -Configuration $configuration

$broken = @($run.FailedContainers) + @($run.FailedBlocks) | Where-Object { $_ }
@{
    Total    = $run.TotalCount
    Passed   = $run.PassedCount
    Failed   = $run.FailedCount + @($broken).Count
    Skipped  = $run.SkippedCount
    Failures = @(
        foreach ($test in $run.Failed) { "$($test.ExpandedPath): $($test.ErrorRecord)" }
        foreach ($block in $broken) { "$($block): $($block.ErrorRecord)" }
    )
} | ConvertTo-Json | Set-Content -LiteralPath $Result -Encoding utf8
