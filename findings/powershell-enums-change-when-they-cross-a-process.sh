#!/usr/bin/env bash
# In PowerShell 7.6.9, an enum value that was serialized looks unchanged, but does not equal its name any more.
#
# Export-Clixml, remoting and Start-Job serialize an enum as a number with a display text. Tables, Format-List, Export-Csv,
# Group-Object and -like use the text. -eq, -in, switch and string expansion use the number. Therefore a filter such as
# "Where-Object State -eq Failed" works for the objects of a command, and silently finds nothing if the same objects,
# reduced by Select-Object, come from a job. ConvertTo-Json writes such a value as an object with the keys "value" and
# "Value", even with -EnumsAsStrings, and ConvertFrom-Json then refuses to read the document because of these keys.
#
# Update-TypeData with "-SerializationMethod String" for the type of the enum keeps the name as a string.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tool" >/dev/null

cat >"$folder/enum.ps1" <<'SCRIPT'
enum State { Running = 2; Failed = 6 }
function Show-Result($Name, $Run) {
    $json = $Run | ConvertTo-Json -Compress -EnumsAsStrings
    $read = try { $null = $json | ConvertFrom-Json; 'readable' } catch { $_.FullyQualifiedErrorId -replace ',.*' }
    $state = $Run.State
    "${Name}: as CSV $(($Run | ConvertTo-Csv)[1]), expanded $state, -eq $($state -eq 'Failed'), -like $($state -like 'Failed')"
    "${Name}: as JSON $json, $read"
}
"version: $($PSVersionTable.PSVersion)"
$run = [pscustomobject] @{ State = [State]::Failed }
Show-Result 'original' $run
Show-Result 'serialized' ($run | ConvertTo-CliXml | ConvertFrom-CliXml)
Show-Result 'from a job' (Start-Job { $using:run } | Receive-Job -Wait -AutoRemoveJob | Select-Object State)
Update-TypeData -TypeName State -SerializationMethod String
Show-Result 'serialized as a string' ($run | ConvertTo-CliXml | ConvertFrom-CliXml)
SCRIPT
seen=$("$folder/tool/pwsh" -NoProfile -NonInteractive -File "$folder/enum.ps1" </dev/null)
echo "$seen"

expected='version: 7.6.9
original: as CSV "Failed", expanded Failed, -eq True, -like True
original: as JSON {"State":"Failed"}, readable
serialized: as CSV "Failed", expanded 6, -eq False, -like True
serialized: as JSON {"State":{"value":6,"Value":"Failed"}}, KeysWithDifferentCasingInJsonString
from a job: as CSV "Failed", expanded 6, -eq False, -like True
from a job: as JSON {"State":{"value":6,"Value":"Failed"}}, KeysWithDifferentCasingInJsonString
serialized as a string: as CSV "Failed", expanded Failed, -eq True, -like True
serialized as a string: as JSON {"State":"Failed"}, readable'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
