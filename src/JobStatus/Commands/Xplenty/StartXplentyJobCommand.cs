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

    internal const string NewCluster = "New";

    // The cluster if -Cluster is an object, and whether -Connection says through which connection to use it.
    private XplentyCluster? _cluster;
    private bool _isConnectionSpecified;

    /// <summary>An Xplenty job to repeat: its package is run on the same cluster with the same variables.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [PipedObject]
    [RemoteJobArgument(nameof(PackageId), nameof(ClusterId), AcceptsDefinitions = true)]
    [AllowNull]
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
    [NameArgument(nameof(PackageId))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Package { get; set; } = string.Empty;

    /// <summary>
    /// The cluster to run the package on, as an id or an object, or <c>New</c> to create one that ends with the job.
    /// </summary>
    [Parameter(ParameterSetName = ByJob)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(XplentyJobClusterCompleter))]
    [Alias("Cluster")]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true, AcceptsClusters = true)]
    [ValidateNotNullOrEmpty]
    public string? ClusterId { get; set; }

    /// <summary>
    /// Creates the cluster of <c>-Cluster New</c> so that it stays: neither Xplenty nor a wait terminates it after the job.
    /// </summary>
    [Parameter]
    public SwitchParameter KeepCluster { get; set; }

    /// <summary>
    /// If a job of the package is unfinished, returns the newest one of these instead of starting another job.
    /// </summary>
    [Parameter]
    public SwitchParameter OrAttach { get; set; }

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

    /// <summary>Takes the cluster if -Cluster is an object.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _cluster = ClusterId is null ? null : BoundObject.FindSource(ClusterId) as XplentyCluster;
        _isConnectionSpecified = Connection is not null;
    }

    /// <summary>Starts the job.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ByJob && Job is null)
        {
            WriteError(Invalid(
                "The value is null instead of a package id or an Xplenty job.", "Specify -PackageId, or pipe a job.", job: null));
            return;
        }

        var repeated = Job as XplentyJob;
        if (Job is not null && repeated is null)
        {
            WriteError(Job is InvalidJobArgument invalid ? invalid.ToErrorRecord() : NotXplenty(Job));
            return;
        }

        if (repeated is { PackageId: null })
        {
            WriteError(Invalid($"Xplenty job {repeated.Id} has no package id.", "Specify -PackageId and -ClusterId.", repeated));
            return;
        }

        Connection ??= repeated?.Connection is { } connection ? new ConnectionReference(connection) : null;
        if (!_isConnectionSpecified
            && Connection is { Name: var used }
            && _cluster is { Connection: { } other }
            && !string.Equals(used, other, StringComparison.OrdinalIgnoreCase))
        {
            WriteError(Invalid(
                $"{_cluster} was read through the connection '{other}', but what to start was read through '{used}'.",
                "Specify a cluster of the same connection. If both connections are for the same account, specify -Connection.",
                repeated));
            return;
        }

        if (ClusterId is null && repeated is { ClusterId: null })
        {
            WriteError(Invalid($"Xplenty job {repeated.Id} has no cluster id.", "Specify -ClusterId.", repeated));
            return;
        }

        Connection ??= PipedObject is XplentyCluster { Connection: { } name } ? new ConnectionReference(name) : null;
        Connection ??= _cluster is { Connection: { } source } ? new ConnectionReference(source) : null;
        string cluster = ClusterId ?? ToText(repeated?.ClusterId);
        if (FindClient<XplentyClient>(cluster) is not { } client || !TryFindCluster(cluster, out string? clusterId))
        {
            return;
        }

        if (ParameterSetName != ByName)
        {
            string package = repeated is null ? PackageId : ToText(repeated.PackageId);
            if (FindDefinitionIds(package).FirstOrDefault() is { } packageId)
            {
                StartOrAttach(client, CreateRun(packageId, clusterId, repeated));
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
            Pump.Post(() => StartOrAttach(client, CreateRun(found.Id, clusterId, repeated: null)));
        });
    }

    // The id is null for a new cluster.
    private bool TryFindCluster(string cluster, out string? id)
    {
        bool isNew = string.Equals(cluster, NewCluster, StringComparison.OrdinalIgnoreCase);
        if (KeepCluster && !isNew)
        {
            ThrowInvalidRequest(
                ServiceName, "-KeepCluster is only for a new cluster.", "Specify -Cluster New, or omit -KeepCluster.", cluster);
        }

        id = isNew ? null : FindId(cluster, static (client, text) => ((XplentyClient)client).GetClusterId(text));
        return isNew || id is not null;
    }

    private void StartOrAttach(XplentyClient client, XplentyRunRequest run)
    {
        if (!OrAttach)
        {
            Start(client, run);
            return;
        }

        Start(client, ToText(run.PackageId), async call =>
        {
            if (await client.FindUnfinishedJobAsync(run.PackageId, call).ConfigureAwait(false) is { } unfinished)
            {
                call.Verbose($"{unfinished} is unfinished, so no other job is started.");
                PostObject(unfinished);
                return;
            }

            Pump.Post(() => Start(client, run));
        });
    }

    private void Start(XplentyClient client, XplentyRunRequest run)
    {
        string cluster = run.ClusterId is { } id ? $"cluster {ToText(id)}" : "a new cluster";
        string target = $"Xplenty package {ToText(run.PackageId)} on {cluster}";
        if (ShouldProcess(target, $"Start with {run}"))
        {
            Start(client, target, async call => PostObject(await (run.ClusterId is null
                ? client.StartJobOnNewClusterAsync(run, KeepCluster, call)
                : client.StartJobAsync(run, call)).ConfigureAwait(false)));
        }
    }

    private static ErrorRecord NotXplenty(RemoteJob job) => Invalid(
        $"'{job}' belongs to {job.Service}, not to Xplenty.",
        "Pipe the output of Get-XplentyJob, or specify -PackageId and -ClusterId.",
        job);

    private static ErrorRecord Invalid(string problem, string recommendedAction, RemoteJob? job) => ErrorRecords.From(
        new JobServiceException("Xplenty", JobServiceErrorKind.InvalidRequest, problem, recommendedAction), job);

    private static string ToText(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private XplentyRunRequest CreateRun(string packageId, string? clusterId, XplentyJob? repeated) =>
        ConvertParameters(() => ConvertToRun(packageId, clusterId, repeated));

    private XplentyRunRequest ConvertToRun(string packageId, string? clusterId, XplentyJob? repeated)
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
            clusterId is null ? null : long.Parse(clusterId, CultureInfo.InvariantCulture))
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
