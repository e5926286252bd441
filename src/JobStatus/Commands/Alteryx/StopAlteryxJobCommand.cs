using System.Management.Automation;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Cancels Alteryx Server jobs. Only newer versions of the Server support this.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AlteryxJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-AlteryxJob.md")]
[OutputType(typeof(AlteryxJob))]
public sealed class StopAlteryxJobCommand : AlteryxJobCommand
{
    private RemoteWait? _wait;

    /// <summary>Waits until the jobs have stopped, and returns them.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Waits for the jobs if -Wait was specified.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_wait is { IsEmpty: false })
        {
            Pump.Start(() => _wait.RunAsync(WaitParameters.Default, Pump.Stopping));
            base.EndProcessing();
        }
    }

    private protected override void Process(string id)
    {
        if (!ShouldProcess($"Alteryx job {id}", "Stop"))
        {
            return;
        }

        if (!Wait)
        {
            InvokeAction<AlteryxClient>(id, (client, call) => client.StopJobAsync(id, call));
            return;
        }

        _wait ??= RemoteWait.ForCmdlet(this, Pump, failOnError: false, followRetry: false);
        var known = PipedObject as AlteryxJob;
        InvokeAction<AlteryxClient>(id, async (client, call) =>
        {
            await client.StopJobAsync(id, call).ConfigureAwait(false);
            Pump.Post(() => _wait.Add(new JobTarget(id, known is { IsFinished: false } ? known : null, client)));
        });
    }
}
