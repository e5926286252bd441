using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <content>Lists of jobs.</content>
public sealed partial class XplentyClient
{
    private const int MaxPageSize = 100;
    private const int EarlierRunCount = 20;
    private const string NewestJobs = "newest jobs";
    private const string UpdatedJobs = "updated jobs";

    /// <summary>
    /// Lists jobs.
    /// Page: Integrate.io ETL API, "List Jobs".
    /// </summary>
    /// <param name="query">Which jobs, and in which order.</param>
    /// <param name="range">Which part of the list.</param>
    /// <param name="receiver">Takes the jobs as they come.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends with the list.</returns>
    /// <exception cref="JobServiceException">The list could not be read; the kind says why.</exception>
    public Task ListJobsAsync(XplentyJobQuery query, ListRange range, IListReceiver<XplentyJob> receiver, CallContext call)
    {
        // Xplenty's grain is a second; what it sends too much is left out here.
        QueryString filters = Parameters(query);
        return Paging.ReadAsync(
            range,
            MaxPageSize,
            (offset, limit) => ReadJobsAsync($"jobs{filters.Page(offset, limit)}", "Xplenty jobs", call),
            static job => job.Id,
            receiver,
            query.UpdatedSince is { } since ? job => job.UpdatedAt is not { } updated || updated >= since : null);
    }

    /// <summary>
    /// Finds jobs. Xplenty answers with all that match at once.
    /// Page: Integrate.io ETL API, "Search Jobs".
    /// </summary>
    /// <param name="text">Terms of the form attribute:value, in Xplenty's own query language.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="JobServiceException">The search could not be made; the kind says why.</exception>
    public async Task<IReadOnlyList<XplentyJob>> SearchJobsAsync(string text, CallContext call) =>
        (await ReadJobsAsync($"jobs/search{new QueryString().Add("q", text)}", "Xplenty job search", call).ConfigureAwait(false)).Items;

    /// <summary>
    /// Reads the jobs that a workflow job started.
    /// Page: Integrate.io ETL API, "List Child Jobs".
    /// </summary>
    /// <param name="id">The number of the workflow job.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="JobServiceException">The jobs could not be read; the kind says why.</exception>
    public async Task<IReadOnlyList<XplentyJob>> GetChildrenAsync(string id, CallContext call) =>
        (await ReadJobsAsync($"jobs/{CheckNumber(id)}/children", $"Children of Xplenty job {id}", call).ConfigureAwait(false)).Items;

    private Task<ListPage<RemoteJob>> ReadPageAsync(XplentyJobQuery query, long offset, CallContext call) =>
        ReadPageAsync(query, offset, MaxPageSize, call);

    private async Task<ListPage<RemoteJob>> ReadPageAsync(XplentyJobQuery query, long offset, int limit, CallContext call)
    {
        ListPage<XplentyJob> page = await ReadJobsAsync($"jobs{Parameters(query).Page(offset, limit)}", "Xplenty jobs", call).ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount);
    }

    // A job of which nobody knows when it was updated stands nowhere in a list by updates.
    private protected override IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) =>
        lastSeen is null ? [NewestJobs]
        : lastSeen is XplentyJob { UpdatedAt: not null } ? [UpdatedJobs]
        : [];

    private protected override JobList CreateList(string name) =>
        name == NewestJobs ? new XplentyNewestJobs(ReadPageAsync) : new XplentyUpdatedJobs(ReadPageAsync, Time);

    private protected override string? DefinitionIdOf(RemoteJob? job) =>
        (job as XplentyJob)?.PackageId?.ToString(CultureInfo.InvariantCulture);

    private protected override async Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        (await ReadPageAsync(
            new XplentyJobQuery { PackageId = ((XplentyJob)job).PackageId, Status = "completed" }, 0, EarlierRunCount, call).ConfigureAwait(false)).Items;

    private static QueryString Parameters(XplentyJobQuery query) =>
        new QueryString()
            .Add("status", query.Status)
            .Add("package_id", query.PackageId?.ToString(CultureInfo.InvariantCulture))
            .Add("since", query.UpdatedSince?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Add("sort", query.SortByUpdate ? "updated" : "created")
            .Add("direction", query.OldestFirst ? "asc" : "desc");

    private Task<ListPage<XplentyJob>> ReadJobsAsync(string path, string subject, CallContext call) =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, path), Version2, subject),
            async (response, cancellationToken) => Jobs(
                await JsonResponse.ReadAsync(response, JsonFields.Forms<XplentyJobWire>, cancellationToken).ConfigureAwait(false)),
            call);

    private ListPage<XplentyJob> Jobs(Lenient<List<Lenient<XplentyJobWire>>> wires)
    {
        // What is no list, or a list of other things, is not what was asked for; a job without an id cannot be named.
        List<Lenient<XplentyJobWire>> items = wires.HasValue ? wires.Value! : throw new JsonException();
        XplentyJob[] jobs = items.Select(item => item.Value).OfType<XplentyJobWire>().Where(wire => wire.Id.HasValue)
            .Select(wire => XplentyMapping.Job(wire, wire.Id.Value.ToString(CultureInfo.InvariantCulture), Name, Now))
            .ToArray();
        return items.Count > 0 && jobs.Length == 0 ? throw new JsonException() : new ListPage<XplentyJob>(jobs, receivedCount: items.Count);
    }
}
