using System;
using System.Linq;
using JobStatus.Reports;
using Xunit;

namespace JobStatus.Services.Tests.Reports;

/// <summary>Tests the scale of the timeline.</summary>
public sealed class TimeAxisTests
{
    [Theory]
    [InlineData("2026-11-28T01:10Z", "2026-11-28T06:10Z", "02:00 03:00 04:00 05:00 06:00")]
    [InlineData("2026-11-28T20:00Z", "2026-11-29T08:00Z", "20:00 22:00 Nov 29 02:00 04:00 06:00 08:00")]
    [InlineData("2026-11-28T01:00Z", "2026-11-28T01:04Z", "01:00 01:01 01:02 01:03 01:04")]
    [InlineData("2026-11-01T05:00Z", "2026-11-06T05:00Z", "Nov 2 Nov 3 Nov 4 Nov 5 Nov 6")]
    [InlineData("2026-01-15T00:00Z", "2026-07-01T00:00Z", "Feb 2026 Mar 2026 Apr 2026 May 2026 Jun 2026 Jul 2026")]
    [InlineData("2020-03-01T00:00Z", "2026-03-01T00:00Z", "Jan 2021 Jan 2022 Jan 2023 Jan 2024 Jan 2025 Jan 2026")]
    public void Marks_are_at_whole_units_of_time(string begin, string end, string expected) =>
        Assert.Equal(expected, string.Join(' ', Axis(begin, end, TimeZoneInfo.Utc).Marks().Select(mark => mark.Label)));

    [Fact]
    public void Marks_are_at_whole_hours_of_local_time()
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("half", TimeSpan.FromMinutes(330), "half", "half");
        (double percent, string label) = Axis("2026-11-28T00:00Z", "2026-11-28T04:00Z", zone).Marks().First();
        Assert.Equal(("06:00", 12.5), (label, percent));
    }

    [Fact]
    public void The_hour_that_daylight_saving_time_leaves_out_has_no_mark() =>
        Assert.Equal(
            ["00:00", "01:00", "03:00", "04:00"],
            Axis("2026-03-28T23:00Z", "2026-03-29T02:00Z", ReportJobs.Berlin)
                .Marks()
                .Where(mark => mark.Label.EndsWith(":00", StringComparison.Ordinal) || mark.Label == "Mar 29")
                .Select(mark => mark.Label.Replace("Mar 29", "00:00", StringComparison.Ordinal)));

    [Fact]
    public void A_single_moment_has_a_scale()
    {
        TimeAxis axis = Axis("2026-11-28T01:00Z", "2026-11-28T01:00Z", TimeZoneInfo.Utc);
        Assert.Equal(50, axis.Percent(DateTimeOffset.Parse("2026-11-28T01:00Z", null)));
        Assert.Equal(["00:59", "01:00", "01:01"], axis.Marks().Select(mark => mark.Label));
    }

    [Fact]
    public void Every_period_has_a_few_marks_in_ascending_order()
    {
        var random = new Random(18);
        foreach (int round in Enumerable.Range(0, 2000))
        {
            DateTimeOffset begin = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(3_000_000));
            DateTimeOffset end = begin.AddMinutes(Math.Pow(10, random.NextDouble() * 6));
            var axis = new TimeAxis(begin, end, round % 2 == 0 ? ReportJobs.Berlin : TimeZoneInfo.Utc);
            double[] places = [.. axis.Marks().Select(mark => mark.Percent)];
            Assert.InRange(places.Length, 1, 8);
            Assert.Equal(places.Order(), places);
            Assert.All(places, place => Assert.InRange(place, 0, 100));
        }
    }

    [Fact]
    public void The_longest_possible_period_has_marks() =>
        Assert.NotEmpty(Axis("1981-01-01T00:00Z", "8999-12-31T00:00Z", TimeZoneInfo.Utc).Marks());

    private static TimeAxis Axis(string begin, string end, TimeZoneInfo zone) =>
        new(DateTimeOffset.Parse(begin, null), DateTimeOffset.Parse(end, null), zone);
}
