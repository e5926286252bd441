using System.ComponentModel;
using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that take the ids of Alteryx Server jobs and call the service once for each id.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AlteryxJobCommand : ItemCommand
{
    /// <summary>The ids of the jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("JobId")]
    [JobIdArgument(Service = "Alteryx")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    private protected sealed override string ServiceName => "Alteryx";

    /// <summary>Processes each job.</summary>
    private protected sealed override void ProcessItem()
    {
        foreach (string id in FindRunIds(Id))
        {
            Process(id);
        }
    }

    private protected abstract void Process(string id);
}
