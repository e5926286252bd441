using System;
using System.Globalization;
using Xunit;

namespace JobStatus.Services.Tests;

/// <summary>Tests which runs count as recent.</summary>
public sealed class RecentJobQueryTests
{
    private static readonly DateTimeOffset Since = new(2026, 3, 14, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("completed", "05:00", "05:10", "05:59", false)]
    [InlineData("completed", "05:00", "05:10", "06:00", true)]
    [InlineData("completed", "05:00", "05:10", "07:00", true)]
    [InlineData("completed", "06:00", "06:10", "07:00", true)]
    [InlineData("failed", "05:00", "05:10", "05:59", false)]
    [InlineData("failed", "05:00", "06:01", null, true)]
    [InlineData("stopped", "05:00", null, null, false)]
    [InlineData("stopped", "06:30", null, null, true)]
    [InlineData("completed", null, null, null, true)]
    [InlineData("running", "01:00", "01:10", null, true)]
    [InlineData("queued", "01:00", null, null, true)]
    [InlineData("new status", "01:00", null, null, true)]
    public void A_run_is_recent_if_it_was_submitted_started_or_finished_since_then_or_is_unfinished(
        string status, string? submitted, string? started, string? finished, bool expected)
    {
        var run = new XplentyJob
        {
            Id = "1",
            Status = status,
            SubmittedInstant = At(submitted),
            StartedInstant = At(started),
            FinishedInstant = At(finished),
        };

        Assert.Equal(expected, new RecentJobQuery { Since = Since }.Matches(run));
        Assert.Equal(!run.IsFinished, new RecentJobQuery().Matches(run));
    }

    [Theory]
    [InlineData(3599L, null, false)]
    [InlineData(3600L, null, true)]
    [InlineData(long.MaxValue / TimeSpan.TicksPerSecond, null, true)]
    [InlineData(null, "05:59", false)]
    [InlineData(null, "06:00", true)]
    [InlineData(null, null, false)]
    public void The_end_of_a_run_whose_end_is_not_reported_follows_from_its_duration_or_its_last_change(
        long? seconds, string? lastChange, bool expected)
    {
        var run = new XplentyJob { Id = "1", Status = "completed", StartedInstant = At("05:00"), RuntimeInSeconds = seconds };

        Assert.Equal(expected, new RecentJobQuery { Since = Since }.Matches(run, At(lastChange)));
    }

    [Fact]
    public void The_earliest_time_has_no_earlier_one()
    {
        Assert.Equal(
            DateTimeOffset.MinValue, new RecentJobQuery { Since = DateTimeOffset.MinValue }.SinceMinus(TimeSpan.FromDays(2)));
        Assert.Equal(Since.AddDays(-2), new RecentJobQuery { Since = Since }.SinceMinus(TimeSpan.FromDays(2)));
        Assert.Null(new RecentJobQuery().SinceMinus(TimeSpan.FromDays(2)));
    }

    private static DateTimeOffset? At(string? time) =>
        time is null ? null : Since.UtcDateTime.Date + TimeSpan.ParseExact(time, "hh\\:mm", CultureInfo.InvariantCulture);
}
