using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Rehydration;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>
/// Waits for remote jobs, and for PowerShell's own: for those alone it is PowerShell's own Wait-Job in all it does.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "Job", DefaultParameterSetName = BySessionId, HelpUri = HelpPages.Root + "Wait-Job.md")]
[OutputType(typeof(Job), typeof(AlmaJobInstance), typeof(XplentyJob), typeof(AlteryxJob))]
public sealed class WaitJobCommand : ServiceCommand
{
    // The names of PowerShell's own parameter sets.
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
    private RemoteWaitJob? _remoteInBackground;
    private MixedWait? _mixed;

    /// <summary>Remote jobs to wait for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByRemoteJob)]
    [RemoteJobArgument]
    [ValidateNotNullOrEmpty]
    public RemoteJob[] RemoteJob { get; set; } = [];

    /// <summary>PowerShell's own jobs to wait for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByJob)]
    [ValidateNotNullOrEmpty]
    public Job[] Job { get; set; } = [];

    /// <summary>The session's numbers of PowerShell's own jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = BySessionId)]
    [ValidateNotNullOrEmpty]
    public int[] Id { get; set; } = [];

    /// <summary>The names of PowerShell's own jobs, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>The instance ids of PowerShell's own jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByInstanceId)]
    [ValidateNotNullOrEmpty]
    public Guid[] InstanceId { get; set; } = [];

    /// <summary>The state of PowerShell's own jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByState)]
    public JobState State { get; set; }

    /// <summary>Conditions on PowerShell's own jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByFilter)]
    [ValidateNotNullOrEmpty]
    public Hashtable Filter { get; set; } = [];

    // Without the alias -AsJob would take from scripts the -A that PowerShell's own understands.
    /// <summary>Ends the wait at the first job that finishes.</summary>
    [Parameter]
    [Alias("A")]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// One deadline for the whole wait, in seconds or as a TimeSpan: -1 (the default) is none. Remote jobs that are
    /// unfinished then are errors; PowerShell's own are passed over in silence. 0 looks once at remote jobs.
    /// </summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [WaitDurationArgument]
    [ValidateWaitTimeout]
    public WaitDuration? Timeout { get; set; }

    /// <summary>Waits also for PowerShell's own jobs that are suspended or disconnected.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes a remote job that finished without success an error too.</summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    public SwitchParameter FailOnError { get; set; }

    /// <summary>The shortest time between two looks at a remote job, in seconds or as a TimeSpan. Default 1 second.</summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MinimumInterval { get; set; }

    /// <summary>The longest time between two looks at a remote job, in seconds or as a TimeSpan. Default 2 minutes.</summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MaximumInterval { get; set; }

    /// <summary>Waits in the background, and writes the PowerShell job that does. For remote jobs only.</summary>
    [Parameter(ParameterSetName = ByRemoteJob)]
    [Parameter(ParameterSetName = ByJob)]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Starts PowerShell's own Wait-Job, whose deadline runs from here on.</summary>
    protected override void BeginProcessing()
    {
        if (AsJob || MyInvocation.BoundParameters.ContainsKey(nameof(RemoteJob)))
        {
            return;
        }

        var parameters = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object> parameter in MyInvocation.BoundParameters)
        {
            if (parameter.Key is not (nameof(FailOnError) or nameof(MinimumInterval) or nameof(MaximumInterval) or nameof(AsJob)))
            {
                parameters[parameter.Key] = parameter.Value is WaitDuration duration ? duration.Given : parameter.Value;
            }
        }

        _builtIn = new BuiltInWaitJob(this, parameters);

        // A longer one is an error there, and not for remote jobs.
        if (Timeout is null || Timeout.Value <= WaitDuration.LongestOfBuiltIn)
        {
            _builtIn.Begin();
        }
    }

    /// <summary>Gathers the jobs of either kind.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ByRemoteJob:
                _remote ??= AsJob ? new RemoteWait(_remoteInBackground = new RemoteWaitJob(this), FailOnError) : RemoteWait.Of(this, Pump, FailOnError);
                Array.ForEach(RemoteJob, _remote.Add);
                break;
            case ByJob when AsJob:
                Array.ForEach(Job, job => WriteError(new ErrorRecord(
                    new ArgumentException($"{job.Name} is a job of PowerShell's own, and in the background already. Leave it out: -AsJob is for remote jobs."),
                    "RemoteJobNeeded",
                    ErrorCategory.InvalidArgument,
                    job)));
                break;
            case ByJob:
                _localJobs.AddRange(Job);
                _builtIn!.Process(nameof(Job), Job);
                break;
            case ByName:
                HandOver(nameof(Name), Name);
                break;
            case ByInstanceId:
                HandOver(nameof(InstanceId), InstanceId);
                break;
            case ByState:
                HandOver(nameof(State), State);
                break;
            case ByFilter:
                HandOver(nameof(Filter), Filter);
                break;
            default:
                HandOver(nameof(Id), Id);
                break;
        }
    }

    /// <summary>Waits.</summary>
    protected override void EndProcessing()
    {
        if (_remote is null || (_remote.IsEmpty && !AsJob))
        {
            _builtIn?.End();
            return;
        }

        foreach (object value in _localJobsByProperty)
        {
            WriteError(new ErrorRecord(
                new ArgumentException("A local job among remote ones is waited for only if it is given as an object, such as Get-Job writes it."),
                "JobObjectNeeded",
                ErrorCategory.InvalidArgument,
                value));
        }

        WaitOptions options = OptionsOf(() => WaitParameters.ToOptions(Any, Timeout, MinimumInterval, MaximumInterval));
        if (_remoteInBackground is not null)
        {
            _remoteInBackground.Start(this, _remote, options);
            return;
        }

        if (_localJobs.Count == 0)
        {
            Pump.Start(() => _remote.RunAsync(options, Pump.Stopping));
            base.EndProcessing();
            return;
        }

        _builtIn?.Dispose();
        _mixed = new MixedWait(this, Pump, _remote, _localJobs, Force, options);
        _mixed.Start();
        base.EndProcessing();
        _mixed.End();
    }

    private void HandOver(string parameter, object value)
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
            _mixed?.Dispose();
            _builtIn?.Dispose();
        }
    }
}
