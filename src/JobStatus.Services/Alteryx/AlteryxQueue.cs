using System;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// All jobs of a Server that have not ended, which it shows to curators. What is no longer there has ended, or was not
/// shown: it is asked for by itself.
/// Page: Alteryx Server API V3, "Job Endpoints and Parameters".
/// </summary>
/// <param name="readPage">Reads a page from an item on.</param>
internal sealed class AlteryxQueue(Func<long, CallContext, Task<ListPage<RemoteJob>>> readPage) : JobList
{
    protected override bool StopsAtUnrelatedPage => false;

    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(offset, call);
}
