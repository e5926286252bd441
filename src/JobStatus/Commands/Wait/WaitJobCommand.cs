using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Rehydration;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>
/// Waits for remote jobs and PowerShell jobs. If there are only PowerShell jobs, the built-in Wait-Job does all the
/// work.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "Job", DefaultParameterSetName = BySessionId, HelpUri = HelpPages.Root + "Wait-Job.md")]
[OutputType(typeof(Job), typeof(AlmaJobInstance), typeof(XplentyJob), typeof(AlteryxJob))]
public sealed class WaitJobCommand : AsyncCommand
{
    // The built-in Wait-Job has the same parameter set names.
    private const string BySessionId = "SessionIdParameterSet";
    private const string ByJob = "JobParameterSet";
    private const string ByName = "NameParameterSet";
    private const string ByInstanceId = "InstanceIdParameterSet";
    private const string ByState = "StateParameterSet";
    private const string ByFilter = "FilterParameterSet";
    private const string ByRemoteJob = "RemoteJobParameterSet";

    private readonly List<Job> _localJobs = [];
    private readonly List<object> _localJobsByProperty = [];
    private BuiltInWaitJob? _builtIn;
    private RemoteWait? _remote;
    private RemoteWaitJob? _backgroundJob;
    private MixedWait? _mixedWait;

    /// <summary>The remote jobs to wait for. They can also be passed to -Job.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRemoteJob)]
    [RemoteJobArgument]
    [ValidateNotNullOrEmpty]
    public RemoteJob[] RemoteJob { get; set; } = [];

    /// <summary>The PowerShell jobs and remote jobs to wait for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByJob)]
    [WaitJobArgument]
    [ValidateNotNullOrEmpty]
    public Job[] Job { get; set; } = [];

    /// <summary>The session ids of PowerShell jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = BySessionId)]
    [ValidateNotNullOrEmpty]
    public int[] Id { get; set; } = [];

    /// <summary>The names of PowerShell jobs. Wildcards are supported.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>The instance ids of PowerShell jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByInstanceId)]
    [ValidateNotNullOrEmpty]
    public Guid[] InstanceId { get; set; } = [];

    /// <summary>Waits for the PowerShell jobs in this state.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByState)]
    public JobState State { get; set; }

    /// <summary>Waits for the PowerShell jobs that meet these conditions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByFilter)]
    [ValidateNotNullOrEmpty]
    public Hashtable Filter { get; set; } = [];

    // Scripts can abbreviate -Any to -A in the built-in cmdlet. Without the alias, -AsJob would make -A ambiguous.
    /// <summary>Ends the wait at the first job that finishes.</summary>
    [Parameter]
    [Alias("A")]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// The time limit for the whole wait, in seconds or as a TimeSpan. -1, the default, means no deadline; 0 polls the
    /// remote jobs once. When the time is up, each unfinished remote job produces an error; PowerShell jobs do not.
    /// </summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [WaitDurationArgument]
    [ValidateWaitTimeout]
    public WaitDuration? Timeout { get; set; }

    // Scripts can abbreviate -Force to -Fo in the built-in cmdlet. Without the alias, -FollowRetry would make -Fo ambiguous.
    /// <summary>Also waits for PowerShell jobs that are suspended or disconnected.</summary>
    [Parameter]
    [Alias("Fo")]
    public SwitchParameter Force { get; set; }

    /// <summary>Also writes an error for each remote job that did not succeed.</summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    public SwitchParameter FailOnError { get; set; }

    /// <summary>
    /// Waits for the retry of each Xplenty job that failed and that its schedule repeats, and returns the last run.
    /// </summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    public SwitchParameter FollowRetry { get; set; }

    /// <summary>
    /// The minimum interval between two polls of a remote job, in seconds or as a TimeSpan. The default is 1 second.
    /// </summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MinimumInterval { get; set; }

    /// <summary>
    /// The maximum interval between two polls of a remote job, in seconds or as a TimeSpan. The default is 2 minutes.
    /// </summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MaximumInterval { get; set; }

    /// <summary>
    /// Writes one line to the information stream each time this time has passed, in seconds or as a TimeSpan: how many jobs have
    /// finished, have failed and are running, and which remote job is expected to finish next. Has no effect if there are only
    /// PowerShell jobs.
    /// </summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? Heartbeat { get; set; }

    /// <summary>
    /// Waits in the background and returns a PowerShell job. Only remote jobs can be waited for in the background.
    /// </summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Starts the built-in Wait-Job, and with it the timeout for PowerShell jobs.</summary>
    protected override void BeginProcessing()
    {
        if (AsJob || MyInvocation.BoundParameters.ContainsKey(nameof(RemoteJob)))
        {
            return;
        }

        Job[] localJobs = [.. Job.Where(static job => job is not RemoteJobSet)];
        if (Job.Length > 0 && localJobs.Length == 0)
        {
            return;
        }

        var parameters = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object> parameter in MyInvocation.BoundParameters)
        {
            if (parameter.Key is not (nameof(FailOnError) or nameof(FollowRetry) or nameof(MinimumInterval)
                or nameof(MaximumInterval) or nameof(Heartbeat) or nameof(AsJob)))
            {
                parameters[parameter.Key] = parameter.Value is WaitDuration duration ? duration.OriginalValue : parameter.Value;
            }
        }

        if (localJobs.Length < Job.Length)
        {
            parameters[nameof(Job)] = localJobs;
        }

        _builtIn = new BuiltInWaitJob(this, parameters);

        // The built-in cmdlet rejects a longer timeout, which is valid for remote jobs. In that case it starts only
        // when a PowerShell job arrives.
        if (Timeout is null || Timeout.Value <= WaitDuration.MaxBuiltInTimeout)
        {
            _builtIn.Begin();
        }
    }

    /// <summary>Collects the remote jobs, and passes PowerShell jobs on to the built-in Wait-Job.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ByRemoteJob:
                AddRemoteJobs(RemoteJob);
                break;
            case ByJob:
                AddRemoteJobs([.. Job.OfType<RemoteJobSet>().SelectMany(static set => set.Jobs)]);
                AddLocalJobs([.. Job.Where(static job => job is not RemoteJobSet)]);
                break;
            case ByName:
                ProcessByProperty(nameof(Name), Name);
                break;
            case ByInstanceId:
                ProcessByProperty(nameof(InstanceId), InstanceId);
                break;
            case ByState:
                ProcessByProperty(nameof(State), State);
                break;
            case ByFilter:
                ProcessByProperty(nameof(Filter), Filter);
                break;
            default:
                ProcessByProperty(nameof(Id), Id);
                break;
        }
    }

    /// <summary>Waits for the jobs.</summary>
    protected override void EndProcessing()
    {
        if (_remote is null || (_remote.IsEmpty && !AsJob))
        {
            if (Heartbeat is not null && _localJobs.Count > 0)
            {
                WriteWarning("-Heartbeat has no effect, because the wait contains only PowerShell jobs.");
            }

            _builtIn?.End();
            return;
        }

        foreach (object value in _localJobsByProperty)
        {
            WriteError(new ErrorRecord(
                new ArgumentException(
                    "A PowerShell job was skipped. PowerShell jobs that are combined with remote jobs must be passed as objects, "
                    + "such as the output of Get-Job."),
                "JobObjectNeeded",
                ErrorCategory.InvalidArgument,
                value));
        }

        WaitOptions options = ConvertParameters(
            () => WaitParameters.ToOptions(
                Any, null, FollowRetry, Timeout, MinimumInterval, MaximumInterval, heartbeat: Heartbeat));
        if (_backgroundJob is not null)
        {
            _backgroundJob.Start(this, _remote, options);
            return;
        }

        if (_localJobs.Count == 0)
        {
            Pump.Start(() => _remote.RunAsync(options, Pump.Stopping));
            base.EndProcessing();
            return;
        }

        _builtIn?.Dispose();
        _mixedWait = new MixedWait(this, Pump, _remote, _localJobs, Force, options);
        _mixedWait.Start();
        base.EndProcessing();
        _mixedWait.Complete();
    }

    private void AddRemoteJobs(RemoteJob[] jobs)
    {
        if (jobs.Length > 0)
        {
            _remote ??= AsJob
                ? new RemoteWait(_backgroundJob = new RemoteWaitJob(this), FailOnError, FollowRetry)
                : RemoteWait.ForCmdlet(this, Pump, FailOnError, FollowRetry);
            Array.ForEach(jobs, _remote.Add);
        }
    }

    private void AddLocalJobs(Job[] jobs)
    {
        if (AsJob)
        {
            Array.ForEach(jobs, job => WriteError(new ErrorRecord(
                new ArgumentException(
                    $"PowerShell job '{job.Name}' was skipped, because -AsJob supports only remote jobs. "
                    + "Wait for it in a separate command, without -AsJob."),
                "RemoteJobNeeded",
                ErrorCategory.InvalidArgument,
                job)));
        }
        else if (jobs.Length > 0)
        {
            _localJobs.AddRange(jobs);
            _builtIn!.Process(nameof(Job), jobs);
        }
    }

    private void ProcessByProperty(string parameter, object value)
    {
        _localJobsByProperty.Add(value);
        _builtIn!.Process(parameter, value);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _mixedWait?.Dispose();
            _builtIn?.Dispose();
        }
    }
}
