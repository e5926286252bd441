using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests;

public sealed class ConnectionTestTests : ServiceTest
{
    [Fact]
    public async Task A_valid_Alma_key_is_tested_with_two_requests()
    {
        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal(("Alma", ConnectionName), (result.Service, result.Connection));
        Assert.Equal((true, true, true), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(Server.Settings.AlmaRequestsPerDay - 2, result.RemainingQuota);
        Assert.Null(result.ErrorKind);
        Assert.Null(result.Problem);
        Assert.Equal(["GET /almaws/v1/conf/test", "POST /almaws/v1/conf/test"], SentRequests);
    }

    [Fact]
    public async Task An_Alma_key_without_write_permission_cannot_start_jobs_and_is_no_problem()
    {
        Server.Settings = Server.Settings with { AlmaReadOnlyKey = "read-only-key" };

        ConnectionTestResult result = await TestAsync(Alma(key: "read-only-key"));

        Assert.Equal((true, true, false), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Null(result.Problem);
    }

    [Fact]
    public async Task A_valid_Xplenty_key_is_tested_with_one_request()
    {
        ConnectionTestResult result = await TestAsync(Xplenty());

        Assert.Equal((true, true, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(5000, result.RemainingQuota);
        Assert.Equal(["GET /demo/api/rate_limit_status"], SentRequests);
    }

    [Fact]
    public async Task A_valid_Alteryx_client_is_tested_with_one_request_and_a_token_request()
    {
        ConnectionTestResult result = await TestAsync(Alteryx());

        Assert.Equal((true, true, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Null(result.RemainingQuota);
        Assert.Equal(["POST /webapi/oauth2/token", "GET /webapi/v3/workflows"], SentRequests);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_rejected_key_is_not_valid_although_the_service_is_reachable(SandboxService service)
    {
        ConnectionTestResult result = await TestAsync(service switch
        {
            SandboxService.Alma => Alma(key: "wrong"),
            SandboxService.Xplenty => Xplenty(key: "wrong"),
            _ => Alteryx(secret: "wrong"),
        });

        Assert.Equal((true, false, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, result.ErrorKind);
        Assert.EndsWith("and then connect again.", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_transient_error_is_reported_at_once_without_a_retry(SandboxService service)
    {
        InjectResponse("/", 503, count: 1);

        ConnectionTestResult result = await TestAsync(Client(service, retries: 4));

        Assert.Equal((true, null, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, result.ErrorKind);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_server_that_closes_the_connection_is_not_reachable(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = "/", Kind = FaultKind.Reset, Count = Fault.UntilRemoved });

        ConnectionTestResult result = await TestAsync(Client(service));

        Assert.Equal((false, null, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Null(result.ClockDifference);
        Assert.Null(result.RemainingQuota);
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, result.ErrorKind);
    }

    [Theory]
    [InlineData(SandboxService.Alma, 404)]
    [InlineData(SandboxService.Alma, 200)]
    [InlineData(SandboxService.Xplenty, 404)]
    [InlineData(SandboxService.Xplenty, 200)]
    [InlineData(SandboxService.Alteryx, 404)]
    [InlineData(SandboxService.Alteryx, 200)]
    public async Task A_page_of_another_server_is_an_unexpected_response_and_not_a_missing_job(SandboxService service, int status)
    {
        InjectResponse("/", status, "<html><body>Welcome</body></html>", "text/html");

        ConnectionTestResult result = await TestAsync(Client(service));

        Assert.Equal((true, null), (result.IsReachable, result.IsKeyValid));
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, result.ErrorKind);
        Assert.Contains("address", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_Xplenty_account_is_a_problem_of_the_account_id()
    {
        using XplentyClient client = new(Options(Server.BaseUri), "another-account", SecureStrings.From("sandbox-xplenty-key"));

        ConnectionTestResult result = await TestAsync(client);

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, result.ErrorKind);
        Assert.EndsWith("Check the account id and the address of the connection.", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Alma_error_with_status_200_is_a_problem()
    {
        InjectResponse(
            "/almaws",
            200,
            """{ "errorsExist": true, "errorList": { "error": [ { "errorCode": "UNAUTHORIZED", "errorMessage": "No." } ] } }""");

        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, result.ErrorKind);
        Assert.Equal(false, result.IsKeyValid);
    }

    [Fact]
    public async Task An_error_of_the_second_Alma_request_leaves_the_permission_unknown()
    {
        Server.InjectFault(new Fault { Path = "/almaws", Kind = FaultKind.Status, Status = 500, Skip = 1, Count = 1 });

        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal((true, true, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, result.ErrorKind);
        Assert.DoesNotContain("may still have accepted", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exhausted_quota_leaves_no_requests()
    {
        Server.Settings = Server.Settings with { AlmaRequestsPerDay = 0 };

        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal(JobServiceErrorKind.QuotaExhausted, result.ErrorKind);
        Assert.Equal(0, result.RemainingQuota);
        Assert.True(result.IsReachable);
    }

    [Theory]
    [InlineData(200, "text/plain", "GET - OK\n01INST\n", true)]
    [InlineData(200, "application/json", """{"response":"GET - OK"}""", true)]
    [InlineData(200, "application/json", "\"get: ok\"", true)]
    [InlineData(200, "application/xml", "<test>GET - OK</test>", true)]
    [InlineData(200, "application/json", """{"message":"Limit Exceeded"}""", null)]
    [InlineData(200, "text/plain", "", null)]
    [InlineData(202, "text/plain", "GET - OK", null)]
    [InlineData(204, "text/plain", "", null)]
    [InlineData(200, "text/plain", "It works!", null)]
    [InlineData(200, "text/plain", "OK", null)]
    [InlineData(200, "text/plain", "<!DOCTYPE html><html><body>GET - OK</body></html>", null)]
    public async Task Only_the_text_of_the_Alma_test_shows_that_the_key_is_valid(int status, string type, string body, bool? isValid)
    {
        InjectResponse("/almaws", status, body, type, count: 1);

        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal((true, isValid, isValid), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(isValid is null ? JobServiceErrorKind.UnexpectedResponse : null, result.ErrorKind);
        Assert.Equal(isValid is null, result.Problem is not null);
        Assert.Equal(
            body.Contains("Limit Exceeded", StringComparison.Ordinal),
            result.Problem?.Contains(": Limit Exceeded", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task An_unexpected_second_Alma_response_leaves_the_permission_unknown()
    {
        InjectResponse("/almaws", 200, "GET - OK", "text/plain", count: 1);
        InjectResponse("/almaws", 200, """{"message":"Limit Exceeded"}""");

        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal((true, true, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.NotNull(result.Problem);
    }

    [Theory]
    [InlineData(SandboxService.Alma, "text/html")]
    [InlineData(SandboxService.Xplenty, "text/html")]
    [InlineData(SandboxService.Alteryx, "text/plain")]
    public async Task A_page_of_a_firewall_does_not_show_whether_the_key_is_valid(SandboxService service, string type)
    {
        if (service == SandboxService.Alteryx)
        {
            InjectResponse("/webapi/v3", 403, "\n<!doctype HTML><title>Blocked</title>", type);
        }
        else
        {
            InjectResponse("/", 403, "<html><body>Blocked</body></html>", type);
        }

        ConnectionTestResult result = await TestAsync(Client(service));

        Assert.Equal((true, null, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.NotNull(result.Problem);
    }

    public static TheoryData<string, string, string> ForeignResponses => new()
    {
        { """{"message":"Forbidden"}""", "application/json", ": Forbidden (" },
        { """{ "message" : "Unauthorized." }""", "application/json", ": Unauthorized. (" },
        { """{"message":"Missing Authentication Token"}""", "application/json", ": Missing Authentication Token (" },
        {
            """{"message":"User is not authorized to access this resource with an explicit deny"}""",
            "application/json",
            "with an explicit deny ("
        },
        {
            """{"message":"Invalid key=value pair (missing equal-sign) in Authorization header."}""",
            "application/json",
            "Authorization header. ("
        },
        { """{"statusCode":401,"message":"Access denied due to missing subscription key."}""", "application/json", "subscription key. (" },
        { """{"error":"Forbidden"}""", "application/json", " Forbidden (" },
        { """{"errorsExist":true}""", "application/json", "" },
        { "\"Forbidden\"", "application/json", "" },
        { """{"message":"Request blocked by the web application firewall."}""", "application/json", "application firewall. (" },
        { """{"Message":"User is not authorized to do this."}""", "application/json", ": User is not authorized to do this. (" },
        { """{"error":{"code":403,"message":"Access Denied"}}""", "application/json", ": Access Denied (" },
        { "<html><head><title>403 Forbidden &amp; logged</title></head></html>", "text/html", ": 403 Forbidden & logged (" },
        { "{}", "application/json", "" },
        { "", "application/json", "" },
        { "", "text/plain", "" },
        { "Access denied by policy 7", "text/plain", "Access denied by policy 7" },
        { "<html><body>Blocked</body></html>", "text/html", "" },
    };

    [Theory]
    [MemberData(nameof(ForeignResponses))]
    public async Task A_response_that_is_not_an_error_of_the_service_does_not_show_what_a_key_may_do(string body, string type, string text)
    {
        SandboxService[] services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];
        foreach ((SandboxService service, int status) in services.SelectMany(service => new[] { (service, 401), (service, 403) }))
        {
            InjectedFault fault = InjectResponse(service == SandboxService.Alteryx ? "/webapi/v3" : "/", status, body, type);

            ConnectionTestResult result = await TestAsync(Client(service));

            Assert.Equal((true, null, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
            Assert.Equal(JobServiceErrorKind.UnexpectedResponse, result.ErrorKind);
            Assert.Contains($"HTTP {status}", result.Problem, StringComparison.Ordinal);
            Assert.Contains(text, result.Problem, StringComparison.Ordinal);
            Assert.Contains(
                $" The response is not an error of the {service} API, so it does not show what the key is permitted to do. ",
                result.Problem,
                StringComparison.Ordinal);
            Assert.True(Server.RemoveFault(fault.Id));
        }
    }

    [Theory]
    [MemberData(nameof(ForeignResponses))]
    public async Task A_response_that_is_not_an_error_of_Alma_does_not_show_whether_a_key_may_start_jobs(
        string body, string type, string text)
    {
        foreach (int status in new[] { 401, 403 })
        {
            InjectResponse("/almaws", 200, "GET - OK", "text/plain", count: 1);
            InjectResponse("/almaws", status, body, type, count: 1);

            ConnectionTestResult result = await TestAsync(Alma());

            Assert.Equal((true, true, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
            Assert.Contains($"HTTP {status}", result.Problem, StringComparison.Ordinal);
            Assert.Contains(text, result.Problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(401, """{"message":"Forbidden"}""", ": Forbidden (")]
    [InlineData(403, """{"message":"Forbidden"}""", ": Forbidden (")]
    [InlineData(401, """{"error":"Unauthorized","path":"/oauth2/token"}""", ": Unauthorized (")]
    [InlineData(401, "", "HTTP 401")]
    public async Task A_foreign_response_to_a_token_request_does_not_show_whether_the_client_is_valid(int status, string body, string text)
    {
        InjectResponse("/webapi/oauth2/token", status, body);

        ConnectionTestResult result = await TestAsync(Alteryx());

        Assert.Equal((true, null, null), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, result.ErrorKind);
        Assert.Contains(text, result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SandboxService.Alma, 403, """{"errorList":{"error":[{"errorCode":"FORBIDDEN","errorMessage":"No."}]}}""", true)]
    [InlineData(
        SandboxService.Alma,
        401,
        "<web_service_result><errorsExist>true</errorsExist><errorList><error><errorCode>INVALID_REQUEST</errorCode></error></errorList>"
            + "</web_service_result>",
        false)]
    [InlineData(SandboxService.Xplenty, 401, """{"message":"Invalid API key"}""", false)]
    [InlineData(SandboxService.Xplenty, 403, """{"error_message":"Your trial has ended."}""", true)]
    [InlineData(SandboxService.Xplenty, 402, """{"error":"Payment required."}""", true)]
    [InlineData(SandboxService.Alteryx, 403, """{"message":"Authorization has been denied for this request."}""", true)]
    [InlineData(SandboxService.Alteryx, 401, "\uFEFF{\"message\":\"Authorization has been denied for this request.\"}", false)]
    [InlineData(SandboxService.Alteryx, 401, "\"The token has expired.\"", false)]
    [InlineData(
        SandboxService.Alteryx, 403, """{"data":null,"exceptionName":"E","innerExceptionMessage":"","message":"Forbidden"}""", true)]
    [InlineData(SandboxService.Alteryx, 403, """{"message":"Forbidden","modelState":{"a":["b"]}}""", true)]
    public async Task An_error_in_a_form_of_the_service_shows_whether_a_key_is_valid(
        SandboxService service, int status, string body, bool isValid)
    {
        InjectResponse(service == SandboxService.Alteryx ? "/webapi/v3" : "/", status, body);

        ConnectionTestResult result = await TestAsync(Client(service));

        Assert.Equal((true, isValid), (result.IsReachable, result.IsKeyValid));
        Assert.Equal(isValid ? JobServiceErrorKind.AccessDenied : JobServiceErrorKind.AuthenticationFailed, result.ErrorKind);
    }

    [Fact]
    public async Task A_quota_that_the_test_used_up_is_a_problem()
    {
        Server.Settings = Server.Settings with { AlmaRequestsPerDay = 2 };

        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal((true, true, true), (result.IsReachable, result.IsKeyValid, result.CanStartJobs));
        Assert.Equal(0, result.RemainingQuota);
        Assert.StartsWith("The Alma quota of the key is used up. Wait until the quota resets", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_the_service_does_not_report_is_unknown_although_it_was_known_before()
    {
        AlmaClient client = Alma();
        Assert.NotNull((await TestAsync(client)).RemainingQuota);
        InjectResponse("/almaws", 200, "GET - OK POST - OK", "text/plain");

        Assert.Null((await TestAsync(client)).RemainingQuota);
    }

    [Fact]
    public async Task A_connection_is_not_reachable_during_a_pause_because_no_request_is_sent()
    {
        InjectResponse("/", 429, retryAfter: "60", count: 1);
        XplentyClient client = Xplenty();

        ConnectionTestResult first = await TestAsync(client);
        ConnectionTestResult second = await TestAsync(client);

        Assert.True(first.IsReachable);
        Assert.Equal((false, null, null), (second.IsReachable, second.IsKeyValid, second.RemainingQuota));
        Assert.Contains("the request was not sent", second.Problem, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_conflict_advises_to_check_the_state()
    {
        InjectResponse("/", 409);

        ConnectionTestResult result = await TestAsync(Xplenty());

        Assert.EndsWith(" Check the state of the job, and then try again.", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(-1)]
    [InlineData(259200)]
    public async Task The_difference_of_the_clocks_is_reported_in_seconds_however_large_it_is(int seconds)
    {
        string date = Clock.GetUtcNow().AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture);
        Clock.Advance(0.4);
        Server.InjectFault(new Fault
        {
            Path = "/almaws",
            Kind = FaultKind.Status,
            Status = 200,
            ContentType = "text/plain",
            Body = "GET - OK, POST - OK",
            Count = Fault.UntilRemoved,
            Headers = new Dictionary<string, string> { ["Date"] = date },
        });

        ConnectionTestResult result = await TestAsync(Alma());

        Assert.Equal(TimeSpan.FromSeconds(seconds), result.ClockDifference);
    }

    [Fact]
    public async Task The_difference_of_the_clocks_is_not_known_if_the_latest_response_has_no_usable_date()
    {
        AlmaClient client = Alma();
        foreach (string date in new[] { Clock.GetUtcNow().AddHours(1).ToString("r", CultureInfo.InvariantCulture), "yesterday" })
        {
            Server.InjectFault(new Fault
            {
                Path = "/almaws",
                Kind = FaultKind.Status,
                Status = 200,
                ContentType = "text/plain",
                Body = "GET - OK, POST - OK",
                Count = 2,
                Headers = new Dictionary<string, string> { ["Date"] = date },
            });
        }

        ConnectionTestResult first = await TestAsync(client);
        ConnectionTestResult second = await TestAsync(client);

        Assert.Equal(TimeSpan.FromHours(1), first.ClockDifference);
        Assert.Null(second.ClockDifference);
    }

    private string[] SentRequests => [.. Server.Requests.Select(request => $"{request.Method} {request.Path}")];

    private JobServiceClient Client(SandboxService service, int retries = 0) => service switch
    {
        SandboxService.Alma => Alma(retries),
        SandboxService.Xplenty => Xplenty(retries),
        _ => Alteryx(retries),
    };

    private Task<ConnectionTestResult> TestAsync(JobServiceClient client) =>
        WithTimeout(client.TestAsync(error => error.WithRecommendedAction().Message, Call));
}
