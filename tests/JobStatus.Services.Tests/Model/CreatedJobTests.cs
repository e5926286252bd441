using System;
using Xunit;

namespace JobStatus.Services.Tests.Model;

/// <summary>Jobs that a script creates itself, for example to test code that uses jobs.</summary>
public sealed class CreatedJobTests
{
    private static readonly DateTimeOffset Start = new(2025, 10, 5, 9, 11, 32, TimeSpan.Zero);

    [Theory]
    [InlineData(RemoteJobState.Unknown, false)]
    [InlineData(RemoteJobState.Queued, false)]
    [InlineData(RemoteJobState.Running, false)]
    [InlineData(RemoteJobState.Stopping, false)]
    [InlineData(RemoteJobState.Completed, true)]
    [InlineData(RemoteJobState.Warning, true)]
    [InlineData(RemoteJobState.Failed, true)]
    [InlineData(RemoteJobState.Stopped, true)]
    public void The_state_can_be_set_and_determines_whether_the_job_is_finished(RemoteJobState state, bool isFinished)
    {
        XplentyJob job = new() { Id = "5", State = state };

        Assert.Equal(state, job.State);
        Assert.Equal(isFinished, job.IsFinished);
    }

    [Fact]
    public void A_finished_job_with_an_unknown_result_stays_finished_if_its_state_is_set()
    {
        AlteryxJob job = new() { Status = "Completed", State = RemoteJobState.Unknown };

        Assert.True(job.IsFinished);
    }

    [Fact]
    public void Values_that_are_set_take_precedence_over_those_of_the_service()
    {
        AlmaJobInstance job = new()
        {
            Status = "COMPLETED_FAILED",
            StartedInstant = Start,
            EndInstant = Start.AddMinutes(1),
            FinishedAt = Start.AddMinutes(2).UtcDateTime,
            Duration = TimeSpan.FromMinutes(3),
            PercentComplete = 40,
            Message = "The disk is full.",
            Progress = 100,
            Alerts = [new("alert")],
        };

        Assert.Equal(Start.AddMinutes(2), job.FinishedInstant);
        Assert.Equal(TimeSpan.FromMinutes(3), job.Duration);
        Assert.Equal(40, job.PercentComplete);
        Assert.Equal("The disk is full.", job.Message);
    }

    [Fact]
    public void A_message_that_is_set_becomes_one_line_without_control_characters() =>
        Assert.DoesNotContain(new XplentyJob { Message = UnsafeText.All }.Message!, UnsafeText.IsUnsafe);

    [Fact]
    public void The_duration_follows_from_the_start_and_the_end() =>
        Assert.Equal(
            TimeSpan.FromMinutes(90),
            new XplentyJob { StartedInstant = Start, FinishedAt = Start.AddMinutes(90).UtcDateTime }.Duration);

    [Fact]
    public void Ids_with_several_names_need_to_be_set_only_once()
    {
        Assert.Equal(5, new XplentyJob { Id = "5" }.JobId);
        Assert.Equal("5", new XplentyJob { JobId = 5 }.Id);
        Assert.Equal("a1", new AlteryxJob { Id = "a1" }.JobId);
        Assert.Equal("a1", new AlteryxJob { JobId = "a1" }.Id);
        Assert.Equal("1", new AlmaJobInstance { Id = "1", JobId = "M9" }.InstanceId);
        Assert.Equal("1", new AlmaJobInstance { InstanceId = "1", JobId = "M9" }.Id);
        Assert.Equal("M9", new AlmaJob { JobId = "M9" }.Id);
        Assert.Equal("M9", new AlmaJob { Id = "M9" }.JobId);
        Assert.Equal("w1", new AlteryxWorkflow { WorkflowId = "w1" }.Id);
        Assert.Equal("w1", new AlteryxWorkflow { Id = "w1" }.WorkflowId);
        Assert.Equal(5, new XplentyPackage { Id = "5" }.PackageId);
        Assert.Equal("5", new XplentyPackage { PackageId = 5 }.Id);
    }

    [Fact]
    public void Equal_ids_can_be_set_under_both_names()
    {
        Assert.Equal("5", new XplentyJob { JobId = 5, Id = "5" }.Id);
        Assert.Equal("M9", new AlmaJob { Id = "M9", JobId = "M9" }.Id);
    }

    [Fact]
    public void Different_ids_cause_an_error()
    {
        string message = Assert.Throws<ArgumentException>(() => new XplentyJob { Id = "5", JobId = 6 }).Message;
        Assert.Equal("The id of the object is already '5' and cannot also be '6'.", message);
        Assert.Throws<ArgumentException>(() => new XplentyJob { JobId = 6, Id = "5" });
        Assert.Throws<ArgumentException>(() => new AlteryxJob { Id = "a1", JobId = "a2" });
        Assert.Throws<ArgumentException>(() => new AlmaJobInstance { Id = "1", InstanceId = "2" });
        Assert.Throws<ArgumentException>(() => new AlmaJob { Id = "M1", JobId = "M2" });
        Assert.Throws<ArgumentException>(() => new AlteryxWorkflow { Id = "w1", WorkflowId = "w2" });
    }

    [Theory]
    [InlineData("RUNNING", 90)]
    [InlineData("FINALIZING", 90)]
    [InlineData("QUEUED", null)]
    [InlineData("SOMETHING_NEW", null)]
    [InlineData("COMPLETED_SUCCESS", null)]
    public void A_running_job_has_a_duration_until_it_was_read(string status, int? seconds)
    {
        AlmaJobInstance job = new() { Status = status, StartedInstant = Start, ObservedInstant = Start.AddSeconds(90) };

        Assert.Equal(seconds is { } value ? TimeSpan.FromSeconds(value) : null, job.Duration);
    }

    [Fact]
    public void A_running_job_has_no_duration_if_it_started_after_it_was_read() =>
        Assert.Null(new AlmaJobInstance { Status = "RUNNING", StartedInstant = Start, ObservedInstant = Start.AddSeconds(-1) }.Duration);
}
