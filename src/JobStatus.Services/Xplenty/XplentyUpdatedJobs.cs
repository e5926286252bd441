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
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    // An update can become visible a little later than one that is younger.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    // Those that were in the list before, and when they were updated then: they are in it again only once they were updated.
    private readonly Dictionary<string, DateTimeOffset?> _followed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XplentyJob> _found = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RemoteJob?> _wanted = new Dictionary<string, RemoteJob?>();
    private DateTimeOffset? _latest;
    private DateTimeOffset? _latestInThisPoll;
    private DateTimeOffset _since;
    private DateTimeOffset _lastSweep;

    protected override bool StopsAtUnrelatedPage => false;

    protected override void Start(IReadOnlyDictionary<string, RemoteJob?> wanted)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now - _lastSweep >= SweepInterval)
        {
            _followed.Clear();
            _lastSweep = now;
        }

        _wanted = wanted;
        _found.Clear();

        // Of one that was told about to somebody else, the list owes us what we do not know.
        foreach (KeyValuePair<string, RemoteJob?> run in wanted)
        {
            if (_followed.TryGetValue(run.Key, out DateTimeOffset? reportedUpdate) && (run.Value as XplentyJob)?.UpdatedAt < reportedUpdate)
            {
                _followed.Remove(run.Key);
            }
        }

        DateTimeOffset? oldest = wanted.Where(run => !_followed.ContainsKey(run.Key)).Min(run => (run.Value as XplentyJob)?.UpdatedAt);
        DateTimeOffset? latest = _latest is { } known ? SubtractOverlap(known) : null;
        _since = oldest < latest || latest is null ? oldest ?? DateTimeOffset.MinValue : latest.Value;
        _latestInThisPoll = null;
    }

    protected override async Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call)
    {
        ListPage<RemoteJob> page = await readPage(
            new XplentyJobQuery { UpdatedSince = _since, SortByUpdate = true }, offset, call).ConfigureAwait(false);
        foreach (XplentyJob job in page.Items.Cast<XplentyJob>())
        {
            _latestInThisPoll = Later(_latestInThisPoll, job.UpdatedAt);
            if (_wanted.ContainsKey(job.Id))
            {
                _found[job.Id] = job;
            }
        }

        return page;
    }

    // A service that does not heed "since" would go on to its first job.
    protected override bool IsPastWanted(IReadOnlyList<RemoteJob> page) =>
        page.Count > 0 && ((XplentyJob)page[page.Count - 1]).UpdatedAt < SubtractOverlap(_since);

    // What was not followed yet had to be there; what is missing all the same stays so.
    protected override void OnReadToEnd(ISet<string> missing)
    {
        foreach (string id in _followed.Keys.Where(id => !_wanted.ContainsKey(id)).ToArray())
        {
            _followed.Remove(id);
        }

        foreach (XplentyJob job in _found.Values)
        {
            // Nothing follows an end; who asks for it again is to be told of it again.
            if (job.IsFinished)
            {
                _followed.Remove(job.Id);
            }
            else
            {
                _followed[job.Id] = job.UpdatedAt;
            }
        }

        _latest = Later(_latest, _latestInThisPoll);
    }

    protected override AbsenceMeaning MeaningOfAbsenceAtEnd(string id) => _followed.ContainsKey(id) ? AbsenceMeaning.Unchanged : AbsenceMeaning.Gone;

    // Some write the beginning of time where they know none.
    private static DateTimeOffset SubtractOverlap(DateTimeOffset time) => time.UtcTicks > TimeSpan.TicksPerDay ? time - Overlap : time;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
