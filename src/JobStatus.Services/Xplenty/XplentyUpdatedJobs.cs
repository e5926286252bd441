using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <summary>
/// The jobs of an account that were updated since the last look, the latest update first. All times are the service's
/// own, so its clock may be off. What must stand in the list and does not is read by itself; now and then the list is
/// read from the oldest update of all, so that nothing is passed over for good.
/// Page: Integrate.io ETL API, "List Jobs".
/// </summary>
/// <param name="readPage">Reads a page from an item on.</param>
/// <param name="time">The clock of the wait.</param>
internal sealed class XplentyUpdatedJobs(Func<XplentyJobQuery, long, CallContext, Task<ListPage<RemoteJob>>> readPage, TimeProvider time) : JobList
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(10);

    // An update can become visible a little later than one that is younger.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    // Those that were in the list before: they are in it again only once they were updated.
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private readonly List<string> _expected = [];
    private IReadOnlyDictionary<string, RemoteJob?> _wanted = new Dictionary<string, RemoteJob?>();
    private DateTimeOffset? _latest;
    private DateTimeOffset? _latestInThisLook;
    private DateTimeOffset _since;
    private DateTimeOffset _lastSweep;

    protected override bool StopsWithoutNews => false;

    protected override void Start(IReadOnlyDictionary<string, RemoteJob?> wanted)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now - _lastSweep >= BetweenSweeps)
        {
            _followed.Clear();
            _lastSweep = now;
        }

        _wanted = wanted;
        _expected.Clear();
        _expected.AddRange(wanted.Keys.Where(id => !_followed.Contains(id)));
        DateTimeOffset? oldest = _expected.Min(id => (wanted[id] as XplentyJob)?.UpdatedAt);
        DateTimeOffset? latest = _latest - Overlap;
        _since = oldest < latest || latest is null ? oldest ?? DateTimeOffset.MinValue : latest.Value;
        _latestInThisLook = null;
    }

    protected override async Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call)
    {
        ListPage<RemoteJob> page = await readPage(
            new XplentyJobQuery { UpdatedSince = _since, SortByUpdate = true }, offset, call).ConfigureAwait(false);
        foreach (RemoteJob job in page.Items)
        {
            _latestInThisLook = Later(_latestInThisLook, ((XplentyJob)job).UpdatedAt);
        }

        return page;
    }

    // A service that does not heed "since" would go on to its first job.
    protected override bool IsPast(IReadOnlyList<RemoteJob> page) =>
        page.Count > 0 && ((XplentyJob)page[page.Count - 1]).UpdatedAt < _since - Overlap;

    // What was not followed yet had to be there; what is missing all the same stays so.
    protected override void End(ISet<string> missing)
    {
        _followed.UnionWith(_expected.Where(id => !missing.Contains(id)));
        _followed.IntersectWith(_wanted.Keys);
        _latest = Later(_latest, _latestInThisLook);
    }

    protected override ListRest RestOfWhole(string id) => _followed.Contains(id) ? ListRest.Unchanged : ListRest.Gone;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
