using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests what remains of the runs and lists of several waits when waits leave.</summary>
public sealed class WatchedJobsTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly OneList _lists = new();
    private readonly WatchedJobs _jobs;

    public WatchedJobsTests() => _jobs = new WatchedJobs(_lists, new Random(1));

    private DateTimeOffset Now => _clock.GetUtcNow();

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public void The_intervals_are_the_shortest_of_the_waits_that_remain()
    {
        WaitPart fast = Part(minimum: 1, maximum: 30, "1");
        WaitPart slow = Part(minimum: 5, maximum: 120, "2");
        _jobs.Join(fast, Now);
        _jobs.Join(slow, Now);
        Assert.Equal((1, 30), (_jobs.Schedule.MinInterval, _jobs.Schedule.MaxInterval));

        _jobs.Leave(fast, Now);

        Assert.Equal((5, 120), (_jobs.Schedule.MinInterval, _jobs.Schedule.MaxInterval));
        Assert.False(_jobs.IsEmpty);
    }

    [Fact]
    public void A_request_is_needed_as_long_as_a_wait_needs_one_of_its_runs()
    {
        WaitPart first = Part(1, 30, "1");
        WaitPart second = Part(1, 30, "2", "3");
        _jobs.Join(first, Now);
        _jobs.Join(second, Now);
        PollRequest request = new([.. _jobs.All]);

        _jobs.Leave(second, Now);
        Assert.True(_jobs.IsNeeded(request));
        Assert.Equal(["1"], _jobs.All.Select(job => job.Id));

        _jobs.Leave(first, Now);
        Assert.False(_jobs.IsNeeded(request));
    }

    [Fact]
    public void A_run_stays_until_the_last_wait_for_it_leaves()
    {
        WaitPart first = Part(1, 30, "1");
        WaitPart second = Part(1, 30, "1");
        _jobs.Join(first, Now);
        _jobs.Join(second, Now);

        _jobs.Leave(first, Now);
        Assert.NotNull(_jobs.Find("1"));

        _jobs.Leave(second, Now);
        Assert.Null(_jobs.Find("1"));
    }

    [Fact]
    public void Durations_of_earlier_runs_count_again_when_no_more_runs_are_watched_than_have_finished()
    {
        _jobs.Join(Part(1, 30, "1", "2", "3", "4"), Now);
        foreach (WatchedJob job in _jobs.All)
        {
            job.Update(Run(job.Id, "RUNNING"), Now, clockDifference: TimeSpan.Zero);
            _jobs.AssignList(job, Now);
        }

        foreach (string id in new[] { "5", "6", "7" })
        {
            _jobs.EarlierRuns.Learn(Run(id, "COMPLETED_SUCCESS"), TimeSpan.FromMinutes(1));
        }

        RunDurations durations = _jobs.EarlierRuns.For(Run("1", "RUNNING"))!;
        Assert.Null(durations.Statistics);

        _jobs.Remove(_jobs.Find("4")!, Now);

        Assert.NotNull(durations.Statistics);
    }

    [Fact]
    public void A_list_is_created_again_after_its_last_run_was_removed()
    {
        WaitPart first = Part(1, 30, "1");
        WaitPart second = Part(1, 30, "2");
        _jobs.Join(first, Now);
        _jobs.Join(second, Now);
        Assert.Equal(1, _lists.Created);
        _jobs.Leave(first, Now);
        _jobs.Join(Part(1, 30, "3"), Now);
        Assert.Equal(1, _lists.Created);

        foreach (WatchedJob job in _jobs.All.ToArray())
        {
            _jobs.Remove(job, Now);
        }

        _jobs.Join(Part(1, 30, "4"), Now);

        Assert.Equal(2, _lists.Created);
    }

    [Fact]
    public void A_list_that_the_service_refuses_stays_disabled_after_its_last_run_was_removed()
    {
        WaitPart part = Part(1, 30, "1");
        _jobs.Join(part, Now);
        _jobs.Disable(_jobs.Find("1")!.List!, Now);
        _jobs.Leave(part, Now);

        _jobs.Join(Part(1, 30, "2"), Now);
        Assert.Null(_jobs.Find("2")!.List);
        Assert.Equal(1, _lists.Created);

        _jobs.Join(Part(1, 30, "3"), Now.AddHours(1));
        Assert.NotNull(_jobs.Find("3")!.List);
    }

    [Theory]
    [InlineData(0.06, 0)]
    [InlineData(0.04, 0.04)]
    [InlineData(0, 0)]
    [InlineData(-0.04, -0.04)]
    public void A_poll_that_is_due_at_about_the_time_of_the_last_poll_is_moved_to_it(double lastPollAfter, double movedBy)
    {
        _jobs.Join(Part(minimum: 1, maximum: 30, "1"), Now);
        WatchedJob job = _jobs.Find("1")!;
        DateTimeOffset next = _jobs.NextPoll(job, Now, Now, factor: 5);

        // The last poll is one second before the deadline, and a run that is due within 0.05 seconds counts as due.
        _jobs.Join(Part(next - Now + TimeSpan.FromSeconds(1 + lastPollAfter), minimum: 1, maximum: 30, "1"), Now);

        Assert.InRange(next - Now, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(29));
        Assert.Equal(next + TimeSpan.FromSeconds(movedBy), _jobs.NextPoll(job, Now, Now, factor: 5));
    }

    private WaitPart Part(double minimum, double maximum, params string[] ids) => Part(timeout: null, minimum, maximum, ids);

    private WaitPart Part(TimeSpan? timeout, double minimum, double maximum, params string[] ids)
    {
        WaitOptions options = new()
        {
            Time = _clock,
            Timeout = timeout,
            MinimumInterval = TimeSpan.FromSeconds(minimum),
            MaximumInterval = TimeSpan.FromSeconds(maximum),
        };
        WaitSession session = new(new RecordingObserver(_clock), options, _cancellation, done: []);
        JobTarget[] targets = [.. ids.Select(id => new JobTarget(id))];
        return new WaitPart(new ScriptedReader(_clock), targets, session, options, new CallContext(CancellationToken.None));
    }

    private static AlmaJobInstance Run(string id, string status) => new() { Id = id, JobId = "S1", Status = status };

    private sealed class OneList : IJobListReader
    {
        public string Service => "Xplenty";

        public int Created { get; private set; }

        public RequestBudget Budget => throw new NotSupportedException();

        public TimeSpan ClockDifference { get; set; }

        public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => ["all"];

        public JobList CreateList(string name)
        {
            Created++;
            return new EmptyList();
        }

        public string? DefinitionIdOf(RemoteJob job) => (job as AlmaJobInstance)?.JobId;

        public Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) => throw new NotSupportedException();

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            throw new NotSupportedException();
    }

    private sealed class EmptyList() : JobList(stopsAtUnrelatedPage: false)
    {
        protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call) => throw new NotSupportedException();
    }
}
