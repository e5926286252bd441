using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>Tests the argument completion that the built module declares for the parameters of its cmdlets.</summary>
public sealed class ArgumentCompletionTests
{
    // These parameters accept any value: secrets, addresses, times, numbers, objects, texts that no service lists, and
    // paths, which PowerShell completes itself.
    private static readonly string[] FreeForm =
    [
        "AlmaSetMemberCommand.MemberId",
        "ConnectAlmaCommand.ApiKey",
        "ConnectAlmaCommand.BaseUri",
        "ConnectAlteryxCommand.AccessToken",
        "ConnectAlteryxCommand.BaseUri",
        "ConnectAlteryxCommand.Credential",
        "ConnectServiceCommand.MaximumRetryCount",
        "ConnectServiceCommand.Proxy",
        "ConnectServiceCommand.ProxyCredential",
        "ConnectServiceCommand.RequestsPerSecond",
        "ConnectServiceCommand.TimeoutSec",
        "ConnectXplentyCommand.AccountId",
        "ConnectXplentyCommand.ApiKey",
        "ConnectXplentyCommand.BaseUri",
        "ConvertFromDocumentCommand.InputObject",
        "ConvertFromDocumentCommand.LiteralPath",
        "ConvertFromDocumentCommand.Path",
        "ConvertToRemoteJobReportCommand.RemoteJob",
        "ConvertToRemoteJobReportCommand.Title",
        "GetAlmaJobCommand.ProfileId",
        "GetAlmaJobInstanceCommand.SubmittedAfter",
        "GetAlmaJobInstanceCommand.SubmittedBefore",
        "GetAlmaSetCommand.CreatedBy",
        "GetAlmaSetCommand.NameWord",
        "GetAlteryxJobCommand.SubmittedAfter",
        "GetAlteryxScheduleCommand.RunsAfter",
        "GetAlteryxScheduleCommand.RunsBefore",
        "GetRemoteJobCommand.First",
        "GetRemoteJobCommand.Since",
        "GetRemoteScheduleCommand.Within",
        "GetXplentyJobCommand.Query",
        "GetXplentyJobCommand.UpdatedSince",
        "ItemCommand.ThrottleLimit",
        "MeasureRemoteJobCommand.RemoteJob",
        "MeasureRemoteJobCommand.Schedule",
        "NewAlmaSetCommand.Description",
        "NewAlmaSetCommand.MemberId",
        "NewAlmaSetCommand.Name",
        "NewAlmaSetCommand.Note",
        "NewXplentyClusterCommand.Description",
        "NewXplentyClusterCommand.Name",
        "NewXplentyClusterCommand.Nodes",
        "NewXplentyClusterCommand.Region",
        "NewXplentyClusterCommand.TimeToIdle",
        "RemoteJobCommand.RemoteJob",
        "RemoveJobStatusConnectionCommand.Connection",
        "SaveAlmaJobFileCommand.LineType",
        "SaveCommand.Path",
        "SetXplentyClusterCommand.Description",
        "SetXplentyClusterCommand.Name",
        "SetXplentyClusterCommand.Nodes",
        "SetXplentyClusterCommand.TimeToIdle",
        "StartAlmaJobCommand.Job",
        "StartAlmaJobCommand.Path",
        "StartAlmaJobCommand.Set",
        "StartAlteryxJobCommand.WorkerTag",
        "StartXplentyJobCommand.DynamicText",
        "StartXplentyJobCommand.DynamicVariable",
        "StartXplentyJobCommand.Job",
        "StartXplentyJobCommand.Variable",
        "TestAlmaWebhookCommand.InputObject",
        "TestAlmaWebhookCommand.Secret",
        "TestAlmaWebhookCommand.Signature",
        "TestJobStatusConnectionCommand.Connection",
        "WaitJobCommand.Filter",
        "WaitJobCommand.Heartbeat",
        "WaitJobCommand.Job",
        "WaitJobCommand.MaximumInterval",
        "WaitJobCommand.MinimumInterval",
        "WaitJobCommand.RemoteJob",
        "WaitJobCommand.Timeout",
        "WaitRemoteJobCommand.Heartbeat",
        "WaitRemoteJobCommand.MaximumInterval",
        "WaitRemoteJobCommand.MinimumInterval",
        "WaitRemoteJobCommand.Timeout",
        "WaitXplentyClusterCommand.MaximumInterval",
        "WaitXplentyClusterCommand.MinimumInterval",
        "WaitXplentyClusterCommand.Timeout",
        "WatchRemoteJobCommand.MaximumInterval",
        "WatchRemoteJobCommand.MinimumInterval",
        "WatchRemoteJobCommand.Timeout",
    ];

    // PowerShell completes these parameters itself, because it selects the completion of its own Wait-Job by name.
    private static readonly string[] CompletedByPowerShell = ["WaitJobCommand.Id", "WaitJobCommand.InstanceId", "WaitJobCommand.Name"];

    private static readonly string[] IdNames =
        ["Id", "InstanceId", "JobId", "ParentId", "PackageId", "ClusterId", "WorkflowId", "OutputId", "Output", "SetId"];

    private static readonly IReadOnlyList<Type> Cmdlets =
        [.. ModuleFolder.ModuleAssembly.GetExportedTypes().Where(type => AttributesOf<CmdletAttribute>(type).Any())];

    // A parameter of a base class appears once for each cmdlet.
    private static readonly IReadOnlyList<(Type Cmdlet, PropertyInfo Property)> Parameters =
    [
        .. Cmdlets.SelectMany(cmdlet => cmdlet
            .GetProperties()
            .Where(property => AttributesOf<ParameterAttribute>(property).Any())
            .Select(property => (cmdlet, property))),
    ];

    [Fact]
    public void Every_parameter_has_completion_or_is_listed_as_free_form()
    {
        string[] incomplete =
        [
            .. Parameters
                .Where(parameter => !IsCompleted(parameter.Property))
                .Select(parameter => NameOf(parameter.Property))
                .Distinct()
                .Except(FreeForm)
                .Except(CompletedByPowerShell),
        ];
        Assert.True(
            incomplete.Length == 0, $"Add a completer for these parameters, or list them as free-form: {string.Join(", ", incomplete)}");

        int freeForm = Parameters.Count(parameter => FreeForm.Contains(NameOf(parameter.Property)));
        IEnumerable<string> completed = Parameters
            .GroupBy(parameter => CompletionKindOf(parameter.Property))
            .OrderByDescending(kind => kind.Count())
            .Where(kind => kind.Key.Length > 0)
            .Select(kind => $"{kind.Count()} {kind.Key}");
        Figures.Report(
            $"{Cmdlets.Count} cmdlets with {Parameters.Count} parameters: "
            + $"{Parameters.Count - freeForm} completed ({string.Join(", ", completed)}), {freeForm} free-form.");
    }

    [Fact]
    public void Every_parameter_listed_as_free_form_exists_and_has_no_completion() =>
        Assert.Equal(
            FreeForm,
            Parameters
                .Where(parameter => !IsCompleted(parameter.Property))
                .Select(parameter => NameOf(parameter.Property))
                .Distinct()
                .Except(CompletedByPowerShell)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_parameter_for_an_id_has_a_completer()
    {
        PropertyInfo[] ids =
        [
            .. Parameters
                .Select(parameter => parameter.Property)
                .Where(property => IdNames.Contains(property.Name) && !CompletedByPowerShell.Contains(NameOf(property))),
        ];
        Assert.All(ids, id => Assert.True(CompleterOf(id) is not null, NameOf(id)));
        Figures.Report($"{ids.Length} parameters take an id, and each has a completer.");
    }

    [Fact]
    public void Every_parameter_for_a_connection_or_a_service_has_a_completer()
    {
        PropertyInfo[] connections =
        [
            .. Parameters.Select(parameter => parameter.Property).Where(property => property.PropertyType.Name == "ConnectionReference"),
        ];
        Assert.All(connections, connection => Assert.Equal("ConnectionCompleter", CompleterOf(connection)?.Name));
        PropertyInfo[] services = [.. Parameters.Select(parameter => parameter.Property).Where(property => property.Name == "Service")];
        Assert.All(services, service => Assert.Equal("ServiceCompleter", CompleterOf(service)?.Name));
        Figures.Report($"{connections.Length} parameters take a connection, {services.Length} a service.");
    }

    [Theory]
    [InlineData("GetAlmaJobInstanceCommand", "AlmaJobStatus")]
    [InlineData("GetXplentyJobCommand", "XplentyJobStatus")]
    public void The_Status_parameter_offers_the_status_values_of_the_service(string cmdlet, string table)
    {
        object meanings = ModuleFolder.Model
            .GetType($"JobStatus.{table}")!
            .GetField("Meanings", BindingFlags.NonPublic | BindingFlags.Static)!
            .GetValue(null)!;
        PropertyInfo status = Parameters.Single(parameter =>
            parameter.Cmdlet.Name == cmdlet && parameter.Property.Name == "Status").Property;
        object validValues = AttributesOf<ValidateSetAttribute>(status).Single().ConstructorArguments[0].Value!;
        IEnumerable<string> offered = ((IEnumerable<CustomAttributeTypedArgument>)validValues).Select(value => (string)value.Value!);
        Assert.Equal(
            ((System.Collections.IDictionary)meanings).Keys.Cast<string>().Order(StringComparer.Ordinal),
            offered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_declares_its_output_type()
    {
        string[] withoutOutput =
        [
            .. Cmdlets
                .Where(cmdlet =>
                    AttributesOf<OutputTypeAttribute>(cmdlet)
                        .SelectMany(output => (IEnumerable<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!)
                        .All(type => (Type)type.Value! == typeof(void)))
                .Select(cmdlet => cmdlet.Name)
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            [
                "AddXplentyJobWatcherCommand", "RemoveAlmaSetCommand", "RemoveAlmaSetMemberCommand", "RemoveJobStatusConnectionCommand",
                "RemoveXplentyJobWatcherCommand",
            ],
            withoutOutput);
        Figures.Report($"{Cmdlets.Count} cmdlets declare their output type; {withoutOutput.Length} of them have no output.");
    }

    private static bool IsCompleted(PropertyInfo property) => CompletionKindOf(property).Length > 0;

    private static string CompletionKindOf(PropertyInfo property)
    {
        Type single = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
        Type type = Nullable.GetUnderlyingType(single) ?? single;
        return CompletedByPowerShell.Contains(NameOf(property)) ? "by PowerShell"
            : CompleterOf(property) is not null ? "by a completer"
            : AttributesOf<ValidateSetAttribute>(property).Any() ? "as a set"
            : type.IsEnum ? "as an enumeration"
            : type == typeof(SwitchParameter) || type == typeof(bool) ? "as a switch"
            : string.Empty;
    }

    private static Type? CompleterOf(PropertyInfo property) =>
        AttributesOf<ArgumentCompleterAttribute>(property).SingleOrDefault()?.ConstructorArguments[0].Value as Type;

    private static string NameOf(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";

    private static IEnumerable<CustomAttributeData> AttributesOf<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(T));
}
