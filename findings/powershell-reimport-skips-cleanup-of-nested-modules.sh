#!/usr/bin/env bash
# PowerShell 7.6.9 runs OnRemove of a module assembly when `Import-Module -Force` imports the module again, but only if
# the assembly is the RootModule of the manifest.
#
# A binary module can run code when it is imported (IModuleAssemblyInitializer.OnImport) and removed
# (IModuleAssemblyCleanup.OnRemove). If the manifest lists the assembly in NestedModules, `Import-Module -Force` runs
# OnImport a second time without OnRemove before it, and meanwhile the assembly stays in the table of modules. Code that
# counts imports, or that looks for another copy of its module at import, is wrong there. Remove-Module runs OnRemove in
# both cases.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tool" >/dev/null

cat >"$folder/import.ps1" <<'SCRIPT'
Add-Type -OutputType Library -OutputAssembly "$PSScriptRoot/Part.dll" -TypeDefinition @'
using System.Collections.Generic;
using System.Management.Automation;
public sealed class Part : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    public static readonly List<string> Calls = new List<string>();
    public void OnImport() { Calls.Add("OnImport"); }
    public void OnRemove(PSModuleInfo module) { Calls.Add("OnRemove"); }
}
'@
foreach ($key in 'RootModule', 'NestedModules') {
    $manifest = "$PSScriptRoot/$key.psd1"
    Set-Content $manifest "@{ ModuleVersion = '1.0'; $key = 'Part.dll' }"
    Import-Module $manifest
    Import-Module $manifest -Force
    "${key}, imported twice: $([Part]::Calls -join ', ')"
    [Part]::Calls.Clear()
    Remove-Module $key
    "${key}, removed: $([Part]::Calls -join ', ')"
    [Part]::Calls.Clear()
}
SCRIPT
seen=$("$folder/tool/pwsh" -NoProfile -NonInteractive -File "$folder/import.ps1" </dev/null)
echo "$seen"

expected='RootModule, imported twice: OnImport, OnRemove, OnImport
RootModule, removed: OnRemove
NestedModules, imported twice: OnImport, OnImport
NestedModules, removed: OnRemove'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
