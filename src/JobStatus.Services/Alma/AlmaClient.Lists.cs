using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alma;

/// <content>Reads definitions and lists.</content>
public sealed partial class AlmaClient
{
    private const int MaxPageSize = 100;
    private const int EarlierRunCount = 20;
    private const string Scheduled = "SCHEDULED";

    /// <summary>Lists definitions.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve Jobs".</remarks>
    /// <param name="query">The definitions to list.</param>
    /// <param name="filter">A filter that Alma cannot apply, or null if there is none.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the definitions.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListJobsAsync(
        AlmaJobQuery query,
        Func<AlmaJob, bool>? filter,
        ListRange range,
        IListReceiver<AlmaJob> receiver,
        CallContext call)
    {
        QueryString filters = new QueryString().Add("type", query.Type).Add("category", query.Category).Add("profile_id", query.ProfileId);
        return ReadListAsync(
            "Alma jobs",
            range,
            MaxPageSize,
            (offset, limit) => GetAsync($"conf/jobs{filters.Page(offset, limit)}", "Alma jobs", tree => AlmaReader.Jobs(tree, Name), call),
            static job => job.JobId,
            receiver,
            call,
            filter,
            hasId: query.ProfileId is not null);
    }

    /// <inheritdoc/>
    /// <remarks>Source: Alma Configuration API, "Retrieve Jobs".</remarks>
    public override Task ListSchedulesAsync(IListReceiver<RemoteSchedule> receiver, CallContext call) =>
        ListJobsAsync(new AlmaJobQuery { Type = Scheduled }, filter: null, ListRange.All, new AlmaScheduledJobs(receiver), call);

    /// <summary>Reads one definition and its parameters.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve Job Details".</remarks>
    /// <param name="jobId">The id of the definition.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="JobServiceException">The definition could not be read. The kind indicates the reason.</exception>
    public Task<AlmaJob> GetJobAsync(string jobId, CallContext call)
    {
        string id = CheckId(jobId, "Alma job id");
        return GetAsync($"conf/jobs/{id}", $"Alma job {id}", tree => AlmaReader.Job(tree, id, Name), call);
    }

    /// <summary>Lists the runs of a definition.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve Job Instances".</remarks>
    /// <param name="jobId">The id of the definition.</param>
    /// <param name="query">The runs to list.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the runs.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListInstancesAsync(
        string jobId,
        AlmaInstanceQuery query,
        ListRange range,
        IListReceiver<AlmaJobInstance> receiver,
        CallContext call)
    {
        string id = CheckId(jobId, "Alma job id");
        return ReadListAsync(
            SubjectOf(id),
            range,
            MaxPageSize,
            (offset, limit) => ReadInstancesAsync(id, query, offset, limit, call),
            static run => run.Id,
            receiver,
            call,
            query.IsExact ? null : query.Matches);
    }

    /// <summary>Lists the events of a run, such as rejected entries.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve Job Instance Events".</remarks>
    /// <param name="jobId">The id of the definition. If it is null, the run is read first to find the definition.</param>
    /// <param name="instanceId">The id of the run.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the events.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public async Task ListEventsAsync(
        string? jobId,
        string instanceId,
        ListRange range,
        IListReceiver<AlmaJobEvent> receiver,
        CallContext call)
    {
        string job = jobId ?? await FindJobIdAsync(instanceId, call).ConfigureAwait(false);
        await ListPlainAsync(
            $"{InstancePath(job, instanceId)}/events",
            new QueryString(),
            $"Events of Alma job instance {instanceId}",
            tree => AlmaReader.Events(tree, job, instanceId, Name),
            range,
            receiver,
            call).ConfigureAwait(false);
    }

    /// <summary>Lists the records that an import matched.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve Job Instance Matches".</remarks>
    /// <param name="jobId">The id of the definition. If it is null, the run is read first to find the definition.</param>
    /// <param name="instanceId">The id of the run.</param>
    /// <param name="population">SINGLE_MATCHES or MULTI_MATCHES.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the matches.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public async Task ListMatchesAsync(
        string? jobId,
        string instanceId,
        string population,
        ListRange range,
        IListReceiver<AlmaJobMatch> receiver,
        CallContext call)
    {
        string job = jobId ?? await FindJobIdAsync(instanceId, call).ConfigureAwait(false);
        await ListPlainAsync(
            $"{InstancePath(job, instanceId)}/matches",
            new QueryString().Add("population", population),
            $"Matches of Alma job instance {instanceId}",
            tree => AlmaReader.Matches(tree, job, instanceId, Name),
            range,
            receiver,
            call).ConfigureAwait(false);
    }

    private async Task<ListPage<RemoteJob>> ReadPageAsync(string jobId, AlmaInstanceQuery query, long offset, int limit, CallContext call)
    {
        string id = CheckId(jobId, "Alma job id");
        ListPage<AlmaJobInstance> page = await ReadInstancesAsync(id, query, offset, limit, call).ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount);
    }

    private protected override IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) =>
        lastSeen?.DefinitionId is { } jobId ? [jobId] : [];

    private protected override JobList CreateList(string name) =>
        new AlmaInstances((query, offset, call) => ReadPageAsync(name, query, offset, MaxPageSize, call));

    private protected override async Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        (await ReadPageAsync(job.DefinitionId!, new AlmaInstanceQuery(), 0, EarlierRunCount, call).ConfigureAwait(false)).Items;

    private Task<ListPage<AlmaJobInstance>> ReadInstancesAsync(
        string id,
        AlmaInstanceQuery query,
        long offset,
        int limit,
        CallContext call)
    {
        QueryString filters = new QueryString()
            .Add("submit_date_from", query.FirstDay)
            .Add("submit_date_to", query.LastDay)
            .Add("status", query.Status);
        return GetAsync(
            $"conf/jobs/{id}/instances{filters.Page(offset, limit)}",
            SubjectOf(id),
            tree => AlmaReader.Instances(tree, id, Name, Now),
            call);
    }

    // A run can be read without the id of its definition, but its events and matches cannot.
    private async Task<string> FindJobIdAsync(string instanceId, CallContext call) =>
        (await GetInstanceAsync(jobId: null, instanceId, call).ConfigureAwait(false)).JobId
        ?? throw new JobServiceException(
            Service,
            JobServiceErrorKind.InvalidRequest,
            $"Alma does not report the job id of job instance {instanceId}.") { Reason = JobServiceErrorReason.AlmaJobIdUnknown };

    private Task ListPlainAsync<T>(
        string path,
        QueryString filters,
        string subject,
        Func<ResponseTree, ListPage<T>> read,
        ListRange range,
        IListReceiver<T> receiver,
        CallContext call) =>
        ReadListAsync(
            subject,
            range,
            MaxPageSize,
            (offset, limit) => GetAsync($"{path}{filters.Page(offset, limit)}", subject, read, call),
            static _ => null,
            receiver,
            call);

    private static string SubjectOf(string jobId) => $"Instances of Alma job {jobId}";

    private string InstancePath(string? jobId, string instanceId) =>
        $"conf/jobs/{(jobId is null ? AnyJob : CheckId(jobId, "Alma job id"))}/instances/{CheckId(instanceId, "Alma job instance id")}";

    private Task<T> GetAsync<T>(string path, string subject, Func<ResponseTree, T> read, CallContext call) =>
        ReadAsync(new ServiceRequest(new Uri(BaseUri, path), "application/json", subject), read, call);
}
