using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using JobStatus.Services.Documents;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>The client for Ex Libris Alma.</summary>
/// <remarks>Source: Alma Configuration API, "Retrieve details of a specific job instance".</remarks>
public sealed partial class AlmaClient : JobServiceClient
{
    /// <summary>The job id that Alma accepts in requests for a run whose definition is not known.</summary>
    private const string AnyJob = "ALL";

    private const string ApiRoot = "/almaws/v1";

    private const int MaxTestLength = 1000;

    private static readonly IdKind SetKind = new("Alma set", "sets", acceptsPartLinks: false);

    // The first two are in the link to an instance, whose definition can be M0 instead of the actual one.
    private static readonly IdKind[] Kinds = [new("Alma job instance", "instances"), new("Alma job", "jobs"), SetKind];

    // The quota resets at midnight. Alma does not document the time zone, so UTC is assumed.
    private static readonly RateLimits RateLimits = new()
    {
        RequestsPerSecond = 25,
        RemainingHeader = "X-Exl-Api-Remaining",
        QuotaPeriod = "today",
        TimeUntilReset = static now => TimeSpan.FromDays(1) - now.UtcDateTime.TimeOfDay,
    };

    // One field of each type is enough.
    private static readonly JitWarmup Warmup = new(static () => JsonResponse.Read(
        """
        {
          "id": "", "status": { "value": "", "desc": "" }, "progress": 1, "submit_time": "2026-01-31T00:00:00.000Z",
          "alert": [{ "value": "" }], "counter": [{ "type": { "value": "" }, "value": "" }], "action": [],
          "job_info": { "id": "", "link": "/" }, "link": "/"
        }
        """u8.ToArray(),
        static tree => AlmaReader.Instance(tree, null, string.Empty, string.Empty, default)));

    /// <summary>Creates a client. No request is sent.</summary>
    /// <param name="options">The options of the connection.</param>
    /// <param name="apiKey">The API key.</param>
    /// <exception cref="JobServiceException">
    /// InvalidRequest or UntrustedServer: a value is not valid. The message names the value.
    /// </exception>
    public AlmaClient(ConnectionOptions options, SecureString apiKey)
        : base(
            options,
            CreateBaseUri(options.BaseUri),
            new AlmaErrorParser(),
            RateLimits,
            _ => new KeyAuthenticator(Secret.ForHeader("Alma", "API key", apiKey), "apikey"),
            Warmup)
    {
    }

    /// <summary>The registration of Alma.</summary>
    public static JobServiceRegistration Registration { get; } = new(
        "Alma",
        ["ALMA_API_KEY", "ALMA_REGION", "ALMA_BASE_URI"],
        "ALMA_API_KEY and ALMA_REGION (or ALMA_BASE_URI)",
        static (options, values) =>
        {
            ConnectionOptions complete = options.BaseUri is not null
                ? options
                : new ConnectionOptions(options.Name, values.Require("ALMA_REGION", AlmaRegions.GetHost));
            SecureString key = values.RequireSecret("ALMA_API_KEY", "API key");
            return values.CreateClient(() => new AlmaClient(complete, key));
        });

    /// <inheritdoc/>
    public override string Service => "Alma";

    /// <summary>The format of the bodies of JOB_END webhooks and of responses with job instances.</summary>
    public static DocumentFormat DocumentFormat { get; } = new AlmaDocumentFormat();

    /// <summary>
    /// Reads the job instances in a document, which can be an instance, a list of instances, or the body of a webhook.
    /// </summary>
    /// <param name="text">The document, in JSON or XML.</param>
    /// <returns>The instances in the document.</returns>
    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no job instance.
    /// </exception>
    public static IReadOnlyList<AlmaJobInstance> ReadDocument(string text) =>
        DocumentFormat.Read(text, DateTimeOffset.UtcNow).Cast<AlmaJobInstance>().ToArray();

    /// <summary>Reads one run.</summary>
    /// <param name="jobId">The id of the definition, or null if it is not known.</param>
    /// <param name="instanceId">The id of the run.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The run.</returns>
    /// <exception cref="JobServiceException">The run could not be read. The kind indicates the reason.</exception>
    public Task<AlmaJobInstance> GetInstanceAsync(string? jobId, string instanceId, CallContext call) =>
        ReadStartedAsync(instanceId, () => ReadInstanceAsync(jobId, instanceId, call), call);

    private async Task<AlmaJobInstance> ReadInstanceAsync(string? jobId, string instanceId, CallContext call)
    {
        string job = jobId is null ? AnyJob : CheckId(jobId, "Alma job id");
        string instance = CheckId(instanceId, "Alma job instance id");
        string? definitionId = string.Equals(job, AnyJob, StringComparison.OrdinalIgnoreCase) ? null : job;
        var request = new ServiceRequest(
            new Uri(BaseUri, $"conf/jobs/{job}/instances/{instance}"),
            "application/json",
            definitionId is null ? $"Alma job instance {instance}" : $"Alma job instance {instance} of job {definitionId}");
        AlmaJobInstance run = await ReadAsync(
            request,
            tree => AlmaReader.Instance(tree, definitionId, instance, Name, Now),
            call,

            // A gateway can respond with XML although JSON was requested, or use an XML content type for JSON.
            static response => response.MediaType?.EndsWith("xml", StringComparison.Ordinal) == true ? AlmaXml.Parse : null)
            .ConfigureAwait(false);
        return CheckReportedId(run, request.Subject, call);
    }

    private protected override IReadOnlyList<IdKind> IdKinds => Kinds;

    private protected override async Task<long?> SendTestAsync(CallContext call)
    {
        await SendTestAsync(HttpMethod.Get, call).ConfigureAwait(false);
        return null;
    }

    // Alma checks the permission to write configuration, which a key needs in order to start jobs. Nothing is changed.
    private protected override async Task<bool?> TestStartPermissionAsync(CallContext call)
    {
        try
        {
            await SendTestAsync(HttpMethod.Post, call).ConfigureAwait(false);
            return true;
        }
        catch (JobServiceException error) when (IsRejectedByService(error))
        {
            call.Verbose(error.Problem);
            return false;
        }
    }

    // The response is a short text such as "GET - OK", perhaps in JSON or XML. Anything else comes from something else.
    private Task<bool> SendTestAsync(HttpMethod method, CallContext call) =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, "conf/test"), "application/json", "Alma connection test")
            {
                Method = method,
                IsRead = true,
            },
            async (response, cancellationToken) =>
            {
                byte[] body = await ErrorBody.ReadAsync(response.Body, response.MediaType, cancellationToken).ConfigureAwait(false);
                if (AlmaErrorParser.FindInFile(body, isJson: false) is { } error)
                {
                    throw new ServiceErrorException(error);
                }

                string text = Encoding.UTF8.GetString(body);
                return response.StatusCode == HttpStatusCode.OK && !HtmlPage.IsPage(body) && IsTestPassed(text, method)
                    ? true
                    : throw new ServiceErrorException(ServiceError.UnexpectedContent);
            },
            call);

    private static bool IsTestPassed(string text, HttpMethod method) =>
        text.Length <= MaxTestLength
        && Regex.IsMatch(text, $@"\b{method}\b.{{0,40}}?\bOK\b", RegexOptions.IgnoreCase | RegexOptions.Singleline);

    private protected override async Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call) =>
        await GetInstanceAsync((target.LastSeen as AlmaJobInstance)?.JobId, target.Id, call).ConfigureAwait(false);

    private static Uri CreateBaseUri(Uri? baseUri)
    {
        if (baseUri is null)
        {
            throw new JobServiceException(
                "Alma",
                JobServiceErrorKind.InvalidRequest,
                "No Alma region or address was specified.") { Reason = JobServiceErrorReason.AlmaRegionMissing };
        }

        Uri address = ServiceUris.CreateBase("Alma", baseUri);
        return address.AbsolutePath.TrimEnd('/').EndsWith(ApiRoot, StringComparison.OrdinalIgnoreCase)
            ? address
            : ServiceUris.CreateBase("Alma", baseUri, $"{ApiRoot.TrimStart('/')}/");
    }
}
