using System;
using System.Collections.Generic;
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
                : ReadWorkflowJobsAsync(workflow, $"{path}{filters.Page(offset, limit)}", subject, call, query.Disposition),
            static job => job.Id,
            receiver,
            () => CreateUselessPageError(subject));
    }

    /// <summary>Lists workflows. Alteryx returns all of them in one response.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="name">List only workflows with this name. Null for all.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The workflows.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public Task<IReadOnlyList<AlteryxWorkflow>> GetWorkflowsAsync(string? name, CallContext call)
    {
        QueryString query = new QueryString().Add("view", "Default").Add("name", name);
        return GetAsync<IReadOnlyList<AlteryxWorkflow>>(
            $"v3/workflows{query}",
            "Alteryx workflows",
            tree => tree.GetList(fields => AlteryxReader.Workflow(fields, Name)),
            call);
    }

    /// <summary>Reads the questions that a workflow asks before it runs.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="workflowId">The id of the workflow.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The questions.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public Task<IReadOnlyList<AlteryxWorkflowQuestion>> GetQuestionsAsync(string workflowId, CallContext call)
    {
        string workflow = CheckId(workflowId, "Alteryx workflow id");
        return GetAsync<IReadOnlyList<AlteryxWorkflowQuestion>>(
            $"v3/workflows/{workflow}/questions",
            $"Questions of Alteryx workflow {workflow}",
            tree => tree.GetList(fields => AlteryxReader.Question(fields, workflow, Name)),
            call);
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

    // The queue contains all unfinished jobs of a Server, so a job that is not in it has finished or is not visible to the user.
    // Only curators can read the queue. The items of both lists have no disposition, so a finished job is read by its id.
    private protected override JobList CreateList(string name) =>
        name == Queue
            ? new PlainJobList(ReadQueuePageAsync, stopsAtUnrelatedPage: false)
            : new PlainJobList((offset, call) => ReadWorkflowPageAsync(name, offset, call));

    private protected override string? DefinitionIdOf(RemoteJob? job) =>
        job is AlteryxJob run ? run.WorkflowId ?? run.AppId : null;

    // Alteryx reports durations only in the queue, which only curators can list.
    private protected override Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        Task.FromResult<IReadOnlyList<RemoteJob>>([]);

    private Task<ListPage<AlteryxJob>> ReadWorkflowJobsAsync(
        string workflow,
        string path,
        string subject,
        CallContext call,
        string? disposition = null) =>
        GetAsync(path, subject, tree => AlteryxReader.WorkflowJobs(tree, fields => ListedJob(fields, workflow, disposition)), call);

    private async Task<ListPage<AlteryxJob>> ReadQueueAsync(string path, string subject, CallContext call)
    {
        try
        {
            return await GetAsync(
                path,
                subject,
                tree => AlteryxReader.Queue(tree, fields => ListedJob(fields, workflowId: null)),
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

    private AlteryxJob? ListedJob(ResponseObject fields, string? workflowId, string? disposition = null) =>
        AlteryxReader.Job(fields, requestedId: null, JobUri, Name, Now, isFromList: true, workflowId, disposition: disposition);

    private Task<T> GetAsync<T>(string path, string subject, Func<ResponseTree, T> read, CallContext call) =>
        ReadAsync(new ServiceRequest(new Uri(BaseUri, path), Json, subject), read, call);

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
