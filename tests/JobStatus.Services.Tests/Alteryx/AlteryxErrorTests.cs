using System;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

public sealed class AlteryxErrorTests : ServiceTest
{
    [Theory]
    [InlineData(400, JobServiceErrorKind.InvalidRequest)]
    [InlineData(401, JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(403, JobServiceErrorKind.AccessDenied)]
    [InlineData(404, JobServiceErrorKind.JobNotFound)]
    [InlineData(405, JobServiceErrorKind.NotSupportedByServer)]
    [InlineData(409, JobServiceErrorKind.ResourceBusy)]
    [InlineData(429, JobServiceErrorKind.LimitReached)]
    [InlineData(500, JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(503, JobServiceErrorKind.ServiceUnavailable)]
    public async Task Each_HTTP_status_maps_to_an_error_kind(int status, JobServiceErrorKind kind)
    {
        InjectResponse("/webapi/v3", status, """{ "message": "The text of Alteryx." }""");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alteryx));

        Assert.Equal(kind, error.Kind);
        Assert.Equal("Alteryx", error.Service);
        Assert.Equal(status, error.StatusCode);
        Assert.Null(error.ErrorCode);
        Assert.NotEmpty(error.RecommendedAction);
        Assert.Contains($"Alteryx job {AlteryxJobId}: HTTP {status}: The text of Alteryx.", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{ "message": "The request is invalid.", "modelState": { "limit": [ "Too large.", "Not a number." ], "offset": "Odd." } }""",
        "The request is invalid. limit: Too large. Not a number.; offset: Odd.",
        null)]
    [InlineData("""{ "message": "The request is invalid.", "modelState": {} }""", "The request is invalid.", null)]
    [InlineData("""{ "message": "The request is invalid.", "modelState": null }""", "The request is invalid.", null)]
    [InlineData(
        """{ "message": "The request is invalid.", "modelState": { "limit": [ 5, null, {} ] } }""",
        "The request is invalid. limit: 5",
        null)]
    [InlineData(
        """{ "message": "Authorization has been denied for this request." }""",
        "Authorization has been denied for this request.",
        null)]
    [InlineData(
        """{ "data": null, "exceptionName": "NotFoundException", "innerExceptionMessage": "", "message": "The job was not found." }""",
        "Alteryx code NotFoundException: The job was not found.",
        "NotFoundException")]
    [InlineData(
        """{ "data": null, "exceptionName": "OddException", "innerExceptionMessage": "Why.", "message": "" }""",
        "Alteryx code OddException: Why.",
        "OddException")]
    [InlineData("\"Just a text.\"", "Just a text.", null)]
    [InlineData("\uFEFF\"Just a text.\"", "Just a text.", null)]
    [InlineData("\uFEFF{ \"message\": \"Just a text.\", }", "Just a text.", null)]
    [InlineData(
        """{ "error": "invalid_request", "error_description": "Why." }""", "Alteryx code invalid_request: Why.", "invalid_request")]
    public async Task Every_form_of_an_error_body_is_parsed(string body, string expected, string? code)
    {
        InjectResponse("/webapi/v3", 400, body);

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alteryx));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
        Assert.Equal(code, error.ErrorCode);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{ \"message\": [], \"modelState\": [], \"exceptionName\": {} }", "application/json")]
    [InlineData("\"\\ud800\"", "application/json")]
    [InlineData("{ \"modelState\": { \"\\ud800\": [ \"x\" ] } }", "application/json")]
    [InlineData("{ \"\\ud800\": 1 }", "application/json")]
    [InlineData("{ \"mess", "application/json")]
    [InlineData("<html><body>IIS</body></html>", "text/html")]
    public async Task The_status_determines_the_error_if_the_body_cannot_be_parsed(string body, string contentType)
    {
        InjectResponse("/webapi/v3", 404, body, contentType);

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alteryx));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Contains("HTTP 404", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_job_results_in_JobNotFound()
    {
        JobServiceException error = await GetErrorAsync(Alteryx().GetJobAsync("66f0000000000000000009ff", includeMessages: true, Call));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Equal("NotFoundException", error.ErrorCode);
        Assert.Contains("66f0000000000000000009ff", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../workflows")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("a?b")]
    public async Task An_id_that_is_not_valid_in_a_path_is_never_sent(string id)
    {
        JobServiceException error = await GetErrorAsync(Task.Run(() => Alteryx().GetJobAsync(id, includeMessages: true, Call), Token));
        JobServiceException ofMessages = await GetErrorAsync(Alteryx().GetMessagesAsync(id, Call));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Equal(JobServiceErrorKind.InvalidRequest, ofMessages.Kind);
        Assert.Empty(Server.Requests);
    }
}
