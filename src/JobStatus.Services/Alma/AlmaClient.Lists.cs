using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alma;

/// <content>Definitions, and lists of everything.</content>
public sealed partial class AlmaClient
{
    private const int MaxPageSize = 100;
    private const int EarlierRunCount = 20;

    /// <summary>
    /// Lists definitions.
    /// Page: Alma Configuration API, "Retrieve Jobs".
    /// </summary>
    /// <param name="query">Which definitions.</param>
    /// <param name="filter">What Alma cannot filter; null for nothing.</param>
    /// <param name="range">Which part of the list.</param>
    /// <param name="receiver">Takes the definitions as they come.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends with the list.</returns>
    /// <exception cref="JobServiceException">The list could not be read; the kind says why.</exception>
    public Task ListJobsAsync(AlmaJobQuery query, Func<AlmaJob, bool>? filter, ListRange range, IListReceiver<AlmaJob> receiver, CallContext call)
    {
        QueryString filters = new QueryString().Add("type", query.Type).Add("category", query.Category).Add("profile_id", query.ProfileId);
        return Paging.ReadAsync(
            range,
            MaxPageSize,
            async (offset, limit) =>
            {
                AlmaJobListWire wire = await GetAsync<AlmaJobListWire>($"conf/jobs{filters.Page(offset, limit)}", "Alma jobs", call).ConfigureAwait(false);
                return Page(wire, wire.Job, static job => job.Id.HasValue, job => AlmaMapping.Job(job, requestedId: null, Name));
            },
            static job => job.JobId,
            receiver,
            filter);
    }

    /// <summary>
    /// Reads one definition, with its parameters.
    /// Page: Alma Configuration API, "Retrieve Job Details".
    /// </summary>
    /// <param name="jobId">The definition's id.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="JobServiceException">It could not be read; the kind says why.</exception>
    public async Task<AlmaJob> GetJobAsync(string jobId, CallContext call)
    {
        string id = CheckId(jobId, "Alma job id");
        return AlmaMapping.Job(await GetAsync<AlmaJobWire>($"conf/jobs/{id}", $"Alma job {id}", call).ConfigureAwait(false), id, Name);
    }

    /// <summary>
    /// Lists the runs of a job.
    /// Page: Alma Configuration API, "Retrieve Job Instances".
    /// </summary>
    /// <param name="jobId">The definition's id.</param>
    /// <param name="query">Which runs.</param>
    /// <param name="range">Which part of the list.</param>
    /// <param name="receiver">Takes the runs as they come.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends with the list.</returns>
    /// <exception cref="JobServiceException">The list could not be read; the kind says why.</exception>
    public Task ListInstancesAsync(string jobId, AlmaInstanceQuery query, ListRange range, IListReceiver<AlmaJobInstance> receiver, CallContext call)
    {
        string id = CheckId(jobId, "Alma job id");
        return Paging.ReadAsync(
            range,
            MaxPageSize,
            (offset, limit) => ReadInstancesAsync(id, query, offset, limit, call),
            static run => run.Id,
            receiver,
            query.IsExact ? null : query.Matches);
    }

    /// <summary>
    /// Lists what a run rejected or remarked on.
    /// Page: Alma Configuration API, "Retrieve Job Instance Events".
    /// </summary>
    /// <param name="jobId">The definition's id; null when it is not known.</param>
    /// <param name="instanceId">The run's id.</param>
    /// <param name="range">Which part of the list.</param>
    /// <param name="receiver">Takes the events as they come.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends with the list.</returns>
    /// <exception cref="JobServiceException">The list could not be read; the kind says why.</exception>
    public async Task ListEventsAsync(string? jobId, string instanceId, ListRange range, IListReceiver<AlmaJobEvent> receiver, CallContext call)
    {
        string job = jobId ?? await FindJobIdAsync(instanceId, call).ConfigureAwait(false);
        await ListPlainAsync(
            $"{InstancePath(job, instanceId)}/events",
            new QueryString(),
            $"Events of Alma job instance {instanceId}",
            fields => new AlmaJobEvent { JobId = job, InstanceId = instanceId, Connection = Name, Id = fields.TakeText("id"), Link = fields.TakeUri("link"), AdditionalData = fields.All },
            range,
            receiver,
            call).ConfigureAwait(false);
    }

    /// <summary>
    /// Lists the records that an import matched.
    /// Page: Alma Configuration API, "Retrieve Job Instance Matches".
    /// </summary>
    /// <param name="jobId">The definition's id; null when it is not known.</param>
    /// <param name="instanceId">The run's id.</param>
    /// <param name="population">SINGLE_MATCHES or MULTI_MATCHES.</param>
    /// <param name="range">Which part of the list.</param>
    /// <param name="receiver">Takes the matches as they come.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends with the list.</returns>
    /// <exception cref="JobServiceException">The list could not be read; the kind says why.</exception>
    public async Task ListMatchesAsync(string? jobId, string instanceId, string population, ListRange range, IListReceiver<AlmaJobMatch> receiver, CallContext call)
    {
        string job = jobId ?? await FindJobIdAsync(instanceId, call).ConfigureAwait(false);
        await ListPlainAsync(
            $"{InstancePath(job, instanceId)}/matches",
            new QueryString().Add("population", population),
            $"Matches of Alma job instance {instanceId}",
            fields => new AlmaJobMatch { JobId = job, InstanceId = instanceId, Connection = Name, Id = fields.TakeText("id"), Link = fields.TakeUri("link"), AdditionalData = fields.All },
            range,
            receiver,
            call).ConfigureAwait(false);
    }

    private async Task<ListPage<RemoteJob>> ReadPageAsync(string jobId, AlmaInstanceQuery query, long offset, int limit, CallContext call)
    {
        ListPage<AlmaJobInstance> page = await ReadInstancesAsync(CheckId(jobId, "Alma job id"), query, offset, limit, call).ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount);
    }

    private protected override IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => DefinitionIdOf(lastSeen) is { } jobId ? [jobId] : [];

    private protected override JobList CreateList(string name) =>
        new AlmaInstances((query, offset, call) => ReadPageAsync(name, query, offset, MaxPageSize, call));

    private protected override string? DefinitionIdOf(RemoteJob? job) => (job as AlmaJobInstance)?.JobId;

    private protected override async Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        (await ReadPageAsync(DefinitionIdOf(job)!, new AlmaInstanceQuery(), 0, EarlierRunCount, call).ConfigureAwait(false)).Items;

    private async Task<ListPage<AlmaJobInstance>> ReadInstancesAsync(string id, AlmaInstanceQuery query, long offset, int limit, CallContext call)
    {
        QueryString filters = new QueryString()
            .Add("submit_date_from", query.FirstDay)
            .Add("submit_date_to", query.LastDay)
            .Add("status", query.Status);
        AlmaInstanceListWire wire = await GetAsync<AlmaInstanceListWire>($"conf/jobs/{id}/instances{filters.Page(offset, limit)}", $"Instances of Alma job {id}", call).ConfigureAwait(false);
        return Page(wire, wire.JobInstance, static run => run.Id.HasValue, run => AlmaMapping.Instance(run, id, run.Id.Value!, Name, Now, isFromList: true));
    }

    // Only a run itself can be asked for without its definition; what belongs to it cannot.
    private async Task<string> FindJobIdAsync(string instanceId, CallContext call) =>
        (await GetInstanceAsync(jobId: null, instanceId, call).ConfigureAwait(false)).JobId
        ?? throw new JobServiceException(Service, JobServiceErrorKind.InvalidRequest, $"Alma does not tell which job the instance {instanceId} belongs to.", "Give -JobId.");

    private Task ListPlainAsync<T>(string path, QueryString filters, string subject, Func<UnmappedFields, T> map, ListRange range, IListReceiver<T> receiver, CallContext call) =>
        Paging.ReadAsync(
            range,
            MaxPageSize,
            async (offset, limit) =>
            {
                AlmaPlainListWire wire = await GetAsync<AlmaPlainListWire>($"{path}{filters.Page(offset, limit)}", subject, call).ConfigureAwait(false);
                object?[] items = wire.Items;
                return new ListPage<T>(
                    items.OfType<Dictionary<string, object?>>().Select(item => map(new UnmappedFields(item))).ToArray(),
                    wire.TotalRecordCount.HasValue ? wire.TotalRecordCount.Value : null,
                    receivedCount: items.Length);
            },
            static _ => null,
            receiver);

    private string InstancePath(string? jobId, string instanceId) =>
        $"conf/jobs/{(jobId is null ? AnyJob : CheckId(jobId, "Alma job id"))}/instances/{CheckId(instanceId, "Alma job instance id")}";

    private Task<T> GetAsync<T>(string path, string subject, CallContext call)
        where T : AlmaResponseWire, new() =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, path), "application/json", subject),
            async (response, cancellationToken) =>
            {
                T wire = await JsonResponse.ReadFormAsync<T>(response, cancellationToken).ConfigureAwait(false);
                return wire.FindError() is { } error ? throw new ServiceErrorException(error) : wire;
            },
            call);

    // With no hit the array is missing; an item without an id cannot be named.
    private static ListPage<T> Page<TWire, T>(AlmaListWire wire, Lenient<List<Lenient<TWire>>> list, Func<TWire, bool> hasId, Func<TWire, T> map)
        where TWire : class
    {
        List<Lenient<TWire>> items = list.Value ?? [];
        return new(
            items.Select(item => item.Value).OfType<TWire>().Where(hasId).Select(map).ToArray(),
            wire.TotalRecordCount.HasValue ? wire.TotalRecordCount.Value : null,
            receivedCount: items.Count);
    }
}
