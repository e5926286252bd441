using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <summary>The client for Alteryx Server.</summary>
/// <remarks>Source: Alteryx Server API V3, "Job Endpoints and Parameters".</remarks>
public sealed partial class AlteryxClient : JobServiceClient
{
    private const string Json = "application/json";

    // The ids of Alteryx are MongoDB object ids in hexadecimal digits.
    private const int IdLength = 24;

    private static readonly IdKind ScheduleKind = new("Alteryx schedule", "schedules", acceptsPartLinks: false);

    private static readonly IdKind[] Kinds = [new("Alteryx job", "jobs"), new("Alteryx workflow", "workflows"), ScheduleKind];

    // One field of each type is enough.
    private static readonly JitWarmup Warmup = new(static () => JsonResponse.Read(
        """
        {
          "id": "", "createDateTime": "2026-01-31T00:00:00Z", "runWithE2": true, "queueTime": "0",
          "outputs": [{ "availableFormats": [""] }], "messages": [{ "status": 1 }]
        }
        """u8.ToArray(),
        static tree => AlteryxReader.Job(tree, "1", static _ => new Uri("/", UriKind.Relative), string.Empty, default)));

    private readonly AlteryxWorkflowNames _workflowNames;

    /// <summary>
    /// Creates a client that uses an API access key and secret to obtain access tokens. No request is sent.
    /// </summary>
    /// <param name="options">
    /// The options of the connection. The address is the Web API Address of the Server, which ends in /webapi.
    /// </param>
    /// <param name="clientId">The API access key.</param>
    /// <param name="clientSecret">The API access secret.</param>
    /// <exception cref="JobServiceException">
    /// InvalidRequest or UntrustedServer: a value is not valid. The message names the value.
    /// </exception>
    public AlteryxClient(ConnectionOptions options, string clientId, SecureString clientSecret)
        : base(
            options,
            CreateBaseUri(options.BaseUri),
            new AlteryxErrorParser(),
            new RateLimits(),
            http => new AlteryxTokenAuthenticator(http, clientId, Secret.ForHeader("Alteryx", "client secret", clientSecret)),
            Warmup)
    {
        _workflowNames = new AlteryxWorkflowNames(this, Time);
    }

    /// <summary>Creates a client that uses an existing access token, which is not renewed. No request is sent.</summary>
    /// <param name="options">
    /// The options of the connection. The address is the Web API Address of the Server, which ends in /webapi.
    /// </param>
    /// <param name="accessToken">The access token.</param>
    /// <exception cref="JobServiceException">
    /// InvalidRequest or UntrustedServer: a value is not valid. The message names the value.
    /// </exception>
    public AlteryxClient(ConnectionOptions options, SecureString accessToken)
        : base(
            options,
            CreateBaseUri(options.BaseUri),
            new AlteryxErrorParser(),
            new RateLimits(),
            _ => new KeyAuthenticator(Secret.ForHeader("Alteryx", "access token", accessToken), "Bearer"),
            Warmup)
    {
        _workflowNames = new AlteryxWorkflowNames(this, Time);
    }

    /// <summary>The registration of Alteryx.</summary>
    public static JobServiceRegistration Registration { get; } = new(
        "Alteryx",
        ["ALTERYX_BASE_URI", "ALTERYX_CLIENT_ID", "ALTERYX_CLIENT_SECRET", "ALTERYX_ACCESS_TOKEN"],
        "ALTERYX_BASE_URI with ALTERYX_CLIENT_ID and ALTERYX_CLIENT_SECRET (or with ALTERYX_ACCESS_TOKEN)",
        Open);

    /// <inheritdoc/>
    public override string Service => "Alteryx";

    /// <summary>Reads one job.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="includeMessages">False to read the job without its messages, which makes the response smaller.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The job could not be read. The kind indicates the reason.</exception>
    public Task<AlteryxJob> GetJobAsync(string id, bool includeMessages, CallContext call) =>
        ReadStartedAsync(id, () => ReadJobAsync(id, includeMessages, call), call);

    private async Task<AlteryxJob> ReadJobAsync(string id, bool includeMessages, CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        Uri uri = JobUri(job);
        var request = new ServiceRequest(
            new Uri($"{uri}?includeMessages={(includeMessages ? "true" : "false")}"),
            Json,
            $"Alteryx job {job}");
        AlteryxJob read = await ReadAsync(request, tree => AlteryxReader.Job(tree, job, _ => uri, Name, Now), call).ConfigureAwait(false);
        return CheckReportedId(read, request.Subject, call);
    }

    /// <summary>
    /// Reads the messages of one job. Only curators can read all messages. For other users, only the messages that are
    /// included in the job are returned.
    /// </summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<AlteryxJobMessage>> GetMessagesAsync(string id, CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        if (await ReadAllMessagesAsync(job, call).ConfigureAwait(false) is { } all)
        {
            return all;
        }

        int renewals = Http.Renewals;
        AlteryxJob read = await GetJobAsync(job, includeMessages: true, call).ConfigureAwait(false);

        // If the token was renewed to read the job, the first request was refused because of the old token, so it is
        // repeated.
        bool tokenWasRenewed = Http.Renewals != renewals;
        return (tokenWasRenewed ? await ReadAllMessagesAsync(job, call).ConfigureAwait(false) : null) ?? read.Messages;
    }

    private protected override bool IsWellFormedId(string id) =>
        id.Length == IdLength && id.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'));

    private protected override IReadOnlyList<IdKind> IdKinds => Kinds;

    // No workflow has this name, so the list is empty.
    private protected override async Task<long?> SendTestAsync(CallContext call)
    {
        await GetWorkflowsAsync("JobStatus connection test", call).ConfigureAwait(false);
        return null;
    }

    // The ids are hexadecimal. If one without quotation marks looks like a number, PowerShell converts it, and only digits
    // remain that identify something else or nothing.
    private protected override string CheckId(string id, IdKind kind) =>
        id.Length != IdLength && id.Length > 0 && id.All(c => c is >= '0' and <= '9')
            ? throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                $"The number {id} is not a valid {kind.Name} id.",
                $"Enclose the id in quotation marks, so that PowerShell does not convert it. It has {IdLength} characters.")
            : base.CheckId(id, kind);

    private protected override RemoteJob? CreateStoppedJob(JobTarget target) =>
        new AlteryxJob { Connection = Name, Id = target.Id, Status = "Cancelled", Uri = JobUri(target.Id), ObservedInstant = Now };

    private protected override async Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call)
    {
        AlteryxJob job = await GetJobAsync(target.Id, includeMessages: true, call).ConfigureAwait(false);
        if (target.LastSeen?.Name is null)
        {
            await AddNameAsync(job, target.LastSeen?.DefinitionId ?? job.DefinitionId, call).ConfigureAwait(false);
        }

        return job;
    }

    // Alteryx reports the name of the workflow only in the queue.
    private async Task AddNameAsync(AlteryxJob job, string? workflowId, CallContext call)
    {
        if (job.Name is null && workflowId is not null)
        {
            string? name = await _workflowNames.FindAsync(workflowId, call).ConfigureAwait(false);
            KnownValues.AddTo(job, new AlteryxJob { Name = name });
        }
    }

    // Returns null if the user may not read all messages.
    private async Task<IReadOnlyList<AlteryxJobMessage>?> ReadAllMessagesAsync(string job, CallContext call)
    {
        string subject = $"Messages of Alteryx job {job}";
        try
        {
            ListPage<AlteryxJobMessage> messages = await ReadAsync(
                new ServiceRequest(new Uri(BaseUri, $"v3/jobs/{job}/messages"), Json, subject) { MayBeForbidden = true },
                tree => AlteryxReader.Messages(tree, job, Name),
                call).ConfigureAwait(false);
            return GetItems(subject, messages, call, haveIds: false);
        }
        catch (JobServiceException error) when (error.StatusCode is 401 or 403)
        {
            call.Verbose(
                $"Only curators can read all messages of Alteryx job {job}. "
                + "The output contains only the messages that the Server returned together with the job.");
            return null;
        }
    }

    private static Uri CreateBaseUri(Uri? baseUri) =>
        baseUri is null
            ? throw new JobServiceException(
                "Alteryx",
                JobServiceErrorKind.InvalidRequest,
                "No Alteryx Server address was specified.") { Reason = JobServiceErrorReason.AlteryxAddressMissing }
            : AlteryxAddress.CreateBase(baseUri);

    private static JobServiceClient Open(ConnectionOptions options, EnvironmentValues values)
    {
        values.Require("ALTERYX_BASE_URI");
        if (values.Get("ALTERYX_ACCESS_TOKEN") is not null)
        {
            SecureString token = values.RequireSecret("ALTERYX_ACCESS_TOKEN", "access token");
            return values.CreateClient(() => new AlteryxClient(options, token));
        }

        string id = values.Require("ALTERYX_CLIENT_ID");
        SecureString secret = values.RequireSecret("ALTERYX_CLIENT_SECRET", "client secret");
        return values.CreateClient(() => new AlteryxClient(options, id, secret));
    }

    private Uri JobUri(string id) => new(BaseUri, $"v3/jobs/{Uri.EscapeDataString(id)}");
}
