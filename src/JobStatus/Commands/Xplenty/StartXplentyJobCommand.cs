using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Starts an Xplenty job, which runs a package on a cluster. The request is never retried.</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "XplentyJob",
    DefaultParameterSetName = ByJob,
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Start-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class StartXplentyJobCommand : ItemCommand
{
    private const string ById = "PackageId";
    private const string ByName = "Package";

    // This is the default, because PowerShell would otherwise bind only the ids of a piped job.
    private const string ByJob = "Job";

    /// <summary>An Xplenty job to repeat: its package is run on the same cluster with the same variables.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [PipedObject]
    [RemoteJobArgument(nameof(PackageId), nameof(ClusterId), AcceptsDefinitions = true)]
    [ValidateNotNull]
    public RemoteJob? Job { get; set; }

    /// <summary>The id of the package to run.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ById)]
    [ArgumentCompleter(typeof(XplentyPackageCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string PackageId { get; set; } = string.Empty;

    /// <summary>The name of the active package to run. Wildcards are supported, but only one package may match.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(XplentyPackageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Package { get; set; } = string.Empty;

    /// <summary>The id of the cluster to run the package on.</summary>
    [Parameter(ParameterSetName = ByJob)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(XplentyClusterCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string? ClusterId { get; set; }

    /// <summary>The values of the package's variables, by name. They override the variables of a repeated job.</summary>
    [Parameter]
    [NamedValuesArgument]
    [ValidateNotNull]
    public IDictionary Variable { get; set; } = new Hashtable();

    /// <summary>Expressions for the package's dynamic variables, by name. Xplenty evaluates them when the job starts.</summary>
    [Parameter]
    [NamedValuesArgument]
    [ValidateNotNull]
    public IDictionary DynamicVariable { get; set; } = new Hashtable();

    /// <summary>
    /// Texts for the package's dynamic variables, by name. They are quoted, so that Xplenty does not evaluate them.
    /// </summary>
    [Parameter]
    [NamedValuesArgument]
    [ValidateNotNull]
    public IDictionary DynamicText { get; set; } = new Hashtable();

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts the job.</summary>
    private protected override void ProcessItem()
    {
        var repeated = Job as XplentyJob;
        if (Job is not null && repeated is null)
        {
            WriteError(Job is InvalidJobArgument invalid ? invalid.ToErrorRecord() : NotXplenty(Job));
            return;
        }

        Connection ??= repeated?.Connection is { } connection ? new ConnectionReference(connection) : null;
        string cluster = ClusterId ?? ToText(repeated?.ClusterId);
        if (FindClient<XplentyClient>(cluster) is not { } client
            || FindId(cluster, static (client, text) => ((XplentyClient)client).GetClusterId(text)) is not { } clusterId)
        {
            return;
        }

        if (ParameterSetName != ByName)
        {
            string package = repeated is null ? PackageId : ToText(repeated.PackageId);
            if (FindDefinitionIds(package).FirstOrDefault() is { } packageId)
            {
                Start(client, CreateRun(packageId, clusterId, repeated));
            }

            return;
        }

        // -WhatIf also finds the package, so that it shows which one would be started.
        Start(client, Package, async call =>
        {
            var active = new ListCollector<XplentyPackage>();
            await client.ListPackagesAsync("active", flowType: null, ListRange.All, active, call).ConfigureAwait(false);
            XplentyPackage found = NameSearch.FindOne(
                ServiceName,
                "active Xplenty packages",
                Package,
                active.Items,
                static package => package.Name,
                static package => package.Id);
            Pump.Post(() => Start(client, CreateRun(found.Id, clusterId, repeated: null)));
        });
    }

    private void Start(XplentyClient client, XplentyRunRequest run)
    {
        string target = FormattableString.Invariant($"Xplenty package {run.PackageId} on cluster {run.ClusterId}");
        if (ShouldProcess(target, $"Start with {run}"))
        {
            Start(client, target, async call => PostObject(await client.StartJobAsync(run, call).ConfigureAwait(false)));
        }
    }

    private static ErrorRecord NotXplenty(RemoteJob job)
    {
        var exception = new JobServiceException(
            "Xplenty",
            JobServiceErrorKind.InvalidRequest,
            $"'{job}' belongs to {job.Service}, not to Xplenty.",
            "Pipe the output of Get-XplentyJob, or specify -PackageId and -ClusterId.");
        return ErrorRecords.From(exception, job);
    }

    private static string ToText(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private XplentyRunRequest CreateRun(string packageId, string clusterId, XplentyJob? repeated) =>
        ConvertParameters(() => ConvertToRun(packageId, clusterId, repeated));

    private XplentyRunRequest ConvertToRun(string packageId, string clusterId, XplentyJob? repeated)
    {
        Dictionary<string, object?> variables = NamedValues.From(ServiceName, Variable);
        Dictionary<string, object?> dynamic = NamedValues.From(ServiceName, DynamicVariable);
        foreach (KeyValuePair<string, object?> text in NamedValues.From(ServiceName, DynamicText))
        {
            dynamic[text.Key] = XplentyRunRequest.Quote(NamedValues.ToText(ServiceName, text.Key, text.Value));
        }

        var specified = new HashSet<string>(variables.Keys.Concat(dynamic.Keys));
        AddMissing(variables, repeated?.Variables, specified);
        AddMissing(dynamic, repeated?.DynamicVariables, specified);
        return new XplentyRunRequest(
            long.Parse(packageId, CultureInfo.InvariantCulture),
            long.Parse(clusterId, CultureInfo.InvariantCulture))
        {
            Variables = variables,
            DynamicVariables = dynamic,
        };
    }

    private static void AddMissing(
        Dictionary<string, object?> variables,
        IReadOnlyDictionary<string, object?>? repeated,
        HashSet<string> specified)
    {
        foreach (KeyValuePair<string, object?> variable in repeated ?? NoData.Dictionary)
        {
            if (!specified.Contains(variable.Key))
            {
                variables[variable.Key] = variable.Value;
            }
        }
    }
}
