using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>A wait for remote jobs, as PowerShell shows it: objects, errors, progress, warnings, verbose lines.</summary>
internal sealed class RemoteWait : IWaitObserver
{
    private readonly IWaitStreams _streams;
    private readonly bool _failOnError;
    private readonly WaitProgressBar _progress;
    private readonly List<WaitTarget> _jobs = [];

    public RemoteWait(IWaitStreams streams, bool failOnError)
    {
        _streams = streams;
        _failOnError = failOnError;
        _progress = new WaitProgressBar(streams);
    }

    /// <summary>Asked on the pipeline's thread before a finished run is written.</summary>
    public Func<bool> MayWrite { get; set; } = static () => true;

    /// <summary>How many of PowerShell's own jobs belong to the same wait, and how many of them have ended.</summary>
    public Func<(int Total, int Ended)> LocalJobs { get; set; } = static () => (0, 0);

    public bool IsEmpty => _jobs.Count == 0;

    /// <summary>The services that are asked.</summary>
    public IEnumerable<string> Services => _jobs.Select(job => job.Reader?.Service ?? job.Target.LastSeen?.Service).OfType<string>().Distinct();

    /// <summary>A wait that a cmdlet runs itself.</summary>
    public static RemoteWait Of(Cmdlet cmdlet, PipelinePump pump, bool failOnError)
    {
        var wait = new RemoteWait(new CmdletStreams(cmdlet, pump), failOnError);
        pump.Ending += wait._progress.Complete;
        return wait;
    }

    /// <summary>Adds a run. One whose connection is gone is an error of its own, unless it has finished anyway.</summary>
    public void Add(RemoteJob job)
    {
        if (job is NoJob none)
        {
            _streams.WriteError(none.Error());
            return;
        }

        var target = new JobTarget(job.Id, job);
        try
        {
            ConnectionReference? reference = job.Connection is { } name ? new ConnectionReference(name) : null;
            _jobs.Add(new WaitTarget(ConnectionStore.Find(job.Service, reference).Client, target));
        }
        catch (JobServiceException) when (job.IsFinished)
        {
            _jobs.Add(new WaitTarget(null, target));
        }
        catch (JobServiceException exception)
        {
            _streams.WriteError(ErrorRecords.From(exception, job));
        }
    }

    /// <exception cref="JobServiceException">There is no such service or connection.</exception>
    public void Add(string service, string id, ConnectionReference? connection) =>
        _jobs.Add(new WaitTarget(ConnectionStore.Find(service, connection).Client, new JobTarget(id)));

    /// <summary>Waits.</summary>
    public async Task RunAsync(WaitOptions options, CancellationToken cancellationToken)
    {
        var call = new CallContext(cancellationToken, line => _streams.Post(() => _streams.WriteVerbose(line)));
        try
        {
            await JobWaiter.WaitAsync(_jobs, options, this, call).ConfigureAwait(false);
        }
        finally
        {
            _streams.Post(_progress.Complete);
        }
    }

    void IWaitObserver.OnFinished(RemoteJob job) => _streams.Post(() =>
    {
        if (!MayWrite())
        {
            return;
        }

        SeenInSession.Remember(job);
        _streams.WriteObject(job);
        if (_failOnError && job.State is not (RemoteJobState.Completed or RemoteJobState.CompletedWithWarnings))
        {
            string reason = job.Message ?? DisplayText.OneLine(job.StatusDescription ?? job.Status) ?? "the service gives no reason";
            _streams.WriteError(ErrorRecords.From(
                new JobServiceException(job.Service, JobServiceErrorKind.JobFailed, $"{job} ended {job.State}: {reason.TrimEnd('.')}.", JobServiceErrors.For(JobServiceErrorKind.JobFailed).RecommendedAction),
                job));
        }
    });

    void IWaitObserver.OnAbandoned(JobTarget target, JobServiceException error) =>
        _streams.Post(() => _streams.WriteError(ErrorRecords.From(error, target.LastSeen ?? (object)target.Id)));

    void IWaitObserver.OnStatusChanged(RemoteJob job, RemoteJob? before) => _streams.Post(() =>
    {
        SeenInSession.Remember(job);
        string now = $"{job.State} ({DisplayText.OneLine(job.Status) ?? "no status"})";
        _streams.WriteVerbose(before is null
            ? $"{job}: {now}"
            : $"{job}: {before.State} ({DisplayText.OneLine(before.Status) ?? "no status"}) became {now}");
    });

    void IWaitObserver.OnProgress(WaitProgress progress) => _streams.Post(() => _progress.Show(progress, LocalJobs()));

    void IWaitObserver.OnWarning(string message) => _streams.Post(() => _streams.WriteWarning(message));
}
