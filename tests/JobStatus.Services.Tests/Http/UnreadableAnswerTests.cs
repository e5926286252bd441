using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using Xunit;

namespace JobStatus.Services.Tests.Http;

/// <summary>What comes of answers that say 200 and are not what was asked for.</summary>
public sealed class UnreadableAnswerTests : ServiceTest
{
    private static readonly SandboxService[] Services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    private static readonly (string Body, string ContentType)[] Unreadable =
    [
        ("", "application/json"),
        (" \r\n ", "application/json"),
        ("null", "application/json"),
        ("[]", "application/json"),
        ("[ { \"id\": 1 } ]", "application/json"),
        ("5", "application/json"),
        ("true", "application/json"),
        ("\"text\"", "application/json"),
        ("{", "application/json"),
        ("{ \"id\": ", "application/json"),
        ("{ \"status\": \"comp", "application/json"),
        ("{} {}", "application/json"),
        ("{ 'id': 1 }", "application/json"),
        ("{ \"id\": 1 // comment\n }", "application/json"),
        ("{ \"id\": NaN }", "application/json"),
        ("{ \"id\": 01 }", "application/json"),
        ("{,}", "application/json"),
        ("{ \"new\": [1,,2] }", "application/json"),
        ("{ \"new\": \"line\nbreak\" }", "application/json"),
        ("{}", "application/json"),
        ("{ \"new\": \"kept text\", \"id\": null }", "application/json"),
        ("<html><body>Sign in</body></html>", "text/html"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "text/html"),
        ("<html><body>Sign in</body></html>", "application/json"),
        ("Sign in", "text/plain"),
        ("<error/>", "application/xhtml+xml"),
    ];

    public static TheoryData<SandboxService, string, string> Bodies =>
        new(Services.SelectMany(service => Unreadable.Select(answer => (service, answer.Body, answer.ContentType))));

    public static TheoryData<SandboxService> EachService => new(Services);

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task An_answer_that_is_no_job_is_unexpected_and_nothing_else(SandboxService service, string body, string contentType)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = body, ContentType = contentType, Count = Fault.UntilRemoved });

        JobServiceException error = await RefusedAsync(ReadAsync(service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(service.ToString(), error.Service);
        Assert.Equal(200, error.StatusCode);
        Assert.Contains(service == SandboxService.Alma ? AlmaInstanceId : service == SandboxService.Xplenty ? "157" : AlteryxJobId, error.Problem, StringComparison.Ordinal);
        Assert.Contains("HTTP 200", error.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Theory]
    [InlineData(SandboxService.Alma, 65)]
    [InlineData(SandboxService.Xplenty, 65)]
    [InlineData(SandboxService.Alteryx, 65)]
    [InlineData(SandboxService.Alma, 100_000)]
    [InlineData(SandboxService.Xplenty, 100_000)]
    [InlineData(SandboxService.Alteryx, 100_000)]
    public async Task Json_that_is_nested_too_deep_is_unexpected(SandboxService service, int depth)
    {
        string deep = $$"""{ "new": {{new string('[', depth)}}{{new string(']', depth)}} }""";
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = deep });

        JobServiceException error = await RefusedAsync(ReadAsync(service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task The_media_type_of_an_unreadable_answer_is_named(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = "<html/>", ContentType = "text/html; charset=utf-8" });

        JobServiceException error = await RefusedAsync(ReadAsync(service));

        Assert.Contains("text/html", error.Problem, StringComparison.Ordinal);
        Assert.Contains(PathOf(service), error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE job_instance [<!ENTITY a \"b\">]><job_instance><id>&a;</id></job_instance>")]
    [InlineData("<!DOCTYPE job_instance SYSTEM \"http://127.0.0.1:1/x.dtd\"><job_instance/>")]
    [InlineData("<job_instance><id></job_instance>")]
    [InlineData("<job_instances/>")]
    [InlineData("<html/>")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Xml_that_is_no_instance_is_unexpected(string body)
    {
        AnswerXml(body);

        JobServiceException error = await RefusedAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
    }

    [Fact]
    public async Task Xml_that_is_nested_without_end_is_unexpected()
    {
        AnswerXml(string.Concat(Enumerable.Repeat("<job_instance>", 10_000)) + string.Concat(Enumerable.Repeat("</job_instance>", 10_000)));

        JobServiceException error = await RefusedAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task A_byte_order_mark_and_trailing_commas_do_no_harm(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = "\uFEFF{ \"status\": \"running\", \"new\": [ 1, 2, ], }" });

        RemoteJob job = await ReadAsync(service);

        Assert.Equal(RemoteJobState.Running, job.State);
        Assert.Equal([1L, 2L], Assert.IsType<object?[]>(job.AdditionalData["new"]));
    }

    [Fact]
    public async Task A_byte_order_mark_before_Xml_does_no_harm()
    {
        AnswerXml("\uFEFF" + Seeds.AlmaXml);

        Assert.Equal("COMPLETED_SUCCESS", (await ReadAsync(SandboxService.Alma)).Status);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task A_job_of_which_only_its_id_is_known_is_a_job_that_never_finishes(SandboxService service)
    {
        string id = service == SandboxService.Xplenty ? "157" : "odd";
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = $$"""{ "id": "{{id}}" }""", ContentType = "text/plain" });

        RemoteJob job = await ReadAsync(service);

        Assert.Equal(RemoteJobState.Unknown, job.State);
        Assert.False(job.IsFinished);
        Assert.Equal(ConnectionName, job.Connection);
    }

    [Theory]
    [InlineData(SandboxService.Xplenty, """{ "message": "Item not found." }""", "Item not found.")]
    [InlineData(SandboxService.Xplenty, """{ "error": "Item not found.", "status": null }""", "Item not found.")]
    [InlineData(SandboxService.Alteryx, """{ "message": "Authorization has been denied." }""", "Authorization has been denied.")]
    [InlineData(SandboxService.Alteryx, """{ "data": null, "exceptionName": "OddException", "message": "Why." }""", "OddException: Why.")]
    [InlineData(SandboxService.Alma, """{ "errorsExist": false, "errorList": { "error": [ { "errorCode": "1" } ] } }""", "does not contain the requested data")]
    public async Task An_answer_that_words_an_error_in_the_place_of_the_job_is_unexpected(SandboxService service, string body, string words)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = body });

        JobServiceException error = await RefusedAsync(ReadAsync(service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
        Assert.Contains(words, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_Alma_says_has_no_errors_is_read_whatever_stands_in_their_place()
    {
        Server.InjectFault(new Fault
        {
            Path = "/almaws",
            Kind = FaultKind.Body,
            Body = """{ "id": "1", "status": { "value": "RUNNING" }, "errorsExist": false, "errorList": { "error": [] } }""",
        });

        Assert.Equal(RemoteJobState.Running, (await ReadAsync(SandboxService.Alma)).State);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task A_field_whose_name_is_no_Unicode_does_no_harm(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = """{ "status": "running", "a\ud800": "\ud83d\ude00 \udc00" }""" });

        RemoteJob job = await ReadAsync(service);

        Assert.Equal(RemoteJobState.Running, job.State);
        Assert.Equal("\U0001F600 \uFFFD", job.AdditionalData["a\uFFFD"]);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task Bytes_that_are_no_Unicode_do_no_harm_within_a_text(SandboxService service)
    {
        byte[] body = [.. "{ \"status\": \"odd\", \"new\": \"a"u8, 0xFF, 0xC0, .. "b\" }"u8];
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(body);
            },
            Token);

        RemoteJob job = await ReadFromAsync(server, service);

        Assert.StartsWith("a\uFFFD", Assert.IsType<string>(job.AdditionalData["new"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxService.Alma, "application/json")]
    [InlineData(SandboxService.Alma, "application/xml")]
    [InlineData(SandboxService.Xplenty, "application/json")]
    [InlineData(SandboxService.Alteryx, "application/json")]
    public async Task An_answer_without_end_is_not_read_to_its_end(SandboxService service, string contentType)
    {
        await using RawServer server = await RawServer.StartAsync(
            async context =>
            {
                byte[] space = new byte[1024 * 1024];
                Array.Fill(space, (byte)' ');
                context.Response.ContentType = contentType;
                while (true)
                {
                    await context.Response.Body.WriteAsync(space, context.RequestAborted);
                }
            },
            Token);

        JobServiceException error = await RefusedAsync(ReadFromAsync(server, service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("64 MiB", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/xml; charset=utf-8")]
    [InlineData("application/xml")]
    [InlineData("APPLICATION/XML")]
    [InlineData("application/vnd.exl+xml")]
    public async Task Any_media_type_of_Xml_is_read_as_Xml(string contentType)
    {
        Server.InjectFault(new Fault { Path = "/almaws", Kind = FaultKind.Body, Body = Seeds.AlmaXml, ContentType = contentType });

        Assert.Equal("COMPLETED_SUCCESS", (await ReadAsync(SandboxService.Alma)).Status);
    }

    private void AnswerXml(string body) =>
        Server.InjectFault(new Fault { Path = "/almaws", Kind = FaultKind.Body, Body = body, ContentType = "application/xml", Headers = ContentTypeOf(body) });

    // An empty body has no content type of its own.
    private static Dictionary<string, string> ContentTypeOf(string body) =>
        body.Length == 0 ? new() { ["Content-Type"] = "application/xml" } : [];

    private async Task<RemoteJob> ReadFromAsync(RawServer server, SandboxService service) => service switch
    {
        SandboxService.Alma => await Keep(new AlmaClient(Options(server.BaseUri), SecureText.Of("some-key"))).GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call),
        SandboxService.Xplenty => await Keep(new Services.Xplenty.XplentyClient(Options(server.BaseUri), "demo", SecureText.Of("some-key"))).GetJobAsync("157", Call),
        _ => await Keep(new Services.Alteryx.AlteryxClient(Options(server.BaseUri), SecureText.Of("some-token"))).GetJobAsync(AlteryxJobId, includeMessages: true, Call),
    };
}
