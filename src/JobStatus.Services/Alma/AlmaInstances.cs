using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alma;

/// <summary>
/// The list of the runs of a definition that were submitted no earlier than the oldest wanted run. Its items can have
/// fewer fields than a run that is read by its id.
/// </summary>
/// <remarks>Source: Alma Configuration API, "Retrieve Job Instances".</remarks>
/// <param name="readPage">Reads the page that starts at an offset.</param>
internal sealed class AlmaInstances(Func<AlmaInstanceQuery, long, CallContext, Task<ListPage<RemoteJob>>> readPage)
    : JobList(stopsAtUnrelatedPage: true)
{
    private AlmaInstanceQuery _query = new();

    protected override void Start(IReadOnlyDictionary<string, RemoteJob?> wanted) =>
        _query = new AlmaInstanceQuery
        {
            SubmittedAfter = wanted.Values.All(run => run?.SubmittedInstant is not null)
                ? wanted.Values.Min(run => run!.SubmittedInstant)
                : null,
        };

    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(_query, offset, call);
}
