#!/usr/bin/env bash
# The "dotnet test" of .NET SDK 10 rejects a folder as the value of an option of the test application.
#
# With Microsoft.Testing.Platform, "dotnet test" passes options that it does not know to the test application. If the value
# of such an option is a separate argument and an existing folder, "dotnet test" mistakes it for the project to test, and
# refuses to run: "Specifying a directory for 'dotnet test' should be via '--project' or '--solution'." The same option
# works if the folder does not exist yet, or if the name and the value are one argument with an equals sign. Therefore a
# command can work once and fail the second time, when the folder exists.
#
# Options that "dotnet test" knows itself, such as --results-directory, are not affected. The option used here is
# --coverlet-include-directory of coverlet.MTP 10.1.0.
set -uo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
mkdir "$folder/tests" && cd "$folder" || exit 1
cat >global.json <<'JSON'
{ "test": { "runner": "Microsoft.Testing.Platform" } }
JSON
cat >tests/tests.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="xunit.v3" Version="4.0.2" />
    <PackageReference Include="coverlet.MTP" Version="10.1.0" />
  </ItemGroup>
</Project>
XML
cat >tests/OneTest.cs <<'CSHARP'
public class OneTest
{
    [Xunit.Fact]
    public void Passes() => Xunit.Assert.True(true);
}
CSHARP
dotnet build tests --verbosity quiet || exit 1
echo "SDK $(dotnet --version)"

changed=0
check() {
    local expected=$1 name=$2
    shift 2
    dotnet test --project tests --no-build --coverlet "$@" >output.txt 2>&1 </dev/null
    local seen=runs
    grep -q "Specifying a directory for 'dotnet test' should be via" output.txt && seen=rejected
    [ "$seen" = runs ] && ! grep -q 'succeeded: 1' output.txt && seen="failed for another reason: $(tail -n 3 output.txt)"
    echo "$name: $seen"
    [ "$seen" = "$expected" ] || { echo "CHANGED: expected '$expected'"; changed=1; }
}

check runs "folder that does not exist yet" --coverlet-include-directory "$folder/new"
mkdir -p "$folder/new"
check rejected "the same folder, now that it exists" --coverlet-include-directory "$folder/new"
check runs "the same folder, with an equals sign" "--coverlet-include-directory=$folder/new"
exit "$changed"
