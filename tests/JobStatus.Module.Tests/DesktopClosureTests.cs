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
/// What the assemblies for Windows PowerShell need is there: in the module's folder, in .NET Framework 4.7.2 or in
/// PowerShell itself. The version rule is that of the runtime and of the module's AssemblyResolve handler: a reference
/// is answered by the framework where that has the version it names, else by the module's file of that name.
/// </summary>
public sealed class DesktopClosureTests
{
    private const string PowerShell = "System.Management.Automation";

    // .NET Framework 4.7.1 and newer answer every version of this with their own (dotnet/maintenance-packages#215).
    private const string Unified = "System.ValueTuple";

    private static readonly string Desktop = Path.Combine(ModuleFolder.Path, "bin", "desktop");

    private static readonly Dictionary<string, Image> Own = Read(Directory.GetFiles(Desktop, "*.dll", SearchOption.AllDirectories));

    private static readonly Dictionary<string, Image> Framework = Read(FrameworkFiles());

    public static TheoryData<string> Assemblies => [.. Own.Keys.Order()];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_assembly_that_it_refers_to_is_there_in_a_version_that_is_new_enough(string name) =>
        Assert.All(Own[name].References.Values, reference =>
        {
            if (reference.Name == PowerShell)
            {
                // The version of Windows PowerShell 5.1's own.
                Assert.Equal(new Version(3, 0, 0, 0), reference.Version);
                return;
            }

            Image? found = Resolve(reference);
            Assert.True(found is not null, $"{reference} is not there.");
            Assert.True(found.Version >= reference.Version || reference.Name == Unified, $"{reference} is there in the version {found.Version} alone.");
        });

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_that_it_refers_to_is_in_the_assembly_it_names(string name) =>
        Assert.Empty(
            from type in Own[name].TypeReferences
            where type.Assembly.Name != PowerShell
            let found = Resolve(type.Assembly)
            where found?.Types.Contains(type.Name) != true
            select $"{type.Name} of {type.Assembly}");

    private static Image? Resolve(AssemblyName reference)
    {
        Image? framework = Framework.GetValueOrDefault(reference.Name!);
        return framework?.Version >= reference.Version ? framework : Own.GetValueOrDefault(reference.Name!) ?? framework;
    }

    private static IEnumerable<string> FrameworkFiles()
    {
        string folder = typeof(DesktopClosureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "NetFramework").Value!;
        return Directory.GetFiles(folder, "*.dll").Concat(Directory.GetFiles(Path.Combine(folder, "Facades"), "*.dll"))
            .Where(IsAssembly);
    }

    // Some files of the framework are parts of an assembly, or native.
    private static bool IsAssembly(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        return reader.HasMetadata && reader.GetMetadataReader().IsAssembly;
    }

    private static Dictionary<string, Image> Read(IEnumerable<string> files) =>
        files.Select(file => new Image(file)).ToDictionary(image => image.Name);

    /// <summary>What the metadata of one file says.</summary>
    private sealed class Image
    {
        public Image(string file)
        {
            using PEReader reader = new(File.OpenRead(file));
            MetadataReader metadata = reader.GetMetadataReader();
            Name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
            Version = metadata.GetAssemblyDefinition().Version;
            References = metadata.AssemblyReferences.ToDictionary(handle => handle, handle => metadata.GetAssemblyReference(handle).GetAssemblyName());
            Types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Select(type => (type.Namespace, type.Name))
                .Concat(metadata.ExportedTypes.Select(metadata.GetExportedType).Select(type => (type.Namespace, type.Name)))
                .Select(FullName)
                .ToHashSet();
            TypeReferences =
            [
                .. from reference in metadata.TypeReferences.Select(metadata.GetTypeReference)
                   where reference.ResolutionScope.Kind == HandleKind.AssemblyReference
                   select (References[(AssemblyReferenceHandle)reference.ResolutionScope], FullName((reference.Namespace, reference.Name))),
            ];

            string FullName((StringHandle Namespace, StringHandle Name) type) => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }

        public string Name { get; }

        public Version Version { get; }

        public IReadOnlyDictionary<AssemblyReferenceHandle, AssemblyName> References { get; }

        /// <summary>The types that it defines, or forwards to another assembly.</summary>
        public HashSet<string> Types { get; }

        public IReadOnlyList<(AssemblyName Assembly, string Name)> TypeReferences { get; }
    }
}
