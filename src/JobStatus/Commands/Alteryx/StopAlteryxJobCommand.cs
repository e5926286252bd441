using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Cancels Alteryx Server jobs. Only later versions of the Server can.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AlteryxJob", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopAlteryxJobCommand : ConnectedCommand
{
    /// <summary>The ids of the jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobIdArgument]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    private protected override string ServiceName => "Alteryx";

    /// <summary>Cancels each job.</summary>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            if (ShouldProcess($"Alteryx job {id}", "Stop"))
            {
                Act(id, (client, call) => ((AlteryxClient)client).StopJobAsync(id, call));
            }
        }
    }
}
