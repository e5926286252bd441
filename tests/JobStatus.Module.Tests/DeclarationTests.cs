using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>What the built module declares.</summary>
public sealed class DeclarationTests
{
    private static readonly IReadOnlyList<Type> Cmdlets =
        [.. ModuleFolder.Face.GetExportedTypes().Where(type => Declared<CmdletAttribute>(type).Any())];

    public static TheoryData<string> CmdletNames => [.. Cmdlets.Select(NameOf)];

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_of_the_assembly() =>
        Assert.Equal(Cmdlets.Select(NameOf).Order(), ModuleFolder.ManifestList("CmdletsToExport").Order());

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_cmdlet_is_sealed_and_named_after_itself(string name)
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
    public void A_cmdlet_says_what_it_writes(string name) =>
        Assert.NotEmpty(OutputsOf(Find(name)));

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_cmdlet_that_changes_something_asks_first_when_told_to(string name)
    {
        bool changes = name.Split('-')[0] is "Remove" or "Start" or "Stop" or "Add" or "Save";
        Assert.Equal(changes, Declared<CmdletAttribute>(Find(name)).Single().NamedArguments.Any(argument =>
            argument.MemberName == nameof(CmdletAttribute.SupportsShouldProcess) && argument.TypedValue.Value is true));
    }

    [Fact]
    public void Parameters_and_outputs_are_of_types_that_PowerShell_or_the_module_has()
    {
        IEnumerable<Type> types = Cmdlets
            .SelectMany(cmdlet => cmdlet.GetProperties())
            .Where(property => Declared<ParameterAttribute>(property).Any())
            .Select(property => property.PropertyType)
            .Concat(Cmdlets.SelectMany(OutputsOf));
        Assert.All(types.SelectMany(Parts), type => Assert.Contains(Home(type), new[] { "framework", "PowerShell", "JobStatus", "JobStatus.Model" }));
    }

    [Fact]
    public void The_services_show_no_type_of_a_package()
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type> shown = ModuleFolder.Services.GetExportedTypes().SelectMany(type =>
            type.GetMethods(visible).Where(method => method.IsPublic || method.IsFamily).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
                .Concat(type.GetConstructors(visible).Where(constructor => constructor.IsPublic).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType)));
        Assert.All(shown.SelectMany(Parts), type => Assert.Contains(Home(type), new[] { "framework", "JobStatus.Model", "JobStatus.Services" }));
        Assert.DoesNotContain(shown.SelectMany(Parts), type => type.Name is "TimeProvider" or "JsonElement" or "IAsyncEnumerable`1");
    }

    [Fact]
    public void The_model_stands_on_nothing_but_the_framework() =>
        Assert.Equal(["netstandard"], ModuleFolder.Model.GetReferencedAssemblies().Select(reference => reference.Name));

    [Fact]
    public void The_services_know_nothing_of_PowerShell() =>
        Assert.DoesNotContain("System.Management.Automation", ModuleFolder.Services.GetReferencedAssemblies().Select(reference => reference.Name));

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void Only_the_face_and_the_model_lie_where_PowerShell_looks(string edition)
    {
        string folder = Path.Combine(ModuleFolder.Path, "bin", edition);
        Assert.Equal(["JobStatus.Model.dll", "JobStatus.dll"], Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder, "deps", "JobStatus.Services.dll")));
    }

    [Fact]
    public void The_assemblies_have_the_version_of_the_manifest() =>
        Assert.All(Directory.GetFiles(ModuleFolder.Path, "JobStatus*.dll", SearchOption.AllDirectories), file =>
            Assert.Equal(ModuleFolder.ManifestValue("ModuleVersion"), AssemblyName.GetAssemblyName(file).Version!.ToString(3)));

    [Fact]
    public void No_assembly_of_PowerShell_ships() =>
        Assert.Empty(Directory.GetFiles(ModuleFolder.Path, "System.Management.Automation*.dll", SearchOption.AllDirectories));

    [Fact]
    public void The_names_of_error_categories_are_those_of_PowerShell()
    {
        Type errors = ModuleFolder.Services.GetType("JobStatus.Services.JobServiceErrors")!;
        var rules = (System.Collections.IEnumerable)errors.GetProperty("All")!.GetValue(null)!;
        foreach (object rule in rules)
        {
            Assert.Contains((string)rule.GetType().GetProperty("Category")!.GetValue(rule)!, Enum.GetNames<ErrorCategory>());
        }
    }

    private static string NameOf(Type cmdlet)
    {
        IList<CustomAttributeTypedArgument> name = Declared<CmdletAttribute>(cmdlet).Single().ConstructorArguments;
        return $"{name[0].Value}-{name[1].Value}";
    }

    private static IEnumerable<Type> OutputsOf(Type cmdlet) =>
        Declared<OutputTypeAttribute>(cmdlet)
            .SelectMany(output => (IEnumerable<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!)
            .Select(type => (Type)type.Value!);

    // The attributes of the reference assembly remember nothing, so what stands in the metadata is read.
    private static IEnumerable<CustomAttributeData> Declared<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(T));

    private static Type Find(string name) => Cmdlets.Single(cmdlet => NameOf(cmdlet) == name);

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];

    private static string Home(Type type)
    {
        string assembly = type.Assembly.GetName().Name!;
        return assembly == "System.Management.Automation" ? "PowerShell"
            : assembly.StartsWith("JobStatus", StringComparison.Ordinal) ? assembly
            : type.Assembly.Location.StartsWith(ModuleFolder.Path, StringComparison.Ordinal) ? assembly
            : "framework";
    }
}
