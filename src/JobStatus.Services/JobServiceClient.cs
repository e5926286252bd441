using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services;

/// <summary>A client for one service, with one set of credentials. Clients are thread-safe.</summary>
public abstract partial class JobServiceClient : IJobListReader, IDisposable
{
    /// <summary>The maximum number of concurrent requests for one call.</summary>
    public const int Concurrency = 8;

    // The name under which readers keep the id in a response if it differs from the requested id.
    private const string ReportedId = "id";

    // A run that was just started is read again after 1, 2, 3 and 4 seconds.
    private static readonly TimeSpan RetryDelayStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryTime = TimeSpan.FromSeconds(10);

    private static readonly Regex ValidId = new("^[A-Za-z0-9_-]{1,200}\\z", RegexOptions.CultureInvariant);

    private readonly ConnectionOptions _options;
    private readonly IErrorParser _errorParser;

    private protected JobServiceClient(
        ConnectionOptions options,
        Uri baseUri,
        IErrorParser errorParser,
        RateLimits rateLimits,
        Func<ServiceHttpClient, IAuthenticator> authenticator,
        JitWarmup warmup)
    {
        warmup.Start();
        _options = options;
        _errorParser = errorParser;
        Http = new ServiceHttpClient(Service, options, baseUri, errorParser, rateLimits, authenticator);
    }

    /// <inheritdoc/>
    public abstract string Service { get; }

    /// <summary>The name of the connection.</summary>
    public string Name => _options.Name;

    /// <summary>The base address of the API, which ends with a slash.</summary>
    public Uri BaseUri => Http.BaseUri;

    private protected ServiceHttpClient Http { get; }

    /// <summary>The kinds of objects that have an id: first the runs, then the definitions if the service has any.</summary>
    private protected virtual IReadOnlyList<IdKind> IdKinds => [new($"{Service} job", "jobs")];

    RequestBudget IJobListReader.Budget => Http.Budget;

    TimeSpan IJobListReader.ClockDifference => Http.PlausibleClockDifference;

    private protected TimeProvider Time => _options.Time;

    private protected DateTimeOffset Now => _options.Time.GetUtcNow();

    /// <inheritdoc/>
    public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
        ReadEachAsync(targets, TryReadOneAsync, report, call);

    /// <summary>Reads items, eight at a time. The callback is called for one result at a time, in any order.</summary>
    /// <param name="items">The items.</param>
    /// <param name="read">Reads an item.</param>
    /// <param name="report">Receives each result.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    private protected static async Task ReadEachAsync<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, CallContext, Task<TResult>> read,
        Action<TResult> report,
        CallContext call)
    {
        var queue = new Queue<TItem>(items);
        int workerCount = Math.Min(Concurrency, queue.Count);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var linkedCall = new CallContext(cancellation.Token, call.Verbose, call.Warning, call.Debug)
        {
            RetryTransientErrors = call.RetryTransientErrors,
        };
        bool failed = false;

        // If the callback throws, it is not called again, and the requests in progress are canceled.
        void Report(TResult result)
        {
            if (failed)
            {
                return;
            }

            try
            {
                report(result);
            }
            catch
            {
                failed = true;
                cancellation.Cancel();
                throw;
            }
        }

        async Task ReadFromQueueAsync()
        {
            while (true)
            {
                TItem item;
                lock (queue)
                {
                    if (queue.Count == 0 || failed)
                    {
                        return;
                    }

                    item = queue.Dequeue();
                }

                TResult result = await read(item, linkedCall).ConfigureAwait(false);
                lock (queue)
                {
                    Report(result);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, workerCount).Select(_ => ReadFromQueueAsync())).ConfigureAwait(false);
    }

    /// <summary>Returns the id of a run that was specified as an id or as a link. No request is sent.</summary>
    /// <param name="idOrLink">The id, or a link to the run in this connection.</param>
    /// <returns>The id.</returns>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the id is not valid, or the link points to something else or to another server.
    /// </exception>
    public string GetRunId(string idOrLink) => GetId(idOrLink, IdKinds[0]);

    /// <summary>Returns the id of a definition that was specified as an id or as a link. No request is sent.</summary>
    /// <param name="idOrLink">The id, or a link to the definition in this connection.</param>
    /// <returns>The id.</returns>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the id is not valid, or the link points to something else or to another server.
    /// </exception>
    public string GetDefinitionId(string idOrLink) => GetId(idOrLink, IdKinds[1]);

    /// <summary>
    /// Called by a wait when a run has finished. Ends what was created only for the run. An error of the service causes a warning.
    /// </summary>
    /// <param name="started">The run as it was when the wait began, which knows what was created for it.</param>
    /// <param name="finished">The finished run.</param>
    /// <param name="call">The cancellation token and the messages of the call. A cancellation also causes a warning.</param>
    /// <returns>A task that completes when everything has ended or was requested to end.</returns>
    public virtual Task ReleaseAsync(RemoteJob started, RemoteJob finished, CallContext call) => Task.CompletedTask;

    /// <summary>Releases the HTTP connections.</summary>
    public void Dispose()
    {
        Http.Dispose();
        GC.SuppressFinalize(this);
    }

    IReadOnlyList<string> IJobListReader.ListNamesFor(RemoteJob? lastSeen) => ListNamesFor(lastSeen);

    JobList IJobListReader.CreateList(string name) => CreateList(name);

    string? IJobListReader.DefinitionIdOf(RemoteJob job) => job.DefinitionId;

    Task<IReadOnlyList<RemoteJob>> IJobListReader.ReadEarlierRunsAsync(RemoteJob job, CallContext call) => ReadEarlierRunsAsync(job, call);

    /// <summary>Creates the final state of a run that was stopped and no longer exists, or returns null if there is none.</summary>
    private protected virtual RemoteJob? CreateStoppedJob(JobTarget target) => null;

    private protected abstract Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call);

    // The defaults are for a service without lists. A wait then polls each run with its own request.
    private protected virtual IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => [];

    private protected virtual JobList CreateList(string name) => throw new NotSupportedException();

    private protected virtual Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) =>
        Task.FromResult<IReadOnlyList<RemoteJob>>([]);

    private protected string GetId(string idOrLink, IdKind kind) =>
        ServiceLink.TryCreate(idOrLink, BaseUri) is { } link ? GetId(link, kind)
        : FindOtherService(idOrLink) is not { } other ? CheckId(idOrLink, kind)
        : throw new JobServiceException(
            Service,
            JobServiceErrorKind.InvalidRequest,
            $"'{DisplayText.OneLine(idOrLink)}' belongs to {other}, not to {Service}.",
            $"Use it with a command for {other}.");

    // An object of another service is specified as its text, which starts with the name of that service.
    private string? FindOtherService(string text) => JobServices.All
        .Select(static service => service.Name)
        .FirstOrDefault(name => name != Service && text.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase));

    private protected virtual string CheckId(string id, IdKind kind) => CheckId(id, $"{kind.Name} id");

    /// <exception cref="JobServiceException">InvalidRequest: the link points to something outside of this connection.</exception>
    private protected virtual void CheckConnection(ServiceLink link)
    {
        if (!IsOnServer(link))
        {
            throw InvalidLink(
                $"The link points to {DisplayText.OneLine(link.Authority)}, but the connection '{Name}' is for {BaseUri.Authority}.",
                "Specify a connection for the host of the link, or specify the id instead of the link.");
        }
    }

    private protected virtual bool IsOnServer(ServiceLink link) => link.HasServer(BaseUri);

    private protected JobServiceException InvalidLink(string problem, string recommendedAction) =>
        new(Service, JobServiceErrorKind.InvalidRequest, problem, recommendedAction);

    /// <summary>Checks that an id is safe to use in a path. An invalid id is never sent.</summary>
    private protected string CheckId(string id, string idKind) =>
        ValidId.IsMatch(id)
            ? id
            : throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(id) ?? id}' is not a valid {idKind}.",
                $"Use the id as it appears in {Service}. Ids contain only letters, digits, hyphens, and underscores.");

    /// <summary>Returns true if the service could have assigned this id to a run. The default is a number.</summary>
    private protected virtual bool IsWellFormedId(string id) => id.Length > 0 && id.All(static c => c is >= '0' and <= '9');

    /// <summary>
    /// Checks that a response is about the requested run. Only two well-formed ids can show that it is not. In a wait, this is
    /// an error, because the run would be reported with the state of another run. Otherwise it is a warning.
    /// </summary>
    /// <param name="job">The run. It has the requested id, and the reader keeps a different id as additional data.</param>
    /// <param name="subject">The subject of the request, for messages.</param>
    /// <param name="call">The context of the call.</param>
    /// <returns>The run.</returns>
    /// <exception cref="JobServiceException">UnexpectedResponse: the response is about another run.</exception>
    private protected T CheckReportedId<T>(T job, string subject, CallContext call)
        where T : RemoteJob
    {
        CheckReportedId(job.Id, job.AdditionalData, subject, call, "job");
        return job;
    }

    /// <inheritdoc cref="CheckReportedId{T}"/>
    private protected void CheckReportedId(
        string id, IReadOnlyDictionary<string, object?> additionalData, string subject, CallContext call, string kind)
    {
        if (FindOtherId(id, additionalData) is not { } other)
        {
            return;
        }

        string problem = DescribeOtherJob(subject, other, kind);
        if (!call.RetryTransientErrors)
        {
            throw Http.Errors.Create(JobServiceErrorKind.UnexpectedResponse, problem);
        }

        call.Warning($"{problem} The object has the requested id {id} and the values from the response.");
    }

    /// <summary>Checks that the response to an action is about the requested run.</summary>
    /// <exception cref="JobServiceException">UnexpectedResponse: the response is about another run.</exception>
    private protected T RequireReportedId<T>(T job, string subject)
        where T : RemoteJob
    {
        RequireReportedId(job.Id, job.AdditionalData, subject, "job");
        return job;
    }

    /// <summary>Checks that a response is about the requested object, on which an action depends.</summary>
    /// <exception cref="JobServiceException">UnexpectedResponse: the response is about another object.</exception>
    private protected void RequireReportedId(
        string id, IReadOnlyDictionary<string, object?> additionalData, string subject, string kind)
    {
        if (FindOtherId(id, additionalData) is { } other)
        {
            throw Http.Errors.Create(JobServiceErrorKind.UnexpectedResponse, DescribeOtherJob(subject, other, kind));
        }
    }

    /// <summary>Returns the id in a response about another object than the requested one; otherwise null.</summary>
    private protected string? FindOtherId(string requested, IReadOnlyDictionary<string, object?> data) =>
        data.TryGetValue(ReportedId, out object? value)
        && Convert.ToString(value, CultureInfo.InvariantCulture) is { } reported
        && IsOtherJob(reported, requested)
            ? reported
            : null;

    /// <summary>Returns true if two well-formed ids are those of different objects.</summary>
    private protected bool IsOtherJob(string reported, string requested) =>
        IsWellFormedId(reported)
        && IsWellFormedId(requested)
        && !string.Equals(reported.TrimStart('0'), requested.TrimStart('0'), StringComparison.OrdinalIgnoreCase);

    private protected string DescribeOtherJob(string subject, string reported, string kind = "job") =>
        $"{subject}: the response from {BaseUri.Host} is for {reported}, which is another {kind}.";

    /// <summary>Sends a request and reads the response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the requested data. It must not keep the tree.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    /// <param name="findParser">Returns the parser of a response, or null for JSON. If it is null, every response is JSON.</param>
    private protected Task<T> ReadAsync<T>(
        ServiceRequest request,
        Func<ResponseTree, T> read,
        CallContext call,
        Func<ServiceResponse, JsonResponse.Parser?>? findParser = null) =>
        Http.SendAsync(
            request,
            (response, cancellationToken) =>
                JsonResponse.ReadAsync(
                    response, findParser?.Invoke(response), tree => ReadData(tree, read, request.IsRead), cancellationToken),
            call);

    /// <summary>Sends an action whose response is only checked. It must neither state a failure nor be about another object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    /// <param name="id">The id of the object if the response can contain it, or null.</param>
    /// <param name="kind">What the object is.</param>
    /// <returns>What the response says.</returns>
    private protected Task<ActionResponse> SendActionAsync(
        ServiceRequest request, CallContext call, string? id = null, string kind = "job") =>
        Http.SendAsync(
            request,
            async (response, cancellationToken) =>
            {
                byte[] body = await ErrorBody.ReadAsync(response.Body, response.MediaType, cancellationToken).ConfigureAwait(false);
                var result = ActionResponse.Read(body, response.MediaType, _errorParser);
                if (result.Error is { } error)
                {
                    throw new ServiceErrorException(error);
                }

                if (id is not null && result.Id is { } other && IsOtherJob(other, id))
                {
                    throw Http.Errors.Create(JobServiceErrorKind.UnexpectedResponse, DescribeOtherJob(request.Subject, other, kind));
                }

                if (result.Text is { } text)
                {
                    text = response.Redactor?.Redact(text) ?? text;
                    bool isUnclear = result.IsUnclear
                        && (id is null || !string.Equals(result.Id, id, StringComparison.OrdinalIgnoreCase));
                    (isUnclear ? call.Warning : call.Verbose)(isUnclear
                        ? $"{request.Subject}: the response does not show whether the request was accepted: {text}"
                        : $"{request.Subject}: {BaseUri.Host} accepted the request: {text}");
                }

                return result;
            },
            call);

    private T ReadData<T>(ResponseTree tree, Func<ResponseTree, T> read, bool isRead)
    {
        try
        {
            return read(tree);
        }
        catch (ServiceErrorException exception) when (exception.Error.IsDescription && FindStatedError(tree, isRead) is { } error)
        {
            throw new ServiceErrorException(error);
        }
    }

    // A response without the requested data can contain a text that describes the problem. The response to an action can also state
    // that it failed.
    private ServiceError? FindStatedError(ResponseTree tree, bool isRead) =>
        _errorParser.FindText(tree.Root) is { IsEmpty: false } error ? error
        : isRead ? null
        : ActionResponse.FindError(tree.Root, _errorParser);

    /// <summary>Reads a list page by page. Writes a warning about the items that were left out because they have no id.</summary>
    /// <param name="subject">What is read, for messages.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="maxPageSize">The maximum number of items that the service returns in one page.</param>
    /// <param name="readPage">Reads a page. The parameters are the offset and the maximum number of items.</param>
    /// <param name="idOf">Returns the id of an item, or null if its items have none.</param>
    /// <param name="receiver">Receives the items.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    /// <param name="filter">A filter that the service cannot apply, or null if there is none.</param>
    /// <param name="hasId">False if the request contains no id that could be wrong.</param>
    /// <param name="canShrink">
    /// True if the commands that receive the items can remove them from the list. The items are then reported only after all pages
    /// have been read, because the rest of the list would move to pages that were already read.
    /// </param>
    /// <exception cref="JobServiceException">The list could not be read, or it does not continue with new items.</exception>
    private protected Task ReadListAsync<T>(
        string subject,
        ListRange range,
        int maxPageSize,
        Func<long, int, Task<ListPage<T>>> readPage,
        Func<T, string?> idOf,
        IListReceiver<T> receiver,
        CallContext call,
        Func<T, bool>? filter = null,
        bool hasId = true,
        bool canShrink = false)
    {
        if (!canShrink)
        {
            return ReadAsync(receiver);
        }

        var held = new HeldItems<T>(receiver);
        return ReportAfterAsync(ReadAsync(held), () => held.Items, receiver);

        Task ReadAsync(IListReceiver<T> target) => ReadPagesAsync(
            subject,
            readPage,
            read => Paging.ReadAsync(range, maxPageSize, read, idOf, target, filter),
            call,
            hasId);
    }

    /// <summary>Reads pages of a list. Writes a warning about the items that were left out because they have no id.</summary>
    /// <param name="subject">What is read, for messages.</param>
    /// <param name="readPage">Reads a page. The parameters are the offset and the maximum number of items.</param>
    /// <param name="readAll">Reads pages with the function. Returns false if the list does not continue with new items.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    /// <param name="hasId">False if the request contains no id that could be wrong.</param>
    /// <exception cref="JobServiceException">The list could not be read, or it does not continue with new items.</exception>
    private protected async Task ReadPagesAsync<T>(
        string subject,
        Func<long, int, Task<ListPage<T>>> readPage,
        Func<Func<long, int, Task<ListPage<T>>>, Task<bool>> readAll,
        CallContext call,
        bool hasId = true)
    {
        int leftOut = 0;
        bool canIdBeWrong = hasId;
        bool isComplete = await readAll(async (offset, limit) =>
        {
            try
            {
                ListPage<T> page = await readPage(offset, limit).ConfigureAwait(false);
                leftOut += page.LeftOutCount;

                // After the first page, the id is known to be right.
                canIdBeWrong = false;
                return page;
            }
            catch (JobServiceException error)
                when (!canIdBeWrong && error is { Kind: JobServiceErrorKind.JobNotFound, StatusCode: 404, IsFromTokenRequest: false })
            {
                throw AsUnexpected(error);
            }
        }).ConfigureAwait(false);
        WarnAboutLeftOutItems(subject, leftOut, call);
        if (!isComplete)
        {
            throw Http.Errors.Create(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: {BaseUri.Host} returned a page without new items, so the rest of the list was not read.");
        }
    }

    /// <summary>Converts an error that does not mean that an id is wrong.</summary>
    private protected JobServiceException AsUnexpected(JobServiceException error) =>
        Http.Errors.Create(JobServiceErrorKind.UnexpectedResponse, error.Problem, error, error.StatusCode);

    /// <summary>
    /// Finds the first unfinished job of a list. A job with an unrecognized status is returned only if no other job is unfinished,
    /// with a warning.
    /// </summary>
    private protected static T? FindUnfinished<T>(IEnumerable<T> newestFirst, CallContext call)
        where T : RemoteJob
    {
        T? found = newestFirst
            .Where(static job => !job.IsFinished)
            .OrderBy(static job => job.State == RemoteJobState.Unknown)
            .FirstOrDefault();
        if (found is { State: RemoteJobState.Unknown })
        {
            string status = DisplayText.OneLine(found.Status) is { } text ? $"the unrecognized status '{text}'" : "no status";
            call.Warning($"{found} has {status} and may have finished. No other job is started.");
        }

        return found;
    }

    /// <summary>
    /// Returns the items of a list that the service returns as a whole. Writes a warning about the items that were left out.
    /// </summary>
    /// <param name="subject">What was read, for messages.</param>
    /// <param name="list">The list.</param>
    /// <param name="call">The messages of the call.</param>
    /// <param name="haveIds">True if items were left out because they have no id, and false if they have no known field.</param>
    private protected static IReadOnlyList<T> GetItems<T>(string subject, ListPage<T> list, CallContext call, bool haveIds = true)
    {
        WarnAboutLeftOutItems(subject, list.LeftOutCount, call, haveIds ? "id" : "known field");
        return list.Items;
    }

    private static void WarnAboutLeftOutItems(string subject, int count, CallContext call, string missing = "id")
    {
        if (count > 0)
        {
            call.Warning(count == 1
                ? $"{subject}: one item of the list has no {missing} and was left out."
                : FormattableString.Invariant($"{subject}: {count} items of the list have no {missing} and were left out."));
        }
    }

    private string GetId(ServiceLink link, IdKind kind)
    {
        CheckConnection(link);
        (IdKind? found, string id) = link.Find(IdKinds);
        if (found == kind)
        {
            return CheckId(id, kind);
        }

        string target = found is null ? string.Empty : $": it points to {found.Name} {DisplayText.OneLine(id)}";
        throw InvalidLink($"The link is not a valid {kind.Name} link{target}.", $"Specify the id or the link of the {kind.Name}.");
    }

    private protected T OnStarted<T>(T job)
        where T : RemoteJob
    {
        RecentActions.AddStart(BaseUri, job.Id, Now);
        return job;
    }

    private protected void OnStopped(string id) => RecentActions.AddStop(BaseUri, id, Now);

    /// <summary>
    /// Reads a run. If this process has just started the run and it cannot be read yet, the read is repeated for a few seconds.
    /// A wait polls again instead.
    /// </summary>
    private protected async Task<T> ReadStartedAsync<T>(string id, Func<Task<T>> read, CallContext call)
    {
        TimeSpan waited = TimeSpan.Zero;
        for (TimeSpan delay = RetryDelayStep; ; delay += RetryDelayStep)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (JobServiceException error) when (error.Kind == JobServiceErrorKind.JobNotFound
                && waited + delay <= MaxRetryTime
                && call.RetryTransientErrors
                && _options.MaximumRetryCount > 0
                && RecentActions.WasStarted(BaseUri, id, Now)
                && !RecentActions.WasStopped(BaseUri, id, Now))
            {
                call.Verbose($"The job was just started. Reading it again in {delay.TotalSeconds:0} s after an error: {error.Problem}");
            }

            await Time.Delay(delay, call.CancellationToken).ConfigureAwait(false);
            waited += delay;
        }
    }

    // The time of submission is a time of the service.
    private bool IsNew(JobTarget target) =>
        RecentActions.WasStarted(BaseUri, target.Id, Now)
        || (target.LastSeen?.SubmittedInstant is { } submitted && RecentActions.IsNew(submitted, Http.ServiceTime));

    private async Task<JobReadResult> TryReadOneAsync(JobTarget target, CallContext call)
    {
        try
        {
            RemoteJob job = await ReadOneAsync(target, call).ConfigureAwait(false);
            return new JobReadResult(target, KnownValues.AddTo(job, target.LastSeen));
        }
        catch (JobServiceException error) when (error.Kind == JobServiceErrorKind.JobNotFound)
        {
            // A service can delete a run that was stopped before it began. A page of a proxy does not show that.
            return !error.IsPage && RecentActions.WasStopped(BaseUri, target.Id, Now) && CreateStoppedJob(target) is { } stopped
                ? new JobReadResult(target, KnownValues.AddTo(stopped, target.LastSeen))
                : new JobReadResult(target, error) { IsTooEarly = IsNew(target) };
        }
        catch (JobServiceException error)
        {
            return new JobReadResult(target, error);
        }
    }
}
