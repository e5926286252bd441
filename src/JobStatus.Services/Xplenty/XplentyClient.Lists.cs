using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <content>Lists jobs.</content>
public sealed partial class XplentyClient
{
    private const int MaxPageSize = 100;
    private const int EarlierRunCount = 20;
    private const string NewestJobs = "newest jobs";
    private const string UpdatedJobs = "updated jobs";

    /// <summary>Lists jobs.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Jobs".</remarks>
    /// <param name="query">The jobs to list, and their order.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the jobs.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListJobsAsync(XplentyJobQuery query, ListRange range, IListReceiver<XplentyJob> receiver, CallContext call)
    {
        // Xplenty compares times in whole seconds, so the result is filtered exactly.
        QueryString filters = Parameters(query);
        return ReadListAsync(
            "Xplenty jobs",
            range,
            MaxPageSize,
            (offset, limit) => ReadJobsAsync($"jobs{filters.Page(offset, limit)}", "Xplenty jobs", call),
            static job => job.Id,
            receiver,
            call,
            query.UpdatedSince is { } since ? job => job.UpdatedInstant is not { } updated || updated >= since : null,
            hasId: query.PackageId is not null,
            canShrink: XplentyJobStatus.Unfinished.Contains(query.Status) || (query.SortByUpdate && query.OldestFirst));
    }

    /// <summary>Searches for jobs. Xplenty returns all matching jobs in one response.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Search Jobs".</remarks>
    /// <param name="text">The query, in the query language of Xplenty, with terms in the form attribute:value.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="JobServiceException">The search failed. The kind indicates the reason.</exception>
    public Task<IReadOnlyList<XplentyJob>> SearchJobsAsync(string text, CallContext call) =>
        ReadAllJobsAsync($"jobs/search{new QueryString().Add("q", text)}", "Xplenty job search", call);

    /// <summary>Reads the child jobs that a workflow job started.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Child Jobs".</remarks>
    /// <param name="id">The id of the workflow job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="JobServiceException">The jobs could not be read. The kind indicates the reason.</exception>
    public Task<IReadOnlyList<XplentyJob>> GetChildrenAsync(string id, CallContext call) =>
        ReadAllJobsAsync($"jobs/{CheckNumber(id)}/children", $"Children of Xplenty job {id}", call);

    /// <summary>
    /// Finds the newest unfinished job of a package among its newest 100 jobs. If there is none, a job with an unrecognized status
    /// is returned with a warning.
    /// </summary>
    /// <param name="packageId">The id of the package.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job, or null if there is none.</returns>
    /// <exception cref="JobServiceException">The jobs could not be read. The kind indicates the reason.</exception>
    public async Task<XplentyJob?> FindUnfinishedJobAsync(long packageId, CallContext call) =>
        FindUnfinished(
            (await ReadPageAsync(new XplentyJobQuery { PackageId = packageId }, offset: 0, call).ConfigureAwait(false))
                .Items
                .OfType<XplentyJob>()
                .Where(job => (job.PackageId ?? job.Package?.Id ?? packageId) == packageId),
            call);

    private Task<ListPage<RemoteJob>> ReadPageAsync(XplentyJobQuery query, long offset, CallContext call) =>
        ReadPageAsync(query, offset, MaxPageSize, call);

    private async Task<ListPage<RemoteJob>> ReadPageAsync(XplentyJobQuery query, long offset, int limit, CallContext call)
    {
        ListPage<XplentyJob> page = await ReadJobsAsync(
            $"jobs{Parameters(query).Page(offset, limit)}",
            "Xplenty jobs",
            call).ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount);
    }

    // A job without an update time has no position in a list that is sorted by update time.
    private protected override IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) =>
        lastSeen is null ? [NewestJobs]
        : lastSeen is XplentyJob { UpdatedInstant: not null } ? [UpdatedJobs]
        : [];

    // Jobs of which only the id is known can be anywhere in the account, so its newest jobs are read.
    private protected override JobList CreateList(string name) =>
        name == NewestJobs
            ? new PlainJobList((offset, call) => ReadPageAsync(new XplentyJobQuery(), offset, call))
            : new XplentyUpdatedJobs(ReadPageAsync, Time, () => Http.ServiceTime);

    private protected override async Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        (await ReadPageAsync(
            new XplentyJobQuery { PackageId = ((XplentyJob)job).PackageId, Status = "completed" },
            0,
            EarlierRunCount,
            call).ConfigureAwait(false)).Items;

    private static QueryString Parameters(XplentyJobQuery query) =>
        new QueryString()
            .Add("status", query.Status)
            .Add("package_id", query.PackageId?.ToString(CultureInfo.InvariantCulture))
            .Add("since", query.UpdatedSince?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Add("sort", query.SortByUpdate ? "updated" : "created")
            .Add("direction", query.OldestFirst ? "asc" : "desc");

    private async Task<IReadOnlyList<XplentyJob>> ReadAllJobsAsync(string path, string subject, CallContext call) =>
        GetItems(subject, await ReadJobsAsync(path, subject, call).ConfigureAwait(false), call);

    private Task<ListPage<XplentyJob>> ReadJobsAsync(string path, string subject, CallContext call) =>
        GetAsync(path, subject, tree => XplentyReader.Jobs(tree, Name, Now), call);
}
