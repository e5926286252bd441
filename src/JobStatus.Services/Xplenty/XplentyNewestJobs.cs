using System;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <summary>The jobs of an account, the newest first: for those of which only the id is known.</summary>
/// <param name="readPage">Reads a page from an item on.</param>
internal sealed class XplentyNewestJobs(Func<XplentyJobQuery, long, CallContext, Task<ListPage<RemoteJob>>> readPage) : JobList
{
    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(new XplentyJobQuery(), offset, call);
}
