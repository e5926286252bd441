using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>Tests the module on a newer version of .NET than the one that PowerShell was built for.</summary>
public sealed class NewerRuntimeTests
{
    private const string Version = "11.0.0";

    private const string ReadListAndWait =
        """
        $ErrorActionPreference = 'Stop'
        "runtime $([Environment]::Version)"
        Import-Module $env:JOBSTATUS_TEST_MODULE
        $jobs = (Get-AlmaJobInstance 1000000000000201), (Get-XplentyJob 201), (Get-AlteryxJob 66f000000000000000000201)
        "read $($jobs.State)"
        "list $(@(Get-AlmaJob -First 2).Count) $(@(Get-XplentyJob -First 2).Count) $(@(Get-AlteryxWorkflow -First 2).Count)"
        "wait $((Get-XplentyJob 9001 | Wait-Job -Timeout 60).State)"
        """;

    [Fact]
    public async Task The_module_can_read_list_and_wait_on_the_next_version_of_dotnet()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        PowerShellHost? powerShell = await PowerShellHost.FindInToolManifestAsync(PesterHost.Repository, cancellationToken);
        Assert.SkipWhen(
            powerShell is null, "The .NET tool manifest could not install PowerShell, and another one brings a .NET of its own.");
        string folder = Directory.CreateTempSubdirectory("jobstatus-").FullName;
        try
        {
            string? dotnet = await MakeRuntimeAsync(folder, cancellationToken);
            Assert.SkipWhen(
                dotnet is null, $"The runtime pack of .NET {Version} could not be restored for {RuntimeInformation.RuntimeIdentifier}.");

            await using SandboxServer server = await SandboxServer.StartAsync(
                new SandboxOptions { Settings = new() { Strict = true } }, cancellationToken);
            server.CreateJob(new NewJob { Service = SandboxService.Xplenty, Id = "9001", DurationSeconds = 1 });
            ProcessStartInfo printHome = powerShell!.StartInfo("-NoProfile", "-Command", "$PSHOME");
            string home = (await PesterHost.RunAsync(printHome, cancellationToken)).Trim();
            string script = Path.Combine(folder, "script.ps1");
            await File.WriteAllTextAsync(script, ReadListAndWait, cancellationToken);
            var start = new ProcessStartInfo(dotnet!, [Path.Combine(home, "pwsh.dll"), "-NoProfile", "-NonInteractive", "-File", script]);
            foreach (KeyValuePair<string, string> variable in server.EnvironmentVariables)
            {
                start.Environment[variable.Key] = variable.Value;
            }

            start.Environment["JOBSTATUS_TEST_MODULE"] = ModuleFolder.Path;
            start.Environment["DOTNET_ROLL_FORWARD"] = "LatestMajor";
            start.Environment.Remove("DOTNET_ROOT");
            string output = await PesterHost.RunAsync(start, cancellationToken);

            Assert.Equal(
                [$"runtime {Version}", "read Completed Completed Completed", "list 2 2 2", "wait Completed"],
                output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Copies the files of the runtime pack into the layout of an installed .NET. Returns the path of its dotnet executable,
    // or null if the pack cannot be restored.
    private static async Task<string?> MakeRuntimeAsync(string folder, CancellationToken cancellationToken)
    {
        string rid = RuntimeInformation.RuntimeIdentifier;
        string package = $"Microsoft.NETCore.App.Runtime.{rid}";
        string project = Path.Combine(folder, "pack.csproj");
        await File.WriteAllTextAsync(
            project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageDownload Include="{package}" Version="[{Version}]" /></ItemGroup>
              <Target Name="PrintPackages"><Message Importance="high" Text="packages=$(NuGetPackageRoot)" /></Target>
            </Project>
            """,
            cancellationToken);
        await PesterHost.RunAsync(new ProcessStartInfo("dotnet", ["restore", project]), cancellationToken);
        ProcessStartInfo printPackages = new("dotnet", ["build", project, "--no-restore", "-t:PrintPackages"]);
        string packages = (await PesterHost.RunAsync(printPackages, cancellationToken))
            
                .Split('\n')
                .FirstOrDefault(line => line.Contains("packages=", StringComparison.Ordinal))?
                .Split('=')[1]
                .Trim() ?? string.Empty;
        string files = Path.Combine(packages, package.ToLowerInvariant(), Version, "runtimes", rid);
        if (!Directory.Exists(files))
        {
            return null;
        }

        string root = Path.Combine(folder, "dotnet");
        string shared = Path.Combine(root, "shared", "Microsoft.NETCore.App", Version);
        string resolver = Path.Combine(root, "host", "fxr", Version);
        Directory.CreateDirectory(shared);
        Directory.CreateDirectory(resolver);
        string[] sources =
        [
            .. Directory.GetFiles(Path.Combine(files, "native")),
            .. Directory.GetFiles(Directory.GetDirectories(Path.Combine(files, "lib")).Single()),
        ];
        foreach (string source in sources)
        {
            string name = Path.GetFileName(source);
            File.Copy(source, Path.Combine(name.Contains("hostfxr", StringComparison.Ordinal) ? resolver : shared, name));
        }

        string muxer = Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet"
            ? self
            : Path.Combine(
                Path.GetDirectoryName(typeof(object).Assembly.Location)!,
                "..",
                "..",
                "..",
                OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        string copy = Path.Combine(root, Path.GetFileName(muxer));
        File.Copy(muxer, copy);
        return copy;
    }
}
