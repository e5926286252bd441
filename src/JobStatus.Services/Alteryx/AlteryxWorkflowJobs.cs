using System;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// The list of the jobs of a workflow, newest first. Its items have no disposition, so a finished job is read by its id.
/// </summary>
/// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
/// <param name="readPage">Reads the page that starts at an offset.</param>
internal sealed class AlteryxWorkflowJobs(Func<long, CallContext, Task<ListPage<RemoteJob>>> readPage) : JobList
{
    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(offset, call);
}
