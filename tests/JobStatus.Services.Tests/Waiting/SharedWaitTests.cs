using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests several concurrent waits that use the same reader.</summary>
public sealed class SharedWaitTests : WaitTest
{
    [Fact]
    public async Task A_second_wait_for_a_job_does_not_double_the_requests()
    {
        Reader.AddJob("1", 500);
        await RunAsync(Jobs("1"));
        int alone = Reader.Polls.Count;
        Reader.Polls.Clear();
        Reader.AddJob("1", Elapsed + 500);

        (_, Task first) = Begin(Jobs("1"));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));
        await AdvanceClockAsync(Task.WhenAll(first, second));

        Assert.Equal(["1"], other.FinishedIds);
        Assert.InRange(Reader.Polls.Count, 1, alone * 1.3);
    }

    [Fact]
    public async Task A_second_wait_receives_the_known_status_immediately()
    {
        Reader.AddJob("1", 100);
        (_, Task first) = Begin(Jobs("1"));
        int polls = Reader.Polls.Count;

        (RecordingObserver other, Task second) = Begin(Jobs("1"));

        Assert.Equal(["running"], other.Changes.Select(change => change.Job.Status));
        Assert.Equal(polls, Reader.Polls.Count);
        await AdvanceClockAsync(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task Each_wait_keeps_what_only_its_own_object_knew()
    {
        Reader.AddJob("1", elapsed => new AlteryxJob
        {
            Id = "1",
            Status = elapsed.TotalSeconds < 100 ? "Running" : "Completed",
            Disposition = "Success",
            ObservedInstant = Clock.GetUtcNow(),
        });
        AlteryxJob earlier = new() { Id = "1", Status = "Queued", Name = "Sales", WorkflowId = "w1", ObservedInstant = Start };
        (RecordingObserver first, Task firstWait) = Begin(Jobs("1"));
        await AdvanceClockAsync(firstWait, () => Elapsed > 20);

        (RecordingObserver second, Task secondWait) = Begin([new JobTarget("1", earlier, Reader)]);
        await AdvanceClockAsync(Task.WhenAll(firstWait, secondWait));

        Assert.All([.. second.Changes.Select(change => change.Job), second.Finished.Single().Job], job =>
        {
            Assert.Equal("Sales", job.Name);
            Assert.Equal("w1", ((AlteryxJob)job).WorkflowId);
        });
        Assert.Null(first.Changes[0].Job.Name);
    }

    [Fact]
    public async Task A_second_wait_with_a_newer_status_receives_nothing()
    {
        Reader.AddJob("1", 100);
        (_, Task first) = Begin(Jobs("1"));
        Clock.Advance(0.5);

        (RecordingObserver other, Task second) = Begin([new JobTarget("1", Reader.CreateJob("1", "running"), Reader)]);

        Assert.Empty(other.Changes);
        await AdvanceClockAsync(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task Canceling_a_wait_does_not_affect_another_wait()
    {
        Reader.AddJob("1", 300).AddJob("2", 300);
        using CancellationTokenSource cancel = new();
        (RecordingObserver observer, Task first) = Begin(Jobs("1", "2"), token: cancel.Token);
        (RecordingObserver other, Task second) = Begin(Jobs("2"));
        await AdvanceClockAsync(second, () => Elapsed > 100);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(first));
        int polls = Reader.Polls.Count;
        await AdvanceClockAsync(second);
        Assert.All(Reader.Polls.Skip(polls), poll => Assert.Equal(["2"], poll.Ids));
        Assert.Equal(["2"], other.FinishedIds);
        Assert.Empty(observer.Finished);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Canceling_a_wait_aborts_only_the_requests_that_no_other_wait_needs()
    {
        List<CancellationToken> calls = [];
        Reader.AddJob("mine", 1000).AddJob("shared", 50);
        using CancellationTokenSource cancel = new();
        (_, Task first) = Begin(Jobs("mine", "shared"), Options(maximumInterval: 1), cancel.Token);
        (RecordingObserver other, Task second) = Begin(Jobs("shared"), Options(maximumInterval: 1));
        TaskCompletionSource response = new();
        Reader.BeforeResponse = async call =>
        {
            calls.Add(call.CancellationToken);
            await response.Task.WaitAsync(call.CancellationToken);
        };
        Clock.Advance(1);
        Assert.Equal(2, calls.Count);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(first));
        Assert.Equal([true, false], calls.Select(call => call.IsCancellationRequested).OrderDescending());
        response.SetResult();
        await AdvanceClockAsync(second);
        Assert.Equal(["shared"], other.FinishedIds);
    }

    [Fact]
    public async Task A_request_that_no_wait_needs_when_it_is_about_to_be_sent_is_canceled()
    {
        Reader.AddJob("1", 1000).AddJob("2", 1000);
        using CancellationTokenSource cancel = new();
        (_, Task first) = Begin(Jobs("1"), Options(maximumInterval: 1));
        (_, Task second) = Begin(Jobs("2"), Options(maximumInterval: 1), cancel.Token);
        List<(string Id, bool IsCanceled)> calls = [];
        Reader.BeforeResponse = call =>
        {
            calls.Add((Reader.Polls[^1].Ids.Single(), call.CancellationToken.IsCancellationRequested));
            cancel.Cancel();
            return Task.CompletedTask;
        };

        Clock.Advance(1);

        Assert.Equal([("1", false), ("2", true)], calls);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(second));
        await AdvanceClockAsync(first);
    }

    [Fact]
    public async Task A_wait_that_is_canceled_before_it_starts_does_not_receive_the_known_status()
    {
        Reader.AddJob("1", 100);
        (_, Task first) = Begin(Jobs("1"));

        (RecordingObserver other, Task second) = Begin(Jobs("1"), token: new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(second));
        Assert.Empty(other.Changes);
        await AdvanceClockAsync(first);
    }

    [Fact]
    public async Task A_poll_that_ends_while_the_last_wait_leaves_does_not_prevent_the_end_of_the_wait()
    {
        Reader.AddJob("1", 1000);
        using CancellationTokenSource cancel = new();
        using ManualResetEventSlim isPolling = new(), isLeaving = new(), isIdle = new();
        (_, Task wait) = Begin(Jobs("1"), Options(maximumInterval: 1), cancel.Token);
        Reader.BeforeResponse = call =>
        {
            // The poll ends, and the watch waits for the next event, while the request is being canceled.
            call.CancellationToken.Register(() =>
            {
                isLeaving.Set();
                isIdle.Wait(Token);
            });
            isPolling.Set();
            isLeaving.Wait(Token);
            return Task.CompletedTask;
        };
        Task poll = Task.Run(
            () =>
            {
                Clock.Advance(1);
                isIdle.Set();
            },
            Token);
        isPolling.Wait(Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(wait));
        await WithTimeout(poll);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Nothing_is_reported_to_a_wait_after_it_has_ended()
    {
        Reader.AddJob("1", 300);
        List<string> lines = [];
        using CancellationTokenSource cancel = new();
        RecordingObserver observer = new(Clock);
        TaskCompletionSource response = new();
        Reader.BeforeResponse = async call =>
        {
            await response.Task;
            call.Verbose("polled");
        };
        Task first = JobWaiter.WaitAsync(Jobs("1"), Options(), observer, new CallContext(cancel.Token, lines.Add));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(first));
        observer.BeforeRecord = method => Assert.Fail($"{method} was called after the wait had ended.");

        response.SetResult();
        await AdvanceClockAsync(second);

        Assert.Empty(lines);
        Assert.Equal(["1"], other.FinishedIds);
    }

    [Fact]
    public async Task An_exception_in_an_observer_ends_only_its_own_wait()
    {
        Reader.AddJob("1", 300);
        (RecordingObserver failing, Task first) = Begin(Jobs("1"));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));
        failing.BeforeRecord = _ => throw new InvalidOperationException("Simulated error.");

        await AdvanceClockAsync(second);

        await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(first));
        await second;
        Assert.Equal(["1"], other.FinishedIds);
    }

    [Fact]
    public async Task An_exception_while_writing_a_verbose_message_ends_only_its_own_wait()
    {
        Reader.AddJob("1", 30);
        Reader.BeforeResponse = call =>
        {
            call.Verbose("polled");
            return Task.CompletedTask;
        };
        Task first = JobWaiter.WaitAsync(
            Jobs("1"),
            Options(),
            new RecordingObserver(Clock),
            new CallContext(Token, _ => throw new InvalidOperationException("Simulated error.")));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));

        await AdvanceClockAsync(second);

        await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(first));
        await second;
        Assert.Equal(["1"], other.FinishedIds);
    }

    [Fact]
    public async Task A_single_poll_during_a_long_wait_is_sent_immediately_and_once()
    {
        Reader.AddJob("1", 1000).AddJob("2", 1000);
        (_, Task first) = Begin(Jobs("1", "2"));
        await AdvanceClockAsync(first, () => Elapsed > 200);
        int polls = Reader.Polls.Count;
        double now = Elapsed;

        (RecordingObserver other, Task second) = Begin(Jobs("1"), Options(TimeSpan.Zero));
        await WithTimeout(second);

        Assert.Equal(now, Elapsed);
        Assert.Equal(polls + 1, Reader.Polls.Count);
        Assert.Equal("running", Assert.Single(other.Abandoned).Target.LastSeen?.Status);
        await AdvanceClockAsync(first);
    }

    [Fact]
    public async Task A_poll_without_a_response_does_not_delay_another_wait()
    {
        Reader.AddJob("stuck", 10).AddJob("2", 20);
        TaskCompletionSource never = new();
        Reader.BeforeResponse = call => Reader.Polls[^1].Ids.Contains("stuck")
            ? never.Task.WaitAsync(call.CancellationToken)
            : Task.CompletedTask;
        (_, Task first) = Begin(Jobs("stuck"));

        (RecordingObserver other, Task second) = Begin(Jobs("2"), TimeoutAfter(60));
        await AdvanceClockAsync(second);

        Assert.Equal(["2"], other.FinishedIds);
        Assert.Single(Reader.Polls, poll => poll.Ids.Contains("stuck"));
        Assert.False(first.IsCompleted);
        never.SetResult();
        await AdvanceClockAsync(first);
    }

    [Fact]
    public async Task A_second_wait_polls_shortly_before_its_own_deadline()
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", elapsed.TotalSeconds < 1030 ? "running" : "completed"));
        (_, Task first) = Begin(Jobs("1"), Options(maximumInterval: 500));
        await AdvanceClockAsync(first, () => Elapsed > 900);
        double now = Elapsed;

        (RecordingObserver other, Task second) = Begin(Jobs("1"), TimeoutAfter(1031 - now));
        await AdvanceClockAsync(second);

        Assert.Equal(["1"], other.FinishedIds);
        await AdvanceClockAsync(first);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.04)]
    [InlineData(0.06)]
    public async Task A_poll_shortly_before_the_last_poll_of_another_wait_is_not_repeated_unnecessarily(double before)
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", "running"));
        (RecordingObserver observer, Task first) = Begin(Jobs("1"), Options(TimeSpan.FromSeconds(5), maximumInterval: 100));
        Clock.Advance(4.5 - before);
        int polls = Reader.Polls.Count;

        (_, Task second) = Begin(Jobs("1"), Options(TimeSpan.Zero));
        await WithTimeout(second);
        await AdvanceClockAsync(first);

        Assert.InRange(Reader.Polls.Count - polls, 1, 3);
        Assert.Single(observer.Abandoned);
    }

    [Fact]
    public async Task Each_wait_has_its_own_intervals()
    {
        Reader
            .AddJob("seldom", 1000)
            .AddJob("often", elapsed => Reader.CreateJob("often", elapsed.TotalSeconds < 1000 ? "running" : "completed"));
        (_, Task first) = Begin(
            Jobs("seldom"),
            new WaitOptions { Time = Clock, MinimumInterval = TimeSpan.FromSeconds(60), MaximumInterval = TimeSpan.FromSeconds(90) });
        (_, Task second) = Begin(
            Jobs("often"),
            new WaitOptions { Time = Clock, MinimumInterval = TimeSpan.FromSeconds(1), MaximumInterval = TimeSpan.FromSeconds(2) });

        await AdvanceClockAsync(Task.WhenAll(first, second));

        Assert.All(Intervals("seldom"), interval => Assert.InRange(interval, 59.94, 90.01));
        Assert.All(Intervals("often"), interval => Assert.InRange(interval, 0.94, 2.01));
    }

    [Fact]
    public async Task A_second_wait_with_shorter_intervals_uses_them_immediately()
    {
        Reader.AddJob("1", elapsed => Reader.CreateJob("1", elapsed.TotalSeconds < 5000 ? "running" : "completed"));
        (_, Task first) = Begin(Jobs("1"), Options(maximumInterval: 500));
        await AdvanceClockAsync(first, () => Elapsed > 3000);
        double joined = Elapsed;

        (_, Task second) = Begin(Jobs("1"), Options(maximumInterval: 5));
        await AdvanceClockAsync(Task.WhenAll(first, second));

        double[] later = [.. Reader.Polls.Select(poll => poll.At.TotalSeconds).Where(at => at > joined)];
        Assert.InRange(later[0], joined, joined + 5.01);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100.0)]
    [InlineData(0.0)]
    public async Task An_unexpected_cancellation_in_a_reader_ends_the_wait_with_an_exception(double? timeout)
    {
        Reader.AddJob("1", _ => throw new TaskCanceledException());

        Task wait = WaitAsync(Jobs("1"), Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        await AdvanceClockAsync(wait);

        Assert.IsType<TaskCanceledException>(
            (await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(wait))).InnerException);
        Assert.Empty(Observer.Abandoned);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task An_exception_in_a_reader_ends_both_waits_after_at_most_one_poll_each()
    {
        Reader.AddJob(
            "1",
            elapsed => elapsed.TotalSeconds < 10
                ? Reader.CreateJob("1", "running")
                : throw new InvalidOperationException("the reader fails"));
        (_, Task first) = Begin(Jobs("1"));
        (_, Task second) = Begin(Jobs("1"));

        await AdvanceClockAsync(Task.WhenAll(first, second));

        await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(first));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(second));
        Assert.InRange(Reader.Polls.Count(poll => poll.At.TotalSeconds >= 10), 1, 2);
    }

    [Fact]
    public async Task A_reader_that_never_reports_a_result_is_not_called_continuously()
    {
        SilentReader silent = new();

        await RunAsync(
            [.. Enumerable.Range(0, 20).Select(number => new JobTarget($"{number}", reader: silent))], TimeoutAfter(3600));

        Assert.InRange(silent.Calls, 60, 3600);
        Assert.Equal(20, Observer.Abandoned.Count);
    }

    [Fact]
    public async Task A_single_poll_waits_for_the_response_to_the_request_of_another_wait()
    {
        Reader.AddJob("1", 1000).AddJob("2", 1000);
        TaskCompletionSource response = new();
        Reader.BeforeResponse = _ => response.Task;
        (_, Task first) = Begin(Jobs("1"));

        (RecordingObserver other, Task second) = Begin(Jobs("1", "2"), Options(TimeSpan.Zero));
        Assert.False(second.IsCompleted);
        Assert.Single(Reader.Polls);
        response.SetResult();
        await WithTimeout(second);

        Assert.Equal(["1", "2"], other.Abandoned.Select(abandoned => abandoned.Target.Id));
        Assert.All(other.Abandoned, abandoned => Assert.Equal("running", abandoned.Target.LastSeen?.Status));
        await AdvanceClockAsync(first);
    }

    [Fact]
    public async Task Setting_the_clock_back_does_not_delay_a_wait()
    {
        DateTimeOffset back = Start.AddHours(-5);
        Reader.AddJob("1", _ => Reader.CreateJob("1", Reader.Polls.Count < 40 ? "running" : "completed"));
        Task wait = WaitAsync(Jobs("1"));
        await AdvanceClockAsync(wait, () => Reader.Polls.Count == 20);

        Clock.Adjust(TimeSpan.FromHours(-5));
        await AdvanceClockAsync(wait);

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.InRange(Clock.GetUtcNow(), back, back.AddMinutes(30));
    }

    [Fact]
    public async Task Results_from_many_threads_are_each_processed_once()
    {
        string[] ids = [.. Enumerable.Range(0, 400).Select(number => $"{number}")];
        ParallelReader parallel = new(Clock);
        (RecordingObserver observer, Task first) = Begin(ids.Select(id => new JobTarget(id, reader: parallel)));
        (RecordingObserver other, Task second) = Begin(ids.Select(id => new JobTarget(id, reader: parallel)));

        await AdvanceClockAsync(Task.WhenAll(first, second));
        await WithTimeout(Task.WhenAll(first, second));

        Assert.Equal(ids.Order(), observer.FinishedIds.Order());
        Assert.Equal(ids.Order(), other.FinishedIds.Order());
    }

    private (RecordingObserver Observer, Task Wait) Begin(
        IEnumerable<JobTarget> jobs, WaitOptions? options = null, CancellationToken? token = null)
    {
        RecordingObserver observer = new(Clock);
        return (observer, JobWaiter.WaitAsync(jobs, options ?? Options(), observer, new CallContext(token ?? Token)));
    }

    private IEnumerable<double> Intervals(string id)
    {
        double[] polls = [.. Reader.Polls.Where(poll => poll.Ids.Contains(id)).Select(poll => poll.At.TotalSeconds)];
        return polls.Skip(1).Zip(polls, (later, earlier) => later - earlier);
    }

    private sealed class SilentReader : IJobReader
    {
        public string Service => "Alma";

        public int Calls { get; private set; }

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
        {
            Calls++;
            return Task.CompletedTask;
        }
    }

    private sealed class ParallelReader(FakeClock clock) : IJobReader
    {
        public string Service => "Xplenty";

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            Parallel.ForEachAsync(targets, (target, _) =>
            {
                XplentyJob job = new() { Id = target.Id, Status = "completed", ObservedInstant = clock.GetUtcNow() };
                report(new JobReadResult(target, job));
                return ValueTask.CompletedTask;
            });
    }
}
