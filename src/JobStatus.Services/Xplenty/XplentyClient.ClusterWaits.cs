using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <content>Reads clusters for waits.</content>
public sealed partial class XplentyClient
{
    /// <summary>
    /// Reads clusters for a wait, as <see cref="XplentyClusterRun"/>. All waits for clusters of this connection share their polls, and
    /// they share the request budget with the waits for jobs.
    /// </summary>
    public IJobReader Clusters { get; }

    private sealed class ClusterReader(XplentyClient client) : IJobListReader
    {
        private const string AllClusters = "clusters";

        public string Service => client.Service;

        public RequestBudget Budget => client.Http.Budget;

        public TimeSpan ClockDifference => client.Http.PlausibleClockDifference;

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            ReadEachAsync(targets, TryReadAsync, report, call);

        public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => [AllClusters];

        public JobList CreateList(string name) => new PlainJobList(ReadPageAsync);

        // Clusters have no definition, so nothing is known about how long earlier ones took to start.
        public string? DefinitionIdOf(RemoteJob job) => null;

        public Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
            Task.FromResult<IReadOnlyList<RemoteJob>>([]);

        private async Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call)
        {
            QueryString query = new QueryString().Add("sort", "created").Add("direction", "desc");
            ListPage<XplentyCluster> page = await client.ReadClustersAsync(query, offset, MaxPageSize, call).ConfigureAwait(false);
            return new ListPage<RemoteJob>(
                page.Items.Select(static cluster => new XplentyClusterRun(cluster)).ToArray(),
                page.Total,
                page.ReceivedCount);
        }

        private async Task<JobReadResult> TryReadAsync(JobTarget target, CallContext call)
        {
            try
            {
                XplentyCluster cluster = await client.GetClusterAsync(target.Id, call).ConfigureAwait(false);
                return new JobReadResult(target, new XplentyClusterRun(cluster));
            }
            catch (JobServiceException error)
            {
                // A cluster that was just created does not have to be readable yet.
                bool isTooEarly = error.Kind == JobServiceErrorKind.JobNotFound
                    && RecentActions.WasStarted(client.ClustersUri, target.Id, client.Now);
                return new JobReadResult(target, error) { IsTooEarly = isTooEarly };
            }
        }
    }
}
