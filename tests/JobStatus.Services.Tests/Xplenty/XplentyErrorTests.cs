using System;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

public sealed class XplentyErrorTests : ServiceTest
{
    [Theory]
    [InlineData(400, JobServiceErrorKind.InvalidRequest)]
    [InlineData(401, JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(402, JobServiceErrorKind.AccessDenied)]
    [InlineData(403, JobServiceErrorKind.AccessDenied)]
    [InlineData(404, JobServiceErrorKind.JobNotFound)]
    [InlineData(406, JobServiceErrorKind.NotSupportedByServer)]
    [InlineData(415, JobServiceErrorKind.NotSupportedByServer)]
    [InlineData(422, JobServiceErrorKind.InvalidRequest)]
    [InlineData(429, JobServiceErrorKind.LimitReached)]
    [InlineData(500, JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(502, JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(503, JobServiceErrorKind.ServiceUnavailable)]
    public async Task Each_HTTP_status_maps_to_an_error_kind(int status, JobServiceErrorKind kind)
    {
        InjectResponse("/demo", status, """{ "message": "The text of Xplenty." }""");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Xplenty));

        Assert.Equal(kind, error.Kind);
        Assert.Equal("Xplenty", error.Service);
        Assert.Equal(status, error.StatusCode);
        Assert.Null(error.ErrorCode);
        Assert.Null(error.TrackingId);
        Assert.Equal(ErrorTable.Kinds[kind].RecommendedAction, error.RecommendedAction);
        Assert.Equal(
            $"Xplenty job 157: HTTP {status}: The text of Xplenty. ({Server.BaseUri}demo/api/jobs/157).", error.Problem);
    }

    [Theory]
    [InlineData("""{ "message": "Item not found." }""", "application/json")]
    [InlineData("""{ "error_message": "Item not found." }""", "application/json")]
    [InlineData("""{ "error": "Item not found." }""", "application/json")]
    [InlineData("""{ "message": null, "error": "Item not found." }""", "application/json")]
    [InlineData("""{ "message": " ", "error": "Item not found.", }""", "application/json")]
    [InlineData("""{ "message": { "en": "x" }, "error_message": "Item\nnot found." }""", "application/json")]
    [InlineData("\"Item not found.\"", "application/json")]
    [InlineData("\uFEFF{ \"message\": \"Item not found.\" }", "application/json")]
    [InlineData("""{ "message": "Item not found." }""", "text/html")]
    [InlineData("Item not found.", "text/plain; charset=utf-8")]
    public async Task Every_form_of_an_error_body_is_parsed(string body, string contentType)
    {
        InjectResponse("/demo", 404, body, contentType);

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Xplenty));

        Assert.Contains("HTTP 404: Item not found.", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("{}", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("[ \"text\" ]", "application/json")]
    [InlineData("{ \"message\": [ \"text\" ] }", "application/json")]
    [InlineData("{ \"\\ud800\": 1 }", "application/json")]
    [InlineData("{ \"message\": \"cut", "application/json")]
    [InlineData("<html><body>502</body></html>", "text/html")]
    public async Task The_status_determines_the_error_if_the_body_cannot_be_parsed(string body, string contentType)
    {
        InjectResponse("/demo", 502, body, contentType);

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Xplenty));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.StartsWith("Xplenty job 157: HTTP 502 (", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_job_results_in_JobNotFound()
    {
        JobServiceException error = await GetErrorAsync(Xplenty().GetJobAsync("999", Call));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Contains("Xplenty job 999", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_fails_authentication() =>
        Assert.Equal(
            JobServiceErrorKind.AuthenticationFailed,
            (await GetErrorAsync(Xplenty(key: "canary-key").GetJobAsync("157", Call))).Kind);

    [Fact]
    public async Task An_exhausted_hourly_quota_results_in_LimitReached()
    {
        Server.Settings = Server.Settings with { XplentyRequestsPerHour = 0 };

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Xplenty));

        Assert.Equal(JobServiceErrorKind.LimitReached, error.Kind);
        Assert.Contains("Rate Limit Exceeded", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 157")]
    [InlineData("157 ")]
    [InlineData("157\n")]
    [InlineData("157\0")]
    [InlineData("-157")]
    [InlineData("+157")]
    [InlineData("1,57")]
    [InlineData("157/log")]
    [InlineData("157?x=y")]
    [InlineData("9223372036854775808")]
    [InlineData("abc")]
    [InlineData("\u001b[31m")]
    public async Task An_id_that_is_not_a_number_is_never_sent(string id)
    {
        JobServiceException error = await GetErrorAsync(Task.Run(() => Xplenty().GetJobAsync(id, Call), Token));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.DoesNotContain(error.Message, Model.UnsafeText.IsUnsafe);
        Assert.Empty(Server.Requests);
    }
}
