using System;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Waits until Xplenty clusters are available or terminated, and returns each cluster at that time.</summary>
[Cmdlet(VerbsLifecycle.Wait, "XplentyCluster", HelpUri = HelpPages.Root + "Wait-XplentyCluster.md")]
[OutputType(typeof(XplentyCluster))]
public sealed class WaitXplentyClusterCommand : ClientCommand
{
    private const string Available = "Available";
    private const string Terminated = "Terminated";

    private XplentyClusterWait? _wait;

    /// <summary>The ids of the clusters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(XplentyClusterCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true, AcceptsClusters = true)]
    [ValidateNotNullOrEmpty]
    public string[] ClusterId { get; set; } = [];

    /// <summary>What to wait for. By default, the cmdlet waits until the clusters are available, so that they can run jobs.</summary>
    [Parameter]
    [ValidateSet(Available, Terminated)]
    public string For { get; set; } = Available;

    /// <summary>Ends the wait at the first cluster.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// The time limit for the whole wait, in seconds or as a TimeSpan. -1, the default, means no deadline; 0 polls the
    /// clusters once. When the time is up, each remaining cluster produces an error.
    /// </summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [WaitDurationArgument]
    [ValidateWaitTimeout]
    public WaitDuration? Timeout { get; set; }

    /// <summary>
    /// The minimum interval between two polls of a cluster, in seconds or as a TimeSpan. The default is 1 second.
    /// </summary>
    [Parameter]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MinimumInterval { get; set; }

    /// <summary>
    /// The maximum interval between two polls of a cluster, in seconds or as a TimeSpan. The default is 2 minutes.
    /// </summary>
    [Parameter]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MaximumInterval { get; set; }

    private protected override string ServiceName => "Xplenty";

    private bool IsForAvailable => string.Equals(For, Available, StringComparison.OrdinalIgnoreCase);

    /// <summary>Collects the clusters.</summary>
    protected override void ProcessRecord()
    {
        _wait ??= new XplentyClusterWait(this, Pump, IsForAvailable);
        foreach (string id in WithConnections(ClusterId).Select(FindClusterId).OfType<string>())
        {
            _wait.Add(FindClient<XplentyClient>(id)!, id);
        }
    }

    /// <summary>Waits for the clusters.</summary>
    protected override void EndProcessing()
    {
        if (_wait is { IsEmpty: false })
        {
            WaitOptions options = ConvertParameters(() => WaitParameters.ToOptions(
                Any,
                IsForAvailable ? RemoteJobState.Running : null,
                followRetry: false,
                Timeout,
                MinimumInterval,
                MaximumInterval,
                "cluster"));
            Pump.Start(() => _wait.RunAsync(options, Pump.Stopping));
        }

        base.EndProcessing();
    }

    private string? FindClusterId(string idOrLink) =>
        FindId(idOrLink, static (client, text) => ((XplentyClient)client).GetClusterId(text));
}
