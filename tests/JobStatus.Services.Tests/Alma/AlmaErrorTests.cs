using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

public sealed class AlmaErrorTests : ServiceTest
{
    private const string TrackingId = "E01-0510091132-XYZ12-AWAE123456789";

    public static TheoryData<int, string, JobServiceErrorKind> Codes => new()
    {
        { 400, "UNAUTHORIZED", JobServiceErrorKind.AuthenticationFailed },
        { 401, "UNAUTHORIZED", JobServiceErrorKind.AuthenticationFailed },
        { 401, "INVALID_REQUEST", JobServiceErrorKind.AuthenticationFailed },
        { 403, "INVALID_REQUEST", JobServiceErrorKind.AccessDenied },
        { 403, "FORBIDDEN", JobServiceErrorKind.AccessDenied },
        { 400, "402215", JobServiceErrorKind.InvalidRequest },
        { 400, "402216", JobServiceErrorKind.JobNotFound },
        { 400, "402218", JobServiceErrorKind.JobNotFound },
        { 400, "402217", JobServiceErrorKind.InvalidRequest },
        { 400, "40166410", JobServiceErrorKind.InvalidRequest },
        { 400, "402222", JobServiceErrorKind.LimitReached },
        { 400, "402223", JobServiceErrorKind.LimitReached },
        { 400, "60347", JobServiceErrorKind.ResourceBusy },
        { 400, "402220", JobServiceErrorKind.InvalidRequest },
        { 400, "402221", JobServiceErrorKind.InvalidRequest },
        { 400, "402228", JobServiceErrorKind.InvalidRequest },
        { 400, "402229", JobServiceErrorKind.InvalidRequest },
        { 400, "402231", JobServiceErrorKind.InvalidRequest },
        { 400, "402248", JobServiceErrorKind.InvalidRequest },
        { 400, "402249", JobServiceErrorKind.InvalidRequest },
        { 400, "402224", JobServiceErrorKind.ServiceUnavailable },
        { 400, "402225", JobServiceErrorKind.ServiceUnavailable },
        { 400, "402226", JobServiceErrorKind.ServiceUnavailable },
        { 429, "PER_SECOND_THRESHOLD", JobServiceErrorKind.LimitReached },
        { 429, "DAILY_THRESHOLD", JobServiceErrorKind.QuotaExhausted },
        { 500, "GENERAL_ERROR", JobServiceErrorKind.ServiceUnavailable },
        { 503, "ROUTING_ERROR", JobServiceErrorKind.ServiceUnavailable },
        { 400, "SOMETHING_NEW", JobServiceErrorKind.InvalidRequest },
        { 404, "NOT_FOUND", JobServiceErrorKind.JobNotFound },
    };

    public static TheoryData<string, string> Bodies => new()
    {
        { Json("""{"errorsExist":true,"errorList":{"error":[@]},"result":null}"""), "application/json" },
        { Json("""{"errorsExist":true,"errorList":{"error":[@,{"errorCode":"OTHER"}]}}"""), "application/json;charset=UTF-8" },
        { Json("""{"errorsExist":true,"errorList":{"error":@}}"""), "application/json" },
        { Json("""{"web_service_result":{"errorsExist":true,"errorList":{"error":[@]}}}"""), "application/json" },
        { Json("""{"web_service_result":{"errorsExist":"true","errorList":{"error":@}}}"""), "application/json" },
        { Json("""{"errorList":{"error":[@,],},}"""), "application/json" },
        { Json("""{"errorsExist":true,"errorList":{"error":[null,@]}}"""), "application/json" },
        { "\uFEFF" + Json("""{"errorsExist":true,"errorList":{"error":[@]}}"""), "application/json" },
        { Json("""{"errorsExist":true,"errorList":{"error":[@]}}"""), "text/plain" },
        { Xml(""), "application/xml;charset=UTF-8" },
        { Xml(" xmlns=\"http://com/exlibris/urm/general/xmlbeans\""), "application/xml;charset=UTF-8" },
        { Xml(" xmlns=\"urn:another\""), "text/xml" },
        { Xml(""), "application/json" },
        { "\uFEFF" + Xml(""), "application/xml" },
        { "<wrapper>" + "<errorsExist>true</errorsExist>" + Xml("") + "</wrapper>", "application/xml" },
    };

    /// <summary>The bodies that match their content type, which alone determines how a response with status 200 is read.</summary>
    public static TheoryData<string, string> BodiesMatchingContentType =>
        new(
            Bodies
                .Select(row => row.Data)
                .Where(row => !(row.Item1.Contains('<', StringComparison.Ordinal) && row.Item2 == "application/json")));

    private static string Entry =>
        $$"""{"errorCode":"402218","errorMessage":"There is no such instance.","trackingId":"{{TrackingId}}"}""";

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_error_code_maps_to_an_error_kind(int status, string code, JobServiceErrorKind kind)
    {
        InjectResponse(
            "/almaws",
            status,
            $$$"""{"errorsExist":true,"errorList":{"error":[{"errorCode":"{{{code}}}","errorMessage":"The text of Alma.",""" +
            $$$""" "trackingId":"{{{TrackingId}}}"}]},"result":null}""");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(kind, error.Kind);
        Assert.Equal("Alma", error.Service);
        Assert.Equal(status, error.StatusCode);
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(TrackingId, error.TrackingId);
        Assert.NotEmpty(error.RecommendedAction);
        Assert.Equal($"{error.Problem} {error.RecommendedAction}", error.Message);
        string[] named =
        [
            AlmaInstanceId, AlmaJobId, $"HTTP {status}", code, "The text of Alma.", TrackingId,
            $"{Server.BaseUri}almaws/v1/conf/jobs/",
        ];
        Assert.All(named, part => Assert.Contains(part, error.Problem, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Every_form_of_an_error_body_is_parsed(string body, string contentType)
    {
        InjectResponse("/almaws", 400, body, contentType);

        await AssertNoSuchInstanceAsync(400);
    }

    [Theory]
    [MemberData(nameof(BodiesMatchingContentType))]
    public async Task An_error_body_with_status_200_is_an_error(string body, string contentType)
    {
        Server.InjectFault(new Fault { Path = "/almaws", Kind = FaultKind.Body, Body = body, ContentType = contentType });

        await AssertNoSuchInstanceAsync(200);
    }

    [Theory]
    [InlineData("""{"errorsExist":true}""")]
    [InlineData("""{"errorsExist":true,"errorList":{"error":[]}}""")]
    [InlineData("<web_service_result><errorsExist>true</errorsExist></web_service_result>")]
    public async Task An_error_without_details_has_a_message(string body)
    {
        InjectResponse("/almaws", 400, body, body[0] == '<' ? "application/xml" : "application/json");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Contains("HTTP 400: Alma reports an error without details", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("{}", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{ \"errorsExist\": true }", "application/json")]
    [InlineData("{ \"errorsExist\": true, \"errorList\": null }", "application/json")]
    [InlineData("{ \"errorsExist\": true, \"errorList\": { \"error\": [] } }", "application/json")]
    [InlineData("{ \"errorsExist\": true, \"errorList\": { \"error\": \"text\" } }", "application/json")]
    [InlineData("{ \"errorsExist\": true, \"errorList\": { \"error\": [ 5 ] } }", "application/json")]
    [InlineData("{ \"errorList\": { \"error\": [ { \"errorCode\": null } ] } }", "application/json")]
    [InlineData("<html><body>Unauthorized</body></html>", "text/html")]
    [InlineData("<!DOCTYPE html><html/>", "text/html")]
    [InlineData("<web_service_result/>", "application/xml")]
    [InlineData("<web_service_result><errorList><error/></errorList></web_service_result>", "application/xml")]
    [InlineData("<web_ser", "application/xml")]
    [InlineData("{ \"errorList\": { \"error\": [ { \"errorCode\": \"\\ud800", "application/json")]
    public async Task The_status_determines_the_error_if_the_body_cannot_be_parsed(string body, string contentType)
    {
        InjectResponse("/almaws", 401, body, contentType);

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal(401, error.StatusCode);
        Assert.True(string.IsNullOrEmpty(error.ErrorCode));
        Assert.Contains(AlmaInstanceId, error.Problem, StringComparison.Ordinal);
        Assert.Contains("HTTP 401", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invalid API\r\nKey.", "Invalid API Key.")]
    [InlineData("  ", "HTTP 400 (")]
    public async Task The_error_contains_the_plain_text_of_a_gateway(string body, string expected)
    {
        InjectResponse("/almaws", 400, body, "text/plain;charset=UTF-8");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_plain_text_of_a_gateway_is_truncated()
    {
        InjectResponse("/almaws", 400, string.Concat(Enumerable.Repeat("words and ", 5000)), "text/plain");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Contains("words and words", error.Problem, StringComparison.Ordinal);
        Assert.InRange(error.Problem.Length, 1, 2000);
    }

    [Fact]
    public async Task A_numeric_error_code_or_tracking_id_is_converted_to_text()
    {
        InjectResponse(
            "/almaws", 400, """{"errorsExist":true,"errorList":{"error":[{"errorCode":402216,"errorMessage":null,"trackingId":5}]}}""");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Equal("402216", error.ErrorCode);
        Assert.Equal("5", error.TrackingId);
    }

    [Fact]
    public async Task Control_characters_are_removed_from_an_Alma_error()
    {
        InjectResponse(
            "/almaws",
            400,
            """{"errorsExist":true,"errorList":{"error":[{"errorCode":"A\u001b[31m","errorMessage":"B\u001b[31m\nC\u202e",""" +
            """ "trackingId":"D\u0007"}]}}""");

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.DoesNotContain(error.Message, Model.UnsafeText.IsUnsafe);
        Assert.DoesNotContain(error.ErrorCode!, Model.UnsafeText.IsUnsafe);
        Assert.DoesNotContain(error.TrackingId!, Model.UnsafeText.IsUnsafe);
    }

    [Theory]
    [InlineData("M0", "9563643080000561", "402216")]
    [InlineData("M50173", "1", "402218")]
    [InlineData("ALL", "1", "402218")]
    [InlineData("X50173", "9563643080000561", "402215")]
    public async Task The_error_code_identifies_an_unknown_job(string jobId, string instanceId, string code)
    {
        JobServiceException error = await GetErrorAsync(Alma().GetInstanceAsync(jobId, instanceId, Call));

        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(code == "402215" ? JobServiceErrorKind.InvalidRequest : JobServiceErrorKind.JobNotFound, error.Kind);
    }

    [Fact]
    public async Task A_wrong_key_fails_authentication()
    {
        JobServiceException error = await GetErrorAsync(Alma(key: "canary-key").GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Equal("UNAUTHORIZED", error.ErrorCode);
    }

    [Fact]
    public async Task An_exhausted_quota_is_reported_and_the_request_is_not_retried()
    {
        Server.Settings = Server.Settings with { AlmaRequestsPerDay = 0 };

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma, retries: 4));

        Assert.Equal(JobServiceErrorKind.QuotaExhausted, error.Kind);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("M1/../../users")]
    [InlineData("M1?x=y")]
    [InlineData("M1#")]
    [InlineData("M1%2F")]
    [InlineData("M1\n")]
    [InlineData("\u001b[31m")]
    public async Task An_id_that_is_not_valid_in_a_path_is_never_sent(string id)
    {
        JobServiceException asInstance = await GetErrorAsync(Task.Run(() => Alma().GetInstanceAsync(null, id, Call), Token));
        JobServiceException asJob = await GetErrorAsync(Task.Run(() => Alma().GetInstanceAsync(id, AlmaInstanceId, Call), Token));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, asInstance.Kind);
        Assert.Equal(JobServiceErrorKind.InvalidRequest, asJob.Kind);
        Assert.DoesNotContain(asInstance.Message, Model.UnsafeText.IsUnsafe);
        Assert.Empty(Server.Requests);
    }

    private async Task AssertNoSuchInstanceAsync(int status)
    {
        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alma));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Equal(status, error.StatusCode);
        Assert.Equal("402218", error.ErrorCode);
        Assert.Equal(TrackingId, error.TrackingId);
        Assert.Contains("There is no such instance.", error.Problem, StringComparison.Ordinal);
    }

    // "@" is the placeholder for the entry of the error.
    private static string Json(string body) => body.Replace("@", Entry, StringComparison.Ordinal);

    private static string Xml(string xmlns) =>
        $"<web_service_result{xmlns}><errorsExist>true</errorsExist><errorList><error><errorCode>402218</errorCode>" +
        $"<errorMessage>There is no such instance.</errorMessage><trackingId>{TrackingId}</trackingId>" +
        "</error></errorList></web_service_result>";
}
