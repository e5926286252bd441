using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
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
    private const string ByPackage = "Package";

    // This is the default, because PowerShell would otherwise bind only the ids of a piped job.
    private const string ByJob = "Job";

    /// <summary>An Xplenty job to repeat: its package is run on the same cluster with the same variables.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [PipedObject]
    [RemoteJobArgument(nameof(PackageId), nameof(ClusterId))]
    [AllowNull]
    public RemoteJob? Job { get; set; }

    /// <summary>The id of the package to run.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByPackage)]
    [ArgumentCompleter(typeof(XplentyPackageCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string PackageId { get; set; } = string.Empty;

    /// <summary>The id of the cluster to run the package on.</summary>
    [Parameter(ParameterSetName = ByJob)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPackage)]
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
        string package = repeated is null ? PackageId : ToText(repeated.PackageId);
        string cluster = ClusterId ?? ToText(repeated?.ClusterId);
        if (FindDefinitionIds(package).FirstOrDefault() is not { } packageId
            || FindId(cluster, static (client, text) => ((XplentyClient)client).GetClusterId(text)) is not { } clusterId)
        {
            return;
        }

        XplentyRunRequest run = ConvertParameters(() => CreateRun(packageId, clusterId, repeated));
        string target = $"Xplenty package {packageId} on cluster {clusterId}";
        if (ShouldProcess(target, $"Start with {run}"))
        {
            Read<XplentyClient, XplentyJob>(target, (client, call) => client.StartJobAsync(run, call));
        }
    }

    private static ErrorRecord NotXplenty(RemoteJob job) => Invalid(
        $"'{job}' belongs to {job.Service}, not to Xplenty.",
        "Pipe the output of Get-XplentyJob, or specify -PackageId and -ClusterId.",
        job);

    private static ErrorRecord Invalid(string problem, string recommendedAction, RemoteJob? job) => ErrorRecords.From(
        new JobServiceException("Xplenty", JobServiceErrorKind.InvalidRequest, problem, recommendedAction), job);

    private static string ToText(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private XplentyRunRequest CreateRun(string packageId, string clusterId, XplentyJob? repeated)
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
