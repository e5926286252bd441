using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Waiting;

/// <summary>A list of a service, read again and again for the runs in it that are waited for.</summary>
internal abstract class JobList
{
    /// <summary>The most items of a page.</summary>
    protected const int MaxPageSize = 100;

    private bool _wasReadToEnd;

    /// <summary>
    /// Reads the list as far as it can tell about the runs that are waited for, page by page. An item that moves
    /// while the list is read can come twice; one that is passed over is met by what the answer says of the rest.
    /// </summary>
    /// <param name="wanted">The runs that are waited for, by id, as they were last seen; null for those never seen.</param>
    /// <param name="maxPages">After how many pages it becomes dearer than to ask for each run.</param>
    /// <param name="onItem">Takes each item, wanted or not.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>How many requests it took.</returns>
    /// <exception cref="JobServiceException">The list could not be read.</exception>
    public async Task<int> ReadAsync(IReadOnlyDictionary<string, RemoteJob?> wanted, int maxPages, Action<RemoteJob> onItem, CallContext call)
    {
        _wasReadToEnd = false;
        Start(wanted);
        var missing = new HashSet<string>(wanted.Keys, StringComparer.Ordinal);
        long offset = 0;
        for (int pages = 1; ; pages++)
        {
            ListPage<RemoteJob> page = await ReadPageAsync(offset, call).ConfigureAwait(false);
            int newlyFound = 0;
            foreach (RemoteJob job in page.Items)
            {
                newlyFound += missing.Remove(job.Id) ? 1 : 0;
                onItem(job);
            }

            offset += page.ReceivedCount;
            bool isLastPage = page.ReceivedCount == 0 || (page.Total is { } total ? offset >= total : page.ReceivedCount < MaxPageSize);
            if (isLastPage || missing.Count == 0 || IsPastWanted(page.Items))
            {
                _wasReadToEnd = true;
                OnReadToEnd(missing);
                return pages;
            }

            if (pages >= maxPages || (StopsAtUnrelatedPage && newlyFound == 0))
            {
                return pages;
            }
        }
    }

    /// <summary>What the last reading says of a run that was not found in it.</summary>
    public AbsenceMeaning MeaningOfAbsence(string id) => _wasReadToEnd ? MeaningOfAbsenceAtEnd(id) : AbsenceMeaning.Unknown;

    /// <summary>Whether a page on which nothing is waited for means that the later ones are not worth a request either.</summary>
    protected virtual bool StopsAtUnrelatedPage => true;

    /// <summary>Decides what to ask for.</summary>
    protected virtual void Start(IReadOnlyDictionary<string, RemoteJob?> wanted)
    {
    }

    /// <summary>Reads a page.</summary>
    protected abstract Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call);

    /// <summary>Whether nothing that is waited for can come after this page.</summary>
    protected virtual bool IsPastWanted(IReadOnlyList<RemoteJob> page) => false;

    /// <summary>The list was read to its end, without these.</summary>
    protected virtual void OnReadToEnd(ISet<string> missing)
    {
    }

    /// <summary>What it says of a run not to stand in the whole list.</summary>
    protected virtual AbsenceMeaning MeaningOfAbsenceAtEnd(string id) => AbsenceMeaning.Gone;
}
