using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using Xunit;

namespace JobStatus.Services.Tests.Http;

/// <summary>Tests responses with status 200 that are unusual or do not contain the requested data.</summary>
public sealed class UnexpectedResponseTests : ServiceTest
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
        new(Services.SelectMany(service => Unreadable.Select(response => (service, response.Body, response.ContentType))));

    public static TheoryData<SandboxService> EachService => new(Services);

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_response_without_a_job_is_an_unexpected_response(SandboxService service, string body, string contentType)
    {
        Server.InjectFault(
            new Fault
            {
                Path = PathOf(service),
                Kind = FaultKind.Body,
                Body = body,
                ContentType = contentType,
                Count = Fault.UntilRemoved,
            });

        JobServiceException error = await GetErrorAsync(ReadAsync(service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(service.ToString(), error.Service);
        Assert.Equal(200, error.StatusCode);
        Assert.Contains(
            service == SandboxService.Alma ? AlmaInstanceId : service == SandboxService.Xplenty ? "157" : AlteryxJobId,
            error.Problem,
            StringComparison.Ordinal);
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
    public async Task Json_that_is_nested_too_deeply_is_an_unexpected_response(SandboxService service, int depth)
    {
        string deep = $$"""{ "new": {{new string('[', depth)}}{{new string(']', depth)}} }""";
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = deep });

        JobServiceException error = await GetErrorAsync(ReadAsync(service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task The_error_contains_the_media_type_of_an_unreadable_response(SandboxService service)
    {
        Server.InjectFault(
            new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = "<html/>", ContentType = "text/html; charset=utf-8" });

        JobServiceException error = await GetErrorAsync(ReadAsync(service));

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
    public async Task Xml_without_an_instance_is_an_unexpected_response(string body)
    {
        InjectXml(body);

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
    }

    [Fact]
    public async Task Xml_that_is_nested_too_deeply_is_an_unexpected_response()
    {
        InjectXml(
            string.Concat(Enumerable.Repeat("<job_instance>", 10_000)) + string.Concat(Enumerable.Repeat("</job_instance>", 10_000)));

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task A_byte_order_mark_and_trailing_commas_are_accepted(SandboxService service)
    {
        Server.InjectFault(
            new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = "\uFEFF{ \"status\": \"running\", \"new\": [ 1, 2, ], }" });

        RemoteJob job = await ReadAsync(service);

        Assert.Equal(RemoteJobState.Running, job.State);
        Assert.Equal([1L, 2L], Assert.IsType<object?[]>(job.AdditionalData["new"]));
    }

    [Fact]
    public async Task A_byte_order_mark_before_Xml_is_accepted()
    {
        InjectXml("\uFEFF" + ExampleResponses.AlmaXml);

        Assert.Equal("COMPLETED_SUCCESS", (await ReadAsync(SandboxService.Alma)).Status);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task A_job_with_only_an_id_has_an_unknown_state_and_is_not_finished(SandboxService service)
    {
        string id = service == SandboxService.Xplenty ? "157" : "odd";
        Server.InjectFault(
            new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = $$"""{ "id": "{{id}}" }""", ContentType = "text/plain" });

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
    [InlineData(
        SandboxService.Alma,
        """{ "errorsExist": false, "errorList": { "error": [ { "errorCode": "1" } ] } }""",
        "does not contain the requested data")]
    public async Task An_error_message_instead_of_a_job_is_an_unexpected_response(SandboxService service, string body, string text)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Body, Body = body });

        JobServiceException error = await GetErrorAsync(ReadAsync(service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
        Assert.Contains(text, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_read_if_errorsExist_is_false()
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
    public async Task A_field_name_that_is_not_valid_Unicode_is_accepted(SandboxService service)
    {
        Server.InjectFault(
            new Fault
            {
                Path = PathOf(service),
                Kind = FaultKind.Body,
                Body = """{ "status": "running", "a\ud800": "\ud83d\ude00 \udc00" }""",
            });

        RemoteJob job = await ReadAsync(service);

        Assert.Equal(RemoteJobState.Running, job.State);
        Assert.Equal("\U0001F600 \uFFFD", job.AdditionalData["a\uFFFD"]);
    }

    [Theory]
    [MemberData(nameof(EachService))]
    public async Task Bytes_that_are_not_valid_Unicode_are_accepted_in_a_text(SandboxService service)
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
    public async Task An_endless_response_is_not_read_beyond_the_maximum_size(SandboxService service, string contentType)
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

        JobServiceException error = await GetErrorAsync(ReadFromAsync(server, service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("64 MiB", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/xml; charset=utf-8")]
    [InlineData("application/xml")]
    [InlineData("APPLICATION/XML")]
    [InlineData("application/vnd.exl+xml")]
    public async Task Every_Xml_media_type_is_read_as_Xml(string contentType)
    {
        Server.InjectFault(
            new Fault { Path = "/almaws", Kind = FaultKind.Body, Body = ExampleResponses.AlmaXml, ContentType = contentType });

        Assert.Equal("COMPLETED_SUCCESS", (await ReadAsync(SandboxService.Alma)).Status);
    }

    private void InjectXml(string body) =>
        Server.InjectFault(
            new Fault
            {
                Path = "/almaws",
                Kind = FaultKind.Body,
                Body = body,
                ContentType = "application/xml",
                Headers = ContentTypeOf(body),
            });

    // The sandbox sends no content type with an empty body, so it is added as a header.
    private static Dictionary<string, string> ContentTypeOf(string body) =>
        body.Length == 0 ? new() { ["Content-Type"] = "application/xml" } : [];

    private async Task<RemoteJob> ReadFromAsync(RawServer server, SandboxService service) => service switch
    {
        SandboxService.Alma => await Track(
            new AlmaClient(Options(server.BaseUri), SecureStrings.From("some-key"))).GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call),
        SandboxService.Xplenty => await Track(
            new Services.Xplenty.XplentyClient(Options(server.BaseUri), "demo", SecureStrings.From("some-key"))).GetJobAsync("157", Call),
        _ => await Track(
            new Services.Alteryx.AlteryxClient(
                Options(server.BaseUri), SecureStrings.From("some-token"))).GetJobAsync(AlteryxJobId, includeMessages: true, Call),
    };
}
