using System;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class AlmaJobInstanceTests
{
    private static readonly DateTimeOffset Start = new(2025, 10, 5, 9, 11, 32, TimeSpan.Zero);

    [Theory]
    [InlineData("QUEUED", RemoteJobState.Queued, false)]
    [InlineData("PENDING", RemoteJobState.Queued, false)]
    [InlineData("INITIALIZING", RemoteJobState.Running, false)]
    [InlineData("RUNNING", RemoteJobState.Running, false)]
    [InlineData("FINALIZING", RemoteJobState.Running, false)]
    [InlineData("COMPLETED_SUCCESS", RemoteJobState.Completed, true)]
    [InlineData("COMPLETED_NO_BULKS", RemoteJobState.Completed, true)]
    [InlineData("COMPLETED_WARNING", RemoteJobState.Warning, true)]
    [InlineData("MANUAL_HANDLING_REQUIRED", RemoteJobState.Warning, true)]
    [InlineData("SKIPPED", RemoteJobState.Warning, true)]
    [InlineData("COMPLETED_FAILED", RemoteJobState.Failed, true)]
    [InlineData("FAILED", RemoteJobState.Failed, true)]
    [InlineData("SYSTEM_ABORTED", RemoteJobState.Failed, true)]
    [InlineData("USER_ABORTED", RemoteJobState.Stopped, true)]
    [InlineData("completed_success", RemoteJobState.Completed, true)]
    [InlineData("Running", RemoteJobState.Running, false)]
    [InlineData("COMPLETED", RemoteJobState.Unknown, false)]
    [InlineData("COMPLETED_SOMEHOW", RemoteJobState.Unknown, false)]
    [InlineData(" RUNNING ", RemoteJobState.Unknown, false)]
    [InlineData("", RemoteJobState.Unknown, false)]
    [InlineData(null, RemoteJobState.Unknown, false)]
    public void Each_status_maps_to_a_state(string? status, RemoteJobState state, bool isFinished)
    {
        AlmaJobInstance job = new() { Status = status };

        Assert.Equal(state, job.State);
        Assert.Equal(isFinished, job.IsFinished);
        Assert.Equal(status, job.Status);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, 0.0)]
    [InlineData(42.5, 42.5)]
    [InlineData(100.0, 100.0)]
    [InlineData(101.3, 100.0)]
    [InlineData(-3.0, 0.0)]
    [InlineData(double.NaN, null)]
    [InlineData(double.PositiveInfinity, 100.0)]
    [InlineData(double.NegativeInfinity, 0.0)]
    public void PercentComplete_is_limited_to_0_through_100_and_Progress_is_unchanged(double? progress, double? percent)
    {
        AlmaJobInstance job = new() { Progress = progress };

        Assert.Equal(percent, job.PercentComplete);
        Assert.Equal(progress, job.Progress);
    }

    [Fact]
    public void A_finalizing_run_is_not_finished_even_if_it_has_an_end_time()
    {
        AlmaJobInstance job = new() { Status = "FINALIZING", StartedInstant = Start, EndInstant = Start.AddMinutes(1), Progress = 100 };

        Assert.False(job.IsFinished);
        Assert.Null(job.FinishedInstant);
        Assert.Null(job.Duration);
        Assert.Equal(Start.AddMinutes(1), job.EndInstant);
    }

    [Fact]
    public void The_duration_of_a_finished_run_is_the_time_from_its_start_to_its_end()
    {
        AlmaJobInstance job = new()
        {
            Status = "COMPLETED_FAILED",
            SubmittedInstant = Start.AddHours(-1),
            StartedInstant = Start,
            EndInstant = Start.AddSeconds(3.805),
        };

        Assert.Equal(Start.AddSeconds(3.805), job.FinishedInstant);
        Assert.Equal(TimeSpan.FromSeconds(3.805), job.Duration);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_finished_run_without_a_start_or_end_time_has_no_duration(bool hasStart, bool hasEnd)
    {
        AlmaJobInstance job = new() { Status = "FAILED", StartedInstant = hasStart ? Start : null, EndInstant = hasEnd ? Start : null };

        Assert.Null(job.Duration);
        Assert.Equal(hasEnd ? Start : null, job.FinishedInstant);
    }

    [Fact]
    public void A_run_that_ended_before_it_started_has_no_duration()
    {
        AlmaJobInstance job = new() { Status = "FAILED", StartedInstant = Start, EndInstant = Start.AddSeconds(-1) };

        Assert.Null(job.Duration);
    }

    [Fact]
    public void The_message_of_a_failed_run_contains_its_alerts_in_one_line()
    {
        AlmaJobInstance job = new()
        {
            Status = "COMPLETED_FAILED",
            Alerts = [new("alert_a", "First\n  alert."), new("alert_b"), new("alert_c", "")],
        };

        Assert.Equal("First alert.; alert_b; alert_c", job.Message);
    }

    [Theory]
    [InlineData("COMPLETED_SUCCESS")]
    [InlineData("RUNNING")]
    [InlineData("SOMETHING_NEW")]
    [InlineData(null)]
    public void A_successful_or_unfinished_run_has_no_message(string? status)
    {
        AlmaJobInstance job = new() { Status = status, Alerts = [new("alert_general_success", "The job completed.")] };

        Assert.Null(job.Message);
    }

    [Fact]
    public void A_failed_run_without_alerts_has_no_message() =>
        Assert.Null(new AlmaJobInstance { Status = "FAILED" }.Message);

    [Fact]
    public void The_Alma_property_names_are_equivalent_to_the_common_names()
    {
        AlmaJobInstance job = new()
        {
            Id = "1",
            SubmittedInstant = Start,
            StartedInstant = Start.AddSeconds(1),
            Uri = new Uri("/conf/jobs", UriKind.Relative),
        };

        Assert.Equal("Alma", job.Service);
        Assert.Equal(job.Id, job.InstanceId);
        Assert.Equal(job.SubmittedAt, job.SubmitTime);
        Assert.Equal(job.StartedAt, job.StartTime);
        Assert.Equal(job.Uri, job.Link);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1208", 1208L)]
    [InlineData("-4", -4L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1.5", null)]
    [InlineData("1,208", null)]
    [InlineData("N/A", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_counter_has_a_number_only_if_its_value_is_an_integer(string? value, long? number)
    {
        AlmaCounter counter = new() { Value = value };

        Assert.Equal(number, counter.Number);
        Assert.Equal(value, counter.Value);
    }

    [Theory]
    [InlineData("exl_api", "exl_api", true)]
    [InlineData("exl_api", "EXL_API", true)]
    [InlineData("exl_api", "exl", false)]
    [InlineData(null, null, true)]
    [InlineData("exl_api", null, false)]
    public void Coded_values_are_equal_if_their_codes_are_equal(string? one, string? other, bool equal)
    {
        AlmaCodedValue left = new(one, "One description");
        AlmaCodedValue right = new(other, "Another");

        Assert.Equal(equal, left.Equals(right));
        Assert.Equal(equal, left.Equals((object)right));
        if (equal)
        {
            Assert.Equal(left.GetHashCode(), right.GetHashCode());
        }
    }

    [Fact]
    public void A_coded_value_does_not_equal_an_object_of_another_type()
    {
        AlmaCodedValue coded = new("exl_api");

        Assert.False(coded.Equals((object)"exl_api"));
        Assert.False(coded.Equals(null));
    }

    [Theory]
    [InlineData("MANUAL", "Manual", "Manual")]
    [InlineData("MANUAL", "", "MANUAL")]
    [InlineData("MANUAL", null, "MANUAL")]
    [InlineData(null, "Manual", "Manual")]
    [InlineData(null, null, "")]
    public void The_text_of_a_coded_value_is_its_description_or_its_code(string? value, string? description, string expected) =>
        Assert.Equal(expected, new AlmaCodedValue(value, description).ToString());

    [Fact]
    public void The_text_of_a_counter_contains_its_description_and_its_value() =>
        Assert.Equal("Files uploaded: 3", new AlmaCounter { Type = new("file_uploaded", "Files uploaded"), Value = "3" }.ToString());
}
