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

/// <summary>What starts or stops something: after a fault nobody may send it again without looking.</summary>
public sealed class ActTests : ServiceTest
{
    private const string MayHaveBeenTaken = "may still have accepted";

    private static readonly string[] Acts = ["Start-AlmaJob", "Start-XplentyJob", "Stop-XplentyJob", "Start-AlteryxJob", "Stop-AlteryxJob"];

    public static TheoryData<string, Fault> Doubtful => Rows(
        new() { Path = "/", Kind = FaultKind.Reset },
        new() { Path = "/", Kind = FaultKind.Status, Status = 500 },
        new() { Path = "/", Kind = FaultKind.Status, Status = 504 });

    public static TheoryData<string, Fault> Refused => Rows(
        new() { Path = "/", Kind = FaultKind.Status, Status = 400 },
        new() { Path = "/", Kind = FaultKind.Status, Status = 403 },
        new() { Path = "/", Kind = FaultKind.Status, Status = 307, Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" } });

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Doubtful))]
    public async Task Whose_answer_does_not_tell_may_have_been_taken(string act, Fault fault)
    {
        JobServiceException error = await RefusedAsync(ActAsync(act, fault));
        Assert.Contains(MayHaveBeenTaken, error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(MayHaveBeenTaken, error.Message, StringComparison.Ordinal);
    }

    // The stop of Alteryx has an answer without a body.
    [Theory]
    [InlineData("Start-AlmaJob", FaultKind.Truncate)]
    [InlineData("Start-AlmaJob", FaultKind.Body)]
    [InlineData("Start-XplentyJob", FaultKind.Truncate)]
    [InlineData("Start-XplentyJob", FaultKind.Body)]
    [InlineData("Stop-XplentyJob", FaultKind.Truncate)]
    [InlineData("Stop-XplentyJob", FaultKind.Body)]
    [InlineData("Start-AlteryxJob", FaultKind.Truncate)]
    [InlineData("Start-AlteryxJob", FaultKind.Body)]
    public async Task Whose_answer_nobody_can_read_may_have_been_taken(string act, FaultKind kind)
    {
        JobServiceException error = await RefusedAsync(ActAsync(act, new() { Path = "/", Kind = kind, Body = kind == FaultKind.Body ? "<html>" : null, ContentType = "text/html" }));
        Assert.Contains(MayHaveBeenTaken, error.Message, StringComparison.Ordinal);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Refused))]
    public async Task That_was_refused_was_not_taken(string act, Fault fault)
    {
        JobServiceException error = await RefusedAsync(ActAsync(act, fault));
        Assert.DoesNotContain(MayHaveBeenTaken, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_reached_nobody_was_not_taken()
    {
        Uri nowhere = Server.BaseUri;
        await Server.DisposeAsync();
        XplentyClient client = Keep(new XplentyClient(Options(nowhere), SandboxServer.XplentyAccount, SecureText.Of("sandbox-xplenty-key")));

        JobServiceException error = await RefusedAsync(client.StopJobAsync("203", Call));
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.DoesNotContain(MayHaveBeenTaken, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_got_no_token_was_not_taken()
    {
        Answer("/webapi/oauth2", 503);

        JobServiceException error = await RefusedAsync(Alteryx().StopJobAsync("66f000000000000000000203", Call));
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.DoesNotContain(MayHaveBeenTaken, error.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string, Fault> Rows(params Fault[] faults) =>
        new(Acts.SelectMany(act => faults.Select(fault => (act, fault))));

    private Task ActAsync(string act, Fault fault)
    {
        foreach (string method in new[] { "POST", "DELETE" })
        {
            // Not the token, which comes before the act.
            Server.InjectFault(fault with { Path = act.EndsWith("AlteryxJob", StringComparison.Ordinal) ? "/webapi/v" : "/", Method = method, Count = Fault.UntilRemoved });
        }

        return act switch
        {
            "Start-AlmaJob" => Alma().StartJobAsync(new AlmaRunRequest(AlmaJobId, new Dictionary<string, string?>()), Call),
            "Start-XplentyJob" => Xplenty().StartJobAsync(new XplentyRunRequest(434, 52), Call),
            "Stop-XplentyJob" => Xplenty().StopJobAsync("203", Call),
            "Start-AlteryxJob" => Alteryx().StartJobAsync(new AlteryxRunRequest("66f00000000000000000a001"), Call),
            _ => Alteryx().StopJobAsync("66f000000000000000000203", Call),
        };
    }
}
