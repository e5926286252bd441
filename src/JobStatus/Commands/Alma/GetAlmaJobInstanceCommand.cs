using System.Management.Automation;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Reads runs of Alma jobs (job instances) by their ids.</summary>
[Cmdlet(VerbsCommon.Get, "AlmaJobInstance")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class GetAlmaJobInstanceCommand : ConnectedCommand
{
    /// <summary>The ids of the runs. Many are read at once, and written as they come.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The id of the job that was run: M, S or O and digits. Alma finds a run without it too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? JobId { get; set; }

    private protected override string ServiceName => "Alma";

    /// <summary>Starts the reads.</summary>
    protected override void ProcessRecord()
    {
        string? jobId = JobId;
        foreach (string id in InstanceId)
        {
            Read(id, async (client, call) => await ((AlmaClient)client).GetInstanceAsync(jobId, id, call).ConfigureAwait(false));
        }
    }
}
