#!/usr/bin/env bash
# On Linux and macOS, PowerShell 7.6.9 expands wildcards in the value of a variable that is passed to a native command.
#
# A quoted string is passed to a native command as it is, also if it is a wildcard pattern. If the same string is first
# stored in a variable, in an array, in a splatted array, or in the $args of a function, PowerShell replaces it with the
# names of the files that match. Quoting the string where it is stored does not help; quoting the variable does. A script
# that works in an empty folder can therefore pass other arguments in a folder with matching files.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tool" >/dev/null

mkdir "$folder/files"
touch "$folder/files/one" "$folder/files/two"
cat >"$folder/pass.ps1" <<'SCRIPT'
function Invoke-Echo { /bin/echo @args }
$pattern = '[ot]*'
$array = @('[ot]*')
"version: $($PSVersionTable.PSVersion)"
"quoted: $(/bin/echo '[ot]*')"
"variable: $(/bin/echo $pattern)"
"quoted variable: $(/bin/echo "$pattern")"
"splatted: $(/bin/echo @array)"
"args: $(Invoke-Echo '[ot]*')"
SCRIPT
cd "$folder/files"
seen=$("$folder/tool/pwsh" -NoProfile -NonInteractive -File "$folder/pass.ps1" </dev/null)
echo "$seen"

expected='version: 7.6.9
quoted: [ot]*
variable: one two
quoted variable: [ot]*
splatted: one two
args: one two'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
