using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;

namespace JobStatus.Completion;

/// <summary>
/// Completes the ids of Xplenty clusters: first those that this session has seen, then the others among the 100 newest ones of the
/// account, without those that are terminated or being terminated. The user can type the start of an id or a part of a name.
/// </summary>
internal class XplentyClusterCompleter : DefinitionCompleter
{
    private const long MaxCount = 100;

    public XplentyClusterCompleter()
        : base("Xplenty")
    {
    }

    protected sealed override CompletionCandidate[] GetRecent(JobStatusConnection connection) => connection.History.Clusters.ToArray();

    protected sealed override IReadOnlyList<CompletionCandidate> ReadDefinitions(JobStatusConnection connection) =>
        connection.ReadForCompletion<XplentyClient, CompletionCandidate>("clusters", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(XplentyClient client, CallContext call)
    {
        var clusters = new ListCollector<XplentyCluster>();
        await client.ListClustersAsync(status: null, new ListRange(0, MaxCount), clusters, call).ConfigureAwait(false);
        return [.. clusters.Items
            .Where(static cluster => !cluster.IsGone)
            .Select(static cluster => new CompletionCandidate(cluster.Id, cluster.Name))];
    }
}
