using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Stops Xplenty jobs. Xplenty accepts the request at once, but a job stops some time later.</summary>
[Cmdlet(VerbsLifecycle.Stop, "XplentyJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class StopXplentyJobCommand : XplentyJobCommand
{
    private RemoteWait? _wait;

    /// <summary>Waits until the jobs have stopped before returning them.</summary>
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
        if (!ShouldProcess($"Xplenty job {id}", "Stop"))
        {
            return;
        }

        if (!Wait)
        {
            Read<XplentyClient, XplentyJob>(id, (client, call) => client.StopJobAsync(id, call));
            return;
        }

        _wait ??= RemoteWait.ForCmdlet(this, Pump, failOnError: false, followRetry: false);
        InvokeAction<XplentyClient>(id, async (client, call) =>
        {
            XplentyJob job = await client.StopJobAsync(id, call).ConfigureAwait(false);
            Pump.Post(() => _wait.Add(job));
        });
    }
}
