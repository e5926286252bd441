using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Waiting;

/// <summary>A list of a service that is polled for the runs in it.</summary>
/// <param name="stopsAtUnrelatedPage">
/// True to stop at the first page without wanted runs, because later pages are unlikely to have any.
/// </param>
internal abstract class JobList(bool stopsAtUnrelatedPage)
{
    /// <summary>The maximum number of items in a page.</summary>
    public const int MaxPageSize = 100;

    private bool _wasReadToEnd;

    /// <summary>
    /// Reads the list page by page until all wanted runs are found or no more can follow. The list can shift while it is
    /// read, so an item can appear twice or be missed. <see cref="MeaningOfAbsence"/> covers the runs that were not found.
    /// </summary>
    /// <param name="wanted">
    /// The wanted runs by id, as they were last read. The value is null for a run that was never read.
    /// </param>
    /// <param name="maxPages">The number of pages after which reading each run by itself takes fewer requests.</param>
    /// <param name="onItem">Receives each item, including items that are not wanted.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The number of requests that were sent.</returns>
    /// <exception cref="JobServiceException">The list could not be read.</exception>
    public async Task<int> ReadAsync(
        IReadOnlyDictionary<string, RemoteJob?> wanted,
        int maxPages,
        Action<RemoteJob> onItem,
        CallContext call)
    {
        _wasReadToEnd = false;
        Start(wanted);
        var missing = new HashSet<string>(wanted.Keys, StringComparer.Ordinal);
        int pages = 0;
        await Paging.ReadPagesAsync(
            offset: 0,
            MaxPageSize,
            (offset, _) => ReadPageAsync(offset, call),
            static job => job.Id,
            (page, _, isLast) =>
            {
                pages++;
                int missingBefore = missing.Count;
                foreach (RemoteJob job in page.Items)
                {
                    missing.Remove(job.Id);
                    onItem(job);
                }

                _wasReadToEnd = isLast || missing.Count == 0 || IsPastWanted(page.Items);
                bool isEnough = _wasReadToEnd
                    || pages >= maxPages
                    || IsUnusable(page.Items)
                    || (stopsAtUnrelatedPage && missing.Count == missingBefore);
                return Task.FromResult(isEnough ? 0 : MaxPageSize);
            }).ConfigureAwait(false);
        if (_wasReadToEnd)
        {
            OnReadToEnd();
        }

        return pages;
    }

    /// <summary>Returns what it means that the last read did not find a run.</summary>
    public AbsenceMeaning MeaningOfAbsence(string id) => _wasReadToEnd ? MeaningOfAbsenceAtEnd(id) : AbsenceMeaning.Unknown;

    /// <summary>Called before the first page is read, to prepare the query.</summary>
    protected virtual void Start(IReadOnlyDictionary<string, RemoteJob?> wanted)
    {
    }

    /// <summary>Reads a page.</summary>
    protected abstract Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call);

    /// <summary>Returns true if no wanted run can follow this page.</summary>
    protected virtual bool IsPastWanted(IReadOnlyList<RemoteJob> page) => false;

    /// <summary>Returns true if the rest of the list is not worth reading, because the service ignores the query.</summary>
    protected virtual bool IsUnusable(IReadOnlyList<RemoteJob> page) => false;

    /// <summary>Called after the list was read to its end.</summary>
    protected virtual void OnReadToEnd()
    {
    }

    /// <summary>Returns what it means that a run is not in the list, if the list was read to its end.</summary>
    protected virtual AbsenceMeaning MeaningOfAbsenceAtEnd(string id) => AbsenceMeaning.Gone;
}
