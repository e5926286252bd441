using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alma;

/// <summary>
/// The runs of a job since the oldest one that is waited for was submitted. What they tell may be less than a run tells
/// of itself.
/// Page: Alma Configuration API, "Retrieve Job Instances".
/// </summary>
/// <param name="readPage">Reads a page from an item on.</param>
internal sealed class AlmaInstances(Func<AlmaInstanceQuery, long, CallContext, Task<ListPage<RemoteJob>>> readPage) : JobList
{
    private AlmaInstanceQuery _query = new();

    protected override void Start(IReadOnlyDictionary<string, RemoteJob?> wanted) =>
        _query = new AlmaInstanceQuery
        {
            SubmittedAfter = wanted.Values.All(run => run?.SubmittedAt is not null) ? wanted.Values.Min(run => run!.SubmittedAt) : null,
        };

    protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) =>
        readPage(_query, offset, call);
}
