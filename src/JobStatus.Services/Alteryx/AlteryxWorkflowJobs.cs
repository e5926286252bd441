using System;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// The jobs of a workflow, the newest first. They carry no result: a job that has ended is read by itself.
/// Page: Alteryx Server API V3, "Workflow Endpoints and Parameters".
/// </summary>
/// <param name="readPage">Reads a page from an item on.</param>
internal sealed class AlteryxWorkflowJobs(Func<long, CallContext, Task<ListPage<RemoteJob>>> readPage) : JobList
{
    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(offset, call);
}
