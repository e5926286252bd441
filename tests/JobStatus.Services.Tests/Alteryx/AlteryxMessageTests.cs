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
    public async Task The_messages_in_the_job_are_returned_if_the_client_is_not_a_curator(CuratorAccess access, int? errorStatus)
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
        Assert.Equal(errorStatus is null, Server.Requests[^1].Path.EndsWith("/messages", StringComparison.Ordinal));
        Assert.Equal(errorStatus is not null, Server.Requests.Any(request => request.Status == errorStatus));
        Assert.Equal(errorStatus is not null, Lines.Any(line => line.Contains("curators", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_access_token_is_kept_if_the_client_is_not_a_curator()
    {
        Server.Settings = Server.Settings with { AlteryxCurator = CuratorAccess.Unauthorized };
        AlteryxClient client = Alteryx();

        await client.GetMessagesAsync(AlteryxJobId, Call);
        await client.GetMessagesAsync(AlteryxJobId, Call);

        Assert.Equal(1, CountRequests("/oauth2/token"));
        Assert.Equal(2, Server.Requests.Count(request => request.Status == 401));
    }

    [Fact]
    public async Task A_curator_with_an_expired_token_still_receives_all_messages()
    {
        AlteryxClient client = Alteryx();
        await client.GetMessagesAsync(AlteryxJobId, Call);
        Server.RevokeTokens();
        Server.ClearRequests();

        await client.GetMessagesAsync(AlteryxJobId, Call);

        Assert.EndsWith("/messages", Server.Requests[^1].Path, StringComparison.Ordinal);
        Assert.Equal(200, Server.Requests[^1].Status);
        Assert.Equal(1, CountRequests("/oauth2/token"));
    }

    [Theory]
    [InlineData("null", 0)]
    [InlineData("[]", 0)]
    [InlineData("[ { \"status\": 1, \"text\": \"one\" }, { \"status\": 3, \"text\": \"two\" }, ]", 2)]
    [InlineData("{ \"status\": 1, \"text\": \"one\", \"toolId\": -1 }", 1)]
    [InlineData("[ 5, \"odd\", { \"text\": \"one\" } ]", 1)]
    [InlineData("{ \"messages\": [ { \"status\": 1, \"text\": \"one\" }, { \"status\": 3, \"text\": \"two\" } ] }", 2)]
    [InlineData("{ \"messages\": [] }", 0)]
    public async Task The_response_can_be_a_message_a_list_an_object_with_a_list_or_null(string body, int count)
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
    public async Task Any_other_response_is_an_unexpected_response(string body)
    {
        Server.InjectFault(new Fault { Path = "*/messages", Kind = FaultKind.Body, Body = body });

        JobServiceException error = await GetErrorAsync(Alteryx().GetMessagesAsync(AlteryxJobId, Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains($"Messages of Alteryx job {AlteryxJobId}", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_an_unknown_job_result_in_JobNotFound()
    {
        JobServiceException error = await GetErrorAsync(Alteryx().GetMessagesAsync("66f0000000000000000009ff", Call));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Equal(1, CountRequests("/v3/jobs/"));
    }

    [Fact]
    public async Task An_error_is_reported_if_the_client_cannot_read_the_job()
    {
        InjectResponse("/webapi/v3", 403, """{ "message": "Not yours." }""");

        JobServiceException error = await GetErrorAsync(Alteryx().GetMessagesAsync(AlteryxJobId, Call));

        Assert.Equal(JobServiceErrorKind.AccessDenied, error.Kind);
        Assert.Contains("Not yours.", error.Problem, StringComparison.Ordinal);
    }
}
