using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>Tests the declarations in the assemblies and the manifest of the built module.</summary>
public sealed class DeclarationTests
{
    private static readonly IReadOnlyList<Type> Cmdlets =
        [.. ModuleFolder.ModuleAssembly.GetExportedTypes().Where(type => AttributesOf<CmdletAttribute>(type).Any())];

    public static TheoryData<string> CmdletNames => [.. Cmdlets.Select(NameOf)];

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_of_the_assembly() =>
        Assert.Equal(Cmdlets.Select(NameOf).Order(), ModuleFolder.ManifestList("CmdletsToExport").Order());

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void The_class_of_a_cmdlet_is_sealed_and_named_after_the_cmdlet(string name)
    {
        Type cmdlet = Find(name);
        Assert.True(cmdlet.IsSealed);
        Assert.Equal(name.Replace("-", string.Empty, StringComparison.Ordinal) + "Command", cmdlet.Name);
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_cmdlet_has_an_approved_verb(string name)
    {
        IEnumerable<string> approved = typeof(Cmdlet).Assembly.GetExportedTypes()
            .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(verbs => verbs.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(verb => (string)verb.GetRawConstantValue()!);
        Assert.Contains(name.Split('-')[0], approved);
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_cmdlet_declares_its_output_type(string name) =>
        Assert.NotEmpty(OutputsOf(Find(name)));

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_cmdlet_supports_ShouldProcess_exactly_if_it_changes_something(string name)
    {
        bool changes = name.Split('-')[0] is "Remove" or "Start" or "Stop" or "Add" or "Save" or "New" or "Set" or "Enable" or "Disable";
        Assert.Equal(changes, AttributesOf<CmdletAttribute>(Find(name)).Single().NamedArguments.Any(argument =>
            argument.MemberName == nameof(CmdletAttribute.SupportsShouldProcess) && argument.TypedValue.Value is true));
    }

    [Fact]
    public void Parameter_and_output_types_come_from_PowerShell_or_the_module()
    {
        IEnumerable<Type> types = Cmdlets
            .SelectMany(cmdlet => cmdlet.GetProperties())
            .Where(property => AttributesOf<ParameterAttribute>(property).Any())
            .Select(property => property.PropertyType)
            .Concat(Cmdlets.SelectMany(OutputsOf));
        Assert.All(
            types.SelectMany(ComponentTypes),
            type => Assert.Contains(OriginOf(type), new[] { "framework", "PowerShell", "JobStatus", "JobStatus.Model" }));
    }

    [Fact]
    public void The_public_API_of_the_services_assembly_exposes_no_type_from_a_package()
    {
        const BindingFlags allMembers =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type> exposed = ModuleFolder.Services.GetExportedTypes().SelectMany(type =>
            type
                .GetMethods(allMembers)
                .Where(method => method.IsPublic || method.IsFamily)
                .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
                .Concat(
                    type
                        .GetConstructors(allMembers)
                        .Where(constructor => constructor.IsPublic)
                        .SelectMany(constructor => constructor.GetParameters())
                        .Select(parameter => parameter.ParameterType)));
        Assert.All(
            exposed.SelectMany(ComponentTypes),
            type => Assert.Contains(OriginOf(type), new[] { "framework", "JobStatus.Model", "JobStatus.Services" }));
        Assert.DoesNotContain(
            exposed.SelectMany(ComponentTypes), type => type.Name is "TimeProvider" or "JsonElement" or "IAsyncEnumerable`1");
    }

    [Fact]
    public void The_model_references_only_the_framework() =>
        Assert.Equal(["netstandard"], ModuleFolder.Model.GetReferencedAssemblies().Select(reference => reference.Name));

    [Fact]
    public void The_services_assembly_does_not_reference_PowerShell() =>
        Assert.DoesNotContain(
            "System.Management.Automation", ModuleFolder.Services.GetReferencedAssemblies().Select(reference => reference.Name));

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void Only_the_module_assembly_and_the_model_are_in_the_folder_that_PowerShell_probes(string edition)
    {
        string folder = Path.Combine(ModuleFolder.Path, "bin", edition);
        Assert.Equal(
            ["JobStatus.Model.dll", "JobStatus.dll"],
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder, "deps", "JobStatus.Services.dll")));
    }

    [Fact]
    public void The_assemblies_have_the_version_in_the_manifest() =>
        Assert.All(Directory.GetFiles(ModuleFolder.Path, "JobStatus*.dll", SearchOption.AllDirectories), file =>
            Assert.Equal(ModuleFolder.ManifestValue("ModuleVersion"), AssemblyName.GetAssemblyName(file).Version!.ToString(3)));

    [Fact]
    public void The_module_contains_no_PowerShell_assembly() =>
        Assert.Empty(Directory.GetFiles(ModuleFolder.Path, "System.Management.Automation*.dll", SearchOption.AllDirectories));

    [Fact]
    public void Every_error_category_is_a_PowerShell_ErrorCategory()
    {
        Type errors = ModuleFolder.ModuleAssembly.GetType("JobStatus.Pipeline.ErrorTable")!;
        var kinds = (System.Collections.IDictionary)errors.GetProperty("Kinds")!.GetValue(null)!;
        Assert.NotEmpty(kinds);
        foreach (object row in kinds.Values)
        {
            Assert.Contains(row.GetType().GetField("Item1")!.GetValue(row)!.ToString(), Enum.GetNames<ErrorCategory>());
        }
    }

    private static string NameOf(Type cmdlet)
    {
        IList<CustomAttributeTypedArgument> name = AttributesOf<CmdletAttribute>(cmdlet).Single().ConstructorArguments;
        return $"{name[0].Value}-{name[1].Value}";
    }

    private static IEnumerable<Type> OutputsOf(Type cmdlet) =>
        AttributesOf<OutputTypeAttribute>(cmdlet)
            .SelectMany(output => (IEnumerable<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!)
            .Select(type => (Type)type.Value!);

    // The attribute classes of the reference assembly do not store their arguments, so the arguments are read from the
    // metadata.
    private static IEnumerable<CustomAttributeData> AttributesOf<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(T));

    private static Type Find(string name) => Cmdlets.Single(cmdlet => NameOf(cmdlet) == name);

    private static IEnumerable<Type> ComponentTypes(Type type) =>
        type.HasElementType ? ComponentTypes(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(ComponentTypes).Append(type)
        : [type];

    private static string OriginOf(Type type)
    {
        string assembly = type.Assembly.GetName().Name!;
        return assembly == "System.Management.Automation" ? "PowerShell"
            : assembly.StartsWith("JobStatus", StringComparison.Ordinal) ? assembly
            : type.Assembly.Location.StartsWith(ModuleFolder.Path, StringComparison.Ordinal) ? assembly
            : "framework";
    }
}
