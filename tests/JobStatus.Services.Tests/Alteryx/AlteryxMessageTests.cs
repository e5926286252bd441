using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alteryx;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

public sealed class AlteryxMessageTests : ServiceTest
{
    [Theory]
    [InlineData(CuratorAccess.Granted, null)]
    [InlineData(CuratorAccess.Unauthorized, 401)]
    [InlineData(CuratorAccess.Forbidden, 403)]
    public async Task Who_may_not_ask_for_all_messages_gets_those_of_the_job(CuratorAccess access, int? refusal)
    {
        Server.Settings = Server.Settings with { AlteryxCurator = access };
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alteryx,
            DurationSeconds = 0,
            Messages = [new JobMessage(2, "Odd value", 7)],
        });

        IReadOnlyList<AlteryxJobMessage> messages = await Alteryx().GetMessagesAsync(job.Id, Call);

        Assert.Equal(3, messages.Count);
        Assert.Equal(
            (job.Id, ConnectionName, AlteryxMessageSeverity.Warning, "Odd value", 7),
            (messages[1].JobId, messages[1].Connection, messages[1].Severity, messages[1].Text, messages[1].ToolId));
        Assert.Equal(refusal is null, Server.Requests[^1].Path.EndsWith("/messages", StringComparison.Ordinal));
        Assert.Equal(refusal is not null, Server.Requests.Any(request => request.Status == refusal));
        Assert.Equal(refusal is not null, Lines.Any(line => line.Contains("curators", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_may_not_ask_for_all_messages_keeps_the_token()
    {
        Server.Settings = Server.Settings with { AlteryxCurator = CuratorAccess.Unauthorized };
        AlteryxClient client = Alteryx();

        await client.GetMessagesAsync(AlteryxJobId, Call);
        await client.GetMessagesAsync(AlteryxJobId, Call);

        Assert.Equal(1, Count("/oauth2/token"));
        Assert.Equal(2, Server.Requests.Count(request => request.Status == 401));
    }

    [Fact]
    public async Task A_curator_whose_token_has_ended_still_gets_all_messages()
    {
        AlteryxClient client = Alteryx();
        await client.GetMessagesAsync(AlteryxJobId, Call);
        Server.RevokeTokens();
        Server.ClearRequests();

        await client.GetMessagesAsync(AlteryxJobId, Call);

        Assert.EndsWith("/messages", Server.Requests[^1].Path, StringComparison.Ordinal);
        Assert.Equal(200, Server.Requests[^1].Status);
        Assert.Equal(1, Count("/oauth2/token"));
    }

    [Theory]
    [InlineData("null", 0)]
    [InlineData("[]", 0)]
    [InlineData("[ null ]", 0)]
    [InlineData("[ { \"status\": 1, \"text\": \"one\" }, { \"status\": 3, \"text\": \"two\" }, ]", 2)]
    [InlineData("{ \"status\": 1, \"text\": \"one\", \"toolId\": -1 }", 1)]
    [InlineData("[ 5, \"odd\", { \"text\": \"one\" } ]", 1)]
    [InlineData("\uFEFF[ {} ]", 1)]
    public async Task The_answer_is_an_object_or_a_list_or_nothing(string body, int count)
    {
        Server.InjectFault(new Fault { Path = "*/messages", Kind = FaultKind.Body, Body = body });

        IReadOnlyList<AlteryxJobMessage> messages = await Alteryx().GetMessagesAsync(AlteryxJobId, Call);

        Assert.Equal(count, messages.Count);
        Assert.All(messages, message => Assert.Equal(AlteryxJobId, message.JobId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("true")]
    [InlineData("[ {")]
    [InlineData("<html/>")]
    public async Task An_answer_that_is_neither_is_unexpected(string body)
    {
        Server.InjectFault(new Fault { Path = "*/messages", Kind = FaultKind.Body, Body = body });

        JobServiceException error = await RefusedAsync(Alteryx().GetMessagesAsync(AlteryxJobId, Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains($"Messages of Alteryx job {AlteryxJobId}", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_an_unknown_job_are_not_found()
    {
        JobServiceException error = await RefusedAsync(Alteryx().GetMessagesAsync("66f0000000000000000009ff", Call));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Equal(1, Count("/v3/jobs/"));
    }

    [Fact]
    public async Task Who_may_not_even_read_the_job_is_told_so()
    {
        Answer("/webapi/v3", 403, """{ "message": "Not yours." }""");

        JobServiceException error = await RefusedAsync(Alteryx().GetMessagesAsync(AlteryxJobId, Call));

        Assert.Equal(JobServiceErrorKind.AccessDenied, error.Kind);
        Assert.Contains("Not yours.", error.Problem, StringComparison.Ordinal);
    }
}
