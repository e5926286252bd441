using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Starts an Alma job. The request is retried only if Alma reports that it was not processed.</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "AlmaJob",
    DefaultParameterSetName = ById,
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Start-AlmaJob.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class StartAlmaJobCommand : ItemCommand
{
    private const string ById = "JobId";
    private const string ByJob = "Job";

    /// <summary>The id of the job: M, S or O and digits.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string JobId { get; set; } = string.Empty;

    /// <summary>A job that Get-AlmaJob read by its id. It is started with the parameter values that it contains.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [AlmaJobArgument]
    [ValidateNotNull]
    public AlmaJob Job { get; set; } = new();

    /// <summary>The values of the job's parameters, by name. They override the values that the job contains.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AlmaParameterCompleter))]
    [Alias("Parameters")]
    [NamedValuesArgument]
    [ValidateNotNull]
    public IDictionary Parameter { get; set; } = new Hashtable();

    private protected override string ServiceName => "Alma";

    /// <summary>Starts the job.</summary>
    private protected override void ProcessItem()
    {
        var parameters = new Dictionary<string, string?>();
        if (ParameterSetName == ByJob)
        {
            Connection ??= Job.Connection is { } connection ? new ConnectionReference(connection) : null;
            foreach (AlmaJobParameter parameter in Job.Parameters)
            {
                if (parameter.Name?.Value is { Length: > 0 } name && parameter.Value is not null)
                {
                    parameters[name] = parameter.Value;
                }
            }
        }

        foreach (KeyValuePair<string, string> parameter in ConvertParameters(GetValues))
        {
            parameters[parameter.Key] = parameter.Value;
        }

        if (!TryFindDefinitionId(ParameterSetName == ByJob ? Job.JobId : JobId, out string? id))
        {
            return;
        }

        var run = new AlmaRunRequest(id ?? string.Empty, parameters);
        string target = ParameterSetName == ByJob ? $"Alma job {Job}" : $"Alma job {id}";
        if (ShouldProcess(target, $"Start with {run}"))
        {
            Read<AlmaClient, AlmaJobInstance>(run.JobId, (client, call) => client.StartJobAsync(run, call));
        }
    }

    private Dictionary<string, string> GetValues() =>
        NamedValues.From(ServiceName, Parameter).ToDictionary(
            parameter => parameter.Key,
            parameter => NamedValues.ToText(ServiceName, parameter.Key, parameter.Value));
}
