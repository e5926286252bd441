#!/usr/bin/env bash
# BenchmarkDotNet loads every assembly that the benchmarks refer to, including those that are only needed by the compiler.
#
# A program that uses types of PowerShell only on another path can refer to PowerShellStandard.Library without its runtime
# assets, because its assembly contains no code. Such a program starts and runs. But before BenchmarkDotNet 0.15.8 runs a
# benchmark of it, the check whether all assemblies were optimized (JitOptimizationsValidator) loads each assembly that the
# assembly of the benchmark refers to. The run ends with a FileNotFoundException instead of a validation error, even with an
# empty configuration, because this check is mandatory. With ConfigOptions.DisableOptimizationsValidator, the same benchmark
# runs.
set -uo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
cd "$folder" || exit 1
cat >app.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <Optimize>true</Optimize>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="BenchmarkDotNet" Version="0.15.8" />
    <PackageReference Include="PowerShellStandard.Library" Version="5.1.1" ExcludeAssets="runtime" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CSHARP'
using System;
using System.IO;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

public class Sum
{
    [Benchmark]
    public int OfThree() => 1 + 2 + Environment.TickCount % 2;
}

public static class Program
{
    public static void Main(string[] options)
    {
        if (options.Length > 1)
        {
            UsePowerShell();
        }

        IConfig configuration = ManualConfig.CreateEmpty()
            .AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableLogFile | Enum.Parse<ConfigOptions>(options[0]));
        try
        {
            Console.WriteLine($"reports: {BenchmarkRunner.Run<Sum>(configuration).Reports.Length}");
        }
        catch (FileNotFoundException exception)
        {
            Console.WriteLine(exception);
        }
    }

    private static void UsePowerShell() => Console.WriteLine(new System.Management.Automation.PSObject());
}
CSHARP
dotnet build app.csproj --configuration Release --verbosity quiet || exit 1
echo "BenchmarkDotNet 0.15.8, PowerShellStandard.Library 5.1.1, SDK $(dotnet --version)"

changed=0
check() {
    local expected=$1 option=$2
    dotnet bin/Release/net10.0/app.dll "$option" >output.txt 2>&1 </dev/null
    local seen
    seen=$(grep -oE 'reports: [0-9]+|FileNotFoundException|JitOptimizationsValidator' output.txt | sort -u | paste -sd ' ')
    echo "$option: $seen"
    [ "$seen" = "$expected" ] || { echo "CHANGED: expected '$expected'"; changed=1; }
}

check "FileNotFoundException JitOptimizationsValidator" Default
check "reports: 1" DisableOptimizationsValidator
exit "$changed"
