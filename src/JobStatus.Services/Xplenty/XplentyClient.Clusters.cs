using System;
using System.Globalization;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Xplenty;

/// <content>Reads, creates, changes and terminates clusters.</content>
public sealed partial class XplentyClient
{
    /// <summary>Reads one cluster.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Get Cluster Information".</remarks>
    /// <param name="id">The id of the cluster.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The cluster.</returns>
    /// <exception cref="JobServiceException">The cluster could not be read. The kind indicates the reason.</exception>
    public async Task<XplentyCluster> GetClusterAsync(string id, CallContext call)
    {
        string subject = $"Xplenty cluster {id}";
        XplentyCluster cluster = await GetAsync(
            ClusterAddress(id), subject, tree => XplentyReader.Cluster(tree, id, Name), call).ConfigureAwait(false);
        CheckReportedId(id, cluster.AdditionalData, subject, call, "cluster");
        return cluster;
    }

    /// <summary>Lists clusters, newest first.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Clusters".</remarks>
    /// <param name="status">List only clusters with this status, as Xplenty names it. Null for all.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the clusters.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <param name="filter">A filter that Xplenty cannot apply, or null for none.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListClustersAsync(
        string? status,
        ListRange range,
        IListReceiver<XplentyCluster> receiver,
        CallContext call,
        Func<XplentyCluster, bool>? filter = null)
    {
        QueryString filters = new QueryString().Add("status", status).Add("sort", "created").Add("direction", "desc");
        return ReadListAsync(
            "Xplenty clusters",
            range,
            MaxPageSize,
            (offset, limit) => ReadClustersAsync(filters, offset, limit, call),
            static cluster => cluster.Id,
            receiver,
            call,
            filter,
            hasId: false,
            canShrink: status is not null and not "terminated");
    }

    /// <summary>Creates a cluster. The request is never retried, because a cluster costs money.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Create Cluster".</remarks>
    /// <param name="settings">The settings of the cluster.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The cluster, which is usually not available yet.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<XplentyCluster> CreateClusterAsync(XplentyClusterSettings settings, CallContext call)
    {
        XplentyCluster cluster = await SendClusterAsync(
            HttpMethod.Post,
            "clusters",
            "Creating an Xplenty cluster",
            settings,
            id: null,
            call).ConfigureAwait(false);
        RecentActions.AddStart(ClustersUri, cluster.Id, Now);
        return cluster;
    }

    /// <summary>Changes a cluster. The request is never retried.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Update Cluster".</remarks>
    /// <param name="id">The id of the cluster.</param>
    /// <param name="settings">The settings to change.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The cluster after the change.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<XplentyCluster> ChangeClusterAsync(string id, XplentyClusterSettings settings, CallContext call)
    {
        string subject = $"Changing Xplenty cluster {id}";
        XplentyCluster cluster = await SendClusterAsync(HttpMethod.Put, ClusterAddress(id), subject, settings, id, call)
            .ConfigureAwait(false);
        if (settings.Nodes is { } requested && cluster.Nodes is { } reported && reported != requested)
        {
            call.Warning(FormattableString.Invariant(
                $"{subject}: Xplenty accepted the request for {requested} nodes, but reports {reported}."));
        }

        return cluster;
    }

    /// <summary>Requests a cluster to be terminated. The jobs on it end. The cluster ends some time later.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Terminate Cluster".</remarks>
    /// <param name="id">The id of the cluster.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The cluster, which has usually not ended yet.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<XplentyCluster> TerminateClusterAsync(string id, CallContext call)
    {
        string subject = $"Terminating Xplenty cluster {id}";
        XplentyCluster cluster = await SendClusterAsync(HttpMethod.Delete, ClusterAddress(id), subject, settings: null, id, call)
            .ConfigureAwait(false);
        if (cluster.Meaning.State is RemoteJobState.Queued or RemoteJobState.Running)
        {
            call.Warning($"{subject}: Xplenty accepted the request, but reports the status '{DisplayText.OneLine(cluster.Status)}'.");
        }

        return cluster;
    }

    /// <summary>
    /// Creates a cluster and starts a job on it. No request is retried. If Xplenty rejects the start, the cluster is terminated.
    /// </summary>
    /// <param name="request">The package and the variables.</param>
    /// <param name="keepCluster">
    /// True to create a cluster that stays. False for a cluster that belongs to the job: Xplenty terminates it when it is idle, and a
    /// wait terminates it when the job has finished.
    /// </param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">
    /// A request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<XplentyJob> StartJobOnNewClusterAsync(XplentyRunRequest request, bool keepCluster, CallContext call)
    {
        XplentyClusterSettings settings = keepCluster
            ? new() { Nodes = XplentyClusterSettings.ForOneJob.Nodes }
            : XplentyClusterSettings.ForOneJob;
        XplentyCluster cluster = await CreateClusterAsync(settings, call).ConfigureAwait(false);
        call.Verbose($"{cluster} was created.");
        try
        {
            XplentyJob job = await SendStartAsync(request.OnCluster(ParseId(cluster.Id)), call).ConfigureAwait(false);
            KnownValues.AddTo(job, new XplentyJob { ClusterId = cluster.ClusterId, OwnsCluster = !keepCluster });
            if (job.ClusterId != cluster.ClusterId)
            {
                call.Warning(FormattableString.Invariant(
                    $"{job}: Xplenty reports that the job runs on cluster {job.ClusterId}, but cluster {cluster.Id} was created for it. ")
                    + (keepCluster
                        ? "Both clusters stay."
                        : "A wait terminates neither. Xplenty terminates the new cluster when it is idle."));
            }

            return job;
        }
        catch (JobServiceException error) when (error.MayHaveBeenAccepted)
        {
            error.RecommendedAction = FormattableString.Invariant(
                $"Xplenty may still have started the job, on cluster {cluster.Id}, which was created for it. ")
                + "Before you start the job again, check whether one of the newest jobs of "
                + FormattableString.Invariant($"package {request.PackageId} runs on this cluster. ")
                + (keepCluster ? "If none does, terminate the cluster." : "If none does, Xplenty terminates the cluster when it is idle.");
            throw;
        }
        catch (JobServiceException) when (keepCluster)
        {
            call.Warning($"{cluster} was created for the job and stays. Start the job on this cluster, or terminate the cluster.");
            throw;
        }
        catch (JobServiceException)
        {
            await TryTerminateAsync(cluster.Id, call).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task ReleaseAsync(RemoteJob started, RemoteJob finished, CallContext call)
    {
        if (!finished.IsFinished || started is not XplentyJob { OwnsCluster: true, ClusterId: { } cluster })
        {
            return Task.CompletedTask;
        }

        if (finished is XplentyJob { ClusterId: { } other } && other != cluster)
        {
            call.Warning(FormattableString.Invariant(
                $"{finished}: Xplenty reports that the job ran on cluster {other}, but cluster {cluster} was created for it. ")
                + FormattableString.Invariant($"Only cluster {cluster} is terminated."));
        }

        return TryTerminateAsync(cluster.ToString(CultureInfo.InvariantCulture), call);
    }

    // Xplenty also terminates the cluster by itself, so an error is not an error of the job.
    private async Task TryTerminateAsync(string id, CallContext call)
    {
        try
        {
            XplentyCluster cluster = await TerminateClusterAsync(id, call).ConfigureAwait(false);
            call.Verbose($"{cluster} is being terminated (status: {DisplayText.OneLine(cluster.Status) ?? "not reported"}).");
        }
        catch (JobServiceException error) when (error.Kind is JobServiceErrorKind.JobNotFound or JobServiceErrorKind.InvalidRequest)
        {
            call.Verbose($"Xplenty cluster {id} no longer runs. {error.Problem}");
        }
        catch (JobServiceException error)
        {
            WarnAboutCluster(error.Problem);
        }
        catch (OperationCanceledException)
        {
            WarnAboutCluster("The wait for the response to the request to terminate it was canceled.");
        }

        void WarnAboutCluster(string cause) => call.Warning(
            $"Xplenty cluster {id} may still run until Xplenty terminates it because it is idle. {cause}");
    }

    private Uri ClustersUri => new(BaseUri, "clusters");

    private Task<ListPage<XplentyCluster>> ReadClustersAsync(QueryString filters, long offset, int limit, CallContext call) =>
        GetAsync(
            $"clusters{filters.Page(offset, limit)}",
            "Xplenty clusters",
            tree => XplentyReader.Clusters(tree, Name),
            call);

    private static long ParseId(string id) => long.Parse(id, CultureInfo.InvariantCulture);

    private Task<XplentyCluster> SendClusterAsync(
        HttpMethod method,
        string address,
        string subject,
        XplentyClusterSettings? settings,
        string? id,
        CallContext call) =>
        ReadAsync(
            new ServiceRequest(new Uri(BaseUri, address), Version2, subject)
            {
                Method = method,
                Evidence = id is null ? "the clusters of the account" : "the status of the cluster",
                Body = settings is null ? null : () => JsonBody.Create(settings.Body),
            },
            tree =>
            {
                XplentyCluster cluster = XplentyReader.Cluster(tree, id, Name);
                RequireReportedId(cluster.Id, cluster.AdditionalData, subject, "cluster");
                return cluster;
            },
            call);

    private string ClusterAddress(string id) => $"clusters/{CheckNumber(id, ClusterKind)}";
}
