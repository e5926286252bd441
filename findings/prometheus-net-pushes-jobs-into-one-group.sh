#!/usr/bin/env bash
# MetricPusher of prometheus-net 8.2.1 pushes the jobs "Export #1" and "Export #2" into the same group, without an error.
#
# The job name is part of the URL to which metrics are pushed. MetricPusher does not encode it, and therefore everything
# after a "#" is lost. A question mark has the same effect. In the Pushgateway, both jobs become the job "Export ", and
# each push overwrites the values of the other job. The gateway accepts the requests, so that OnError is not called. The
# same applies to the instance and to additional labels. The documentation of prometheus-net does not mention encoding.
# Uri.EscapeDataString makes such names safe.
#
# prom-client 15.1.3 for Node.js encodes the name. However, an encoded slash still separates labels: the gateway splits
# "Alma/Export/EU" into the job "Alma" and a label named Export. Neither package uses the Base64 form that the
# documentation of the Pushgateway requires for such names.
#
# The script needs Debian 12 on amd64 and current package lists. It extracts the Pushgateway from its Debian package and
# does not install it.
set -euo pipefail

folder=$(mktemp -d)
gateway=
trap '[ -z "$gateway" ] || kill "$gateway" || true; wait; rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cd "$folder"
apt-get download prometheus-pushgateway=1.5.1-2+b5 >apt.txt 2>&1 || { cat apt.txt; exit 1; }
dpkg-deb --extract prometheus-pushgateway_*.deb gateway
cat >push.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="prometheus-net" Version="8.2.1" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CSHARP'
using Prometheus;

await Push("prometheus_net", name => name);
await Push("prometheus_net_encoded", Uri.EscapeDataString);

async Task Push(string metric, Func<string, string> encode)
{
    int value = 0;
    foreach (string name in args[1..])
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        Metrics.WithCustomRegistry(registry).CreateGauge(metric, "Number of the job.").Set(++value);
        var pusher = new MetricPusher(new MetricPusherOptions
        {
            Endpoint = $"{args[0]}/metrics",
            Job = encode(name),
            Registry = registry,
            IntervalMilliseconds = 60_000,
            OnError = error => Console.WriteLine($"{metric}: {error.Message}"),
        });
        pusher.Start();
        await pusher.StopAsync();
    }
}
CSHARP
dotnet build --output out --verbosity quiet >/dev/null
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --no-update-notifier prom-client@15.1.3 >/dev/null
cat >push.mjs <<'SCRIPT'
import client from 'prom-client';
const [gateway, ...names] = process.argv.slice(2);
let value = 0;
for (const jobName of names) {
  const registry = new client.Registry();
  new client.Gauge({ name: 'prom_client', help: 'Number of the job.', registers: [registry] }).set(++value);
  await new client.Pushgateway(gateway, {}, registry).pushAdd({ jobName });
}
const metrics = await (await fetch(`${gateway}/metrics`)).text();
const samples = metrics.split('\n').filter(line => /^prom(etheus_net|_client)/.test(line));
console.log(samples.map(line => line.replace('instance="",', '')).sort().join('\n'));
SCRIPT

gateway/usr/bin/prometheus-pushgateway --web.listen-address=127.0.0.1:0 --persistence.file= >gateway.txt 2>&1 &
gateway=$!
for _ in {1..100}; do
    address=$(grep -oE 'address=127\.0\.0\.1:[1-9][0-9]*' gateway.txt | head -n 1 | cut -d = -f 2) && break
    sleep 0.1
done
[ -n "$address" ] || { cat gateway.txt; exit 1; }
names=('Export #1' 'Export #2' 'Overdue?' 'Alma/Export/EU')
seen=$(dotnet out/push.dll "http://$address" "${names[@]}" && node push.mjs "http://$address" "${names[@]}")
echo "prometheus-net 8.2.1, prom-client $(node -p 'require("prom-client/package.json").version'), Pushgateway 1.5.1"
printf 'jobs in this order:'
printf ' "%s"' "${names[@]}"
echo
echo "$seen"

expected='prom_client{Export="EU",job="Alma"} 4
prom_client{job="Export #1"} 1
prom_client{job="Export #2"} 2
prom_client{job="Overdue?"} 3
prometheus_net_encoded{Export="EU",job="Alma"} 4
prometheus_net_encoded{job="Export #1"} 1
prometheus_net_encoded{job="Export #2"} 2
prometheus_net_encoded{job="Overdue?"} 3
prometheus_net{Export="EU",job="Alma"} 4
prometheus_net{job="Export "} 2
prometheus_net{job="Overdue"} 3'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
