using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;
using System.Threading.Tasks;
using JobStatus.Services.Documents;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <summary>The client for Xplenty (Integrate.io ETL).</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Job Information".</remarks>
public sealed partial class XplentyClient : JobServiceClient
{
    private const string Version2 = "application/vnd.xplenty+json; version=2";

    private static readonly RateLimits RateLimits = new()
    {
        RemainingHeader = "X-RateLimit-Remaining",
        QuotaHeader = "X-RateLimit-Limit",
        QuotaPeriod = "this hour",
    };

    // One field of each type is enough.
    private static readonly JitWarmup Warmup = new(static () => JsonResponse.Read(
        """
        {
          "id": 1, "status": "", "progress": 1, "created_at": "2026-01-31T00:00:00Z", "url": "/", "variables": {},
          "outputs": [{ "component": { "fields": [""] } }], "creator": {}, "package": {}
        }
        """u8.ToArray(),
        static tree => XplentyReader.Job(tree, string.Empty, string.Empty, default)));

    private const string ApiPrefix = "api.";

    private static readonly IdKind JobKind = new("Xplenty job", "jobs");
    private static readonly IdKind PackageKind = new("Xplenty package", "packages");
    private static readonly IdKind ClusterKind = new("Xplenty cluster", "clusters", acceptsPartLinks: false);
    private static readonly IdKind ScheduleKind = new("Xplenty schedule", "schedules", acceptsPartLinks: false);
    private static readonly IdKind[] Kinds = [JobKind, PackageKind, ClusterKind, ScheduleKind];

    private static readonly Uri DefaultBaseUri = new("https://api.xplenty.com");

    /// <summary>Creates a client. No request is sent.</summary>
    /// <param name="options">
    /// The options of the connection. If they have no address, the public address of Xplenty is used.
    /// </param>
    /// <param name="accountId">The account id, which is part of every path.</param>
    /// <param name="apiKey">The API key.</param>
    /// <exception cref="JobServiceException">
    /// InvalidRequest or UntrustedServer: a value is not valid. The message names the value.
    /// </exception>
    public XplentyClient(ConnectionOptions options, string accountId, SecureString apiKey)
        : base(
            options,
            CreateBaseUri(options.BaseUri ?? DefaultBaseUri, accountId),
            new XplentyErrorParser(),
            RateLimits,
            _ => new KeyAuthenticator(Secret.ForHeader("Xplenty", "API key", apiKey), "Basic", EncodeBasic),
            Warmup)
    {
        Clusters = new ClusterReader(this);
    }

    /// <summary>The registration of Xplenty.</summary>
    public static JobServiceRegistration Registration { get; } = new(
        "Xplenty",
        ["XPLENTY_ACCOUNT_ID", "XPLENTY_API_KEY", "XPLENTY_BASE_URI"],
        "XPLENTY_ACCOUNT_ID and XPLENTY_API_KEY",
        static (options, values) =>
        {
            string account = values.Require("XPLENTY_ACCOUNT_ID", CheckAccount);
            SecureString key = values.RequireSecret("XPLENTY_API_KEY", "API key");
            return values.CreateClient(() => new XplentyClient(options, account, key));
        });

    /// <summary>The format of the bodies of service hooks for jobs and of responses with jobs.</summary>
    public static DocumentFormat DocumentFormat { get; } = new XplentyDocumentFormat();

    /// <inheritdoc/>
    public override string Service => "Xplenty";

    /// <summary>Reads one job.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The job could not be read. The kind indicates the reason.</exception>
    public Task<XplentyJob> GetJobAsync(string id, CallContext call) => GetJobAsync(id, includeLogSummary: false, call);

    /// <summary>Reads one job, and optionally the summary of its log.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="includeLogSummary">True to include the summary of the log.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The job could not be read. The kind indicates the reason.</exception>
    public Task<XplentyJob> GetJobAsync(string id, bool includeLogSummary, CallContext call)
    {
        string path = $"jobs/{CheckNumber(id)}{(includeLogSummary ? "?include=log_summary" : string.Empty)}";
        var request = new ServiceRequest(new Uri(BaseUri, path), Version2, $"Xplenty job {id}");
        return ReadStartedAsync(id, () => ReadJobAsync(request, id, call), call);
    }

    /// <summary>Returns the id of a cluster that was specified as an id or as a link. No request is sent.</summary>
    /// <param name="idOrLink">The id, or a link to the cluster in this connection.</param>
    /// <returns>The id.</returns>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the id is not valid, or the link points to something else or to another server.
    /// </exception>
    public string GetClusterId(string idOrLink) => GetId(idOrLink, ClusterKind);

    private protected override IReadOnlyList<IdKind> IdKinds => Kinds;

    // This request does not count against the quota.
    private protected override async Task<long?> SendTestAsync(CallContext call) =>
        (await GetRateLimitAsync(call).ConfigureAwait(false)).Remaining;

    private protected override string CheckId(string id, IdKind kind) => CheckNumber(id, kind);

    // Other accounts have the same host, and the same id identifies another job there.
    private protected override void CheckConnection(ServiceLink link)
    {
        base.CheckConnection(link);
        string account = new Uri(BaseUri, "..").Segments.Last().TrimEnd('/');
        if (!link.Segments.Contains(Uri.UnescapeDataString(account), StringComparer.OrdinalIgnoreCase))
        {
            throw InvalidLink(
                $"The link is not for Xplenty account {account}, which the connection '{Name}' is for.",
                "Specify a connection for the account of the link.");
        }
    }

    // The API is at api.xplenty.com, and the web pages are at xplenty.com.
    private protected override bool IsOnServer(ServiceLink link) =>
        base.IsOnServer(link)
        || (BaseUri.Host.StartsWith(ApiPrefix, StringComparison.OrdinalIgnoreCase)
            && $".{link.Host}".EndsWith(BaseUri.Host.Substring(ApiPrefix.Length - 1), StringComparison.OrdinalIgnoreCase));

    private protected override RemoteJob? CreateStoppedJob(JobTarget target) =>
        new XplentyJob { Connection = Name, Id = target.Id, Status = "stopped", ObservedInstant = Now };

    private protected override async Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call) =>
        await GetJobAsync(target.Id, call).ConfigureAwait(false);

    private static string EncodeBasic(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));

    private string CheckNumber(string id) => CheckNumber(id, JobKind);

    private string CheckNumber(string id, IdKind kind) =>
        id.All(c => c is >= '0' and <= '9') && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        && number > 0
            ? id
            : throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(id)}' is not a valid {kind.Name} id.",
                $"Use the number in the URL of the {kind.Name.Substring(kind.Name.IndexOf(' ') + 1)}'s page.");

    // The address can include the path of the account's API.
    private static Uri CreateBaseUri(Uri baseUri, string accountId)
    {
        string path = $"{CheckAccount(accountId)}/api";
        Uri address = ServiceUris.CreateBase("Xplenty", baseUri);
        return address.AbsolutePath.TrimEnd('/').EndsWith($"/{path}", StringComparison.OrdinalIgnoreCase)
            ? address
            : ServiceUris.CreateBase("Xplenty", baseUri, $"{path}/");
    }

    // The account id is one segment of the path.
    private static string CheckAccount(string accountId) =>
        accountId.Trim('.').Length > 0 && Uri.EscapeDataString(accountId) == accountId
            ? accountId
            : throw new JobServiceException(
                "Xplenty",
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(accountId)}' is not a valid Xplenty account id.",
                "Use the account id that appears in the addresses of the account's jobs.");

    private async Task<XplentyJob> ReadJobAsync(ServiceRequest request, string? requestedId, CallContext call) =>
        CheckReportedId(
            await ReadAsync(request, tree => XplentyReader.Job(tree, requestedId, Name, Now), call).ConfigureAwait(false),
            request.Subject,
            call);
}
