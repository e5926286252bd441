#!/usr/bin/env pwsh

<#
.SYNOPSIS
    Builds, tests, analyzes, packages, installs and demonstrates JobStatus.
.DESCRIPTION
    Build    builds the module in out/JobStatus, ready to import.
    Test     runs all tests, including the Pester files.
    Browser  tests the page of ConvertTo-RemoteJobReport in an installed
             Chromium, and saves screenshots in out/browser.
    Coverage runs all tests and reports the line and branch coverage of the
             model, the services and the cmdlets together, including the code
             that the Pester files run inside PowerShell.
    Docs     generates the module's help file from the pages in docs/en-US.
    Analyze  checks all scripts, script modules and manifests with
             PSScriptAnalyzer. Any finding causes an error.
    Package  builds a release and creates two packages in out/packages: the
             module for the PowerShell Gallery, with precompiled images for the
             common platforms, and the sandbox as a .NET tool.
    Install  creates the packages and installs the module for the current user.
    Demo     starts a local sandbox and runs a demonstration of the cmdlets.
    Clean    deletes all files that a build creates.

    Each task first runs the steps that it depends on. All tasks except Clean
    need the version of the .NET SDK that global.json requires. Docs, Analyze,
    Package and Install each need a PowerShell module. If the module is
    missing, the error message contains the command that installs it.

    All tasks except Docs also run in Windows PowerShell 5.1. Docs requires
    PowerShell 7.4 or later. Test and Demo start PowerShell 7 themselves.
.EXAMPLE
    ./build.ps1 Build, Test

    Builds the module and runs all tests.
.EXAMPLE
    ./build.ps1 Package -Sign { param($Path) Set-AuthenticodeSignature -FilePath $Path -Certificate $certificate }

    Signs the module's own files and creates the packages.
.LINK
    https://github.com/JobStatus/JobStatus/blob/main/docs/packaging.md
#>
[CmdletBinding()]
param(
    # The tasks to run, in this order.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Browser', 'Coverage', 'Docs', 'Analyze', 'Package', 'Install', 'Demo', 'Clean')]
    [string[]] $Task = 'Build',

    # The configuration to build. By default, Package and Install use Release, and the other tasks use Debug.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration,

    # The folder that Package creates the packages in. The default is out/packages.
    [string] $Destination,

    # A script block that signs the module's own files. Package calls it once, before it creates the packages, with the
    # paths of all files that can be signed. An error in the script block stops the task.
    [scriptblock] $Sign,

    # Indicates that Package and Install use the module that is already in out/JobStatus instead of building a release.
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Invoke-DotNet {
    if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
        throw 'The .NET SDK is missing. Install the version that global.json requires from https://dot.net.'
    }
    dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "'dotnet $args' failed with exit code $LASTEXITCODE."
    }
}

function Assert-Module([string] $Name, [version] $MinimumVersion) {
    if (-not (Get-Module -Name $Name -ListAvailable | Where-Object Version -GE $MinimumVersion)) {
        $install = "Install-Module $Name -Scope CurrentUser"
        if (Get-Command -Name Install-PSResource -ErrorAction Ignore) { $install = "Install-PSResource $Name" }
        throw "The module $Name $MinimumVersion or later is missing. Install it with: $install"
    }
}

# Returns the changelog section of the newest version, including its heading.
function Get-ReleaseNote {
    $changelog = [IO.File]::ReadAllText((Join-Path -Path $PSScriptRoot -ChildPath CHANGELOG.md))
    [regex]::Match($changelog, '(?ms)^## .+?(?=^## |\z)').Value.Trim()
}

$tasks = @{
    Build   = { Invoke-DotNet build JobStatus.sln --configuration $buildConfiguration }
    Test    = { Invoke-DotNet test --configuration $buildConfiguration }
    Browser = {
        # The project is not part of the solution, because it needs large packages and a browser.
        Invoke-DotNet test --project tests/JobStatus.Browser.Tests --configuration $buildConfiguration
    }
    Coverage = {
        Invoke-DotNet build JobStatus.sln --configuration $buildConfiguration
        $tools = Join-Path -Path $PSScriptRoot -ChildPath out/tools
        Invoke-DotNet tool install dotnet-reportgenerator-globaltool --version 5.6.0 --tool-path $tools
        $results = Join-Path -Path $PSScriptRoot -ChildPath out/coverage
        Remove-Item -Path $results -Recurse -Force -ErrorAction Ignore
        # Coverlet instruments this copy on disk, so that it records what every process that loads it executes.
        $module = Join-Path -Path $results -ChildPath JobStatus
        Copy-Item -Path (Join-Path -Path $PSScriptRoot -ChildPath out/JobStatus) -Destination $module -Recurse
        $core = Join-Path -Path $module -ChildPath bin/core
        $coverlet = @(
            '--coverlet', '--coverlet-output-format', 'cobertura'
            # The values are part of the same argument. On Linux and macOS, PowerShell replaces a splatted argument that is
            # a wildcard pattern with the files that match it, and dotnet test rejects an argument that is a folder.
            '--coverlet-include=[JobStatus]*', '--coverlet-include=[JobStatus.Model]*', '--coverlet-include=[JobStatus.Services]*'
            "--coverlet-include-directory=$core", "--coverlet-include-directory=$(Join-Path -Path $core -ChildPath deps)"
        )
        foreach ($project in 'JobStatus.Services.Tests', 'JobStatus.Module.Tests') {
            $env:JOBSTATUS_TEST_MODULE = $module
            try {
                $options = '--no-build', '--configuration', $buildConfiguration, '--results-directory', $results
                Invoke-DotNet test --project tests/$project @options @coverlet --coverlet-file-prefix $project
            }
            finally {
                Remove-Item -Path env:JOBSTATUS_TEST_MODULE
            }
        }
        $reportGenerator = Join-Path -Path $tools -ChildPath reportgenerator
        & $reportGenerator "-reports:$results/*.cobertura*.xml" "-targetdir:$results" '-reporttypes:JsonSummary' '-verbosity:Warning'
        $summary = [IO.File]::ReadAllText((Join-Path -Path $results -ChildPath Summary.json)) | ConvertFrom-Json
        $figures = 'linecoverage', 'branchcoverage', 'coveredlines', 'coverablelines', 'coveredbranches', 'totalbranches'
        $summary.summary | Select-Object -Property $figures | Format-List
        $uncovered = @{ Name = 'uncovered'; Expression = { $_.coverablelines - $_.coveredlines } }
        $summary.coverage.assemblies.classesinassembly |
            Select-Object -Property name, coverage, branchcoverage, $uncovered |
            Sort-Object -Property uncovered -Descending |
            Select-Object -First 10 |
            Format-Table
    }
    Docs    = {
        Assert-Module Microsoft.PowerShell.PlatyPS 1.0.2
        Invoke-DotNet build src/JobStatus --configuration $buildConfiguration
        & ./docs/Build-Help.ps1
    }
    Analyze = {
        Assert-Module PSScriptAnalyzer 1.24.0
        # The manifest refers to files that exist only in the built module.
        Invoke-DotNet build src/JobStatus --configuration $buildConfiguration
        $files = @(
            'build.ps1', 'PSScriptAnalyzerSettings.psd1', 'out/JobStatus/JobStatus.psd1'
            Get-ChildItem -Path docs, src, tests -Recurse -File |
                Where-Object Extension -In .ps1, .psm1, .psd1 |
                ForEach-Object { $_.FullName.Substring($PSScriptRoot.Length + 1).Replace('\', '/') }
        ) -notmatch '/obj/|^(src|tests).*/bin/'
        $findings = @(
            foreach ($file in $files) {
                $settings = './PSScriptAnalyzerSettings.psd1'
                if ($file -like 'tests/*') { $settings = './tests/PSScriptAnalyzerSettings.psd1' }
                Invoke-ScriptAnalyzer -Path ./$file -Settings $settings |
                    ForEach-Object { '{0}:{1}: {2} {3}: {4}' -f $file, $_.Line, $_.Severity, $_.RuleName, $_.Message }
            }
        )
        if ($findings) {
            $findings
            throw "PSScriptAnalyzer reported $($findings.Count) findings."
        }
        "PSScriptAnalyzer reported no findings in $($files.Count) files."
    }
    Package = {
        Assert-Module Microsoft.PowerShell.PSResourceGet 1.1.0
        $built = Join-Path -Path $PSScriptRoot -ChildPath out/JobStatus
        if (-not $NoBuild) {
            # Do not build in out/JobStatus, because a PowerShell session or a test may have loaded that module.
            $built = Join-Path -Path $PSScriptRoot -ChildPath out/release/JobStatus
            Remove-Item -Path $built -Recurse -Force -ErrorAction Ignore
            Invoke-DotNet build src/JobStatus.Sandbox --configuration $packageConfiguration "-p:ModuleFolder=$built/"
        }
        $null = New-Item -ItemType Directory -Path $packages -Force
        $staging = Join-Path -Path $packages -ChildPath ([IO.Path]::GetRandomFileName())
        $module = Join-Path -Path $staging -ChildPath JobStatus
        $null = New-Item -ItemType Directory -Path $staging
        try {
            Copy-Item -LiteralPath $built -Destination $module -Recurse
            $manifest = Join-Path -Path $module -ChildPath JobStatus.psd1
            $releaseNotes = "@'`n$((Get-ReleaseNote).Replace('$', '$$'))`n'@"
            $text = [IO.File]::ReadAllText($manifest) -replace "(?m)(?<=^ +ReleaseNotes = )'.*'", $releaseNotes
            # Without a byte order mark, Windows PowerShell would read the file as ANSI.
            [IO.File]::WriteAllText($manifest, $text, [Text.UTF8Encoding]::new($true))
            Invoke-DotNet build src/JobStatus.Images --target:CompileImages "-p:ModuleFolder=$module/"
            if ($Sign) {
                $own = Get-ChildItem -LiteralPath $module -Recurse -File |
                    Where-Object { $_.Name -like 'JobStatus*' -and $_.Extension -in '.dll', '.psd1', '.ps1xml' }
                & $Sign $own.FullName
            }
            Compress-PSResource -Path $module -DestinationPath $packages
        }
        finally {
            Remove-Item -LiteralPath $staging -Recurse -Force
        }
        Invoke-DotNet pack src/JobStatus.Sandbox --no-build --configuration $packageConfiguration --output $packages
        Get-ChildItem -Path $packages -Filter *.nupkg
    }
    Install = {
        Invoke-Task Package
        $version = [regex]::Match([IO.File]::ReadAllText("$PSScriptRoot/JobStatus.psd1"), "ModuleVersion += '(.+)'").Groups[1].Value
        $repository = "JobStatus-$([guid]::NewGuid())"
        Register-PSResourceRepository -Name $repository -Uri $packages -Trusted
        try {
            Install-PSResource -Name JobStatus -Version $version -Repository $repository -Scope CurrentUser -Reinstall
            "JobStatus $version was installed for the current user. Import it with: Import-Module JobStatus"
        }
        finally {
            Unregister-PSResourceRepository -Name $repository
        }
    }
    Demo    = { Invoke-DotNet run --project src/JobStatus.Sandbox --configuration $buildConfiguration '--' demo }
    Clean   = {
        Get-ChildItem -Path src, tests -Recurse -Directory -Include bin, obj | Remove-Item -Recurse -Force
        Remove-Item -Path out -Recurse -Force -ErrorAction Ignore
    }
}

$buildConfiguration, $packageConfiguration = 'Debug', 'Release'
if ($NoBuild) { $packageConfiguration = 'Debug' }
if ($Configuration) { $buildConfiguration = $packageConfiguration = $Configuration }
$packages = $Destination
if (-not $Destination) { $packages = Join-Path -Path $PSScriptRoot -ChildPath out/packages }
$packages = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($packages)

# Each task runs at most once, even if several tasks depend on it.
$done = [Collections.Generic.HashSet[string]]::new()
function Invoke-Task([string] $Name) {
    if ($done.Add($Name)) { & $tasks[$Name] }
}

Push-Location -Path $PSScriptRoot
try {
    foreach ($name in $Task) { Invoke-Task $name }
}
finally {
    Pop-Location
}
