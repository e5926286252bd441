using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace JobStatus.Services.Tests.Http;

/// <summary>
/// Tests the errors of action requests. If the outcome is unknown, the error must say that the service may have accepted the
/// request.
/// </summary>
public sealed class ActionRequestTests : ServiceTest
{
    private const string MayHaveBeenAccepted = "may still have accepted";

    private static readonly string[] Actions =
    [
        "Start-AlmaJob", "Start-XplentyJob", "Stop-XplentyJob", "Add-XplentyJobWatcher", "Remove-XplentyJobWatcher",
        "Start-AlteryxJob", "Stop-AlteryxJob", "New-AlmaSet", "Remove-AlmaSet", "Add-AlmaSetMember", "Remove-AlmaSetMember",
        "New-XplentyCluster", "Set-XplentyCluster", "Remove-XplentyCluster", "Disable-XplentySchedule", "Start-XplentySchedule",
        "Disable-AlteryxSchedule",
    ];

    public static TheoryData<string, bool> ActionsOnEachConnection =>
        new(Actions.SelectMany(action => new[] { (action, false), (action, true) }));

    public static TheoryData<string, Fault> AmbiguousErrors => ForAllActions(
        new() { Path = "/", Kind = FaultKind.Reset },
        new() { Path = "/", Kind = FaultKind.Status, Status = 500 },
        new() { Path = "/", Kind = FaultKind.Status, Status = 504 },
        Redirect(301, "/elsewhere"),
        Redirect(302, "https://other.example/"),
        Redirect(303, "/elsewhere"),
        Redirect(303, "https://other.example/"));

    public static TheoryData<string, Fault> RejectedRequests => ForAllActions(
        new() { Path = "/", Kind = FaultKind.Status, Status = 400 },
        new() { Path = "/", Kind = FaultKind.Status, Status = 403 },
        Redirect(307, "/elsewhere"),
        Redirect(308, "https://other.example/"));

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(AmbiguousErrors))]
    public async Task An_ambiguous_error_says_that_the_service_may_have_accepted_the_request(string action, Fault fault)
    {
        JobServiceException error = await GetErrorAsync(SendAsync(action, fault));
        Assert.True(error.MayHaveBeenAccepted);
        Assert.Contains(MayHaveBeenAccepted, error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ActionsOnEachConnection))]
    public async Task An_action_is_sent_once_if_the_server_closes_the_connection_without_a_response(string action, bool reusesConnection)
    {
        await using RawServer server = await RawServer.StartAsync(
            context => HttpMethods.IsGet(context.Request.Method)
                ? context.Response.WriteAsync(
                    context.Request.Path.Value!.EndsWith("/jobs", StringComparison.Ordinal)
                        ? "[]"
                        : """{ "status": "running", "name": "n", "start_at": "2026-01-01T00:00:00Z", "enabled": true }""")
                : CloseConnectionAsync(context),
            Token);
        AlmaClient alma = Track(new AlmaClient(Options(server.BaseUri, retries: 4), SecureStrings.From("some-key")));
        XplentyClient xplenty = Track(new XplentyClient(Options(server.BaseUri, retries: 4), "demo", SecureStrings.From("some-key")));
        AlteryxClient alteryx = Track(new AlteryxClient(Options(server.BaseUri, retries: 4), SecureStrings.From("some-token")));
        if (reusesConnection)
        {
            await alma.GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call);
            await xplenty.GetJobAsync("203", Call);
            await alteryx.GetJobAsync(AlteryxJobId, includeMessages: true, Call);
        }

        JobServiceException error = await GetErrorAsync(SendAsync(action, () => alma, () => xplenty, () => alteryx));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.True(error.MayHaveBeenAccepted);
        Assert.Contains(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => !HttpMethods.IsGet(request.Method));
    }

    [Theory]
    [InlineData("Start-AlmaJob", FaultKind.Truncate)]
    [InlineData("Start-AlmaJob", FaultKind.Body)]
    [InlineData("Start-XplentyJob", FaultKind.Truncate)]
    [InlineData("Start-XplentyJob", FaultKind.Body)]
    [InlineData("Stop-XplentyJob", FaultKind.Truncate)]
    [InlineData("Stop-XplentyJob", FaultKind.Body)]
    [InlineData("Start-AlteryxJob", FaultKind.Truncate)]
    [InlineData("Start-AlteryxJob", FaultKind.Body)]
    [InlineData("Stop-AlteryxJob", FaultKind.Truncate)]
    [InlineData("Stop-AlteryxJob", FaultKind.Body)]
    [InlineData("Add-XplentyJobWatcher", FaultKind.Body)]
    [InlineData("New-AlmaSet", FaultKind.Body)]
    [InlineData("Add-AlmaSetMember", FaultKind.Body)]
    [InlineData("New-XplentyCluster", FaultKind.Truncate)]
    [InlineData("New-XplentyCluster", FaultKind.Body)]
    [InlineData("Set-XplentyCluster", FaultKind.Body)]
    [InlineData("Remove-XplentyCluster", FaultKind.Body)]
    [InlineData("Disable-XplentySchedule", FaultKind.Body)]
    [InlineData("Start-XplentySchedule", FaultKind.Body)]
    [InlineData("Disable-AlteryxSchedule", FaultKind.Body)]
    public async Task An_unreadable_response_says_that_the_service_may_have_accepted_the_request(string action, FaultKind kind)
    {
        JobServiceException error = await GetErrorAsync(
            SendAsync(
                action, new() { Path = "/", Kind = kind, Body = kind == FaultKind.Body ? "<html>" : null, ContentType = "text/html" }));
        Assert.True(error.MayHaveBeenAccepted);
        Assert.Contains(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>Sign in</body></html>", "text/html", ": the response is an HTML page (HTTP 200")]
    [InlineData("<h1>Sign in</h1>", "text/html", ": the response is an HTML page (HTTP 200")]
    [InlineData("<html><body>Sign in</body></html>", "application/json", ": the response is an HTML page (HTTP 200")]
    [InlineData("""{"message":"Not allowed"}""", "application/json", ": HTTP 200: Not allowed (")]
    [InlineData("Not allowed", "text/plain", ": HTTP 200: Not allowed (")]
    [InlineData("\"The job could not be canceled.\"", "application/json", ": HTTP 200: The job could not be canceled. (")]
    [InlineData("\"Can't cancel\"", "application/json", ": HTTP 200: Can't cancel (")]
    [InlineData("false", "application/json", ": HTTP 200: false (")]
    [InlineData("""{"success":false}""", "application/json", """: HTTP 200: {"success":false} (""")]
    [InlineData("""{"success":false,"message":"Bye"}""", "application/json", """: HTTP 200: {"success":false,"message":"Bye"} (""")]
    [InlineData("""{"errors":["x"]}""", "application/json", """: HTTP 200: {"errors":["x"]} (""")]
    [InlineData("""{"errors":{"id":["x"]}}""", "application/json", """: HTTP 200: {"errors":{"id":["x"]}} (""")]
    [InlineData("""{"error":"Not possible"}""", "application/json", " Not possible (")]
    [InlineData("""{"status":"error"}""", "application/json", """: HTTP 200: {"status":"error"} (""")]
    [InlineData("""{"data":null,"exceptionName":"Conflict","message":"Later"}""", "application/json", ": Later (", true)]
    [InlineData("False", "text/plain", ": HTTP 200: False (")]
    [InlineData("\"false\"", "application/json", ": HTTP 200: false (")]
    [InlineData("""{"Success":false}""", "application/json", """: HTTP 200: {"Success":false} (""")]
    [InlineData("""{"success":0}""", "application/json", """: HTTP 200: {"success":0} (""")]
    [InlineData("""{"success":"no"}""", "application/json", """: HTTP 200: {"success":"no"} (""")]
    [InlineData("""{"isSuccess":false}""", "application/json", """: HTTP 200: {"isSuccess":false} (""")]
    [InlineData("""{"result":false}""", "application/json", """: HTTP 200: {"result":false} (""")]
    [InlineData("""{"error":"denied"}""", "application/json", ": HTTP 200: denied (")]
    [InlineData("""{"success":"False"}""", "application/json", """: HTTP 200: {"success":"False"} (""")]
    [InlineData("""{"Errors":"x"}""", "application/json", """: HTTP 200: {"Errors":"x"} (""")]
    [InlineData("""{"statusCode":500,"message":"x"}""", "application/json", ": HTTP 200: ")]
    [InlineData("<Error><Message>Denied</Message></Error>", "application/xml", ": HTTP 200: Denied (")]
    [InlineData("""{"id":"66f0000""", "application/json", "does not contain the requested data")]
    public async Task A_response_that_states_a_failure_is_an_error_that_quotes_it(
        string body, string type, string expected, bool isAlteryx = false)
    {
        string[] actions = ["Stop-AlteryxJob", "Add-XplentyJobWatcher", "Remove-XplentyJobWatcher"];
        foreach (string action in actions.Take(isAlteryx ? 1 : actions.Length))
        {
            JobServiceException error = await GetErrorAsync(
                SendAsync(action, new() { Path = "/", Kind = FaultKind.Status, Status = 200, Body = body, ContentType = type }));

            Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
            Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
            Assert.True(error.MayHaveBeenAccepted);
        }
    }

    [Theory]
    [InlineData("Stop-AlteryxJob", """{"id":"66f000000000000000000204","status":"Cancelled"}""", "66f000000000000000000204")]
    [InlineData("Stop-AlteryxJob", """{"jobId":"66f000000000000000000204"}""", "66f000000000000000000204")]
    [InlineData("Stop-AlteryxJob", "\"66f000000000000000000204\"", "66f000000000000000000204")]
    [InlineData("Stop-AlteryxJob", "66f000000000000000000204", "66f000000000000000000204")]
    [InlineData("Stop-XplentyJob", """{"id":204,"status":"pending_stoppage"}""", "204")]
    public async Task A_response_about_another_job_is_an_error(string action, string body, string other)
    {
        JobServiceException error = await GetErrorAsync(
            SendAsync(action, new() { Path = "/", Kind = FaultKind.Status, Status = 200, Body = body }));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains($"is for {other}, which is another job.", error.Problem, StringComparison.Ordinal);
        Assert.True(error.MayHaveBeenAccepted);
        Assert.Empty(Warnings);
    }

    [Theory]
    [InlineData("Stop-XplentyJob", """{"success":false}""", """: HTTP 200: {"success":false} (""")]
    [InlineData("Stop-XplentyJob", "false", ": HTTP 200: false (")]
    [InlineData("Set-XplentyCluster", """{"Success":false}""", """: HTTP 200: {"Success":false} (""")]
    [InlineData("Remove-XplentyCluster", """{"success":false}""", """: HTTP 200: {"success":false} (""")]
    [InlineData("Remove-XplentyCluster", """{"statusCode":500}""", """: HTTP 200: {"statusCode":500} (""")]
    [InlineData("Start-XplentyJob", """{"success":true}""", "the response does not contain the requested data")]
    [InlineData(
        "Remove-AlmaSet",
        """{"errorsExist":true,"errorList":{"error":[{"errorCode":"60116","errorMessage":"Later"}]}}""",
        ": HTTP 200, Alma code 60116: Later (")]
    [InlineData("Remove-AlmaSet", """{"errorsExist":true}""", ": HTTP 200: Alma reports an error without details (")]
    public async Task A_response_without_the_requested_data_is_an_error_that_quotes_a_failure(string action, string body, string expected)
    {
        JobServiceException error = await GetErrorAsync(
            SendAsync(action, new() { Path = "/", Kind = FaultKind.Status, Status = 200, Body = body }));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
        Assert.True(error.MayHaveBeenAccepted);
    }

    [Theory]
    [InlineData("Set-XplentyCluster", """{"id":99,"nodes":3}""", "99", "cluster")]
    [InlineData("Remove-XplentyCluster", """{"id":99,"status":"pending_terminate"}""", "99", "cluster")]
    [InlineData("Disable-XplentySchedule", """{"id":99,"name":"T","status":"disabled"}""", "99", "schedule")]
    [InlineData(
        "Disable-AlteryxSchedule", """{"id":"66f00000000000000000b002","enabled":false}""", "66f00000000000000000b002", "schedule")]
    [InlineData("New-AlmaSet", """{"id":"77","name":"Other","content":{"value":"ITEM"}}""", "77 ('Other')", "set")]
    public async Task A_response_to_a_change_that_is_about_another_object_is_an_error(
        string action, string body, string other, string kind)
    {
        JobServiceException error = await GetErrorAsync(
            SendAsync(action, new() { Path = "/", Kind = FaultKind.Status, Status = 200, Body = body }));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains($"is for {other}, which is another {kind}.", error.Problem, StringComparison.Ordinal);
        Assert.True(error.MayHaveBeenAccepted);
    }

    [Theory]
    [InlineData(
        "Start-XplentyJob",
        """{"id":900,"status":"idle","package_id":999,"cluster_id":52}""",
        "Xplenty 900: Xplenty reports that the job runs package 999, but package 434 was started.")]
    [InlineData(
        "Start-XplentyJob",
        """{"id":900,"status":"idle","package":{"id":999}}""",
        "Xplenty 900: Xplenty reports that the job runs package 999, but package 434 was started.")]
    [InlineData(
        "Start-XplentyJob",
        """{"id":900,"status":"idle","package_id":434,"cluster_id":77}""",
        "Xplenty 900: Xplenty reports that the job runs on cluster 77, but it was started on cluster 52.")]
    [InlineData(
        "Start-AlteryxJob",
        """{"id":"66f000000000000000000999","appId":"66f00000000000000000a009","status":"Queued"}""",
        "Alteryx 66f000000000000000000999: the Server reports that the job runs workflow 66f00000000000000000a009, "
            + "but workflow 66f00000000000000000a001 was started.")]
    [InlineData(
        "Start-AlmaJob",
        """{"id":"M999","name":"x","additional_info":{"value":"Job 7","link":"https://alma.example/conf/jobs/M999/instances/7"}}""",
        "Starting Alma job M50173: Alma reports that instance 7 runs job M999, which is another job.")]
    [InlineData(
        "Remove-XplentyCluster",
        """{"id":52,"status":"available"}""",
        "Terminating Xplenty cluster 52: Xplenty accepted the request, but reports the status 'available'.")]
    [InlineData(
        "Set-XplentyCluster",
        """{"id":52,"nodes":2}""",
        "Changing Xplenty cluster 52: Xplenty accepted the request for 3 nodes, but reports 2.")]
    public async Task A_response_that_contradicts_the_request_returns_the_object_with_a_warning(string action, string body, string warning)
    {
        await SendAsync(action, new() { Path = "/", Kind = FaultKind.Status, Status = 200, Body = body });

        Assert.Equal(warning, Assert.Single(Warnings));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("{}", null)]
    [InlineData("[]", "[]")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("\"\"", null)]
    [InlineData("\"Success\"", "Success")]
    [InlineData("\"66f000000000000000000203\"", "66f000000000000000000203")]
    [InlineData("Canceled without errors", "Canceled without errors")]
    [InlineData("""{"message":"Job was cancelled"}""", "Job was cancelled")]
    [InlineData("""{"success":true,"errors":[],"error":null}""", null)]
    [InlineData("""{"isSuccess":true,"result":0}""", null)]
    [InlineData("""{"id":"string","status":"string"}""", null)]
    [InlineData("""{"id":"66F000000000000000000203","status":"Error"}""", null)]
    [InlineData("""{"id":"66f000000000000000000203","status":"Cancelled","messages":[{"status":3,"text":"Failed"}]}""", null)]
    public async Task Any_other_response_to_an_accepted_request_is_a_success(string body, string? verbose)
    {
        await SendAsync("Stop-AlteryxJob", new() { Path = "/webapi/v3", Kind = FaultKind.Status, Status = 200, Body = body });

        Assert.Empty(Warnings);
        Assert.Equal(
            verbose is null ? [] : new[] { $"Stopping Alteryx job 66f000000000000000000203: 127.0.0.1 accepted the request: {verbose}" },
            Lines.Where(line => line.StartsWith("Stopping", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("banana")]
    [InlineData("nicht gefunden")]
    [InlineData("The job is already finished")]
    [InlineData("[1]")]
    [InlineData("""{"data":7}""")]
    public async Task A_response_that_shows_neither_is_a_success_with_a_warning_that_quotes_it(string body)
    {
        await SendAsync("Stop-AlteryxJob", new() { Path = "/webapi/v3", Kind = FaultKind.Status, Status = 200, Body = body });

        Assert.Equal(
            $"Stopping Alteryx job 66f000000000000000000203: the response does not show whether the request was accepted: {body}",
            Assert.Single(Warnings));
    }

    [Theory]
    [InlineData("\"Canceled with sandbox-secret\"")]
    [InlineData("""{"data":"sandbox-secret"}""")]
    public async Task A_secret_in_the_quotation_is_redacted(string body)
    {
        await SendAsync("Stop-AlteryxJob", new() { Path = "/webapi/v3", Kind = FaultKind.Status, Status = 200, Body = body });

        Assert.Contains(Lines.Concat(Warnings), line => line.Contains("***", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines.Concat(Warnings), line => line.Contains("sandbox-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_documented_response_to_a_new_watcher_is_a_success()
    {
        const string body = """{"created_at":"2013-04-09T11:28:27+03:00","job_url":"https://api.xplenty.com/demo/api/jobs/203"}""";

        await SendAsync("Add-XplentyJobWatcher", new() { Path = "/", Kind = FaultKind.Status, Status = 201, Body = body });

        Assert.Empty(Warnings);
    }

    [Theory]
    [InlineData("Stop-AlteryxJob", "Check the state of the job, and then try again.")]
    [InlineData("Stop-XplentyJob", "Check the state of the job, and then try again.")]
    [InlineData("Start-XplentyJob", "Wait for the running job to finish, and then try again.")]
    public async Task Only_a_start_is_refused_because_of_another_job(string action, string advice)
    {
        JobServiceException error = await GetErrorAsync(SendAsync(action, new() { Path = "/", Kind = FaultKind.Status, Status = 409 }));

        Assert.Equal(JobServiceErrorKind.ResourceBusy, error.Kind);
        Assert.Equal(advice, error.WithRecommendedAction().RecommendedAction);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(RejectedRequests))]
    public async Task A_rejected_request_does_not_say_that_the_service_may_have_accepted_it(string action, Fault fault)
    {
        JobServiceException error = await GetErrorAsync(SendAsync(action, fault));
        Assert.False(error.MayHaveBeenAccepted);
        Assert.DoesNotContain(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_connection_does_not_say_that_the_service_may_have_accepted_it()
    {
        Uri closedAddress = Server.BaseUri;
        await Server.DisposeAsync();
        XplentyClient client = Track(
            new XplentyClient(Options(closedAddress), SandboxServer.XplentyAccount, SecureStrings.From("sandbox-xplenty-key")));

        JobServiceException error = await GetErrorAsync(client.StopJobAsync("203", Call));
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.False(error.MayHaveBeenAccepted);
        Assert.DoesNotContain(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_an_access_token_does_not_say_that_the_service_may_have_accepted_it()
    {
        InjectResponse("/webapi/oauth2", 503);

        JobServiceException error = await GetErrorAsync(Alteryx().StopJobAsync("66f000000000000000000203", Call));
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.False(error.MayHaveBeenAccepted);
        Assert.DoesNotContain(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_timed_out_before_it_was_sent_does_not_say_that_the_service_may_have_accepted_it()
    {
        Server.InjectFault(new Fault { Path = "/webapi/oauth2", Kind = FaultKind.Hang });

        Task stop = Alteryx(timeout: TimeSpan.FromSeconds(30)).StopJobAsync("66f000000000000000000203", Call);
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        Clock.Advance(30);

        JobServiceException error = await GetErrorAsync(stop);
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.False(error.MayHaveBeenAccepted);
        Assert.DoesNotContain(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    private static Fault Redirect(int status, string location) => new()
    {
        Path = "/",
        Kind = FaultKind.Status,
        Status = status,
        Headers = new Dictionary<string, string> { ["Location"] = location },
    };

    private static TheoryData<string, Fault> ForAllActions(params Fault[] faults) =>
        new(Actions.SelectMany(action => faults.Select(fault => (action, fault))));

    private Task SendAsync(string action, Fault fault)
    {
        foreach (string method in new[] { "POST", "PUT", "PATCH", "DELETE" })
        {
            // The fault must not affect the token request.
            Server.InjectFault(
                fault with
                {
                    Path = action.Contains("-Alteryx", StringComparison.Ordinal) ? "/webapi/v" : "/",
                    Method = method,
                    Count = Fault.UntilRemoved,
                });
        }

        return SendAsync(action, () => Alma(), () => Xplenty(), () => Alteryx());
    }

    private Task SendAsync(string action, Func<AlmaClient> alma, Func<XplentyClient> xplenty, Func<AlteryxClient> alteryx) =>
        action switch
        {
            "Start-AlmaJob" => alma().StartJobAsync(new AlmaRunRequest(AlmaJobId, new Dictionary<string, string?>()), Call),
            "Start-XplentyJob" => xplenty().StartJobAsync(new XplentyRunRequest(434, 52), Call),
            "Stop-XplentyJob" => xplenty().StopJobAsync("203", Call),
            "Add-XplentyJobWatcher" => xplenty().AddWatcherAsync("203", Call),
            "Remove-XplentyJobWatcher" => xplenty().RemoveWatcherAsync("203", Call),
            "Start-AlteryxJob" => alteryx().StartJobAsync(new AlteryxRunRequest("66f00000000000000000a001"), Call),
            "New-AlmaSet" => alma().CreateSetAsync(new AlmaNewSet("Night", "USER"), Call),
            "Remove-AlmaSet" => alma().DeleteSetAsync("6543210000000561", Call),
            "Add-AlmaSetMember" => alma().AddMembersAsync("6543210000000561", ["a"], null, _ => { }, (_, _) => { }, Call),
            "Remove-AlmaSetMember" => alma().RemoveMembersAsync("6543210000000561", ["jdoe"], null, _ => { }, (_, _) => { }, Call),
            "New-XplentyCluster" => xplenty().CreateClusterAsync(XplentyClusterSettings.ForOneJob, Call),
            "Set-XplentyCluster" => xplenty().ChangeClusterAsync("52", new XplentyClusterSettings { Nodes = 3 }, Call),
            "Remove-XplentyCluster" => xplenty().TerminateClusterAsync("52", Call),
            "Disable-XplentySchedule" => xplenty().SetScheduleEnabledAsync("71", enabled: false, Call),
            "Start-XplentySchedule" => xplenty().StartScheduleAsync("71", Call),
            "Disable-AlteryxSchedule" => alteryx().SetScheduleEnabledAsync("66f00000000000000000b001", enabled: false, Call),
            _ => alteryx().StopJobAsync("66f000000000000000000203", Call),
        };

    // Sends an orderly close. After a reset, .NET would not send a request again in any case.
    private static Task CloseConnectionAsync(HttpContext context)
    {
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Both);
        return Task.CompletedTask;
    }
}
