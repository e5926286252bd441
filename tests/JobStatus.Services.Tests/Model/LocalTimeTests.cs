using System;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class LocalTimeTests
{
    private static readonly DateTimeOffset Start = new(2025, 10, 5, 11, 11, 32, TimeSpan.FromHours(2));

    [Fact]
    public void A_time_is_shown_in_local_time()
    {
        XplentyJob job = new() { StartedInstant = Start };

        Assert.Equal(DateTimeKind.Local, job.StartedAt!.Value.Kind);
        Assert.Equal(Start.LocalDateTime, job.StartedAt);
    }

    [Fact]
    public void A_local_time_keeps_its_instant() =>
        Assert.Equal(Start, new XplentyJob { StartedAt = Start.LocalDateTime }.StartedInstant);

    [Fact]
    public void A_UTC_time_is_converted_to_local_time()
    {
        XplentyJob job = new() { UpdatedAt = Start.UtcDateTime };

        Assert.Equal(Start, job.UpdatedInstant);
        Assert.Equal(Start.LocalDateTime, job.UpdatedAt);
    }

    [Fact]
    public void A_time_of_unspecified_kind_is_local() =>
        Assert.Equal(
            Start,
            new AlmaJobInstance { EndTime = DateTime.SpecifyKind(Start.LocalDateTime, DateTimeKind.Unspecified) }.EndInstant);

    [Fact]
    public void The_limits_of_the_range_of_a_time_are_accepted()
    {
        Assert.NotNull(new XplentyJob { StartedAt = DateTime.MinValue }.StartedAt);
        Assert.NotNull(new XplentyJob { StartedAt = DateTime.MaxValue }.StartedAt);
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void A_date_keeps_its_day(DateTimeKind kind)
    {
        AlmaJobInstance job = new() { StatusDate = new DateTime(2025, 10, 5, 0, 0, 0, kind) };

        Assert.Equal(new DateTime(2025, 10, 5), job.StatusDate);
        Assert.Equal(DateTimeKind.Unspecified, job.StatusDate!.Value.Kind);
    }

    [Fact]
    public void A_job_that_was_not_read_has_no_observation_time() => Assert.Null(new XplentyJob().ObservedAt);
}
