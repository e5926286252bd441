using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Rehydration;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>Waits for remote jobs and returns each job when it finishes or reaches a state.</summary>
[Cmdlet(VerbsLifecycle.Wait, "RemoteJob", DefaultParameterSetName = ByJob, HelpUri = HelpPages.Root + "Wait-RemoteJob.md")]
[OutputType(typeof(AlmaJobInstance), typeof(XplentyJob), typeof(AlteryxJob), typeof(Job))]
public sealed class WaitRemoteJobCommand : AsyncCommand
{
    private const string ByJob = "RemoteJob";
    private const string ById = "Id";

    private RemoteWait? _wait;
    private RemoteWaitJob? _backgroundJob;

    // An object, because a field of this type would load the model assembly at import, before the module can choose its image.
    private object? _for;

    /// <summary>The jobs to wait for.</summary>
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

    /// <summary>Ends the wait at the first job that finishes.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// The time limit for the whole wait, in seconds or as a TimeSpan. -1, the default, means no deadline; 0 polls the
    /// jobs once. When the time is up, each unfinished job produces an error.
    /// </summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [WaitDurationArgument]
    [ValidateWaitTimeout]
    public WaitDuration? Timeout { get; set; }

    /// <summary>Also writes an error for each job that did not succeed.</summary>
    [Parameter]
    public SwitchParameter FailOnError { get; set; }

    /// <summary>
    /// The state to wait for: Queued, Running or Stopping. A job that has passed the state, or that has finished, ends the
    /// wait too. By default, the cmdlet waits until the jobs have finished.
    /// </summary>
    [Parameter]
    [ValidateSet(nameof(RemoteJobState.Queued), nameof(RemoteJobState.Running), nameof(RemoteJobState.Stopping))]
    public RemoteJobState? For { get => (RemoteJobState?)_for; set => _for = value; }

    /// <summary>
    /// Waits for the retry of each Xplenty job that failed and that its schedule repeats, and returns the last run.
    /// </summary>
    [Parameter]
    public SwitchParameter FollowRetry { get; set; }

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

    /// <summary>Waits in the background and returns a PowerShell job.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Rejects an empty -Connection.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RejectEmptyConnection(Service, Connection);
    }

    /// <summary>Collects the jobs.</summary>
    protected override void ProcessRecord()
    {
        _wait ??= AsJob
            ? new RemoteWait(_backgroundJob = new RemoteWaitJob(this), FailOnError, FollowRetry)
            : RemoteWait.ForCmdlet(this, Pump, FailOnError, FollowRetry);
        if (ParameterSetName == ByJob)
        {
            foreach (RemoteJob job in RemoteJob)
            {
                _wait.Add(job);
            }

            return;
        }

        _wait.Add(this, Service, Id, Connection);
    }

    /// <summary>Waits for the jobs.</summary>
    protected override void EndProcessing()
    {
        if (_wait is not null)
        {
            WaitOptions options = ConvertParameters(
                () => WaitParameters.ToOptions(Any, For, FollowRetry, Timeout, MinimumInterval, MaximumInterval));
            if (_backgroundJob is not null)
            {
                _backgroundJob.Start(this, _wait, options);
            }
            else if (!_wait.IsEmpty)
            {
                Pump.Start(() => _wait.RunAsync(options, Pump.Stopping));
            }
        }

        base.EndProcessing();
    }
}
