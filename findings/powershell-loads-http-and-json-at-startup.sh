#!/usr/bin/env bash
# PowerShell 7.6.9 loads System.Net.Http and System.Text.Json in every process, although no command asks for them.
#
# PowerShell loads its own cmdlet assemblies, and the assemblies that these refer to, at startup. It does so in the
# background: on some runs, they appear only after the first command of a script has started. Therefore a test that
# compares the loaded assemblies before and after Import-Module can blame the module for an assembly that PowerShell
# itself loaded in between.
#
# The script waits for five seconds in one .NET call, and then lists the loaded assemblies. It runs no cmdlet.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tool" >/dev/null

cat >"$folder/idle.ps1" <<'SCRIPT'
[Threading.Thread]::Sleep(5000)
[Console]::WriteLine([psobject].Assembly.GetName().Version.ToString(3))
foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) { [Console]::WriteLine($assembly.GetName().Name) }
SCRIPT
seen=$("$folder/tool/pwsh" -NoProfile -NonInteractive -File "$folder/idle.ps1" </dev/null)

echo "System.Management.Automation $(head -n 1 <<<"$seen")"
for name in Microsoft.PowerShell.Commands.Utility Microsoft.PowerShell.Commands.Management System.Net.Http System.Text.Json; do
    if grep -qx "$name" <<<"$seen"; then
        echo "loaded by an idle process: $name"
    else
        echo "CHANGED: an idle process no longer loads $name"
        exit 1
    fi
done
