#!/usr/bin/env bash
# Wait-Job -Timeout of PowerShell 7.6.9 returns no job if only some of the jobs finish in time.
#
# Wait-Job returns the jobs that finished. If the time runs out before all of them have finished, it returns none, not even
# those that had finished before the call. Therefore "Wait-Job $jobs -Timeout 60 | Receive-Job" receives nothing if a
# single job is slow. With -Timeout 0, even a finished job alone is not returned. With -Any, one finished job is returned.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1
dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder/tool" >/dev/null

cat >"$folder/wait.ps1" <<'SCRIPT'
"version: $($PSVersionTable.PSVersion)"
$started, $gate = [Threading.ManualResetEventSlim]::new(), [Threading.ManualResetEventSlim]::new()
$fast = Start-ThreadJob -Name fast { }
$slow = Start-ThreadJob -Name slow -ArgumentList $started, $gate { param($started, $gate) $started.Set(); $gate.Wait() }
$null = Wait-Job $fast
$started.Wait()
"states: $($fast.State), $($slow.State)"
"both, 3 seconds: $((Wait-Job $fast, $slow -Timeout 3).Name)"
"both, 3 seconds, any: $((Wait-Job $fast, $slow -Timeout 3 -Any).Name)"
"fast alone, 3 seconds: $((Wait-Job $fast -Timeout 3).Name)"
"fast alone, 0 seconds: $((Wait-Job $fast -Timeout 0).Name)"
$gate.Set()
"both, no longer slow: $((Wait-Job $fast, $slow -Timeout 60).Name)"
SCRIPT
seen=$("$folder/tool/pwsh" -NoProfile -NonInteractive -File "$folder/wait.ps1" </dev/null)
echo "$seen"

expected='version: 7.6.9
states: Completed, Running
both, 3 seconds: 
both, 3 seconds, any: fast
fast alone, 3 seconds: fast
fast alone, 0 seconds: 
both, no longer slow: fast slow'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
