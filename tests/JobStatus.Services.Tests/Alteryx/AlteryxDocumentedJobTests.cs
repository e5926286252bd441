using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

public sealed class AlteryxDocumentedJobTests : ServiceTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_field_of_the_documented_job_is_read(bool includeMessages)
    {
        AlteryxJob job = await Alteryx().GetJobAsync(AlteryxJobId, includeMessages, Call);

        Assert.Equal("Alteryx", job.Service);
        Assert.Equal(ConnectionName, job.Connection);
        Assert.Equal(AlteryxJobId, job.Id);
        Assert.Equal(AlteryxJobId, job.JobId);
        Assert.Equal("string", job.AppId);
        Assert.Equal(new DateTimeOffset(2024, 9, 19, 10, 2, 54, 589, TimeSpan.Zero), job.SubmittedInstant);
        Assert.Equal(job.SubmittedAt, job.CreateDateTime);
        Assert.Equal("string", job.Status);
        Assert.Equal("string", job.Disposition);
        Assert.Equal(RemoteJobState.Unknown, job.State);
        Assert.False(job.IsFinished);
        AlteryxJobOutput output = Assert.Single(job.Outputs);
        Assert.Equal("string", output.Id);
        Assert.Equal(["string"], output.AvailableFormats);
        Assert.Equal("string", output.FileName);
        Assert.Empty(output.AdditionalData);
        if (includeMessages)
        {
            AssertDocumented(Assert.Single(job.Messages));
        }
        else
        {
            Assert.Empty(job.Messages);
        }

        Assert.Equal("Default", job.Priority);
        Assert.Equal("string", job.WorkerTag);
        Assert.True(job.RunWithE2);
        Assert.Null(job.Name);
        Assert.Null(job.StatusDescription);
        Assert.Null(job.StartedInstant);
        Assert.Null(job.FinishedInstant);
        Assert.Null(job.Duration);
        Assert.Null(job.PercentComplete);
        Assert.Null(job.Message);
        Assert.Equal("string", job.WorkflowId);
        Assert.Null(job.SubmittedBy);
        Assert.Null(job.QueueTime);
        Assert.Null(job.ExecutionTime);
        Assert.Equal(new Uri(Server.BaseUri, $"webapi/v3/jobs/{AlteryxJobId}"), job.Uri);
        Assert.Equal(Clock.GetUtcNow(), job.ObservedInstant);
        Assert.Equal(["id"], job.AdditionalData.Keys);
        Assert.Equal("string", job.AdditionalData["id"]);
    }

    [Theory]
    [InlineData(true, "?includeMessages=true")]
    [InlineData(false, "?includeMessages=false")]
    public async Task Messages_are_requested_only_if_the_caller_wants_them(bool includeMessages, string query)
    {
        await Alteryx().GetJobAsync(AlteryxJobId, includeMessages, Call);

        Assert.Equal(query, Assert.Single(Server.Requests, request => request.Method == "GET").Query);
    }

    [Fact]
    public async Task The_documented_response_with_messages_contains_one_message()
    {
        IReadOnlyList<AlteryxJobMessage> messages = await Alteryx().GetMessagesAsync(AlteryxJobId, Call);

        AssertDocumented(Assert.Single(messages));
    }

    [Fact]
    public async Task A_completed_job_with_an_error_disposition_has_failed()
    {
        SandboxJob created = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alteryx,
            DurationSeconds = 0,
            Outcome = JobOutcome.Failed,
            Errors = ["No input."],
        });

        AlteryxJob job = await Alteryx().GetJobAsync(created.Id, includeMessages: true, Call);

        Assert.Equal("Completed", job.Status);
        Assert.Equal("Error", job.Disposition);
        Assert.Equal(RemoteJobState.Failed, job.State);
        Assert.StartsWith("No input.", job.Message, StringComparison.Ordinal);
    }

    private static void AssertDocumented(AlteryxJobMessage message)
    {
        Assert.Equal(AlteryxJobId, message.JobId);
        Assert.Equal(ConnectionName, message.Connection);
        Assert.Equal(0, message.Status);
        Assert.Equal(AlteryxMessageSeverity.Unknown, message.Severity);
        Assert.Equal("string", message.Text);
        Assert.Equal(0, message.ToolId);
        Assert.Empty(message.AdditionalData);
    }
}
