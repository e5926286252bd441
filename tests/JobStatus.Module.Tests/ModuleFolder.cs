using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace JobStatus.Module.Tests;

/// <summary>Gives access to the files, assemblies and manifest of the built module without a PowerShell process.</summary>
internal static partial class ModuleFolder
{
    public static string Path { get; } =
        System.Environment
            .GetEnvironmentVariable("JOBSTATUS_TEST_MODULE") ?? System.IO.Path
            .Combine(PesterHost.Repository, "out", "JobStatus");

    public static string Core { get; } = System.IO.Path.Combine(Path, "bin", "core");

    public static Assembly ModuleAssembly { get; } = new ModuleLoadContext().LoadFromAssemblyPath(
        System.IO.Path.Combine(Core, "JobStatus.dll"));

    public static Assembly Services { get; } =
        AssemblyLoadContext.GetLoadContext(ModuleAssembly)!.LoadFromAssemblyName(new AssemblyName("JobStatus.Services"));

    public static Assembly Model { get; } =
        AssemblyLoadContext.GetLoadContext(ModuleAssembly)!.LoadFromAssemblyName(new AssemblyName("JobStatus.Model"));

    /// <summary>Gets a text value from the manifest.</summary>
    public static string ManifestValue(string name) =>
        Regex.Match(File.ReadAllText(System.IO.Path.Combine(Path, "JobStatus.psd1")), $@"\b{name}\s*=\s*'([^']*)'").Groups[1].Value;

    /// <summary>Gets the names in a list in the manifest.</summary>
    public static IReadOnlyList<string> ManifestList(string name)
    {
        string manifest = File.ReadAllText(System.IO.Path.Combine(Path, "JobStatus.psd1"));
        Match list = Regex.Match(manifest, $@"\b{name}\s*=\s*@\(([^)]*)\)");
        return [.. QuotedText().Matches(list.Groups[1].Value).Select(word => word.Groups[1].Value)];
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex QuotedText();

    // Loads the module and its dependencies from the folder of the module. The types of PowerShell come from the reference
    // assembly of this project.
    private sealed class ModuleLoadContext() : AssemblyLoadContext("module under test")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            new[] { Core, System.IO.Path.Combine(Core, "deps") }
                .Select(folder => System.IO.Path.Combine(folder, assemblyName.Name + ".dll"))
                .Where(File.Exists)
                .Select(LoadFromAssemblyPath)
                .FirstOrDefault();
    }
}
