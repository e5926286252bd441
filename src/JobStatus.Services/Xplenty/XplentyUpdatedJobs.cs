using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <summary>
/// The list of the jobs of an account that were updated since the last poll, latest update first. Only times from the
/// service are compared, so its clock can be off. The list is never requested from a time ahead of that clock, because a
/// single job with such an update time would hide all other updates. A job that should be in the list but is not is read by
/// its id. At intervals, the list is read from the oldest update of all wanted jobs, so that no update is missed permanently.
/// </summary>
/// <remarks>Source: Integrate.io ETL API, "List Jobs".</remarks>
/// <param name="readPage">Reads the page that starts at an offset.</param>
/// <param name="time">The clock of the wait.</param>
/// <param name="getServiceTime">Returns the current time of the service.</param>
internal sealed class XplentyUpdatedJobs(
    Func<XplentyJobQuery, long, CallContext, Task<ListPage<RemoteJob>>> readPage,
    TimeProvider time,
    Func<DateTimeOffset> getServiceTime) : JobList(stopsAtUnrelatedPage: false)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    // An update can become visible slightly later than a more recent update, and precede it in the list.
    internal static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    // The service reports its time in whole seconds, which are rounded down.
    private static readonly TimeSpan ServiceTimePrecision = TimeSpan.FromSeconds(1);

    // The jobs that were in the list before, with their update times. They appear again only after another update.
    private readonly Dictionary<string, DateTimeOffset?> _followed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XplentyJob> _found = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RemoteJob?> _wanted = new Dictionary<string, RemoteJob?>();
    private DateTimeOffset? _latest;
    private DateTimeOffset? _latestInThisPoll;
    private DateTimeOffset _since;
    private DateTimeOffset _lastSweep;
    private DateTimeOffset _startedAt;
    private bool _isInOrder;

    protected override void Start(IReadOnlyDictionary<string, RemoteJob?> wanted)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now - _lastSweep >= SweepInterval)
        {
            _followed.Clear();
            _lastSweep = now;
        }

        _startedAt = now;
        _isInOrder = true;
        _wanted = wanted;
        _found.Clear();

        // If the list has already reported a newer state of a job to another wait, the job must be reported again.
        foreach (KeyValuePair<string, RemoteJob?> run in wanted)
        {
            if (_followed.TryGetValue(run.Key, out DateTimeOffset? reportedUpdate)
                && (run.Value as XplentyJob)?.UpdatedInstant < reportedUpdate)
            {
                _followed.Remove(run.Key);
            }
        }

        DateTimeOffset? oldest = wanted
            .Where(run => !_followed.ContainsKey(run.Key))
            .Min(run => (run.Value as XplentyJob)?.UpdatedInstant);
        DateTimeOffset? latest = _latest is { } known ? SubtractOverlap(known) : null;
        _since = Earlier(
            oldest < latest || latest is null ? oldest ?? DateTimeOffset.MinValue : latest.Value,
            SubtractOverlap(ServiceTimeAtStart));
        _latestInThisPoll = null;
    }

    protected override async Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call)
    {
        ListPage<RemoteJob> page = await readPage(
            new XplentyJobQuery { UpdatedSince = _since, SortByUpdate = true }, offset, call).ConfigureAwait(false);
        DateTimeOffset? previous = null;
        foreach (XplentyJob job in page.Items.Cast<XplentyJob>())
        {
            _isInOrder &= !(job.UpdatedInstant is { } updated && previous < SubtractOverlap(updated));
            previous = job.UpdatedInstant ?? previous;
            _latestInThisPoll = Later(_latestInThisPoll, job.UpdatedInstant);
            if (_wanted.ContainsKey(job.Id))
            {
                _found[job.Id] = job;
            }
        }

        return page;
    }

    // If the service ignored "since", the list would continue to the first job of the account.
    protected override bool IsPastWanted(IReadOnlyList<RemoteJob> page) => _isInOrder && EndsBeforeSince(page);

    // If the service also ignored "sort", a wanted job could be anywhere in the list.
    protected override bool IsUnusable(IReadOnlyList<RemoteJob> page) =>
        !_isInOrder && page.Any(job => ((XplentyJob)job).UpdatedInstant < SubtractOverlap(_since));

    // Jobs that were not followed yet should have been in the list. If they are missing, they are still not followed.
    protected override void OnReadToEnd()
    {
        foreach (string id in _followed.Keys.Where(id => !_wanted.ContainsKey(id)).ToArray())
        {
            _followed.Remove(id);
        }

        foreach (XplentyJob job in _found.Values)
        {
            // A finished job is not updated again. If another wait wants the job, the list must report it again.
            if (job.IsFinished)
            {
                _followed.Remove(job.Id);
            }
            else
            {
                _followed[job.Id] = job.UpdatedInstant;
            }
        }

        if (Later(_latest, _latestInThisPoll) is { } latest)
        {
            _latest = Earlier(latest, ServiceTimeAtStart);
        }
    }

    protected override AbsenceMeaning MeaningOfAbsenceAtEnd(string id) =>
        _followed.ContainsKey(id) ? AbsenceMeaning.Unchanged : AbsenceMeaning.Gone;

    // The latest possible time of the service when the read was started. An update after that time can be missing from the
    // response.
    private DateTimeOffset ServiceTimeAtStart => getServiceTime() + ServiceTimePrecision - (time.GetUtcNow() - _startedAt);

    private bool EndsBeforeSince(IReadOnlyList<RemoteJob> page) =>
        page.Count > 0 && ((XplentyJob)page[page.Count - 1]).UpdatedInstant < SubtractOverlap(_since);

    // A job without an update time can have the earliest possible date, from which the overlap cannot be subtracted.
    private static DateTimeOffset SubtractOverlap(DateTimeOffset time) => time.UtcTicks > TimeSpan.TicksPerDay ? time - Overlap : time;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
