#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests and shows JobStatus.
.DESCRIPTION
    Build   builds the module into out/JobStatus, ready to import.
    Test    runs all tests, the Pester files included.
    Demo    starts a local sandbox and shows the cmdlets at work in it.
    Clean   removes everything that a build makes.
.EXAMPLE
    ./build.ps1 Build, Test
#>
[CmdletBinding()]
param(
    # What to do, in this order.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Clean')]
    [string[]] $Task = 'Build',

    # The configuration to build.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
    throw 'The .NET SDK is missing. Install it from https://dot.net, in the version that global.json names or newer.'
}

function Invoke-DotNet {
    dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "'dotnet $args' failed with exit code $LASTEXITCODE."
    }
}

Push-Location $PSScriptRoot
try {
    foreach ($name in $Task) {
        switch ($name) {
            'Build' { Invoke-DotNet build JobStatus.sln --configuration $Configuration }
            'Test' { Invoke-DotNet test JobStatus.sln --configuration $Configuration }
            'Demo' { Invoke-DotNet run --project src/JobStatus.Sandbox --configuration $Configuration '--' demo }
            'Clean' {
                Get-ChildItem -Path src, tests -Recurse -Directory -Include bin, obj | Remove-Item -Recurse -Force
                Remove-Item -Path out -Recurse -Force -ErrorAction Ignore
            }
        }
    }
}
finally {
    Pop-Location
}
