using System;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// The queue, with all unfinished jobs of a Server. Only curators can read it. A job that is not in the queue has
/// finished or is not visible to the user, so it is read by its id.
/// </summary>
/// <remarks>Source: Alteryx Server API V3, "Job Endpoints and Parameters".</remarks>
/// <param name="readPage">Reads the page that starts at an offset.</param>
internal sealed class AlteryxQueue(Func<long, CallContext, Task<ListPage<RemoteJob>>> readPage) : JobList
{
    protected override bool StopsAtUnrelatedPage => false;

    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(offset, call);
}
