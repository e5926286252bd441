using System.ComponentModel;
using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Commands;

/// <summary>A cmdlet that does one thing with each of some runs of Alma jobs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AlmaInstanceCommand : ConnectedCommand
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("Id")]
    [JobIdArgument(JobType = typeof(AlmaJobInstance))]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The id of the job that was run: M, S or O and digits. Alma finds a run without it too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? JobId { get; set; }

    private protected sealed override string ServiceName => "Alma";

    /// <summary>Does it with each run.</summary>
    protected sealed override void ProcessRecord()
    {
        foreach (string id in InstanceId)
        {
            Process(string.IsNullOrEmpty(JobId) ? null : JobId, id);
        }
    }

    private protected abstract void Process(string? jobId, string instanceId);
}
