using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests a run that several waits wait for, with times that a test passes in.</summary>
public sealed class WatchedJobTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.05);

    private readonly FakeClock _clock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly DateTimeOffset _start;

    public WatchedJobTests() => _start = _clock.GetUtcNow();

    public void Dispose() => _cancellation.Dispose();

    [Theory]
    [InlineData("1-30", 0.5, 1)]
    [InlineData("1-30", 10, 10)]
    [InlineData("1-30", 60, 30)]
    [InlineData("1-30 5-20", 0.5, 1)]
    [InlineData("1-30 5-20", 25, 20)]
    [InlineData("5-20 1-30", 2, 2)]
    [InlineData("5-20 1-30", 25, 20)]
    [InlineData("5-30 2-20 3-10", 25, 10)]
    [InlineData("5-30 2-20 3-10", 1, 2)]
    [InlineData("10-2", 5, 10)]
    public void An_interval_is_limited_to_the_shortest_bounds_of_all_waits(string bounds, double interval, double expected)
    {
        WaitPart[] parts = [.. bounds.Split(' ').Select(text => text.Split('-')).Select(
            pair => Part(minimum: Number(pair[0]), maximum: Number(pair[1])))];
        WatchedJob job = Job(parts);

        Assert.Equal(expected, job.Bound(TimeSpan.FromSeconds(interval)).TotalSeconds);
    }

    [Fact]
    public void A_run_remembers_its_waits_until_they_leave()
    {
        WaitPart[] parts = [Part(), Part(timeout: 0), Part(timeout: 50)];
        WatchedJob job = Job(parts[0]);
        Assert.Equal((parts[0], false), (job.OnlyPart, job.IsSinglePoll));
        Assert.Equal([parts[0]], job.Parts);
        Assert.False(job.AnyPart(part => part == parts[1]));

        job.Join(parts[1]);
        job.Join(parts[2]);
        Assert.Equal((null, true), (job.OnlyPart, job.IsSinglePoll));
        Assert.Equal(parts, job.Parts);
        Assert.True(job.AnyPart(part => part == parts[0]));
        Assert.True(job.AnyPart(part => part == parts[2]));

        Assert.False(job.Leave(parts[1]));
        Assert.Equal([parts[0], parts[2]], job.Parts);
        Assert.False(job.IsSinglePoll);
        Assert.False(job.Leave(parts[0]));
        Assert.Equal([parts[2]], job.Parts);
        Assert.Equal(parts[2], job.OnlyPart);
        Assert.False(job.Leave(parts[0]));
        Assert.True(job.Leave(parts[2]));
    }

    [Theory]

    // The window of 40 seconds ends when the read is due, and this run is in its middle.
    [InlineData(10, 40, "", 280)]
    [InlineData(-0.05, 40, "", 280)]
    [InlineData(-0.06, 40, "", -0.06)]
    [InlineData(-3600, 40, "", -3600)]
    [InlineData(10, 0, "", 300)]

    // Before a deadline, the window is at most a quarter of the time.
    [InlineData(10, 40, "100", 86.625)]
    [InlineData(10, 10, "100", 94)]
    [InlineData(10, 40, "301", 280)]
    [InlineData(10, 40, "299", 278)]
    [InlineData(10, 40, "299 100", 86.625)]
    [InlineData(10, 40, "100 299", 86.625)]
    [InlineData(10, 40, "500", 280)]
    [InlineData(-3600, 40, "100", -3600)]
    public void A_run_in_a_list_is_read_by_its_id_every_five_minutes_and_before_each_deadline(
        double now, double window, string timeouts, double expected)
    {
        WaitPart[] parts = [.. timeouts.Split(' ').Select(text => Part(timeout: text.Length > 0 ? Number(text) : null))];

        Assert.Equal(expected, NextCheck(Job(parts), now, window), 1e-3);
    }

    [Theory]
    [InlineData(10, 86.625)]
    [InlineData(74.1, 86.625)]
    [InlineData(74.3, 354.3)]
    [InlineData(80, 360)]
    public void A_read_by_id_shortly_before_a_deadline_is_not_repeated(double readAt, double expected)
    {
        WatchedJob job = Job(Part(timeout: 100));

        job.OnReadById(succeeded: true, At(readAt));

        Assert.Equal(expected, NextCheck(job, readAt, 40), 1e-3);
    }

    [Fact]
    public void A_read_by_id_that_failed_is_repeated_after_a_minute_at_the_earliest()
    {
        WatchedJob job = Job(Part());

        job.OnReadById(succeeded: false, At(100));
        Assert.Equal(280, NextCheck(job, 100, 40));
        job.OnReadById(succeeded: false, At(290));
        Assert.Equal(350, NextCheck(job, 290, 40));
        Assert.Equal(280, NextCheck(job, 289.9, 40));
        job.OnReadById(succeeded: true, At(350));
        Assert.Equal(630, NextCheck(job, 350, 40));
    }

    [Fact]
    public void A_run_whose_progress_grew_was_unfinished_when_it_was_last_seen()
    {
        WatchedJob job = Job(Part());

        Assert.Equal(280, CheckAfter(50, 0.1));
        Assert.Equal(330, CheckAfter(200, 0.2));
        Assert.Equal(330, CheckAfter(210, 0.2));
        Assert.Equal(330, CheckAfter(220, null));
        Assert.Equal(330, CheckAfter(230, 0.2));
        Assert.Equal(510, CheckAfter(240, 0.3));
        job.OnReadById(succeeded: true, At(250));
        Assert.Equal(530, CheckAfter(260, 0.4));
        Assert.Equal(540, CheckAfter(270, 0.5));

        double CheckAfter(double at, double? progress)
        {
            job.Update(new XplentyJob { Id = "1", Status = "running", Progress = progress, ObservedInstant = At(at) }, At(at), TimeSpan.Zero);
            return NextCheck(job, at, 40);
        }
    }

    [Theory]
    [InlineData(42.5, 41.5)]
    [InlineData(10, 9)]
    [InlineData(5, 4.5)]
    [InlineData(0.2, 0.18)]
    [InlineData(0, 0)]
    public void The_last_poll_is_a_second_or_a_tenth_of_the_time_before_the_deadline(double timeout, double lastPoll)
    {
        WaitPart part = Part(timeout: timeout);

        Assert.Equal(At(lastPoll), part.LastPoll);
        Assert.Equal(At(timeout), part.Deadline);
    }

    [Fact]
    public void A_wait_without_a_timeout_has_no_last_poll()
    {
        Assert.Null(Part().LastPoll);
        Assert.Null(Part(timeout: TimeSpan.MaxValue.TotalSeconds / 2).LastPoll);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private WatchedJob Job(params WaitPart[] parts)
    {
        WatchedJob job = new(new JobTarget("1"), parts[0], _start, checkPosition: 0.5f);
        foreach (WaitPart other in parts.Skip(1))
        {
            job.Join(other);
        }

        return job;
    }

    private double NextCheck(WatchedJob job, double now, double window) =>
        (job.NextCheck(At(now), Interval, TimeSpan.FromSeconds(window), Tolerance) - _start).TotalSeconds;

    private WaitPart Part(double? timeout = null, double minimum = 1, double maximum = 120)
    {
        WaitOptions options = new()
        {
            Time = _clock,
            Timeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            MinimumInterval = TimeSpan.FromSeconds(minimum),
            MaximumInterval = TimeSpan.FromSeconds(maximum),
        };
        WaitSession session = new(new RecordingObserver(_clock), options, _cancellation, done: []);
        return new WaitPart(new ScriptedReader(_clock), [new JobTarget("1")], session, options, new CallContext(CancellationToken.None));
    }

    private DateTimeOffset At(double seconds) => _start.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
}
