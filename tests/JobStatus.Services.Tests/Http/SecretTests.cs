using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Http;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

/// <summary>Tests that no output contains a key, even if a server echoes it.</summary>
public sealed class SecretTests : ServiceTest
{
    private const string Key = "canary/key+(1)*=";
    private const string XmlSafeKey = "canary-key-2";

    private const string ProxyUser = "canary-user";
    private const string ProxyPassword = "canary/password+(1)*=";

    private static readonly SandboxService[] Services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    /// <summary>All representations in which a key is sent, or in which a server may echo it.</summary>
    public static TheoryData<SandboxService, string> EchoedKeys =>
        new(Services.SelectMany(service => RepresentationsOf(service).Select(form => (service, form))));

    /// <summary>The representations that a service may repeat in the data of a job. It does not encode letters.</summary>
    public static TheoryData<SandboxService, string> KeysInData =>
        new(Services.SelectMany(service => FormsInData(service).Select(form => (service, form))));

    public static TheoryData<string> KeysInXml => [.. FormsInData(SandboxService.Alma)];

    public static TheoryData<SandboxService> EachService => new(Services);

    public static TheoryData<SandboxService, int> RefusalsOfProxies =>
        new(Services.SelectMany(service => new[] { 403, 407, 502 }.Select(status => (service, status))));

    [Theory]
    [MemberData(nameof(EchoedKeys))]
    public async Task A_key_that_a_server_echoes_in_an_error_body_is_redacted(SandboxService service, string form)
    {
        string text = JsonSerializer.Serialize($"Your key {form}, that is {form.ToUpperInvariant()}, is wrong.");
        string code = JsonSerializer.Serialize($"CODE_{form}");
        string body = service == SandboxService.Alma
            ? $$"""
                {
                  "errorsExist": true,
                  "errorList": { "error": [ { "errorCode": {{code}}, "errorMessage": {{text}}, "trackingId": {{code}} } ] }
                }
                """
            : $$"""{ "message": {{text}}, "exceptionName": {{code}}, "modelState": { {{code}}: [ {{text}} ] } }""";

        JobServiceException error = await FailAsync(service, 400, body, "application/json");

        Assert.Contains("Your key ***, that is ***, is wrong.", error.Problem, StringComparison.Ordinal);
        AssertNoKey(error);
    }

    [Theory]
    [MemberData(nameof(KeysInData))]
    public async Task A_key_that_a_server_echoes_in_a_job_is_redacted(SandboxService service, string form)
    {
        string text = $"login {form} or {form.ToUpperInvariant()} refused";
        string unchanged = text.Replace("\\U", "\\u", StringComparison.Ordinal);
        string escaped = string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"));
        string[] encoded = [JsonSerializer.Serialize(text), $"\"{unchanged}\"", $"\"{escaped}\""];
        foreach (string json in encoded)
        {
            string body = service switch
            {
                SandboxService.Alma => $$"""
                    { "id": "1", "status": { "value": "FAILED" }, "alert": [ { "value": {{json}} } ], "new": { {{json}}: [ {{json}} ] } }
                    """,
                SandboxService.Xplenty => $$"""
                    { "id": 157, "status": "failed", "errors": {{json}}, "url": "https://e.org/{{form}}", "new": { {{json}}: {{json}} } }
                    """,
                _ => $$"""
                    { "id": "1", "status": "Error", "messages": [ { "status": 3, "text": {{json}} } ], "new": { {{json}}: {{json}} } }
                    """,
            };

            RemoteJob job = await ReadJobAsync(service, body, "application/json");

            Assert.Equal("login *** or *** refused", job.Message);
            Assert.Contains("login *** or *** refused", Assert.IsType<Dictionary<string, object?>>(job.AdditionalData["new"]).Keys);
            AssertNoKey(ObjectDump.Text(job));
        }
    }

    [Theory]
    [MemberData(nameof(KeysInXml))]
    public async Task A_key_that_Alma_echoes_in_XML_is_redacted(string form)
    {
        string text = SecurityElement.Escape($"login {form} refused");
        string body = $"<job_instance><id>1</id><status>COMPLETED_FAILED</status><alerts><alert>{text}</alert></alerts></job_instance>";

        RemoteJob job = await ReadJobAsync(SandboxService.Alma, body, "application/xml");

        Assert.Equal("login *** refused", job.Message);
        AssertNoKey(ObjectDump.Text(job));
    }

    [Theory]
    [MemberData(nameof(EchoedKeys))]
    public async Task A_key_that_a_server_echoes_in_plain_text_is_redacted(SandboxService service, string form) =>
        AssertNoKey(await FailAsync(service, 500, $"Refused: {form}", "text/plain"));

    [Theory]
    [MemberData(nameof(EchoedKeys))]
    public async Task A_key_that_a_server_echoes_in_an_unreadable_response_is_redacted(SandboxService service, string form)
    {
        string[] unreadable =
        [
            $$"""{ {{JsonSerializer.Serialize(form)}}: nul }""",
            $$"""{ {{JsonSerializer.Serialize(form)}}: { "inner": [ 1, } ] }""",
            $"<{XmlName(form)}>text</other>",
            $"<{XmlName(form)}/>",
            $"&{XmlName(form)};",
            form,
        ];

        foreach (string body in unreadable)
        {
            AssertNoKey(await FailAsync(service, 200, body, "application/json"));
            AssertNoKey(await FailAsync(service, 200, body, "application/xml"));
        }
    }

    [Theory]
    [MemberData(nameof(EchoedKeys))]
    public async Task A_key_that_a_server_echoes_in_a_redirect_is_redacted(SandboxService service, string form)
    {
        AssertNoKey(await RedirectAsync(service, $"/elsewhere?key={Uri.EscapeDataString(form)}"));
        AssertNoKey(await RedirectAsync(service, $"/elsewhere/{Uri.EscapeDataString(form)}"));
        AssertNoKey(await RedirectAsync(service, $"http://{Uri.EscapeDataString(form)}@127.0.0.1:1/{Uri.EscapeDataString(form)}"));
        AssertNoKey(await RedirectAsync(service, $"http://{XmlName(string.Empty)}.example.org/"));
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task Debug_messages_about_a_successful_request_do_not_contain_the_key(SandboxService service)
    {
        await using RawServer server = await RawServer.StartAsync(
            context => context.Response.WriteAsync("""{ "status": "running" }"""),
            Token);

        await ReadAsync(service, server.BaseUri);

        AssertNoKey(string.Join('\n', Lines));
        Assert.NotEmpty(Lines);
    }

    [Theory]
    [MemberData(nameof(RefusalsOfProxies))]
    public async Task The_credentials_in_the_address_of_a_proxy_are_not_shown_if_it_refuses_to_tunnel(SandboxService service, int status)
    {
        await using RawServer proxy = await RawServer.StartAsync(context => RefuseAsync(context, status), Token);
        WebProxy withCredentials = new(AddressWithCredentials(proxy.BaseUri));

        Task read = ReadThroughProxyAsync(service, new Uri("https://service.example.org"), withCredentials, retries: 1);
        await AdvanceClockAsync(read);
        JobServiceException error = await GetErrorAsync(read);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Contains(proxy.BaseUri.Authority, error.Problem, StringComparison.Ordinal);
        Assert.Contains(Lines, line => line.Contains("retrying", StringComparison.Ordinal));
        AssertNoProxyCredentials(error);
        Assert.DoesNotContain(ProxyUser, error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(ProxyUser, string.Join('\n', Lines), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(RefusalsOfProxies))]
    public async Task A_proxy_password_that_the_proxy_echoes_is_redacted(SandboxService service, int status)
    {
        await using RawServer proxy = await RawServer.StartAsync(context => RefuseAsync(context, status), Token);
        WebProxy[] proxies =
        [
            new(AddressWithCredentials(proxy.BaseUri)),
            new(proxy.BaseUri) { Credentials = new NetworkCredential(ProxyUser, ProxyPassword) },
        ];

        foreach (WebProxy used in proxies)
        {
            JobServiceException error = await GetErrorAsync(
                ReadThroughProxyAsync(service, new Uri("http://service.example.org"), used, retries: 0));
            Assert.Contains("Refused: ***", error.Problem, StringComparison.Ordinal);
            AssertNoProxyCredentials(error);
        }
    }

    [Fact]
    public async Task The_credentials_in_the_address_of_a_proxy_are_sent_to_the_proxy()
    {
        await using RawServer proxy = await RawServer.StartAsync(context => RefuseAsync(context, 407), Token);

        await GetErrorAsync(
            ReadThroughProxyAsync(
                SandboxService.Xplenty,
                new Uri("https://service.example.org"),
                new WebProxy(AddressWithCredentials(proxy.BaseUri)),
                retries: 0));

        Assert.Equal(
            $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ProxyUser}:{ProxyPassword}"))}",
            proxy.Requests[^1].Headers["Proxy-Authorization"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("canary key")]
    [InlineData("canary-key\n")]
    [InlineData("\r\ncanary-key")]
    [InlineData("canary\tkey")]
    [InlineData("canary\0key")]
    [InlineData("canary-k\u00e9y")]
    [InlineData("canary-key\u200b")]
    public void A_key_that_is_not_valid_in_a_header_is_rejected_and_not_shown(string key)
    {
        Func<SecureString, JobServiceClient>[] factories =
        [
            secret => new AlmaClient(new ConnectionOptions("tests", Server.BaseUri), secret),
            secret => new XplentyClient(new ConnectionOptions("tests", Server.BaseUri), "demo", secret),
            secret => new AlteryxClient(new ConnectionOptions("tests", Server.BaseUri), "client", secret),
            secret => new AlteryxClient(new ConnectionOptions("tests", Server.BaseUri), secret),
        ];

        Assert.All(factories, create =>
        {
            JobServiceException error = Assert.Throws<JobServiceException>(() => create(SecureStrings.From(key)));
            Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
            Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
            Assert.NotEmpty(error.RecommendedAction);
        });
    }

    [Fact]
    public void A_secret_is_visible_only_through_Reveal()
    {
        Secret secret = new(SecureStrings.From(XmlSafeKey));

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain(XmlSafeKey, ObjectDump.Text(secret), StringComparison.Ordinal);
        Assert.Equal(XmlSafeKey, secret.Reveal());
    }

    [Fact]
    public async Task A_client_still_works_after_the_SecureString_is_disposed()
    {
        await using RawServer server = await RawServer.StartAsync(
            context => context.Response.WriteAsync("""{ "status": "running" }"""),
            Token);
        SecureString key = SecureStrings.From(XmlSafeKey);
        AlmaClient client = Track(new AlmaClient(Options(server.BaseUri), key));

        key.Dispose();
        await client.GetInstanceAsync(null, AlmaInstanceId, Call);

        Assert.Equal($"apikey {XmlSafeKey}", server.Requests[0].Authorization);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public void The_properties_of_a_client_do_not_contain_the_key(SandboxService service)
    {
        JobServiceClient client = Client(service, Server.BaseUri);

        AssertNoKey(ObjectDump.Text(client));
        AssertNoKey(client.ToString()!);
    }

    private static IEnumerable<string> FormsInData(SandboxService service) =>
        RepresentationsOf(service).Where(form => !form.Any(char.IsControl) && form[0] is not ('%' or '&'));

    private static IEnumerable<string> RepresentationsOf(SandboxService service)
    {
        string sent = service == SandboxService.Xplenty ? Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":")) : Key;
        string[] forms =
        [
            Key,
            sent,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)),
            Uri.EscapeDataString(Key),
            Uri.EscapeDataString(sent),
            WebUtility.UrlEncode(Key),

            // Encoded twice or three times, as in JSON and as in HTML.
            Uri.EscapeDataString(Uri.EscapeDataString(Key)),
            Uri.EscapeDataString(Uri.EscapeDataString(Uri.EscapeDataString(Key))),
            Key.Replace("/", "\\/", StringComparison.Ordinal),
            Key.Replace("/", "\\\\\\/", StringComparison.Ordinal),
            Key.Replace("/", "\\u002f", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal),
            Key.Replace("/", "&#x2F;", StringComparison.Ordinal).Replace("+", "&#43;", StringComparison.Ordinal),
            Key.Replace("/", "&amp;#47;", StringComparison.Ordinal),
            string.Concat(Key.Select(letter => $"&#{(int)letter};")),
            string.Concat(Key.Select(letter => $"%{(int)letter:X2}")),

            // Divided by a line break or by a character that is not visible.
            Key.Insert(Key.Length - 2, "\r\n"),
            Key.Insert(Key.Length - 2, "\u200B"),
            Key.Insert(Key.Length - 2, "\0"),

            // A part of other text in Base64.
            EncodeBase64(Key + ":"),
            EncodeBase64("user:" + Key),
            EncodeBase64("user1:" + Key),
            EncodeBase64("user12:" + Key + "/more"),
            EncodeBase64("user:" + Key).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ];
        return forms.Distinct();
    }

    private static string EncodeBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string XmlName(string form) =>
        "n" + string.Concat(form.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')) + "-" + XmlSafeKey;

    private JobServiceClient Client(SandboxService service, Uri address, string key = Key) => service switch
    {
        SandboxService.Alma => Track(new AlmaClient(Options(address), SecureStrings.From(key))),
        SandboxService.Xplenty => Track(new XplentyClient(Options(address), "demo", SecureStrings.From(key))),
        _ => Track(new AlteryxClient(Options(address), SecureStrings.From(key))),
    };

    private async Task ReadAsync(SandboxService service, Uri address, string key = Key)
    {
        string id = service == SandboxService.Xplenty ? "157" : "1";
        JobReadResult? reading = null;
        await Client(service, address, key).ReadAsync([new JobTarget(id)], read => reading = read, Call);
        if (reading?.Error is { } error)
        {
            throw error;
        }
    }

    private async Task<RemoteJob> ReadJobAsync(SandboxService service, string body, string contentType)
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.ContentType = contentType;
                return context.Response.WriteAsync(body);
            },
            Token);
        JobReadResult? result = null;
        await Client(service, server.BaseUri)
            .ReadAsync([new JobTarget(service == SandboxService.Xplenty ? "157" : "1")], read => result = read, Call);
        return result?.Job ?? throw result!.Error!;
    }

    private async Task ReadThroughProxyAsync(SandboxService service, Uri address, IWebProxy proxy, int retries)
    {
        ConnectionOptions options = new(ConnectionName, address)
        {
            Time = Clock,
            Timeout = NoTimeout,
            MaximumRetryCount = retries,
            Proxy = proxy,
            AllowUnencryptedAuthentication = true,
        };
        _ = service switch
        {
            SandboxService.Alma => (RemoteJob)await Track(new AlmaClient(options, SecureStrings.From(Key)))
                .GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call),
            SandboxService.Xplenty => await Track(new XplentyClient(options, "demo", SecureStrings.From(Key))).GetJobAsync("157", Call),
            _ => await Track(new AlteryxClient(options, SecureStrings.From(Key)))
                .GetJobAsync(AlteryxJobId, includeMessages: true, Call),
        };
    }

    private static Uri AddressWithCredentials(Uri address) =>
        new(address.OriginalString.Replace("//", $"//{ProxyUser}:{Uri.EscapeDataString(ProxyPassword)}@", StringComparison.Ordinal));

    // Repeats the credentials that the client sent, or could have sent.
    private static Task RefuseAsync(HttpContext context, int status)
    {
        string sent = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ProxyUser}:{ProxyPassword}"));
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        if (status == 407)
        {
            context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
        }

        return context.Response.WriteAsync($"Refused: {sent}, {ProxyPassword}, {Uri.EscapeDataString(ProxyPassword)}");
    }

    private async Task<JobServiceException> FailAsync(SandboxService service, int status, string body, string contentType)
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = contentType;
                return context.Response.WriteAsync(body);
            },
            Token);

        // A body with XML names can echo only a key that is valid in an XML name.
        string key = body.Contains(XmlSafeKey, StringComparison.Ordinal) ? XmlSafeKey : Key;
        return await GetErrorAsync(ReadAsync(service, server.BaseUri, key));
    }

    private async Task<JobServiceException> RedirectAsync(SandboxService service, string location)
    {
        await using RawServer server = await RawServer.StartAsync(
            context =>
            {
                bool first = !context.Request.Path.StartsWithSegments("/elsewhere");
                context.Response.StatusCode = first ? 302 : 404;
                context.Response.Headers.Location = location;
                return Task.CompletedTask;
            },
            Token);

        string key = location.Contains(XmlSafeKey, StringComparison.Ordinal) ? XmlSafeKey : Key;
        return await GetErrorAsync(ReadAsync(service, server.BaseUri, key));
    }

    private void AssertNoKey(JobServiceException error)
    {
        AssertNoKey(error.ToString());
        AssertNoKey(ObjectDump.Text(error, nameof(Exception.TargetSite)));
        AssertNoKey(string.Join('\n', Lines));
    }

    private void AssertNoProxyCredentials(JobServiceException error)
    {
        string[] forms =
        [
            ProxyPassword,
            Uri.EscapeDataString(ProxyPassword),
            WebUtility.UrlEncode(ProxyPassword),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(ProxyPassword)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ProxyUser}:{ProxyPassword}")),
        ];
        string output = string.Join('\n', [error.ToString(), ObjectDump.Text(error, nameof(Exception.TargetSite)), .. Lines]);
        Assert.All(forms, form => Assert.DoesNotContain(form, output, StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertNoKey(string output)
    {
        string[] forms = [.. Services.SelectMany(RepresentationsOf), XmlSafeKey];
        Assert.All(forms, form => Assert.DoesNotContain(form, output, StringComparison.OrdinalIgnoreCase));
        Assert.All(forms, form => Assert.DoesNotContain(form, Uri.UnescapeDataString(output), StringComparison.OrdinalIgnoreCase));
    }
}
