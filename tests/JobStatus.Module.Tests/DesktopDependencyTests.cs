using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>
/// Tests that all dependencies of the assemblies for Windows PowerShell are available: in the folder of the module, in
/// .NET Framework 4.7.2 or in PowerShell itself. References are resolved like at run time, including the AssemblyResolve
/// handler of the module: the framework supplies an assembly if its version is new enough, or else the file in the module
/// is loaded.
/// </summary>
public sealed class DesktopDependencyTests
{
    private const string PowerShell = "System.Management.Automation";

    // .NET Framework 4.7.1 and later load their own version of this assembly for a reference to any version
    // (dotnet/maintenance-packages#215).
    private const string UnifiedAssembly = "System.ValueTuple";

    private static readonly string Desktop = Path.Combine(ModuleFolder.Path, "bin", "desktop");

    private static readonly Dictionary<string, AssemblyFile> ModuleFiles = Read(
        Directory.GetFiles(Desktop, "*.dll", SearchOption.AllDirectories));

    private static readonly Dictionary<string, AssemblyFile> FrameworkAssemblies = Read(FrameworkFiles());

    public static TheoryData<string> Assemblies => [.. ModuleFiles.Keys.Order()];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_referenced_assembly_is_available_in_a_new_enough_version(string name) =>
        Assert.All(ModuleFiles[name].References.Values, reference =>
        {
            if (reference.Name == PowerShell)
            {
                // the version of this assembly in Windows PowerShell 5.1
                Assert.Equal(new Version(3, 0, 0, 0), reference.Version);
                return;
            }

            AssemblyFile? found = Resolve(reference);
            Assert.True(found is not null, $"{reference} is not available.");
            Assert.True(
                found.Version >= reference.Version || reference.Name == UnifiedAssembly,
                $"{reference} is available only in version {found.Version}.");
        });

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_referenced_type_exists_in_the_referenced_assembly(string name) =>
        Assert.Empty(
            from type in ModuleFiles[name].TypeReferences
            where type.Assembly.Name != PowerShell
            let found = Resolve(type.Assembly)
            where found?.Types.Contains(type.Name) != true
            select $"{type.Name} of {type.Assembly}");

    private static AssemblyFile? Resolve(AssemblyName reference)
    {
        AssemblyFile? framework = FrameworkAssemblies.GetValueOrDefault(reference.Name!);
        return framework?.Version >= reference.Version ? framework : ModuleFiles.GetValueOrDefault(reference.Name!) ?? framework;
    }

    private static IEnumerable<string> FrameworkFiles()
    {
        string folder = typeof(DesktopDependencyTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "NetFramework").Value!;
        return Directory.GetFiles(folder, "*.dll").Concat(Directory.GetFiles(Path.Combine(folder, "Facades"), "*.dll"))
            .Where(IsAssembly);
    }

    // Some files of the framework are native or are modules of a multi-file assembly.
    private static bool IsAssembly(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        return reader.HasMetadata && reader.GetMetadataReader().IsAssembly;
    }

    private static Dictionary<string, AssemblyFile> Read(IEnumerable<string> files) =>
        files.Select(file => new AssemblyFile(file)).ToDictionary(assembly => assembly.Name);

    /// <summary>The metadata of one assembly file.</summary>
    private sealed class AssemblyFile
    {
        public AssemblyFile(string file)
        {
            using PEReader reader = new(File.OpenRead(file));
            MetadataReader metadata = reader.GetMetadataReader();
            Name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
            Version = metadata.GetAssemblyDefinition().Version;
            References = metadata.AssemblyReferences.ToDictionary(
                handle => handle,
                handle => metadata.GetAssemblyReference(handle).GetAssemblyName());
            Types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Select(type => (type.Namespace, type.Name))
                .Concat(metadata.ExportedTypes.Select(metadata.GetExportedType).Select(type => (type.Namespace, type.Name)))
                .Select(FullName)
                .ToHashSet();
            TypeReferences =
            [
                .. from reference in metadata.TypeReferences.Select(metadata.GetTypeReference)
                   where reference.ResolutionScope.Kind == HandleKind.AssemblyReference
                   let assembly = References[(AssemblyReferenceHandle)reference.ResolutionScope]
                   select (assembly, FullName((reference.Namespace, reference.Name))),
            ];

            string FullName((StringHandle Namespace, StringHandle Name) type) =>
                $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }

        public string Name { get; }

        public Version Version { get; }

        public IReadOnlyDictionary<AssemblyReferenceHandle, AssemblyName> References { get; }

        /// <summary>The types that the assembly defines or forwards to another assembly.</summary>
        public HashSet<string> Types { get; }

        public IReadOnlyList<(AssemblyName Assembly, string Name)> TypeReferences { get; }
    }
}
