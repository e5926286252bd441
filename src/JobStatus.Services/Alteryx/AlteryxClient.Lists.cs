using System;
using System.Collections.Generic;
using System.Linq;
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
    private const string QueueSubject = "Alteryx queue";

    // The filters of the queue for jobs that have not finished.
    private static readonly QueryString UnfinishedJobs = new QueryString()
        .Add("allUsers", "true")
        .Add("sortField", "CreateDate")
        .Add("direction", "desc")
        .Add("statuses", "Queued")
        .Add("statuses", "Initializing")
        .Add("statuses", "Running");

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
        if (query.WorkflowId is not null)
        {
            string workflow = CheckId(query.WorkflowId, "Alteryx workflow id");
            var named = new NamedJobs(receiver, async job =>
            {
                KnownValues.AddTo(job, new AlteryxJob { Name = query.WorkflowName });
                await AddNameAsync(job, workflow, call).ConfigureAwait(false);
            });
            return ListWorkflowJobsAsync(workflow, query, range, named, call);
        }

        if (query.Statuses.Contains(AlteryxJobQuery.Error, StringComparer.OrdinalIgnoreCase))
        {
            throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                "The Alteryx queue cannot be filtered by the status Error.",
                "To list failed jobs, specify a workflow, or filter the output by State.");
        }

        QueryString filters = new QueryString()
            .Add("allUsers", query.SubmittedByMe ? "false" : "true")
            .Add("sortField", "CreateDate")
            .Add("direction", DirectionOf(query));
        foreach (string status in query.StatusFilters)
        {
            filters = filters.Add("statuses", status);
        }

        bool isFirstPage = true;
        async Task<ListPage<AlteryxJob>> ReadPageAsync(long offset, int limit)
        {
            ListPage<AlteryxJob> page = await ReadQueueAsync(filters.Page(offset, limit), isFirstPage, call).ConfigureAwait(false);
            isFirstPage = false;
            return page;
        }

        var namedJobs = new NamedJobs(receiver, job => AddNameAsync(job, job.DefinitionId, call));
        return query.SubmittedAfter is { } earliest
            ? ListSubmittedJobsAsync(QueueSubject, query, earliest, range, ReadPageAsync, namedJobs, call)
            : ListInOrderAsync(QueueSubject, query, range, ReadPageAsync, namedJobs, call);
    }

    /// <summary>Lists workflows. Alteryx returns all of them in one response.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="name">List only workflows with this name. Null for all.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The workflows.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<AlteryxWorkflow>> GetWorkflowsAsync(string? name, CallContext call)
    {
        const string subject = "Alteryx workflows";
        QueryString query = new QueryString().Add("view", "Default").Add("name", name);
        ListPage<AlteryxWorkflow> workflows = await GetWholeListAsync(
            $"v3/workflows{query}",
            subject,
            fields => AlteryxReader.Workflow(fields, Name),
            call).ConfigureAwait(false);
        return GetItems(subject, workflows, call);
    }

    /// <summary>Reads one workflow, with its versions.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="workflowId">The id of the workflow.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The workflow.</returns>
    /// <exception cref="JobServiceException">The workflow could not be read. The kind indicates the reason.</exception>
    public async Task<AlteryxWorkflow> GetWorkflowAsync(string workflowId, CallContext call)
    {
        string workflow = CheckId(workflowId, "Alteryx workflow id");
        string subject = $"Alteryx workflow {workflow}";
        AlteryxWorkflow read = await GetAsync(
            $"v3/workflows/{workflow}",
            subject,
            tree => AlteryxReader.Workflow(tree.Object, Name, workflow) ?? throw new ServiceErrorException(ServiceError.UnexpectedContent),
            call).ConfigureAwait(false);
        CheckReportedId(workflow, read.AdditionalData, subject, call, "workflow");
        return read;
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
        string subject = $"Questions of Alteryx workflow {workflow}";
        ListPage<AlteryxWorkflowQuestion> questions = await GetAsync(
            $"v3/workflows/{workflow}/questions",
            subject,
            tree => AlteryxReader.Questions(tree, workflow, Name),
            call).ConfigureAwait(false);
        return GetItems(subject, questions, call, haveIds: false);
    }

    /// <summary>Reads the credentials that the user may run workflows with.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Credential Endpoints and Parameters".</remarks>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The credentials, without their secrets.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<AlteryxCredential>> GetCredentialsAsync(CallContext call)
    {
        const string subject = "Alteryx credentials";
        ListPage<AlteryxCredential> credentials = await GetWholeListAsync(
            "v3/credentials",
            subject,
            AlteryxReader.Credential,
            call).ConfigureAwait(false);
        return GetItems(subject, credentials, call);
    }

    /// <summary>
    /// Finds the newest unfinished job among the 100 newest jobs of a workflow. If there is none, a job with an unrecognized status
    /// is returned with a warning.
    /// </summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="workflowId">The id of the workflow.</param>
    /// <param name="workflowName">The name of the workflow, or null if it is not known.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job, or null if there is none.</returns>
    /// <exception cref="JobServiceException">The jobs could not be read. The kind indicates the reason.</exception>
    public async Task<AlteryxJob?> FindUnfinishedJobAsync(string workflowId, string? workflowName, CallContext call)
    {
        string workflow = CheckId(workflowId, "Alteryx workflow id");
        var newest = new JobOrder();
        var query = new AlteryxJobQuery { WorkflowId = workflow };
        await ListWorkflowJobsAsync(workflow, query, new ListRange(0, MaxPageSize), newest, call).ConfigureAwait(false);
        return FindUnfinished(
            newest.GetRange(ListRange.All, query)
                .Where(job => string.Equals(job.WorkflowId ?? workflow, workflow, StringComparison.OrdinalIgnoreCase))
                .Select(job => KnownValues.AddTo(job, new AlteryxJob { Name = workflowName })),
            call);
    }

    private async Task ListWorkflowJobsAsync(
        string workflow,
        AlteryxJobQuery query,
        ListRange range,
        IListReceiver<AlteryxJob> receiver,
        CallContext call)
    {
        if (query.Statuses.Count > 1)
        {
            throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                "The jobs of a workflow can be filtered by only one status.",
                "Specify one status, or filter the output by State.");
        }

        string subject = SubjectOf(workflow);
        QueryString filters = WorkflowOrder(DirectionOf(query))
            .Add("status", query.StatusFilters.FirstOrDefault())
            .Add("resultCode", query.Result);
        bool isFirstPage = true;
        async Task<ListPage<AlteryxJob>> ReadPageAsync(long offset, int limit)
        {
            Task<ListPage<AlteryxJob>> reading =
                ReadWorkflowJobsAsync(workflow, filters.Page(offset, limit), call, query.Disposition);
            ListPage<AlteryxJob> page = await (isFirstPage ? reading : ConvertUnknownAsync(reading, AsUnexpected)).ConfigureAwait(false);
            isFirstPage = false;
            return page;
        }

        await (query.SubmittedAfter is { } earliest
            ? ListSubmittedJobsAsync(subject, query, earliest, range, ReadPageAsync, receiver, call)
            : ListInOrderAsync(subject, query, range, ReadPageAsync, receiver, call)).ConfigureAwait(false);
    }

    // A list in another order than the requested one is read as a whole and sorted.
    private async Task ListInOrderAsync(
        string subject,
        AlteryxJobQuery query,
        ListRange range,
        Func<long, int, Task<ListPage<AlteryxJob>>> readPage,
        IListReceiver<AlteryxJob> receiver,
        CallContext call)
    {
        if (range.First == 0)
        {
            // Only the total is read.
            await ReadJobsAsync(subject, query, range, readPage, receiver, call).ConfigureAwait(false);
            return;
        }

        ListRange requested = query.Statuses.Count == 0 ? range : ListRange.All;

        // The page contains more jobs than requested, because the order of a few jobs can be right by chance.
        int limit = (int)Math.Max(OrderSampleSize, Math.Min(MaxPageSize - 1, requested.First) + 1);
        ListPage<AlteryxJob> firstPage = await readPage(requested.Skip, limit).ConfigureAwait(false);
        (bool isSorted, firstPage) = await CheckOrderAsync(firstPage, query.OldestFirst, call).ConfigureAwait(false);
        if (isSorted)
        {
            await ReadJobsAsync(
                subject,
                query,
                range,
                (offset, size) => offset == requested.Skip ? Task.FromResult(firstPage) : readPage(offset, size),
                receiver,
                call).ConfigureAwait(false);
            return;
        }

        ReportIgnoredOrder(subject, call);
        var order = new JobOrder();
        await ReportAfterAsync(
            ReadWholeListAsync(subject, query, range, readPage, order, call),
            () => order.GetRange(range, query),
            receiver).ConfigureAwait(false);
    }

    private static void ReportIgnoredOrder(string subject, CallContext call) =>
        call.Verbose($"{subject}: the Server ignores the requested order, so the whole list is read and sorted.");

    private Task ReadJobsAsync(
        string subject,
        AlteryxJobQuery query,
        ListRange range,
        Func<long, int, Task<ListPage<AlteryxJob>>> readPage,
        IListReceiver<AlteryxJob> receiver,
        CallContext call) =>
        ReadListAsync(
            subject,
            range,
            MaxPageSize,
            readPage,
            static job => job.Id,
            receiver,
            call,
            query.Statuses.Count == 0 ? null : query.Matches,
            canShrink: query.Statuses.Any(static status => !AlteryxJobStatus.Interpret(status, disposition: null).IsFinished));

    // Without a sort field, the order of the list is not documented. Some Servers ignore the sort field.
    private static QueryString WorkflowOrder(string direction) =>
        new QueryString().Add("sortField", "createDateTime").Add("direction", direction);

    private static string DirectionOf(AlteryxJobQuery query) => query.RequestsOldestFirst ? "asc" : "desc";

    private static string SubjectOf(string workflow) => $"Jobs of Alteryx workflow {workflow}";

    // Reads only jobs that have not finished.
    private async Task<ListPage<RemoteJob>> ReadQueuePageAsync(long offset, CallContext call)
    {
        ListPage<AlteryxJob> page = await ReadQueueAsync(UnfinishedJobs.Page(offset, MaxPageSize), offset == 0, call)
            .ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount) { HasNext = page.HasNext };
    }

    private async Task<ListPage<RemoteJob>> ReadWorkflowPageAsync(string workflowId, long offset, CallContext call)
    {
        string workflow = CheckId(workflowId, "Alteryx workflow id");
        ListPage<AlteryxJob> page = await ReadWorkflowJobsAsync(
            workflow,
            WorkflowOrder("desc").Page(offset, MaxPageSize),
            call).ConfigureAwait(false);
        return new ListPage<RemoteJob>(page.Items, page.Total, page.ReceivedCount);
    }

    private protected override IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) =>
        lastSeen?.DefinitionId is { } workflow ? [Queue, workflow] : [Queue];

    // The queue contains all unfinished jobs of a Server, so a job that is not in it has finished or is not visible to the user.
    // Only curators can read the queue. The items of both lists have no disposition, so a finished job is read by its id.
    private protected override JobList CreateList(string name) =>
        name == Queue
            ? new PlainJobList(ReadQueuePageAsync, stopsAtUnrelatedPage: false)
            : new PlainJobList((offset, call) => ReadWorkflowPageAsync(name, offset, call));

    // Alteryx reports durations only in the queue, which only curators can list.
    private protected override Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        Task.FromResult<IReadOnlyList<RemoteJob>>([]);

    private Task<ListPage<AlteryxJob>> ReadWorkflowJobsAsync(
        string workflow,
        QueryString query,
        CallContext call,
        string? disposition = null) =>
        GetAsync(
            $"v3/workflows/{workflow}/jobs{query}",
            SubjectOf(workflow),
            tree => AlteryxReader.WorkflowJobs(tree, fields => ListedJob(fields, workflow, disposition)),
            call);

    // After the first page, an error does not mean that there is no such list.
    private Task<ListPage<AlteryxJob>> ReadQueueAsync(QueryString query, bool isFirstPage, CallContext call) =>
        ConvertUnknownAsync(
            GetAsync(
                $"v3/jobs{query}",
                QueueSubject,
                tree => AlteryxReader.Queue(tree, fields => ListedJob(fields, workflowId: null)),
                call),
            isFirstPage ? AsUnknownQueue : AsUnexpected);

    private static async Task<T> ConvertUnknownAsync<T>(Task<T> reading, Func<JobServiceException, JobServiceException> convert)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (JobServiceException error) when (IsUnknownCall(error))
        {
            throw convert(error);
        }
    }

    // If no access token was received, the call itself was not sent.
    private static bool IsUnknownCall(JobServiceException error) => error is { StatusCode: 404 or 405, IsFromTokenRequest: false };

    private JobServiceException AsUnknownQueue(JobServiceException error) =>
        CreateUnknownListError(
            QueueSubject,
            "this Server version cannot list the queue.",
            "List the jobs of a workflow instead.",
            error);

    // The address can also be that of something else than an Alteryx Server.
    private JobServiceException CreateUnknownListError(
        string subject,
        string problem,
        string recommendedAction,
        JobServiceException error) =>
        AlteryxAddress.IsUsual(BaseUri)
            ? CreateNotSupportedError(subject, problem, recommendedAction, error)
            : AsUnexpected(error);

    private AlteryxJob? ListedJob(ResponseObject fields, string? workflowId, string? disposition = null) =>
        AlteryxReader.Job(fields, requestedId: null, JobUri, Name, Now, isFromList: true, workflowId, disposition: disposition);

    // The request contains no id that could be wrong.
    private Task<ListPage<T>> GetWholeListAsync<T>(string path, string subject, Func<ResponseObject, T?> read, CallContext call) =>
        ConvertUnknownAsync(GetAsync(path, subject, tree => ListPage<T>.FromList(tree, read), call), AsUnexpected);

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
