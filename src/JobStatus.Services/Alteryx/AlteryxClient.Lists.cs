using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Alteryx;

/// <content>Lists jobs, workflows, and questions.</content>
public sealed partial class AlteryxClient
{
    private const int MaxPageSize = 100;
    private const string Queue = "queue";

    /// <summary>Lists the jobs of a workflow or the jobs in the queue.</summary>
    /// <remarks>
    /// Source: Alteryx Server API V3, "Job Endpoints and Parameters" and "Workflow Endpoints and Parameters".
    /// </remarks>
    /// <param name="query">The jobs to list, and their order.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the jobs.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">
    /// The list could not be read. The kind indicates the reason. NotSupportedByServer: this Server version cannot list
    /// the queue.
    /// </exception>
    public Task ListJobsAsync(AlteryxJobQuery query, ListRange range, IListReceiver<AlteryxJob> receiver, CallContext call)
    {
        string? workflow = query.WorkflowId is null ? null : CheckId(query.WorkflowId, "Alteryx workflow id");
        QueryString filters = new QueryString()
            .Add("sortField", workflow is null ? "CreateDate" : null)
            .Add("direction", query.OldestFirst ? "asc" : "desc")
            .Add(workflow is null ? "statuses" : "status", query.StatusFilter)
            .Add("resultCode", query.Result);
        string path = workflow is null ? "v3/jobs" : $"v3/workflows/{workflow}/jobs";
        string subject = workflow is null ? "Alteryx queue" : $"Jobs of Alteryx workflow {workflow}";
        return Paging.ReadAsync(
            range,
            MaxPageSize,
            (offset, limit) => workflow is null
                ? ReadQueueAsync($"{path}{filters.Page(offset, limit)}", subject, call)
                : ReadWorkflowJobsAsync(workflow, $"{path}{filters.Page(offset, limit)}", subject, call),
            static job => job.Id,
            receiver);
    }

    /// <summary>Lists workflows. Alteryx returns all of them in one response.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="name">List only workflows with this name. Null for all.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The workflows.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<AlteryxWorkflow>> GetWorkflowsAsync(string? name, CallContext call)
    {
        QueryString query = new QueryString().Add("view", "Default").Add("name", name);
        return (await ReadItemsAsync($"v3/workflows{query}", "Alteryx workflows", call).ConfigureAwait(false))
            .Select(fields => new AlteryxWorkflow
            {
                Connection = Name,
                WorkflowId = fields.TakeText("id") ?? string.Empty,
                Name = fields.TakeText("name"),
                OwnerId = fields.TakeText("ownerId"),
                CreatedAt = fields.TakeTime("dateCreated"),
                AdditionalData = fields.All,
            })
            .Where(workflow => workflow.WorkflowId.Length > 0)
            .ToArray();
    }

    /// <summary>Reads the questions that a workflow asks before it runs.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="workflowId">The id of the workflow.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The questions.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<AlteryxWorkflowQuestion>> GetQuestionsAsync(string workflowId, CallContext call)
    {
        string workflow = CheckId(workflowId, "Alteryx workflow id");
        return (await ReadItemsAsync(
            $"v3/workflows/{workflow}/questions",
            $"Questions of Alteryx workflow {workflow}",
            call).ConfigureAwait(false))
            .Select(fields => new AlteryxWorkflowQuestion
            {
                Connection = Name,
                WorkflowId = workflow,
                Name = fields.TakeText("name"),
                QuestionType = fields.TakeText("questionType"),
                Description = fields.TakeText("description"),
                Value = fields.TakeText("value"),
                Multiple = fields.TakeBoolean("multiple"),
                Items = Choices(fields.TakeItems("items")),
                AdditionalData = fields.All,
            })
            .ToArray();
    }

    // Reads only jobs that have not finished.
    private async Task<ListPage<RemoteJob>> ReadQueuePageAsync(long offset, CallContext call)
    {
        QueryString open = new QueryString()
            .Add("sortField", "CreateDate")
            .Add("direction", "desc")
            .Add("statuses", "Queued")
            .Add("statuses", "Initializing")
            .Add("statuses", "Running");
        ListPage<AlteryxJob> page = await ReadQueueAsync(
            $"v3/jobs{open.Page(offset, MaxPageSize)}",
            "Alteryx queue",
            call).ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount);
    }

    private async Task<ListPage<RemoteJob>> ReadWorkflowPageAsync(string workflowId, long offset, CallContext call)
    {
        string workflow = CheckId(workflowId, "Alteryx workflow id");
        ListPage<AlteryxJob> page = await ReadWorkflowJobsAsync(
            workflow,
            $"v3/workflows/{workflow}/jobs{new QueryString().Add("direction", "desc").Page(offset, MaxPageSize)}",
            $"Jobs of Alteryx workflow {workflow}",
            call).ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount);
    }

    private protected override IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) =>
        DefinitionIdOf(lastSeen) is { } workflow ? [Queue, workflow] : [Queue];

    private protected override JobList CreateList(string name) =>
        name == Queue
            ? new AlteryxQueue(ReadQueuePageAsync)
            : new AlteryxWorkflowJobs((offset, call) => ReadWorkflowPageAsync(name, offset, call));

    private protected override string? DefinitionIdOf(RemoteJob? job) =>
        job is AlteryxJob run ? run.WorkflowId ?? run.AppId : null;

    // Alteryx reports durations only in the queue, which only curators can list.
    private protected override Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        Task.FromResult<IReadOnlyList<RemoteJob>>([]);

    private static KeyValuePair<string, string>[] Choices(IEnumerable<UnmappedFields> items) =>
        items.Select(item => new KeyValuePair<string, string>(
            item.TakeText("key") ?? string.Empty,
            item.TakeText("value") ?? string.Empty)).ToArray();

    private async Task<IEnumerable<UnmappedFields>> ReadItemsAsync(string path, string subject, CallContext call)
    {
        object? value = await ReadPlainValueAsync(new ServiceRequest(new Uri(BaseUri, path), Json, subject), call).ConfigureAwait(false);
        object?[] items = value as object?[] ?? throw CreateUnexpectedJsonError(subject);
        return items.OfType<Dictionary<string, object?>>().Select(item => new UnmappedFields(item));
    }

    private Task<ListPage<AlteryxJob>> ReadWorkflowJobsAsync(string workflow, string path, string subject, CallContext call) =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, path), Json, subject),
            async (response, cancellationToken) => Page(
                await JsonResponse.ReadAsync(response, JsonFields.Forms<AlteryxJobWire>, cancellationToken).ConfigureAwait(false),
                workflowId: workflow),
            call);

    private async Task<ListPage<AlteryxJob>> ReadQueueAsync(string path, string subject, CallContext call)
    {
        try
        {
            return await Http.SendAsync(
                new ServiceRequest(new Uri(BaseUri, path), Json, subject),
                async (response, cancellationToken) =>
                {
                    AlteryxQueueWire wire = await JsonResponse
                        .ReadFormAsync<AlteryxQueueWire>(response, cancellationToken).ConfigureAwait(false);
                    Lenient<long>? total = wire.Pagination.Value?.TotalItems;
                    return Page(wire.Data, total is { HasValue: true } known ? known.Value : null);
                },
                call).ConfigureAwait(false);
        }
        catch (JobServiceException error) when (error.StatusCode is 404 or 405)
        {
            throw CreateNotSupportedError(
                subject,
                "this Server version cannot list the queue.",
                "List the jobs of a workflow instead.",
                error);
        }
    }

    // Jobs without an id are skipped because nothing could refer to them. If no item is a job, the response is not a
    // job list.
    private ListPage<AlteryxJob> Page(Lenient<List<Lenient<AlteryxJobWire>>> wires, long? total = null, string? workflowId = null)
    {
        List<Lenient<AlteryxJobWire>> items = wires.HasValue ? wires.Value! : throw new JsonException();
        AlteryxJob[] jobs = items.Select(item => item.Value).OfType<AlteryxJobWire>()
            .Select(wire => (Wire: wire, Id: wire.Id.Value ?? wire.JobId.Value))
            .Where(job => !string.IsNullOrEmpty(job.Id))
            .Select(job => AlteryxMapping.Job(job.Wire, job.Id!, JobUri(job.Id!), Name, Now, isFromList: true, workflowId))
            .ToArray();
        return items.Count > 0 && jobs.Length == 0
            ? throw new JsonException()
            : new ListPage<AlteryxJob>(jobs, total, receivedCount: items.Count);
    }

    private JobServiceException CreateNotSupportedError(
        string subject,
        string problem,
        string recommendedAction,
        JobServiceException innerException) =>
        new(
            Service,
            JobServiceErrorKind.NotSupportedByServer,
            $"{subject}: {problem}",
            recommendedAction,
            innerException) { StatusCode = innerException.StatusCode };
}
