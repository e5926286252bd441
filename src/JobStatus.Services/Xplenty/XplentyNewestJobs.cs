using System;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <summary>The list of the jobs of an account, newest first. It is used for jobs of which only the id is known.</summary>
/// <remarks>Source: Integrate.io ETL API, "List Jobs".</remarks>
/// <param name="readPage">Reads the page that starts at an offset.</param>
internal sealed class XplentyNewestJobs(Func<XplentyJobQuery, long, CallContext, Task<ListPage<RemoteJob>>> readPage) : JobList
{
    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(new XplentyJobQuery(), offset, call);
}
