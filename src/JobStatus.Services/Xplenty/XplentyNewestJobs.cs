using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <summary>The jobs of an account, the newest first: for those of which only the id is known.</summary>
internal sealed class XplentyNewestJobs(XplentyClient client) : JobList
{
    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        client.ReadPageAsync(new XplentyJobQuery(), offset, LargestPage, call);
}
