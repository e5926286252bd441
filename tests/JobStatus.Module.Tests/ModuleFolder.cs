using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace JobStatus.Module.Tests;

/// <summary>The built module, looked at without a PowerShell.</summary>
internal static partial class ModuleFolder
{
    public static string Path { get; } =
        System.Environment.GetEnvironmentVariable("JOBSTATUS_TEST_MODULE") ?? System.IO.Path.Combine(PesterHost.Repository, "out", "JobStatus");

    public static string Core { get; } = System.IO.Path.Combine(Path, "bin", "core");

    public static Assembly Face { get; } = new Context().LoadFromAssemblyPath(System.IO.Path.Combine(Core, "JobStatus.dll"));

    public static Assembly Services { get; } =
        AssemblyLoadContext.GetLoadContext(Face)!.LoadFromAssemblyName(new AssemblyName("JobStatus.Services"));

    public static Assembly Model { get; } =
        AssemblyLoadContext.GetLoadContext(Face)!.LoadFromAssemblyName(new AssemblyName("JobStatus.Model"));

    /// <summary>A value of the manifest.</summary>
    public static string ManifestValue(string name) =>
        Regex.Match(File.ReadAllText(System.IO.Path.Combine(Path, "JobStatus.psd1")), $@"\b{name}\s*=\s*'([^']*)'").Groups[1].Value;

    /// <summary>The names in a list of the manifest.</summary>
    public static IReadOnlyList<string> ManifestList(string name)
    {
        string manifest = File.ReadAllText(System.IO.Path.Combine(Path, "JobStatus.psd1"));
        Match list = Regex.Match(manifest, $@"\b{name}\s*=\s*@\(([^)]*)\)");
        return [.. QuotedWord().Matches(list.Groups[1].Value).Select(word => word.Groups[1].Value)];
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex QuotedWord();

    // The face and all its dependencies from the module's folder, PowerShell's types from the reference assembly.
    private sealed class Context() : AssemblyLoadContext("module under test")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            new[] { Core, System.IO.Path.Combine(Core, "deps") }
                .Select(folder => System.IO.Path.Combine(folder, assemblyName.Name + ".dll"))
                .Where(File.Exists)
                .Select(LoadFromAssemblyPath)
                .FirstOrDefault();
    }
}
