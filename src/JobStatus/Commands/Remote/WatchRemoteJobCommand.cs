using System.Management.Automation;
using JobStatus.Watching;

namespace JobStatus.Commands;

/// <summary>Shows remote jobs in a table that is updated until all jobs have finished.</summary>
[Cmdlet(VerbsCommon.Watch, "RemoteJob", DefaultParameterSetName = ByJob, HelpUri = HelpPages.Root + "Watch-RemoteJob.md")]
[OutputType(typeof(AlmaJobInstance), typeof(XplentyJob), typeof(AlteryxJob))]
public sealed class WatchRemoteJobCommand : RemoteJobCommand
{
    private RemoteJobWatch? _watch;

    /// <summary>
    /// The time limit for the whole watch, in seconds or as a TimeSpan. -1, the default, means no deadline; 0 polls the
    /// jobs once. When the time is up, each unfinished job produces an error.
    /// </summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [WaitDurationArgument]
    [ValidateWaitTimeout]
    public WaitDuration? Timeout { get; set; }

    /// <summary>
    /// The minimum interval between two polls of a job, in seconds or as a TimeSpan. The default is 1 second.
    /// </summary>
    [Parameter]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MinimumInterval { get; set; }

    /// <summary>
    /// The maximum interval between two polls of a job, in seconds or as a TimeSpan. The default is 2 minutes.
    /// </summary>
    [Parameter]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MaximumInterval { get; set; }

    /// <summary>Returns the jobs that have finished, after the watch has ended.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Watches the jobs.</summary>
    protected override void EndProcessing()
    {
        if (_watch is { Wait.IsEmpty: false })
        {
            _watch.Start(ConvertParameters(() => WaitParameters.ToOptions(
                any: false, state: null, followRetry: false, Timeout, MinimumInterval, MaximumInterval,
                progressInterval: RemoteJobWatch.Interval)));
        }

        base.EndProcessing();
        if (!Pump.Stopping.IsCancellationRequested)
        {
            _watch?.WriteResults(PassThru);
        }
    }

    private protected override void Process(RemoteJob job) => GetWatch().Wait.Add(job);

    private protected override void Process(string idOrLink, ConnectionReference? connection) =>
        GetWatch().Wait.Add(Service, idOrLink, connection);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _watch?.Dispose();
        }

        base.Dispose(disposing);
    }

    private RemoteJobWatch GetWatch() => _watch ??= new RemoteJobWatch(this, Pump);
}
