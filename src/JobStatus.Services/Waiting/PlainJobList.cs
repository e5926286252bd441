using System;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Waiting;

/// <summary>A list that is always read with the same query.</summary>
/// <param name="readPage">Reads the page that starts at an offset.</param>
/// <param name="stopsAtUnrelatedPage">True to stop at the first page without wanted runs.</param>
internal sealed class PlainJobList(Func<long, CallContext, Task<ListPage<RemoteJob>>> readPage, bool stopsAtUnrelatedPage = true)
    : JobList(stopsAtUnrelatedPage)
{
    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) => readPage(offset, call);
}
