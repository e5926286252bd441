using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Rehydration;
using JobStatus.Watching;

namespace JobStatus.Commands;

/// <summary>Shows remote jobs in a table that is updated until all jobs have finished.</summary>
[Cmdlet(VerbsCommon.Watch, "RemoteJob", DefaultParameterSetName = ByJob, HelpUri = HelpPages.Root + "Watch-RemoteJob.md")]
[OutputType(typeof(AlmaJobInstance), typeof(XplentyJob), typeof(AlteryxJob))]
public sealed class WatchRemoteJobCommand : AsyncCommand
{
    private const string ByJob = "RemoteJob";
    private const string ById = "Id";

    private RemoteJobWatch? _watch;

    /// <summary>The jobs to watch.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [RemoteJobArgument(nameof(Service), nameof(Id))]
    [ValidateNotNullOrEmpty]
    public RemoteJob[] RemoteJob { get; set; } = [];

    /// <summary>The service that the ids belong to.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Service { get; set; } = string.Empty;

    /// <summary>The ids of the jobs. For Alma, these are job instance ids; the job id is not needed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [JobIdArgument]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>
    /// The connection for the ids, by name or as an object. Jobs that are passed as objects are polled through the
    /// connection that read them.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [AllowNull]
    public ConnectionReference? Connection { get; set; }

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

    /// <summary>Rejects an empty -Connection.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RejectEmptyConnection(Service, Connection);
    }

    /// <summary>Collects the jobs.</summary>
    protected override void ProcessRecord()
    {
        _watch ??= new RemoteJobWatch(this, Pump);
        if (ParameterSetName == ByJob)
        {
            foreach (RemoteJob job in RemoteJob)
            {
                _watch.Wait.Add(job);
            }
        }
        else
        {
            _watch.Wait.Add(this, Service, Id, Connection);
        }
    }

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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _watch?.Dispose();
        }

        base.Dispose(disposing);
    }
}
