using System.ComponentModel;
using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that take the ids of Alma job instances and call the service once for each id.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AlmaInstanceCommand : ItemCommand
{
    /// <summary>The ids of the job instances.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("Id")]
    [JobIdArgument(Service = "Alma")]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The id of the job definition: M, S or O and digits. Alma also finds an instance without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsDefinitions = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? JobId { get; set; }

    private protected sealed override string ServiceName => "Alma";

    /// <summary>Processes each job instance.</summary>
    private protected sealed override void ProcessItem()
    {
        if (TryFindDefinitionId(JobId, out string? jobId))
        {
            foreach (string id in FindRunIds(InstanceId))
            {
                Process(jobId, id);
            }
        }
    }

    private protected abstract void Process(string? jobId, string instanceId);
}
