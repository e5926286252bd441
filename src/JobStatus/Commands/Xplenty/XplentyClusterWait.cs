using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>A wait for Xplenty clusters that writes its results to the streams of a cmdlet.</summary>
internal sealed class XplentyClusterWait : IWaitObserver
{
    private readonly CmdletStreams _streams;
    private readonly WaitProgressBar _progress;
    private readonly bool _isForAvailable;
    private readonly List<JobTarget> _clusters = [];

    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="pump">Runs what is written on the pipeline thread.</param>
    /// <param name="isForAvailable">True to wait until the clusters are available, and false until they are terminated.</param>
    public XplentyClusterWait(PSCmdlet cmdlet, PipelinePump pump, bool isForAvailable)
    {
        _streams = new CmdletStreams(cmdlet, pump);
        _progress = new WaitProgressBar(_streams, "Waiting for Xplenty clusters") { Goal = isForAvailable ? "available" : "terminated" };
        _isForAvailable = isForAvailable;
        pump.Finishing += _progress.Complete;
    }

    public bool IsEmpty => _clusters.Count == 0;

    public void Add(XplentyClient client, string id) => _clusters.Add(new JobTarget(id, reader: client.Clusters));

    public async Task RunAsync(WaitOptions options, CancellationToken cancellationToken)
    {
        var call = new CallContext(
            cancellationToken,
            line => _streams.Post(() => _streams.WriteVerbose(line)),
            text => _streams.Post(() => _streams.WriteWarning(text)),
            line => _streams.Post(() => _streams.WriteDebug(line)));
        try
        {
            await JobWaiter.WaitAsync(_clusters, options, this, call).ConfigureAwait(false);
        }
        finally
        {
            _streams.Post(_progress.Complete);
        }
    }

    void IWaitObserver.OnFinished(RemoteJob job) => _streams.Post(() =>
    {
        XplentyCluster cluster = ((XplentyClusterRun)job).Cluster;
        SessionHistory.Record(cluster);

        // The error comes first, so that -ErrorAction Stop ends the pipeline before the next command gets the cluster.
        if (_isForAvailable && !cluster.IsReady)
        {
            var exception = new JobServiceException(
                job.Service,
                JobServiceErrorKind.JobFailed,
                $"{cluster} did not become available. Its status is {DisplayText.OneLine(cluster.Status)}.",
                "Check the cluster in the web interface of Xplenty, or create another one.");
            _streams.WriteError(ErrorRecords.From(exception, cluster));
        }

        _streams.WriteObject(cluster);
    });

    void IWaitObserver.OnAbandoned(JobTarget target, JobServiceException error) => _streams.Post(() =>
    {
        if (error is { Kind: JobServiceErrorKind.WaitTimeout, Reason: not JobServiceErrorReason.WaitDuringPause })
        {
            error.RecommendedAction = "The wait has changed nothing in Xplenty. Wait again with a longer -Timeout.";
        }

        _streams.WriteError(ErrorRecords.From(error, (target.LastSeen as XplentyClusterRun)?.Cluster ?? (object)target.Id));
    });

    void IWaitObserver.OnStatusChanged(RemoteJob job, RemoteJob? before) => _streams.Post(() =>
    {
        SessionHistory.Record(((XplentyClusterRun)job).Cluster);
        string now = DisplayText.OneLine(job.Status) ?? "none";
        _streams.WriteVerbose(before is null
            ? $"The status of {job} is {now}."
            : $"The status of {job} changed from {DisplayText.OneLine(before.Status) ?? "none"} to {now}.");
    });

    void IWaitObserver.OnProgress(WaitProgress progress) => _streams.Post(() =>
    {
        string summary = _progress.Show(progress, local: default);
        if (progress.IsRegular && !_streams.ShowsProgress)
        {
            _streams.WriteVerbose($"{summary}.");
        }
    });

    void IWaitObserver.OnWarning(string message) => _streams.Post(() => _streams.WriteWarning(message));
}
