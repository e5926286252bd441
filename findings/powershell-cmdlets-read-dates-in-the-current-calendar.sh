#!/usr/bin/env bash
# PowerShell converts the same text to different dates for a cmdlet and for a function.
#
# A cast and the parameter of a function use the invariant culture. The parameter of a compiled cmdlet uses the current culture,
# with its calendar and its order of day and month, even if the type of the parameter is the same. On a computer with Thai
# settings, Get-Date -Date 2026-11-29 returns a date in the year 1483, because the year 2026 is understood as one of the Buddhist
# era. With German settings, 03/04/2026 is April 3rd for a cmdlet and March 4th for a cast. Neither is an error. A module that
# wants its cmdlets to understand dates like its functions needs an argument transformation that converts the text itself.
#
# Seen with PowerShell 7.6.9. The cmdlet is Get-Date of Microsoft.PowerShell.Utility.
set -uo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tools" >"$folder/install.txt" 2>&1 \
    || { cat "$folder/install.txt"; exit 1; }
cat >"$folder/dates.ps1" <<'POWERSHELL'
function Get-ParameterValue([datetime] $Date) { $Date }
function Format([datetime] $Date) { $Date.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) }
"PowerShell $($PSVersionTable.PSVersion)"
foreach ($case in @('th-TH', '2026-11-29'), @('de-DE', '03/04/2026')) {
    [cultureinfo]::CurrentCulture = $case[0]
    $text = $case[1]
    "$($case[0]) ${text}: cast $(Format ([datetime] $text)), function $(Format (Get-ParameterValue $text)), cmdlet $(Format (Get-Date -Date $text))"
}
POWERSHELL
"$folder/tools/pwsh" -NoProfile -NonInteractive -File "$folder/dates.ps1" >"$folder/seen.txt" 2>&1
cat "$folder/seen.txt"
cat >"$folder/expected.txt" <<'TEXT'
PowerShell 7.6.9
th-TH 2026-11-29: cast 2026-11-29, function 2026-11-29, cmdlet 1483-11-29
de-DE 03/04/2026: cast 2026-03-04, function 2026-03-04, cmdlet 2026-04-03
TEXT
diff "$folder/expected.txt" "$folder/seen.txt" || { echo "CHANGED"; exit 1; }
