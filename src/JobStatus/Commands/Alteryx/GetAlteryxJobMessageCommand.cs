using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Reads the messages of Alteryx Server jobs.</summary>
[Cmdlet(VerbsCommon.Get, "AlteryxJobMessage")]
[OutputType(typeof(AlteryxJobMessage))]
public sealed class GetAlteryxJobMessageCommand : ConnectedCommand
{
    /// <summary>The ids of the jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobIdArgument]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts the reads.</summary>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Read(id, async (client, call) => await ((AlteryxClient)client).GetMessagesAsync(id, call).ConfigureAwait(false), enumerate: true);
        }
    }
}
