using System;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

public sealed class XplentyDocumentedJobTests : ServiceTest
{
    private static readonly Uri Placeholder = new("<string>", UriKind.Relative);

    [Fact]
    public async Task Every_field_of_the_documented_job_of_version_2_is_read()
    {
        DateTimeOffset time = new(2023, 11, 7, 5, 31, 56, TimeSpan.Zero);

        XplentyJob job = await Xplenty().GetJobAsync("157", Call);

        Assert.Equal("Xplenty", job.Service);
        Assert.Equal(ConnectionName, job.Connection);
        Assert.Equal("157", job.Id);
        Assert.Equal(157L, job.JobId);
        Assert.Equal("completed", job.Status);
        Assert.Null(job.StatusDescription);
        Assert.Equal(RemoteJobState.Completed, job.State);
        Assert.True(job.IsFinished);
        Assert.Equal(123L, job.OwnerId);
        Assert.Equal(1.0, job.Progress);
        Assert.Equal(100.0, job.PercentComplete);
        Assert.Equal(2L, job.OutputsCount);
        Assert.Empty(job.Variables);
        Assert.Empty(job.DynamicVariables);
        Assert.Equal(time, job.StartedInstant);
        Assert.Equal(time, job.SubmittedInstant);
        Assert.Equal(time.LocalDateTime, job.CreatedAt);
        Assert.Equal(time, job.FailedInstant);
        Assert.Equal(time, job.UpdatedInstant);
        Assert.Null(job.CompletedInstant);
        Assert.Null(job.FinishedInstant);
        Assert.Equal(52L, job.ClusterId);
        Assert.Equal(434L, job.PackageId);
        Assert.Equal("<string>", job.Errors);
        Assert.Null(job.Message);
        Assert.Equal(123L, job.RuntimeInSeconds);
        Assert.Equal(TimeSpan.FromSeconds(123), job.Duration);
        Assert.Equal(Placeholder, job.Url);
        Assert.Equal(Placeholder, job.HtmlUrl);
        Assert.Equal(Placeholder, job.LogUrl);
        Assert.Equal(Placeholder, job.Uri);
        Assert.Equal("<string>", job.Creator?.Type);
        Assert.Equal("<string>", job.Creator?.DisplayName);
        Assert.Equal(123L, job.Creator?.Id);
        Assert.Equal(Placeholder, job.Creator?.Url);
        Assert.Equal(123L, job.Package?.Id);
        Assert.Equal("<string>", job.Package?.Name);
        Assert.Equal(Placeholder, job.Package?.Url);
        Assert.Equal("<string>", job.Name);
        Assert.Equal(123L, job.Cluster?.Id);
        Assert.Equal("<string>", job.Cluster?.Name);
        Assert.Equal(Placeholder, job.Cluster?.Url);
        Assert.Null(job.LogSummary);
        Assert.Null(job.Component);
        Assert.Null(job.Attempts);
        Assert.Null(job.MasterAutoRetryAttempts);
        Assert.Equal(Clock.GetUtcNow(), job.ObservedInstant);
        Assert.Empty(job.AdditionalData);
        Assert.Empty(job.Creator!.AdditionalData);
        Assert.Empty(job.Package!.AdditionalData);
        Assert.Empty(job.Cluster!.AdditionalData);
    }

    [Fact]
    public async Task Every_field_of_the_documented_output_of_version_2_is_read()
    {
        DateTimeOffset time = new(2023, 11, 7, 5, 31, 56, TimeSpan.Zero);

        XplentyJobOutput output = Assert.Single((await Xplenty().GetJobAsync("157", Call)).Outputs);

        Assert.Equal(123L, output.Id);
        Assert.Equal("projected_results", output.Name);
        Assert.Equal(10_415_234L, output.RecordsCount);
        Assert.Equal(time, output.CreatedInstant);
        Assert.Equal(time, output.UpdatedInstant);
        Assert.Equal(Placeholder, output.Url);
        Assert.Null(output.Progress);
        Assert.Null(output.PreviewUrl);
        Assert.Null(output.PreviewType);
        Assert.Equal("<string>", output.ComponentName);
        Assert.Equal("<string>", output.Component?.Name);
        Assert.Equal("<string>", output.Component?.Type);
        Assert.Equal("<string>", Assert.Single(output.Component!.Fields));
        Assert.Empty(output.AdditionalData);
        Assert.Empty(output.Component.AdditionalData);
    }

    [Fact]
    public async Task Every_field_of_the_documented_job_of_version_1_is_read_despite_its_trailing_comma()
    {
        DateTimeOffset minute = new(2012, 12, 30, 14, 21, 0, TimeSpan.Zero);

        XplentyJob job = await Xplenty().GetJobAsync("158", Call);

        Assert.Equal("158", job.Id);
        Assert.Equal(158L, job.JobId);
        Assert.Equal("completed", job.Status);
        Assert.Equal(RemoteJobState.Completed, job.State);
        Assert.True(job.IsFinished);
        Assert.Empty(job.Variables);
        Assert.Empty(job.DynamicVariables);
        Assert.Equal(1L, job.OwnerId);
        Assert.Equal(1.0, job.Progress);
        Assert.Equal(100.0, job.PercentComplete);
        Assert.Equal(2L, job.OutputsCount);
        Assert.Equal(minute.AddSeconds(29), job.StartedInstant);
        Assert.Equal(minute.AddSeconds(18), job.SubmittedInstant);
        Assert.Null(job.FailedInstant);
        Assert.Equal(minute.AddMinutes(8).AddSeconds(29), job.UpdatedInstant);
        Assert.Equal(52L, job.ClusterId);
        Assert.Equal(434L, job.PackageId);
        Assert.Equal("", job.Errors);
        Assert.Equal(new Uri("https://api.xplenty.com/xplenation/api/jobs/157"), job.Url);
        Assert.Equal(job.Url, job.Uri);
        Assert.Equal(417L, job.RuntimeInSeconds);
        Assert.Equal(TimeSpan.FromSeconds(417), job.Duration);
        Assert.Null(job.CompletedInstant);
        Assert.Null(job.FinishedInstant);
        Assert.Null(job.Name);
        Assert.Null(job.HtmlUrl);
        Assert.Null(job.LogUrl);
        Assert.Null(job.Creator);
        Assert.Null(job.Package);
        Assert.Null(job.Cluster);
        Assert.Equal(["id"], job.AdditionalData.Keys);
    }

    [Fact]
    public async Task Every_field_of_the_documented_outputs_of_version_1_is_read()
    {
        XplentyJob job = await Xplenty().GetJobAsync("158", Call);

        Assert.Equal(2, job.Outputs.Count);
        AssertOutput(
            job.Outputs[0],
            521,
            "projected_results",
            "destination1",
            10_415_234,
            new DateTimeOffset(2013, 3, 4, 7, 17, 51, TimeSpan.Zero));
        AssertOutput(
            job.Outputs[1], 522, "projected_results2", "destination2", 423, new DateTimeOffset(2013, 3, 4, 7, 14, 44, TimeSpan.Zero));
    }

    [Fact]
    public async Task Fields_that_only_some_jobs_have_are_read()
    {
        SandboxJob created = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Xplenty,
            DurationSeconds = 0,
            Outcome = JobOutcome.Failed,
            Extra = System.Text.Json.Nodes.JsonNode.Parse("""
                {
                  "errors": null,
                  "variables": { "day": "Monday", "limit": 5 },
                  "dynamic_variables": { "now": "CurrentTime()" },
                  "attempts": 2,
                  "master_auto_retry_attempts": 3,
                  "component": { "name": "child", "type": "package", "fields": ["a", 1] },
                  "log_summary": {
                    "id": 9, "body": "the log", "error_summary": "The login was refused.", "openai_extract": "Renew the login.",
                    "action_items": ["Renew", { "step": 2 }], "created_at": "2026-03-14T22:00:00+02:00", "score": 0.5
                  }
                }
                """)!.AsObject(),
        });

        XplentyJob job = await Xplenty().GetJobAsync(created.Id, Call);

        Assert.Equal("Monday", job.Variables["day"]);
        Assert.Equal(5L, job.Variables["limit"]);
        Assert.Equal("CurrentTime()", job.DynamicVariables["now"]);
        Assert.Equal(2L, job.Attempts);
        Assert.Equal(3L, job.MasterAutoRetryAttempts);
        Assert.Equal("child", job.Component?.Name);
        Assert.Equal("package", job.Component?.Type);
        Assert.Equal(["a", 1L], job.Component!.Fields);
        Assert.Equal(9L, job.LogSummary?.Id);
        Assert.Equal("the log", job.LogSummary?.Body);
        Assert.Equal("The login was refused.", job.LogSummary?.ErrorSummary);
        Assert.Equal("Renew the login.", job.LogSummary?.OpenaiExtract);
        Assert.Equal(2, job.LogSummary?.ActionItems.Count);
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 22, 0, 0, TimeSpan.FromHours(2)), job.LogSummary?.CreatedInstant);
        Assert.Equal(0.5m, job.LogSummary?.AdditionalData["score"]);
        Assert.Null(job.Errors);
        Assert.Equal("The login was refused.", job.Message);
        Assert.Equal(Clock.GetUtcNow(), job.FinishedInstant);
    }

    private static void AssertOutput(
        XplentyJobOutput output, long id, string name, string component, long records, DateTimeOffset time)
    {
        Assert.Equal(id, output.Id);
        Assert.Equal(name, output.Name);
        Assert.Equal(component, output.ComponentName);
        Assert.Null(output.Component);
        Assert.Equal(records, output.RecordsCount);
        Assert.Equal(time, output.CreatedInstant);
        Assert.Equal(time, output.UpdatedInstant);
        Assert.Equal(new Uri($"https://api.xplenty.com/xplentation/api/jobs/157/outputs/{id}/preview"), output.PreviewUrl);
        Assert.Equal(new Uri($"https://api.xplenty.com/xplenation/api/jobs/157/outputs/{id}"), output.Url);
        Assert.Null(output.Progress);
        Assert.Null(output.PreviewType);
        Assert.Empty(output.AdditionalData);
    }
}
