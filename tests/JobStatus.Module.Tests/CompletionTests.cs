using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>What the built module declares for whoever presses Tab.</summary>
public sealed class CompletionTests
{
    // Anything can be given here: secrets, addresses, times, numbers, objects, texts that no service lists, and paths,
    // which PowerShell completes by itself.
    private static readonly string[] Free =
    [
        "ConnectAlmaCommand.ApiKey",
        "ConnectAlmaCommand.BaseUri",
        "ConnectAlteryxCommand.AccessToken",
        "ConnectAlteryxCommand.BaseUri",
        "ConnectAlteryxCommand.Credential",
        "ConnectCommand.MaximumRetryCount",
        "ConnectCommand.Proxy",
        "ConnectCommand.ProxyCredential",
        "ConnectCommand.RequestsPerSecond",
        "ConnectCommand.TimeoutSec",
        "ConnectXplentyCommand.AccountId",
        "ConnectXplentyCommand.ApiKey",
        "ConnectXplentyCommand.BaseUri",
        "ConvertFromAlmaJobInstanceCommand.InputObject",
        "ConvertFromAlmaJobInstanceCommand.LiteralPath",
        "ConvertFromAlmaJobInstanceCommand.Path",
        "GetAlmaJobCommand.ProfileId",
        "GetAlmaJobInstanceCommand.SubmittedAfter",
        "GetAlmaJobInstanceCommand.SubmittedBefore",
        "GetXplentyJobCommand.Query",
        "GetXplentyJobCommand.UpdatedSince",
        "RemoveJobStatusConnectionCommand.Connection",
        "SaveAlmaJobFileCommand.LineType",
        "SaveCommand.Path",
        "StartAlmaJobCommand.Job",
        "StartAlteryxJobCommand.CredentialId",
        "StartAlteryxJobCommand.WorkerTag",
        "StartXplentyJobCommand.DynamicText",
        "StartXplentyJobCommand.DynamicVariable",
        "StartXplentyJobCommand.Variable",
        "WaitJobCommand.Filter",
        "WaitJobCommand.Job",
        "WaitJobCommand.MaximumInterval",
        "WaitJobCommand.MinimumInterval",
        "WaitJobCommand.RemoteJob",
        "WaitJobCommand.Timeout",
        "WaitRemoteJobCommand.MaximumInterval",
        "WaitRemoteJobCommand.MinimumInterval",
        "WaitRemoteJobCommand.RemoteJob",
        "WaitRemoteJobCommand.Timeout",
    ];

    // PowerShell completes these itself: it knows its own Wait-Job by its name.
    private static readonly string[] CompletedByPowerShell = ["WaitJobCommand.Id", "WaitJobCommand.InstanceId", "WaitJobCommand.Name"];

    private static readonly string[] IdNames =
        ["Id", "InstanceId", "JobId", "ParentId", "PackageId", "ClusterId", "WorkflowId", "OutputId", "Output"];

    private static readonly IReadOnlyList<Type> Cmdlets =
        [.. ModuleFolder.Face.GetExportedTypes().Where(type => Declared<CmdletAttribute>(type).Any())];

    // Those of a base class once for each cmdlet.
    private static readonly IReadOnlyList<(Type Cmdlet, PropertyInfo Property)> Parameters =
        [.. Cmdlets.SelectMany(cmdlet => cmdlet.GetProperties().Where(property => Declared<ParameterAttribute>(property).Any()).Select(property => (cmdlet, property)))];

    [Fact]
    public void Every_parameter_is_completed_or_free()
    {
        string[] undecided = [.. Parameters.Where(parameter => !IsCompleted(parameter.Property)).Select(parameter => NameOf(parameter.Property)).Distinct().Except(Free).Except(CompletedByPowerShell)];
        Assert.True(undecided.Length == 0, $"Give these a completer, or name them as free: {string.Join(", ", undecided)}");

        int free = Parameters.Count(parameter => Free.Contains(NameOf(parameter.Property)));
        Figures.Report(
            $"{Cmdlets.Count} cmdlets with {Parameters.Count} parameters: {Parameters.Count - free} completed ({string.Join(", ", Parameters.GroupBy(parameter => WayOf(parameter.Property)).OrderByDescending(way => way.Count()).Where(way => way.Key.Length > 0).Select(way => $"{way.Count()} {way.Key}"))}), {free} free.");
    }

    [Fact]
    public void What_is_free_is_there_and_has_no_completion() =>
        Assert.Equal(Free, Parameters.Where(parameter => !IsCompleted(parameter.Property)).Select(parameter => NameOf(parameter.Property)).Distinct().Except(CompletedByPowerShell).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_id_that_the_services_know_has_a_completer()
    {
        PropertyInfo[] ids = [.. Parameters.Select(parameter => parameter.Property).Where(property => IdNames.Contains(property.Name) && !CompletedByPowerShell.Contains(NameOf(property)))];
        Assert.All(ids, id => Assert.True(CompleterOf(id) is not null, NameOf(id)));
        Figures.Report($"{ids.Length} parameters take an id, each with a completer.");
    }

    [Fact]
    public void Every_name_of_a_connection_or_service_has_a_completer()
    {
        PropertyInfo[] connections = [.. Parameters.Select(parameter => parameter.Property).Where(property => property.PropertyType.Name == "ConnectionReference")];
        Assert.All(connections, connection => Assert.Equal("ConnectionCompleter", CompleterOf(connection)?.Name));
        PropertyInfo[] services = [.. Parameters.Select(parameter => parameter.Property).Where(property => property.Name == "Service")];
        Assert.All(services, service => Assert.Equal("ServiceCompleter", CompleterOf(service)?.Name));
        Figures.Report($"{connections.Length} parameters take a connection, {services.Length} a service.");
    }

    [Theory]
    [InlineData("GetAlmaJobInstanceCommand", "AlmaJobStatus")]
    [InlineData("GetXplentyJobCommand", "XplentyJobStatus")]
    public void A_status_is_offered_in_the_words_that_the_service_has(string cmdlet, string table)
    {
        object meanings = ModuleFolder.Model.GetType($"JobStatus.{table}")!.GetField("Meanings", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        PropertyInfo status = Parameters.Single(parameter => parameter.Cmdlet.Name == cmdlet && parameter.Property.Name == "Status").Property;
        IEnumerable<string> offered = ((IEnumerable<CustomAttributeTypedArgument>)Declared<ValidateSetAttribute>(status).Single().ConstructorArguments[0].Value!).Select(word => (string)word.Value!);
        Assert.Equal(((System.Collections.IDictionary)meanings).Keys.Cast<string>().Order(StringComparer.Ordinal), offered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_says_what_it_writes()
    {
        string[] silent = [.. Cmdlets.Where(cmdlet => Declared<OutputTypeAttribute>(cmdlet).SelectMany(output => (IEnumerable<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!).All(type => (Type)type.Value! == typeof(void))).Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(["AddXplentyJobWatcherCommand", "RemoveJobStatusConnectionCommand", "RemoveXplentyJobWatcherCommand", "StopAlteryxJobCommand"], silent);
        Figures.Report($"{Cmdlets.Count} cmdlets say what they write; {silent.Length} of them write nothing.");
    }

    private static bool IsCompleted(PropertyInfo property) => WayOf(property).Length > 0;

    private static string WayOf(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return CompletedByPowerShell.Contains(NameOf(property)) ? "by PowerShell"
            : CompleterOf(property) is not null ? "by a completer"
            : Declared<ValidateSetAttribute>(property).Any() ? "as a set"
            : type.IsEnum ? "as an enumeration"
            : type == typeof(SwitchParameter) || type == typeof(bool) ? "as a switch"
            : string.Empty;
    }

    private static Type? CompleterOf(PropertyInfo property) =>
        Declared<ArgumentCompleterAttribute>(property).SingleOrDefault()?.ConstructorArguments[0].Value as Type;

    private static string NameOf(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";

    private static IEnumerable<CustomAttributeData> Declared<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(T));
}
