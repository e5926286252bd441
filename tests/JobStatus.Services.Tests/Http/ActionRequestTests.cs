using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
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
        "Start-AlmaJob", "Start-XplentyJob", "Stop-XplentyJob", "Start-AlteryxJob", "Stop-AlteryxJob",
    ];

    public static TheoryData<string, Fault> AmbiguousErrors => ForAllActions(
        new() { Path = "/", Kind = FaultKind.Reset },
        new() { Path = "/", Kind = FaultKind.Status, Status = 500 },
        new() { Path = "/", Kind = FaultKind.Status, Status = 504 });

    public static TheoryData<string, Fault> RejectedRequests => ForAllActions(
        new() { Path = "/", Kind = FaultKind.Status, Status = 400 },
        new() { Path = "/", Kind = FaultKind.Status, Status = 403 },
        new()
        {
            Path = "/",
            Kind = FaultKind.Status,
            Status = 307,
            Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" },
        });

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(AmbiguousErrors))]
    public async Task An_ambiguous_error_says_that_the_service_may_have_accepted_the_request(string action, Fault fault)
    {
        JobServiceException error = await GetErrorAsync(SendAsync(action, fault));
        Assert.Contains(MayHaveBeenAccepted, error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    // Stop-AlteryxJob is not included because its response has no body.
    [Theory]
    [InlineData("Start-AlmaJob", FaultKind.Truncate)]
    [InlineData("Start-AlmaJob", FaultKind.Body)]
    [InlineData("Start-XplentyJob", FaultKind.Truncate)]
    [InlineData("Start-XplentyJob", FaultKind.Body)]
    [InlineData("Stop-XplentyJob", FaultKind.Truncate)]
    [InlineData("Stop-XplentyJob", FaultKind.Body)]
    [InlineData("Start-AlteryxJob", FaultKind.Truncate)]
    [InlineData("Start-AlteryxJob", FaultKind.Body)]
    public async Task An_unreadable_response_says_that_the_service_may_have_accepted_the_request(string action, FaultKind kind)
    {
        JobServiceException error = await GetErrorAsync(
            SendAsync(
                action, new() { Path = "/", Kind = kind, Body = kind == FaultKind.Body ? "<html>" : null, ContentType = "text/html" }));
        Assert.Contains(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(RejectedRequests))]
    public async Task A_rejected_request_does_not_say_that_the_service_may_have_accepted_it(string action, Fault fault)
    {
        JobServiceException error = await GetErrorAsync(SendAsync(action, fault));
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
        Assert.DoesNotContain(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_an_access_token_does_not_say_that_the_service_may_have_accepted_it()
    {
        InjectResponse("/webapi/oauth2", 503);

        JobServiceException error = await GetErrorAsync(Alteryx().StopJobAsync("66f000000000000000000203", Call));
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
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
        Assert.DoesNotContain(MayHaveBeenAccepted, error.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string, Fault> ForAllActions(params Fault[] faults) =>
        new(Actions.SelectMany(action => faults.Select(fault => (action, fault))));

    private Task SendAsync(string action, Fault fault)
    {
        foreach (string method in new[] { "POST", "DELETE" })
        {
            // The fault must not affect the token request.
            Server.InjectFault(
                fault with
                {
                    Path = action.EndsWith("AlteryxJob", StringComparison.Ordinal) ? "/webapi/v" : "/",
                    Method = method,
                    Count = Fault.UntilRemoved,
                });
        }

        return action switch
        {
            "Start-AlmaJob" => Alma().StartJobAsync(new AlmaRunRequest(AlmaJobId, new Dictionary<string, string?>()), Call),
            "Start-XplentyJob" => Xplenty().StartJobAsync(new XplentyRunRequest(434, 52), Call),
            "Stop-XplentyJob" => Xplenty().StopJobAsync("203", Call),
            "Start-AlteryxJob" => Alteryx().StartJobAsync(new AlteryxRunRequest("66f00000000000000000a001"), Call),
            _ => Alteryx().StopJobAsync("66f000000000000000000203", Call),
        };
    }
}
