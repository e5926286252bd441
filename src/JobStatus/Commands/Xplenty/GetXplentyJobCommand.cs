using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Reads Xplenty jobs by their ids.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJob")]
[OutputType(typeof(XplentyJob))]
public sealed class GetXplentyJobCommand : ConnectedCommand
{
    /// <summary>The ids of the jobs. Many are read at once, and written as they come.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts the reads.</summary>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Read(id, async (client, call) => await ((XplentyClient)client).GetJobAsync(id, call).ConfigureAwait(false));
        }
    }
}
