using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>A wait for remote jobs, as a cmdlet shows it: objects, errors, progress, warnings, verbose lines.</summary>
internal sealed class RemoteWait : IWaitObserver
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly bool _failOnError;
    private readonly WaitProgressBar _progress;
    private readonly List<JobToWaitFor> _jobs = [];

    public RemoteWait(PSCmdlet cmdlet, PipelinePump pump, bool failOnError)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _failOnError = failOnError;
        _progress = new WaitProgressBar(cmdlet);
        pump.Ending += _progress.Complete;
    }

    /// <summary>Asked on the pipeline's thread before a finished run is written.</summary>
    public Func<bool> MayWrite { get; set; } = static () => true;

    /// <summary>How many of PowerShell's own jobs belong to the same wait, and how many of them have ended.</summary>
    public Func<(int Total, int Ended)> LocalJobs { get; set; } = static () => (0, 0);

    public bool IsEmpty => _jobs.Count == 0;

    /// <summary>Adds a run. One whose connection is gone is an error of its own, unless it has finished anyway.</summary>
    public void Add(RemoteJob job)
    {
        if (job is LostJob lost)
        {
            _cmdlet.WriteError(lost.Error());
            return;
        }

        var target = new JobTarget(job.Id, job);
        try
        {
            ConnectionReference? reference = job.Connection is { } name ? new ConnectionReference(name) : null;
            _jobs.Add(new JobToWaitFor(ConnectionStore.Find(job.Service, reference).Client, target));
        }
        catch (JobServiceException) when (job.IsFinished)
        {
            _jobs.Add(new JobToWaitFor(null, target));
        }
        catch (JobServiceException exception)
        {
            _cmdlet.WriteError(ErrorRecords.From(exception, job));
        }
    }

    /// <exception cref="JobServiceException">There is no such service or connection.</exception>
    public void Add(string service, string id, ConnectionReference? connection) =>
        _jobs.Add(new JobToWaitFor(ConnectionStore.Find(service, connection).Client, new JobTarget(id)));

    /// <summary>Waits. To be started through the pump.</summary>
    public async Task RunAsync(WaitOptions options, CancellationToken cancellationToken)
    {
        var call = new CallContext(cancellationToken, line => _pump.Post(() => _cmdlet.WriteVerbose(line)));
        try
        {
            await JobWaiter.WaitAsync(_jobs, options, this, call).ConfigureAwait(false);
        }
        finally
        {
            _pump.Post(_progress.Complete);
        }
    }

    void IWaitObserver.OnFinished(RemoteJob job) => _pump.Post(() =>
    {
        if (!MayWrite())
        {
            return;
        }

        SeenInSession.Remember(job);
        _cmdlet.WriteObject(job);
        if (_failOnError && job.State is not (RemoteJobState.Completed or RemoteJobState.CompletedWithWarnings))
        {
            string reason = job.Message ?? DisplayText.OneLine(job.StatusDescription ?? job.Status) ?? "the service gives no reason";
            _cmdlet.WriteError(ErrorRecords.From(
                new JobServiceException(job.Service, JobServiceErrorKind.JobFailed, $"{job} ended {job.State}: {reason}.", JobServiceErrors.Of(JobServiceErrorKind.JobFailed).Action),
                job));
        }
    });

    void IWaitObserver.OnGivenUp(JobTarget target, JobServiceException error) =>
        _pump.Post(() => _cmdlet.WriteError(ErrorRecords.From(error, target.LastSeen ?? (object)target.Id)));

    void IWaitObserver.OnStatusChanged(RemoteJob job, RemoteJob? before) => _pump.Post(() =>
    {
        SeenInSession.Remember(job);
        string now = $"{job.State} ({DisplayText.OneLine(job.Status) ?? "no status"})";
        _cmdlet.WriteVerbose(before is null
            ? $"{job}: {now}"
            : $"{job}: {before.State} ({DisplayText.OneLine(before.Status) ?? "no status"}) became {now}");
    });

    void IWaitObserver.OnProgress(WaitProgress progress) => _pump.Post(() => _progress.Show(progress, LocalJobs()));

    void IWaitObserver.OnWarning(string message) => _pump.Post(() => _cmdlet.WriteWarning(message));
}
