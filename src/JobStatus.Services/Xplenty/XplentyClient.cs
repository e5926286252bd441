using System;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>
/// Xplenty (Integrate.io ETL).
/// Page: Integrate.io ETL API, "Get Job Information".
/// </summary>
public sealed class XplentyClient : JobServiceClient
{
    private const string Version2 = "application/vnd.xplenty+json; version=2";

    private static readonly Uri PublicAddress = new("https://api.xplenty.com");

    /// <summary>Makes a connection. Nothing is sent.</summary>
    /// <param name="options">How to reach the service; without an address, its public one.</param>
    /// <param name="accountId">The account's id, which stands in every path.</param>
    /// <param name="apiKey">The API key.</param>
    /// <exception cref="JobServiceException">InvalidRequest or UntrustedServer: a value cannot be used; the message says which.</exception>
    public XplentyClient(ConnectionOptions options, string accountId, SecureString apiKey)
        : base(
            options,
            ServiceUris.Base("Xplenty", options.BaseUri ?? PublicAddress, $"{Uri.EscapeDataString(accountId)}/api/"),
            new XplentyErrorDialect(),
            _ => new KeyAuthenticator(Secret.ForHeader("Xplenty", "API key", apiKey), "Basic", UserWithoutPassword))
    {
    }

    /// <summary>What the rest of the module must know of Xplenty.</summary>
    public static JobServiceDefinition Definition { get; } = new(
        "Xplenty",
        ["XPLENTY_ACCOUNT_ID", "XPLENTY_API_KEY", "XPLENTY_BASE_URI"],
        "Run Connect-Xplenty, or set XPLENTY_ACCOUNT_ID and XPLENTY_API_KEY.",
        (options, values) => new XplentyClient(options, values.Needed("XPLENTY_ACCOUNT_ID"), values.NeededSecret("XPLENTY_API_KEY")));

    /// <inheritdoc/>
    public override string Service => "Xplenty";

    /// <summary>Reads one job.</summary>
    /// <param name="id">The job's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The job could not be read; the kind says why.</exception>
    public Task<XplentyJob> GetJobAsync(string id, CallContext call)
    {
        if (!long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(id)}' is no Xplenty job id.",
                "Give a whole number, as in the address of the job's page.");
        }

        return Http.GetAsync(
            new ServiceRequest(new Uri(BaseUri, $"jobs/{id}"), Version2, $"Xplenty job {id}"),
            async (answer, cancellationToken) =>
            {
                XplentyJobWire wire = await JsonSerializer
                    .DeserializeAsync(answer.Body, XplentyJson.Default.XplentyJobWire, cancellationToken).ConfigureAwait(false)
                    ?? throw new JsonException();
                return XplentyMapping.Job(wire, id, Name, Now);
            },
            call);
    }

    private protected override async Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call) =>
        await GetJobAsync(target.Id, call).ConfigureAwait(false);

    private static string UserWithoutPassword(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
}
