#!/usr/bin/env bash
# Invoke-RestMethod -FollowRelLink of PowerShell 7.6.9 silently stops after the first page for some valid Link headers.
#
# In a Link header (RFC 8288), parameters can come in any order and in any case, and one "rel" can contain several relation
# types. PowerShell finds the next page only if "rel" is the first parameter, is in lowercase, and contains "next" alone.
# Otherwise, the command returns the first page as if it were the whole list, without an error or a warning. In the same
# cases, the RelationLink property of the output of Invoke-WebRequest has no "next" key.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tool" >/dev/null

cat >"$folder/follow.ps1" <<'SCRIPT'
$forms = 'rel="next"', 'rel=next', 'rel="next"; title="jobs"', 'title="jobs"; rel="next"', 'rel="next last"', 'REL="next"'
$listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
$listener.Start()
$address = "http://$($listener.LocalEndpoint)"

# The address /N is the first page with the Nth form of the header, and /last is the second page.
$server = Start-ThreadJob -ArgumentList $listener, $address, $forms {
    param($listener, $address, $forms)
    while ($true) {
        $client = $listener.AcceptTcpClient()
        $reader = [IO.StreamReader]::new($client.GetStream())
        $page = ($reader.ReadLine() -split '[/ ]')[2]
        while ($reader.ReadLine()) { }
        $link = $page -eq 'last' ? '' : "Link: <$address/last>; $($forms[$page])`r`n"
        $body = $page -eq 'last' ? '["job 2"]' : '["job 1"]'
        $head = "HTTP/1.1 200 OK`r`nConnection: close`r`nContent-Type: application/json`r`nContent-Length: $($body.Length)`r`n"
        $client.GetStream().Write([Text.Encoding]::ASCII.GetBytes("$head$link`r`n$body"))
        $client.Dispose()
    }
}
"version: $($PSVersionTable.PSVersion)"
foreach ($index in 0..($forms.Count - 1)) {
    $jobs = Invoke-RestMethod "$address/$index" -FollowRelLink | ForEach-Object { $_ }
    $keys = (Invoke-WebRequest "$address/$index").RelationLink.Keys
    "$($forms[$index]): $($jobs -join ', '); keys: $($keys -join ', ')"
}
$listener.Stop()
SCRIPT
seen=$("$folder/tool/pwsh" -NoProfile -NonInteractive -File "$folder/follow.ps1" </dev/null)
echo "$seen"

expected='version: 7.6.9
rel="next": job 1, job 2; keys: next
rel=next: job 1, job 2; keys: next
rel="next"; title="jobs": job 1, job 2; keys: next
title="jobs"; rel="next": job 1; keys: 
rel="next last": job 1; keys: next last
REL="next": job 1; keys: '
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
