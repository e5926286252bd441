using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>
/// Tests what a wait does with lists and with the durations of earlier runs, and what the watch that waits share does for them.
/// </summary>
public sealed class JobWatchTests : WaitTest, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public async Task The_durations_of_earlier_runs_are_not_read_again_if_there_are_enough()
    {
        ListReader reader = new(Reader.AddJob("1", elapsed => Run("1", elapsed.TotalHours < 3 ? "running" : "completed")));
        reader.ReadEarlierRuns = () => [.. new[] { "7", "8", "9" }.Select(id => Run(id, "completed", TimeSpan.FromHours(2)))];

        await RunAsync([new JobTarget("1", reader: reader)]);

        Assert.Equal(1, reader.ReadsOfEarlierRuns);
        Assert.Equal(["1"], Observer.FinishedIds);
    }

    [Fact]
    public async Task A_wait_continues_without_the_durations_of_earlier_runs()
    {
        ListReader reader = new(Reader.AddJob("1", 60));
        reader.ReadEarlierRuns = () => throw Reader.Error(JobServiceErrorKind.AccessDenied);

        await RunAsync([new JobTarget("1", reader: reader)]);

        Assert.Contains("The durations of earlier runs could not be read. Scripted AccessDenied error.", Lines);
        Assert.Equal(["1"], Observer.FinishedIds);
    }

    [Theory]
    [InlineData(JobServiceErrorKind.AccessDenied, true)]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, false)]
    public async Task A_message_says_that_a_list_is_no_longer_used(JobServiceErrorKind kind, bool isDisabled)
    {
        ListReader reader = new(Reader.AddJob("1", 60).AddJob("2", 60)) { ListError = Reader.Error(kind) };
        Task wait = WaitAsync([new JobTarget("1", reader: reader), new JobTarget("2", reader: reader)]);

        Assert.Equal(
            isDisabled,
            Lines.Contains($"Scripted {kind} error. The wait continues, but polls the affected jobs without this list."));
        reader.ListError = null;
        await AdvanceClockAsync(wait);
        Assert.Equal(["1", "2"], Observer.FinishedIds.Order());
    }

    // With 97 requests left, waits may send 2.425 requests at once and 48.5 in the rest of the hour. The other 47.575 of these 50
    // requests are made up for in 3531 seconds.
    [Theory]
    [InlineData(10, 3531)]
    [InlineData(3600, 3600)]
    public void The_next_request_is_sent_after_the_pause_and_when_the_quota_allows_it(double pause, double expected)
    {
        RateLimits limits = new() { RemainingHeader = "X-Left", TimeUntilReset = static _ => TimeSpan.FromHours(1) };
        RequestBudget budget = RequestBudget.For(Clock, new Uri("https://service.test"), limits, ["key"]);
        using HttpResponseMessage response = new() { Headers = { { "X-Left", "97" } } };
        budget.Update(response);
        budget.CountPoll(50);
        budget.Pause(Start, TimeSpan.FromSeconds(pause));

        Assert.Equal(expected, (JobWatch.For(new ListReader(Reader) { Budget = budget }).NextRequest - Start).TotalSeconds, 0.5);
    }

    [Fact]
    public async Task A_run_is_not_added_for_a_wait_that_has_left()
    {
        Reader.AddJob("1", 60).AddJob("2", 60).AddJob("3", 60);
        JobWatch watch = JobWatch.For(Reader);
        WaitPart stays = Part("1"), leaves = Part("2");
        watch.Join(stays);
        watch.Join(leaves);
        await watch.LeaveAsync(leaves);

        watch.Add(leaves, new JobTarget("3"));
        await AdvanceClockAsync(stays.Completion);
        await watch.LeaveAsync(stays);
        watch.Add(leaves, new JobTarget("3"));

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.DoesNotContain("3", Reader.Polls.SelectMany(poll => poll.Ids));
        Assert.Empty(Clock.Timers);
    }

    private WaitPart Part(string id)
    {
        WaitSession session = new(Observer, Options(), _cancellation, done: []);
        return new WaitPart(Reader, [new JobTarget(id)], session, Options(), new CallContext(Token));
    }

    private XplentyJob Run(string id, string status, TimeSpan? duration = null) =>
        new() { Id = id, Status = status, Duration = duration, ObservedInstant = Clock.GetUtcNow() };

    /// <summary>Reads jobs through a list that a test can let fail, and by their ids.</summary>
    private sealed class ListReader(ScriptedReader jobs) : IJobListReader
    {
        public string Service => jobs.Service;

        public RequestBudget Budget { get; init; } = RequestBudget.Unlimited();

        public TimeSpan ClockDifference => TimeSpan.Zero;

        public JobServiceException? ListError { get; set; }

        public Func<IReadOnlyList<RemoteJob>> ReadEarlierRuns { get; set; } = static () => [];

        public int ReadsOfEarlierRuns { get; private set; }

        public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => ListError is null ? [] : ["all"];

        public JobList CreateList(string name)
        {
            JobServiceException error = ListError!;
            return new PlainJobList((_, _) => throw error);
        }

        public string? DefinitionIdOf(RemoteJob job) => "definition";

        public Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call)
        {
            ReadsOfEarlierRuns++;
            return Task.FromResult(ReadEarlierRuns());
        }

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            jobs.ReadAsync(targets, report, call);
    }
}
