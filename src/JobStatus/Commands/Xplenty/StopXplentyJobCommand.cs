using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Asks Xplenty jobs to stop.</summary>
[Cmdlet(VerbsLifecycle.Stop, "XplentyJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class StopXplentyJobCommand : XplentyJobCommand
{
    private RemoteWait? _wait;

    /// <summary>Waits until the jobs have stopped, and writes them then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Waits for the jobs, if that was asked for.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_wait is { IsEmpty: false })
        {
            Pump.Start(() => _wait.RunAsync(WaitParameters.ToOptions(any: false, null, null, null), Pump.Stopping));
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
            Read(id, async (client, call) => await ((XplentyClient)client).StopJobAsync(id, call).ConfigureAwait(false));
            return;
        }

        _wait ??= RemoteWait.Of(this, Pump, failOnError: false);
        Act(id, async (client, call) =>
        {
            XplentyJob job = await ((XplentyClient)client).StopJobAsync(id, call).ConfigureAwait(false);
            Pump.Post(() => _wait.Add(job));
        });
    }
}
