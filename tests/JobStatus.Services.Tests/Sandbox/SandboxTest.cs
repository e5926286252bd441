using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>A base class for tests that use their own sandbox, a controllable clock and an HTTP client.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    private protected const string AlmaKey = "apikey sandbox-alma-key";
    private protected const string XplentyVersion1 = "application/vnd.xplenty+json; version=1";
    private protected const string XplentyVersion2 = "application/vnd.xplenty+json; version=2";

    private protected static readonly string XplentyKey = Basic("sandbox-xplenty-key", "");

    private protected FakeClock Clock { get; } = new();

    private protected SandboxServer Server { get; private set; } = null!;

    private protected HttpClient Client { get; private set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = Clock }, Token);
        Client = new HttpClient { BaseAddress = Server.BaseUri };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static string Basic(string user, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    private protected static string Seed(string file)
    {
        using StreamReader reader = new(typeof(SandboxServer).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }

    private protected static async Task<string> TextOf(HttpResponseMessage response) =>
        await response.Content.ReadAsStringAsync(Token);

    private protected static async Task<JsonObject> JsonOf(HttpResponseMessage response) =>
        JsonNode.Parse(await TextOf(response))!.AsObject();

    private protected static async Task<JsonArray> ArrayOf(HttpResponseMessage response) =>
        JsonNode.Parse(await TextOf(response))!.AsArray();

    private protected static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private protected static async Task<XElement> XmlOf(HttpResponseMessage response) =>
        XElement.Parse(await TextOf(response));

    private protected Task<HttpResponseMessage> GetAsync(string path, string? authorization = null, string? accept = null) =>
        SendAsync(HttpMethod.Get, path, authorization, accept);

    private protected async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? authorization = null, string? accept = null, HttpContent? content = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        if (authorization is not null)
        {
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await Client.SendAsync(request, Token);
    }

    private protected Task<HttpResponseMessage> ControlAsync(HttpMethod method, string path, string? json = null) =>
        SendAsync(method, $"/_sandbox/{path}", content: json is null ? null : new StringContent(json));

    private protected async Task<JsonObject> AlmaAsync(SandboxJob job) =>
        await JsonOf(await GetAsync(job.Path, AlmaKey, "application/json"));

    private protected async Task<JsonObject> XplentyAsync(SandboxJob job, string accept = XplentyVersion2) =>
        await JsonOf(await GetAsync(job.Path, XplentyKey, accept));

    private protected async Task<JsonObject> AlteryxAsync(SandboxJob job) =>
        await JsonOf(await GetAsync(job.Path, await BearerAsync()));

    /// <summary>Requests a new Alteryx token and returns the value of an Authorization header with it.</summary>
    private protected async Task<string> BearerAsync()
    {
        JsonObject token = await JsonOf(await RequestTokenAsync("sandbox-client", "sandbox-secret"));
        return $"Bearer {token["access_token"]}";
    }

    private protected Task<HttpResponseMessage> RequestTokenAsync(
        string clientId, string clientSecret, string grantType = "client_credentials") =>
        SendAsync(HttpMethod.Post, "/webapi/oauth2/token", content: new FormUrlEncodedContent(
        [
            new("grant_type", grantType),
            new("client_id", clientId),
            new("client_secret", clientSecret),
        ]));
}
