using System;
using System.Collections.Generic;
using System.Diagnostics;
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

/// <summary>A wait for remote jobs that writes its results to PowerShell streams.</summary>
internal sealed class RemoteWait : IWaitObserver
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimerDelay = TimeSpan.FromDays(1);

    private readonly IWaitStreams _streams;
    private readonly bool _failOnError;
    private readonly bool _followRetry;
    private readonly WaitProgressBar _progress;
    private readonly List<JobTarget> _jobs = [];

    // By id, the jobs as they were passed to the wait for which a cluster was created. Other jobs only name their cluster, and a
    // response could name another cluster.
    private ILookup<string, JobTarget> _owners = Enumerable.Empty<JobTarget>().ToLookup(static target => target.Id);

    // What ends when its job has finished, such as a cluster that was created for the job.
    private readonly List<Task> _releases = [];
    private readonly Stopwatch _elapsed = new();
    private TimeSpan? _timeout;
    private CancellationToken _stopping;
    private CallContext? _call;

    public RemoteWait(IWaitStreams streams, bool failOnError, bool followRetry)
    {
        _streams = streams;
        _failOnError = failOnError;
        _followRetry = followRetry;
        _progress = new WaitProgressBar(streams);
    }

    /// <summary>Called on the pipeline thread for each finished job. If it returns false, the job is not written.</summary>
    public Func<bool> TryClaimOutput { get; set; } = static () => true;

    /// <summary>Returns the progress of the PowerShell jobs in the same wait.</summary>
    public Func<LocalProgress> GetLocalProgress { get; set; } = static () => default;

    /// <summary>Also receives the events of the wait, before their results are written.</summary>
    public IWaitObserver? Observer { get; set; }

    public bool IsEmpty => _jobs.Count == 0;

    /// <summary>The jobs that are waited for, which can include duplicates.</summary>
    public IReadOnlyList<JobTarget> Jobs => _jobs;

    /// <summary>The names of the services whose jobs are waited for.</summary>
    public IEnumerable<string> Services =>
        _jobs.Select(job => job.Reader?.Service ?? job.LastSeen?.Service).OfType<string>().Distinct();

    /// <summary>Creates a wait that runs in the foreground and writes to the streams of a cmdlet.</summary>
    public static RemoteWait ForCmdlet(PSCmdlet cmdlet, PipelinePump pump, bool failOnError, bool followRetry)
    {
        var wait = new RemoteWait(new CmdletStreams(cmdlet, pump), failOnError, followRetry);
        pump.Finishing += wait._progress.Complete;
        return wait;
    }

    /// <summary>
    /// Adds a job. If its connection no longer exists, a job that is polled or has a retry to follow produces an error, and a
    /// finished job is still written.
    /// </summary>
    public void Add(RemoteJob job)
    {
        if (job is InvalidJobArgument invalid)
        {
            _streams.WriteError(invalid.ToErrorRecord());
            return;
        }

        try
        {
            ConnectionReference? reference = job.Connection is { } name ? new ConnectionReference(name) : null;
            _jobs.Add(new JobTarget(job.Id, job, ConnectionStore.Find(job.Service, reference).Client));
        }
        catch (JobServiceException) when (job.IsFinished && !(_followRetry && job.IsRetryExpected))
        {
            _jobs.Add(new JobTarget(job.Id, job));
        }
        catch (JobServiceException exception)
        {
            _streams.WriteError(ErrorRecords.From(exception, job));
        }
    }

    /// <summary>Adds a job by its id or a link to it. An invalid id produces an error.</summary>
    /// <exception cref="JobServiceException">The service or the connection does not exist.</exception>
    public void Add(string service, string idOrLink, ConnectionReference? connection)
    {
        JobServiceClient client = ConnectionStore.Find(service, connection).Client;
        try
        {
            _jobs.Add(new JobTarget(client.GetRunId(idOrLink), reader: client));
        }
        catch (JobServiceException exception)
        {
            _streams.WriteError(ErrorRecords.From(exception, idOrLink));
        }
    }

    /// <summary>Adds a job through a connection.</summary>
    public void Add(JobTarget job) => _jobs.Add(job);

    /// <summary>Waits for the jobs, and until what ends with them has ended.</summary>
    /// <param name="options">The options of the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="stopping">Cancels everything. The default is the same token.</param>
    /// <param name="companion">Something else that the wait is for, or null.</param>
    public async Task RunAsync(
        WaitOptions options,
        CancellationToken cancellationToken,
        CancellationToken? stopping = null,
        Task? companion = null)
    {
        _stopping = stopping ?? cancellationToken;
        _timeout = options.Timeout;
        _elapsed.Start();
        var call = new CallContext(
            cancellationToken,
            line => _streams.Post(() => _streams.WriteVerbose(line)),
            text => _streams.Post(() => _streams.WriteWarning(text)),
            line => _streams.Post(() => _streams.WriteDebug(line)));
        _call = call;
        _owners = _jobs
            .Where(static target => target is { LastSeen: XplentyJob { OwnsCluster: true }, Reader: JobServiceClient })
            .ToLookup(static target => target.Id, StringComparer.Ordinal);
        _progress.Goal = options.For is { } state ? $"reached {state}" : "finished";
        try
        {
            IWaitObserver observer = Observer is null ? this : new WaitObserverPair(Observer, this);
            await JobWaiter.WaitAsync(_jobs, options, observer, call, companion).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(_releases).ConfigureAwait(false);
            _streams.Post(_progress.Complete);
        }
    }

    void IWaitObserver.OnFinished(RemoteJob job)
    {
        if (job.IsFinished && _owners[job.Id].FirstOrDefault(owner => IsSameConnection(owner, job)) is { } owner)
        {
            _releases.Add(Task.Run(() => ReleaseAsync((JobServiceClient)owner.Reader!, owner.LastSeen!, job)));
        }

        _streams.Post(() => WriteFinished(job));
    }

    private static bool IsSameConnection(JobTarget target, RemoteJob job) =>
        job.Connection is not { } connection
        || string.Equals(connection, ((JobServiceClient)target.Reader!).Name, StringComparison.OrdinalIgnoreCase);

    // Nothing delays the end of a wait by more than the grace period after its deadline.
    private async Task ReleaseAsync(JobServiceClient client, RemoteJob started, RemoteJob finished)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        TimeSpan? remaining = _timeout - _elapsed.Elapsed;
        if (remaining < MaxTimerDelay)
        {
            cancellation.CancelAfter((remaining > TimeSpan.Zero ? remaining.Value : TimeSpan.Zero) + GracePeriod);
        }

        var call = new CallContext(cancellation.Token, _call!.Verbose, _call.Warning, _call.Debug);
        await client.ReleaseAsync(started, finished, call).ConfigureAwait(false);
    }

    private void WriteFinished(RemoteJob job)
    {
        if (!TryClaimOutput())
        {
            return;
        }

        SessionHistory.Record(job);

        // The error comes first, so that -ErrorAction Stop ends the pipeline before the next command gets the job.
        if (_failOnError && job is { IsFinished: true, HasSucceeded: false })
        {
            // With -FollowRetry, the retry was expected in vain.
            bool isRepeated = job.IsRetryExpected && !_followRetry;
            string reason = job.Message
                ?? DisplayText.OneLine(job.StatusDescription ?? job.Status)
                ?? "the service did not report a reason";
            var exception = new JobServiceException(
                job.Service,
                JobServiceErrorKind.JobFailed,
                $"{job} finished with state {job.State}: {reason.TrimEnd('.')}.{(isRepeated ? DescribeRetry(job) : string.Empty)}")
            {
                Reason = isRepeated ? JobServiceErrorReason.RetryExpected : null,
            };
            _streams.WriteError(ErrorRecords.From(exception, job));
        }

        _streams.WriteObject(job);
    }

    void IWaitObserver.OnAbandoned(JobTarget target, JobServiceException error) =>
        _streams.Post(() => _streams.WriteError(ErrorRecords.From(error, target.LastSeen ?? (object)target.Id)));

    void IWaitObserver.OnStatusChanged(RemoteJob job, RemoteJob? before) => _streams.Post(() =>
    {
        SessionHistory.Record(job);
        string now = $"{job.State} ({DisplayText.OneLine(job.Status) ?? "no status"})";
        _streams.WriteVerbose(before is null
            ? $"{job} is {now}.{DescribeRetry(job)}"
            : $"{job} changed from {before.State} ({DisplayText.OneLine(before.Status) ?? "no status"}) to {now}.{DescribeRetry(job)}");
    });

    void IWaitObserver.OnProgress(WaitProgress progress) => _streams.Post(() =>
    {
        string summary = _progress.Show(progress, GetLocalProgress());
        if (progress.IsRegular && !_streams.ShowsProgress)
        {
            _streams.WriteVerbose($"{summary}.");
        }

        if (progress.Heartbeat is { } heartbeat)
        {
            _streams.WriteInformation(
                HeartbeatText.Describe(progress, heartbeat, GetLocalProgress(), _progress.Goal), HeartbeatText.Tags);
        }
    });

    void IWaitObserver.OnWarning(string message) => _streams.Post(() => _streams.WriteWarning(message));

    private static string DescribeRetry(RemoteJob job) =>
        job is XplentyJob { WillBeRetried: true } failed
            ? FormattableString.Invariant(
                $" Its schedule will run it again as another job (retry {failed.Attempts + 1} of {failed.MasterAutoRetryAttempts}).")
            : string.Empty;
}
