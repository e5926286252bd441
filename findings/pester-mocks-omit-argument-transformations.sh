#!/usr/bin/env bash
# Mocks of Pester 5.9.1 and 6.2.0 have the parameters of the original command, but not its argument transformations.
#
# Pester creates the parameters of a mock from the metadata of the command, including types, validation and parameter
# sets, so that a wrong call fails as usual. Attributes derived from ArgumentTransformationAttribute are left out. A call
# that the command accepts only because of such an attribute therefore fails when the command is mocked, or its mock
# receives another value.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tool" >/dev/null
cat >"$folder/pester.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <RestorePackagesPath>packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Pester" Version="[5.9.1];[6.2.0]" />
  </ItemGroup>
</Project>
PROJECT
dotnet restore "$folder/pester.csproj" -v quiet >/dev/null

cat >"$folder/mock.ps1" <<'SCRIPT'
param($Pester)
Import-Module $Pester
class HalfHour : Management.Automation.ArgumentTransformationAttribute {
    [object] Transform([Management.Automation.EngineIntrinsics] $engine, [object] $value) {
        return $(if ($value -eq 'half') { 30 } else { $value })
    }
}
function global:Get-Minute { param([HalfHour()] [int] $Time) "time $Time" }
$configuration = New-PesterConfiguration
$configuration.Output.Verbosity = 'None'
$configuration.Run.ScriptBlock = {
    Describe 'call' {
        It 'of the command' { Write-Host "Pester $((Get-Module Pester).Version): command: $(Get-Minute half)" }
        It 'of a mock' {
            Mock Get-Minute { "mocked $Time" }
            $result = try { Get-Minute half } catch { $_.FullyQualifiedErrorId -replace ',.*' }
            Write-Host "Pester $((Get-Module Pester).Version): mock: $result, and for 30: $(Get-Minute 30)"
        }
    }
}
Invoke-Pester -Configuration $configuration
SCRIPT
seen=$(for version in 5.9.1 6.2.0; do
    "$folder/tool/pwsh" -NoProfile -NonInteractive -File "$folder/mock.ps1" \
        "$folder/packages/pester/$version/tools/Pester.psd1" </dev/null
done)
echo "$seen"

expected='Pester 5.9.1: command: time 30
Pester 5.9.1: mock: ParameterArgumentTransformationError, and for 30: mocked 30
Pester 6.2.0: command: time 30
Pester 6.2.0: mock: ParameterArgumentTransformationError, and for 30: mocked 30'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
