using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Reads Alteryx Server jobs by their ids.</summary>
[Cmdlet(VerbsCommon.Get, "AlteryxJob")]
[OutputType(typeof(AlteryxJob))]
public sealed class GetAlteryxJobCommand : ConnectedCommand
{
    /// <summary>The ids of the jobs. Many are read at once, and written as they come.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Leaves the messages out, for a smaller answer. Without them a failed job has no reason.</summary>
    [Parameter]
    public SwitchParameter ExcludeMessages { get; set; }

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts the reads.</summary>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Read(id, async (client, call) => await ((AlteryxClient)client).GetJobAsync(id, !ExcludeMessages, call).ConfigureAwait(false));
        }
    }
}
