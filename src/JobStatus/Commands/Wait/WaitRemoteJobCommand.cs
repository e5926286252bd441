using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>Waits for remote jobs, and writes each as it finishes.</summary>
[Cmdlet(VerbsLifecycle.Wait, "RemoteJob", DefaultParameterSetName = ByJob, HelpUri = HelpPages.Root + "Wait-RemoteJob.md")]
[OutputType(typeof(AlmaJobInstance), typeof(XplentyJob), typeof(AlteryxJob), typeof(Job))]
public sealed class WaitRemoteJobCommand : ServiceCommand
{
    private const string ByJob = "RemoteJob";
    private const string ById = "Id";

    private RemoteWait? _wait;
    private RemoteWaitJob? _job;

    /// <summary>The jobs to wait for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [RemoteJobArgument]
    [ValidateNotNullOrEmpty]
    public RemoteJob[] RemoteJob { get; set; } = [];

    /// <summary>The service that the ids belong to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Service { get; set; } = string.Empty;

    /// <summary>The ids of the jobs; those of runs in Alma, of which the definition need not be known.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [JobIdArgument]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The connection to ask through, by name or as an object. Jobs given as objects are asked about through the one that read them.</summary>
    [Parameter(ParameterSetName = ById)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public ConnectionReference? Connection { get; set; }

    /// <summary>Ends the wait at the first job that finishes.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>One deadline for the whole wait, in seconds or as a TimeSpan: 0 looks once, -1 (the default) is none.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [WaitDurationArgument]
    [ValidateWaitTimeout]
    public WaitDuration? Timeout { get; set; }

    /// <summary>Makes a job that finished without success an error too.</summary>
    [Parameter]
    public SwitchParameter FailOnError { get; set; }

    /// <summary>The shortest time between two looks at a job, in seconds or as a TimeSpan. Default 1 second.</summary>
    [Parameter]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MinimumInterval { get; set; }

    /// <summary>The longest time between two looks at a job, in seconds or as a TimeSpan. Default 2 minutes.</summary>
    [Parameter]
    [WaitDurationArgument]
    [ValidateWaitInterval]
    public WaitDuration? MaximumInterval { get; set; }

    /// <summary>Waits in the background, and writes the PowerShell job that does.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Gathers the jobs.</summary>
    protected override void ProcessRecord()
    {
        _wait ??= AsJob ? new RemoteWait(_job = new RemoteWaitJob(this), FailOnError) : RemoteWait.Of(this, Pump, FailOnError);
        if (ParameterSetName == ByJob)
        {
            foreach (RemoteJob job in RemoteJob)
            {
                _wait.Add(job);
            }

            return;
        }

        try
        {
            foreach (string id in Id)
            {
                _wait.Add(Service, id, Connection);
            }
        }
        catch (JobServiceException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Service));
        }
    }

    /// <summary>Waits.</summary>
    protected override void EndProcessing()
    {
        if (_wait is not null)
        {
            WaitOptions options = OptionsOf(() => WaitParameters.ToOptions(Any, Timeout, MinimumInterval, MaximumInterval));
            if (_job is not null)
            {
                _job.Start(this, _wait, options);
            }
            else if (!_wait.IsEmpty)
            {
                Pump.Start(() => _wait.RunAsync(options, Pump.Stopping));
            }
        }

        base.EndProcessing();
    }
}
