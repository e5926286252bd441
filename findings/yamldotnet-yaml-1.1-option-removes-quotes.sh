#!/usr/bin/env bash
# In YamlDotNet 18.1.0, turning on the quotes for YAML 1.1 turns off quotes that YAML 1.2 readers need.
#
# WithQuotingNecessaryStrings quotes a string if a YAML 1.2 reader would convert it to another type. According to its
# documentation, quoteYaml1_1Strings "also" quotes strings that have a special meaning in YAML 1.1, such as "yes". In
# fact, the YAML 1.1 rules replace the YAML 1.2 rules. A number with an exponent but no decimal point, or with a leading
# zero and a digit above 7, is a number only in YAML 1.2. With the option, strings of these forms are no longer quoted.
#
# An Alteryx id has 24 hexadecimal digits. If its only letter is an "e" in the middle, it has the form of such a number.
# yaml 2.9.1 and js-yaml 5.5.0 for Node.js then read the unquoted id as a number and lose most of its digits.
# WithDefaultScalarStyle(ScalarStyle.DoubleQuoted) quotes all strings.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cd "$folder"
cat >quotes.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="YamlDotNet" Version="18.1.0" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CSHARP'
using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

var job = new Dictionary<string, string>
{
    ["id"] = "665e00000000000000000202",
    ["batch"] = "0089",
    ["publish"] = "yes",
};
Write("without the option", new SerializerBuilder().WithQuotingNecessaryStrings());
Write("with the option", new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true));
Write("double-quoted style", new SerializerBuilder().WithDefaultScalarStyle(ScalarStyle.DoubleQuoted));
var version = typeof(SerializerBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
Console.WriteLine($"YamlDotNet {version.InformationalVersion.Split('+')[0]}");

void Write(string name, SerializerBuilder builder) => File.WriteAllText($"{name}.yaml", builder.Build().Serialize(job));
CSHARP
dotnet build --output out --verbosity quiet >/dev/null
dotnet out/quotes.dll
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --no-update-notifier yaml@2.9.1 js-yaml@5.5.0 >/dev/null

cat >read.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import * as yaml from 'yaml';
import * as jsYaml from 'js-yaml';
for (const name of ['without the option', 'with the option', 'double-quoted style']) {
  const text = readFileSync(`${name}.yaml`, 'utf8');
  const jobs = [yaml.parse(text), jsYaml.load(text)];
  Object.keys(jobs[0]).forEach((key, index) => {
    const written = text.split('\n')[index].split(': ')[1];
    const [first, second] = jobs.map(job => `${typeof job[key]} ${job[key]}`);
    console.log(`${name}: ${written}, read by yaml as ${first}, by js-yaml as ${second}`);
  });
}
SCRIPT
seen=$(node read.mjs)
for package in yaml js-yaml; do
    node -p "'$package ' + JSON.parse(require('fs').readFileSync('node_modules/$package/package.json')).version"
done
echo "$seen"

expected='without the option: "665e00000000000000000202", read by yaml as string 665e00000000000000000202, by js-yaml as string 665e00000000000000000202
without the option: "0089", read by yaml as string 0089, by js-yaml as string 0089
without the option: yes, read by yaml as string yes, by js-yaml as string yes
with the option: 665e00000000000000000202, read by yaml as number 6.65e+204, by js-yaml as number 6.65e+204
with the option: 0089, read by yaml as number 89, by js-yaml as number 89
with the option: "yes", read by yaml as string yes, by js-yaml as string yes
double-quoted style: "665e00000000000000000202", read by yaml as string 665e00000000000000000202, by js-yaml as string 665e00000000000000000202
double-quoted style: "0089", read by yaml as string 0089, by js-yaml as string 0089
double-quoted style: "yes", read by yaml as string yes, by js-yaml as string yes'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
