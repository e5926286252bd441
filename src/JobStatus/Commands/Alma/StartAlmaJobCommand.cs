using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Starts a run of an Alma job. It is sent once, unless Alma says that it did not look at it.</summary>
[Cmdlet(VerbsLifecycle.Start, "AlmaJob", DefaultParameterSetName = ById, SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-AlmaJob.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class StartAlmaJobCommand : ConnectedCommand
{
    private const string ById = "JobId";
    private const string ByJob = "Job";

    /// <summary>The id of the job: M, S or O and digits.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [ValidateNotNullOrEmpty]
    public string JobId { get; set; } = string.Empty;

    /// <summary>The job as Get-AlmaJob reads it by its id: started with the parameters that stand in it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [ValidateNotNull]
    public AlmaJob Job { get; set; } = new();

    /// <summary>Values of the job's parameters, by name; these go before those that stand in the job.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AlmaParameterCompleter))]
    [Alias("Parameters")]
    [ValidateNotNull]
    public IDictionary Parameter { get; set; } = new Hashtable();

    private protected override string ServiceName => "Alma";

    /// <summary>Starts the run.</summary>
    protected override void ProcessRecord()
    {
        var parameters = new Dictionary<string, string?>();
        if (ParameterSetName == ByJob)
        {
            Connection ??= Job.Connection is { } name ? new ConnectionReference(name) : null;
            foreach (AlmaJobParameter parameter in Job.Parameters.Where(parameter => parameter.Name?.Value is { Length: > 0 } && parameter.Value is not null))
            {
                parameters[parameter.Name!.Value!] = parameter.Value;
            }
        }

        foreach (KeyValuePair<string, string> given in OptionsOf(Given))
        {
            parameters[given.Key] = given.Value;
        }

        var run = new AlmaRunRequest(ParameterSetName == ByJob ? Job.JobId : JobId, parameters);
        string target = ParameterSetName == ByJob ? $"Alma job {Job}" : $"Alma job {JobId}";
        if (ShouldProcess(target, $"Start {run}"))
        {
            Read(run.JobId, async (client, call) => await ((AlmaClient)client).StartJobAsync(run, call).ConfigureAwait(false));
        }
    }

    private Dictionary<string, string> Given() =>
        NamedValues.Of(ServiceName, Parameter).ToDictionary(given => given.Key, given => NamedValues.Text(ServiceName, given.Key, given.Value));
}
