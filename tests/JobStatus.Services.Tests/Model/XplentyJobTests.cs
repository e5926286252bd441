using System;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class XplentyJobTests
{
    private static readonly DateTimeOffset Time = new(2023, 11, 7, 5, 31, 56, TimeSpan.Zero);

    [Theory]
    [InlineData("idle", RemoteJobState.Queued, false)]
    [InlineData("pending", RemoteJobState.Queued, false)]
    [InlineData("queued", RemoteJobState.Queued, false)]
    [InlineData("running", RemoteJobState.Running, false)]
    [InlineData("pending_stoppage", RemoteJobState.Stopping, false)]
    [InlineData("stopping", RemoteJobState.Stopping, false)]
    [InlineData("completed", RemoteJobState.Completed, true)]
    [InlineData("failed", RemoteJobState.Failed, true)]
    [InlineData("stopped", RemoteJobState.Stopped, true)]
    [InlineData("Completed", RemoteJobState.Completed, true)]
    [InlineData("RUNNING", RemoteJobState.Running, false)]
    [InlineData("complete", RemoteJobState.Unknown, false)]
    [InlineData("paused", RemoteJobState.Unknown, false)]
    [InlineData("", RemoteJobState.Unknown, false)]
    [InlineData(null, RemoteJobState.Unknown, false)]
    public void Each_status_maps_to_a_state(string? status, RemoteJobState state, bool isFinished)
    {
        XplentyJob job = new() { Status = status };

        Assert.Equal(state, job.State);
        Assert.Equal(isFinished, job.IsFinished);
        Assert.Equal(status, job.Status);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, 0.0)]
    [InlineData(0.25, 25.0)]
    [InlineData(1.0, 100.0)]
    [InlineData(1.013, 100.0)]
    [InlineData(-0.5, 0.0)]
    [InlineData(double.NaN, null)]
    [InlineData(double.MaxValue, 100.0)]
    public void PercentComplete_is_Progress_in_percent_limited_to_0_through_100(double? progress, double? percent)
    {
        XplentyJob job = new() { Progress = progress };

        Assert.Equal(percent, job.PercentComplete);
        Assert.Equal(progress, job.Progress);
    }

    [Theory]
    [InlineData("failed", 0L, 2L, true)]
    [InlineData("failed", 1L, 2L, true)]
    [InlineData("failed", 2L, 2L, false)]
    [InlineData("failed", 0L, null, false)]
    [InlineData("failed", null, 2L, false)]
    [InlineData("stopped", 0L, 2L, false)]
    [InlineData("completed", 0L, 2L, false)]
    [InlineData("running", 0L, 2L, false)]
    public void A_failed_job_will_be_retried_if_its_schedule_allows_more_attempts(
        string status, long? attempts, long? allowed, bool isRetried)
    {
        XplentyJob job = new() { Status = status, Attempts = attempts, MasterAutoRetryAttempts = allowed };

        Assert.Equal(isRetried, job.WillBeRetried);
    }

    [Fact]
    public void A_running_job_with_full_progress_is_not_finished() =>
        Assert.False(new XplentyJob { Status = "running", Progress = 1, CompletedInstant = Time }.IsFinished);

    [Fact]
    public void A_completed_job_without_a_completion_time_has_no_FinishedAt()
    {
        XplentyJob job = new() { Status = "completed", FailedInstant = Time };

        Assert.True(job.IsFinished);
        Assert.Null(job.FinishedInstant);
        Assert.Equal(Time, job.FailedInstant);
    }

    [Fact]
    public void FinishedAt_of_a_failed_job_is_its_completion_time_or_else_its_failure_time()
    {
        Assert.Equal(Time, new XplentyJob { Status = "failed", FailedInstant = Time }.FinishedInstant);
        Assert.Equal(
            Time.AddSeconds(1),
            new XplentyJob { Status = "failed", FailedInstant = Time, CompletedInstant = Time.AddSeconds(1) }.FinishedInstant);
    }

    [Fact]
    public void A_failed_job_without_both_times_has_no_FinishedAt() =>
        Assert.Null(new XplentyJob { Status = "failed" }.FinishedInstant);

    [Fact]
    public void The_failure_time_of_a_stopped_job_is_not_its_FinishedAt() =>
        Assert.Null(new XplentyJob { Status = "stopped", FailedInstant = Time }.FinishedInstant);

    [Theory]
    [InlineData("running")]
    [InlineData("stopping")]
    [InlineData("something new")]
    public void An_unfinished_job_has_no_FinishedAt_even_if_it_has_times(string status) =>
        Assert.Null(new XplentyJob { Status = status, CompletedInstant = Time, FailedInstant = Time }.FinishedInstant);

    [Theory]
    [InlineData(null, null)]
    [InlineData(0L, 0.0)]
    [InlineData(417L, 417.0)]
    [InlineData(-1L, null)]
    [InlineData(922337203685L, 922337203685.0)]
    [InlineData(922337203686L, null)]
    [InlineData(long.MaxValue, null)]
    [InlineData(long.MinValue, null)]
    public void The_duration_is_the_runtime_if_the_runtime_is_valid(long? runtime, double? seconds)
    {
        XplentyJob job = new() { Status = "running", RuntimeInSeconds = runtime };

        Assert.Equal(seconds, job.Duration?.TotalSeconds);
        Assert.Equal(runtime, job.RuntimeInSeconds);
    }

    [Theory]
    [InlineData("failed", "Login\n refused. ", "From the log", "Login refused.")]
    [InlineData("failed", "", "From\tthe log", "From the log")]
    [InlineData("failed", null, "From the log", "From the log")]
    [InlineData("failed", "  ", " ", null)]
    [InlineData("stopped", "Stopped by a user", null, "Stopped by a user")]
    [InlineData("completed", "<string>", "From the log", null)]
    [InlineData("running", "Not yet final", null, null)]
    [InlineData("new word", "Text", null, null)]
    public void The_message_contains_the_errors_or_the_error_summary_in_one_line(
        string status, string? errors, string? summary, string? message)
    {
        XplentyJob job = new()
        {
            Status = status,
            Errors = errors,
            LogSummary = summary is null ? null : new XplentyLogSummary { ErrorSummary = summary },
        };

        Assert.Equal(message, job.Message);
        Assert.Equal(errors, job.Errors);
    }

    [Fact]
    public void The_text_of_a_nested_object_is_its_name_or_else_its_id()
    {
        Assert.Equal("Orders", new XplentyReference { Id = 434, Name = "Orders" }.ToString());
        Assert.Equal("434", new XplentyReference { Id = 434 }.ToString());
        Assert.Equal("results", new XplentyJobOutput { Id = 521, Name = "results" }.ToString());
        Assert.Equal("521", new XplentyJobOutput { Id = 521 }.ToString());
        Assert.Equal("Ada", new XplentyJobCreator { Type = "User", Id = 7, DisplayName = "Ada" }.ToString());
        Assert.Equal("User 7", new XplentyJobCreator { Type = "User", Id = 7 }.ToString());
        Assert.Equal("why", new XplentyLogSummary { Body = "log", ErrorSummary = "why" }.ToString());
        Assert.Equal("log", new XplentyLogSummary { Body = "log" }.ToString());
        Assert.Equal("destination1", new XplentyComponent { Name = "destination1" }.ToString());
    }
}
