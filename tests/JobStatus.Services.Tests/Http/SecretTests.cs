using System;
using System.Collections.Generic;
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

/// <summary>A key does not come back out, whatever a server does with it.</summary>
public sealed class SecretTests : ServiceTest
{
    private const string Key = "canary/key+(1)*=";
    private const string KeyText = "canary-key-2";

    private static readonly SandboxService[] Services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    /// <summary>Every form in which a key goes out, or in which a server may show it.</summary>
    public static TheoryData<SandboxService, string> Echoes =>
        new(Services.SelectMany(service => FormsOf(service).Select(form => (service, form))));

    public static TheoryData<SandboxService> EachService => new(Services);

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_key_that_a_server_repeats_in_an_error_is_not_shown(SandboxService service, string form)
    {
        string text = JsonSerializer.Serialize($"Your key {form}, that is {form.ToUpperInvariant()}, is wrong.");
        string code = JsonSerializer.Serialize($"CODE_{form}");
        string body = service == SandboxService.Alma
            ? $$"""{ "errorsExist": true, "errorList": { "error": [ { "errorCode": {{code}}, "errorMessage": {{text}}, "trackingId": {{code}} } ] } }"""
            : $$"""{ "message": {{text}}, "exceptionName": {{code}}, "modelState": { {{code}}: [ {{text}} ] } }""";

        JobServiceException error = await FailAsync(service, 400, body, "application/json");

        Assert.Contains("Your key ***, that is ***, is wrong.", error.Problem, StringComparison.Ordinal);
        AssertNoKey(error);
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_key_that_a_server_repeats_in_a_plain_text_is_not_shown(SandboxService service, string form) =>
        AssertNoKey(await FailAsync(service, 500, $"Refused: {form}", "text/plain"));

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_key_that_a_server_repeats_in_what_cannot_be_read_is_not_shown(SandboxService service, string form)
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
    [MemberData(nameof(Echoes))]
    public async Task A_key_that_a_server_puts_into_an_address_is_not_shown(SandboxService service, string form)
    {
        AssertNoKey(await RedirectAsync(service, $"/elsewhere?key={Uri.EscapeDataString(form)}"));
        AssertNoKey(await RedirectAsync(service, $"/elsewhere/{Uri.EscapeDataString(form)}"));
        AssertNoKey(await RedirectAsync(service, $"http://{Uri.EscapeDataString(form)}@127.0.0.1:1/{Uri.EscapeDataString(form)}"));
        AssertNoKey(await RedirectAsync(service, $"http://{XmlName(form)}.example.org/"));
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task A_key_is_in_no_line_about_a_request_that_succeeds(SandboxService service)
    {
        await using RawServer server = await RawServer.StartAsync(context => context.Response.WriteAsync("""{ "status": "running" }"""), Token);

        await ReadAsync(service, server.BaseUri);

        AssertNoKey(string.Join('\n', Lines));
        Assert.NotEmpty(Lines);
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
    public void A_key_that_no_header_takes_is_refused_without_being_shown(string key)
    {
        Func<SecureString, JobServiceClient>[] makers =
        [
            secret => new AlmaClient(new ConnectionOptions("tests", Server.BaseUri), secret),
            secret => new XplentyClient(new ConnectionOptions("tests", Server.BaseUri), "demo", secret),
            secret => new AlteryxClient(new ConnectionOptions("tests", Server.BaseUri), "client", secret),
            secret => new AlteryxClient(new ConnectionOptions("tests", Server.BaseUri), secret),
        ];

        Assert.All(makers, make =>
        {
            JobServiceException error = Assert.Throws<JobServiceException>(() => make(SecureText.Of(key)));
            Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
            Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
            Assert.NotEmpty(error.RecommendedAction);
        });
    }

    [Fact]
    public void A_secret_shows_itself_only_to_who_asks_for_it()
    {
        Secret secret = new(SecureText.Of(KeyText));

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain(KeyText, Deep.Text(secret), StringComparison.Ordinal);
        Assert.Equal(KeyText, secret.Reveal());
    }

    [Fact]
    public async Task A_secret_does_not_depend_on_what_its_giver_does_with_it_later()
    {
        await using RawServer server = await RawServer.StartAsync(context => context.Response.WriteAsync("""{ "status": "running" }"""), Token);
        SecureString given = SecureText.Of(KeyText);
        AlmaClient client = Keep(new AlmaClient(Options(server.BaseUri), given));

        given.Dispose();
        await client.GetInstanceAsync(null, AlmaInstanceId, Call);

        Assert.Equal($"apikey {KeyText}", server.Requests[0].Authorization);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public void A_client_shows_no_key(SandboxService service)
    {
        JobServiceClient client = Client(service, Server.BaseUri);

        AssertNoKey(Deep.Text(client));
        AssertNoKey(client.ToString()!);
    }

    [Theory]
    [InlineData("abc", "abc", "abc")]
    [InlineData("****", "*****", "***")]
    [InlineData("aaaa", "aaaaaaaaa", "******a")]
    [InlineData("Word", "a wORd and %57ord", "a *** and %57ord")]
    [InlineData("", "text", "text")]
    public void Every_occurrence_is_blotted_out_but_of_words_too_short_to_be_secret(string secret, string text, string shown) =>
        Assert.Equal(shown, new SecretRedactor(() => [secret]).Redact(text));

    private static IEnumerable<string> FormsOf(SandboxService service)
    {
        string sent = service == SandboxService.Xplenty ? Convert.ToBase64String(Encoding.UTF8.GetBytes(Key + ":")) : Key;
        string[] forms = [Key, sent, Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), Uri.EscapeDataString(Key), Uri.EscapeDataString(sent), WebUtility.UrlEncode(Key)];
        return forms.Distinct();
    }

    private static string XmlName(string form) => "n" + string.Concat(form.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')) + "-" + KeyText;

    private JobServiceClient Client(SandboxService service, Uri address, string key = Key) => service switch
    {
        SandboxService.Alma => Keep(new AlmaClient(Options(address), SecureText.Of(key))),
        SandboxService.Xplenty => Keep(new XplentyClient(Options(address), "demo", SecureText.Of(key))),
        _ => Keep(new AlteryxClient(Options(address), SecureText.Of(key))),
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

        // A key that can be an XML name is tried where only such a one can be repeated.
        string key = body.Contains(KeyText, StringComparison.Ordinal) ? KeyText : Key;
        return await RefusedAsync(ReadAsync(service, server.BaseUri, key));
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

        string key = location.Contains(KeyText, StringComparison.Ordinal) ? KeyText : Key;
        return await RefusedAsync(ReadAsync(service, server.BaseUri, key));
    }

    private void AssertNoKey(JobServiceException error)
    {
        AssertNoKey(error.ToString());
        AssertNoKey(Deep.Text(error, nameof(Exception.TargetSite)));
        AssertNoKey(string.Join('\n', Lines));
    }

    private static void AssertNoKey(string shown)
    {
        string[] forms = [.. Services.SelectMany(FormsOf), KeyText];
        Assert.All(forms, form => Assert.DoesNotContain(form, shown, StringComparison.OrdinalIgnoreCase));
        Assert.All(forms, form => Assert.DoesNotContain(form, Uri.UnescapeDataString(shown), StringComparison.OrdinalIgnoreCase));
    }
}
