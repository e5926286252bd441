using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Several waits of one process at one reader.</summary>
public sealed class SharedWaitTests : WaitTest
{
    [Fact]
    public async Task A_second_wait_for_a_job_does_not_double_the_requests()
    {
        Reader.Job("1", 500);
        await RunAsync(Jobs("1"));
        int alone = Reader.Looks.Count;
        Reader.Looks.Clear();
        Reader.Job("1", Elapsed + 500);

        (_, Task first) = Begin(Jobs("1"));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));
        await LeapAsync(Task.WhenAll(first, second));

        Assert.Equal(["1"], other.FinishedIds);
        Assert.InRange(Reader.Looks.Count, 1, alone * 1.3);
    }

    [Fact]
    public async Task Who_joins_is_told_at_once_what_is_known()
    {
        Reader.Job("1", 100);
        (_, Task first) = Begin(Jobs("1"));
        int looks = Reader.Looks.Count;

        (RecordingObserver other, Task second) = Begin(Jobs("1"));

        Assert.Equal(["running"], other.Changes.Select(change => change.Job.Status));
        Assert.Equal(looks, Reader.Looks.Count);
        await LeapAsync(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task Who_joins_with_newer_knowledge_is_told_nothing()
    {
        Reader.Job("1", 100);
        (_, Task first) = Begin(Jobs("1"));
        Clock.Advance(0.5);

        (RecordingObserver other, Task second) = Begin([new WaitTarget(Reader, new JobTarget("1", Reader.Seen("1", "running")))]);

        Assert.Empty(other.Changes);
        await LeapAsync(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_the_other_as_it_was()
    {
        Reader.Job("1", 300).Job("2", 300);
        using CancellationTokenSource cancel = new();
        (RecordingObserver observer, Task first) = Begin(Jobs("1", "2"), token: cancel.Token);
        (RecordingObserver other, Task second) = Begin(Jobs("2"));
        await LeapAsync(second, () => Elapsed > 100);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(first));
        int looks = Reader.Looks.Count;
        await LeapAsync(second);
        Assert.All(Reader.Looks.Skip(looks), look => Assert.Equal(["2"], look.Ids));
        Assert.Equal(["2"], other.FinishedIds);
        Assert.Empty(observer.Finished);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task What_only_a_cancelled_wait_asked_for_is_dropped_and_the_rest_of_the_look_goes_on()
    {
        List<CancellationToken> calls = [];
        Reader.Job("mine", 1000).Job("shared", 50);
        using CancellationTokenSource cancel = new();
        (_, Task first) = Begin(Jobs("mine", "shared"), Options(longest: 1), cancel.Token);
        (RecordingObserver other, Task second) = Begin(Jobs("shared"), Options(longest: 1));
        TaskCompletionSource answer = new();
        Reader.Before = async call =>
        {
            calls.Add(call.CancellationToken);
            await answer.Task.WaitAsync(call.CancellationToken);
        };
        Clock.Advance(1);
        Assert.Equal(2, calls.Count);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(first));
        Assert.Equal([true, false], calls.Select(call => call.IsCancellationRequested).OrderDescending());
        answer.SetResult();
        await LeapAsync(second);
        Assert.Equal(["shared"], other.FinishedIds);
    }

    [Fact]
    public async Task A_wait_is_told_nothing_after_its_end()
    {
        Reader.Job("1", 300);
        List<string> lines = [];
        using CancellationTokenSource cancel = new();
        RecordingObserver observer = new(Clock);
        TaskCompletionSource answer = new();
        Reader.Before = async call =>
        {
            await answer.Task;
            call.Verbose("asked");
        };
        Task first = JobWaiter.WaitAsync(Jobs("1"), Options(), observer, new CallContext(cancel.Token, lines.Add));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(first));
        observer.Hook = told => Assert.Fail($"{told} after the end.");

        answer.SetResult();
        await LeapAsync(second);

        Assert.Empty(lines);
        Assert.Equal(["1"], other.FinishedIds);
    }

    [Fact]
    public async Task A_listener_that_fails_ends_its_own_wait_alone()
    {
        Reader.Job("1", 300);
        (RecordingObserver failing, Task first) = Begin(Jobs("1"));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));
        failing.Hook = _ => throw new InvalidOperationException("It fails.");

        await LeapAsync(second);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(first));
        await second;
        Assert.Equal(["1"], other.FinishedIds);
    }

    [Fact]
    public async Task Lines_that_cannot_be_written_end_their_own_wait_alone()
    {
        Reader.Job("1", 30);
        Reader.Before = call =>
        {
            call.Verbose("asked");
            return Task.CompletedTask;
        };
        Task first = JobWaiter.WaitAsync(Jobs("1"), Options(), new RecordingObserver(Clock), new CallContext(Token, _ => throw new InvalidOperationException("It fails.")));
        (RecordingObserver other, Task second) = Begin(Jobs("1"));

        await LeapAsync(second);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(first));
        await second;
        Assert.Equal(["1"], other.FinishedIds);
    }

    [Fact]
    public async Task One_look_beside_a_long_wait_is_had_at_once_and_once()
    {
        Reader.Job("1", 1000).Job("2", 1000);
        (_, Task first) = Begin(Jobs("1", "2"));
        await LeapAsync(first, () => Elapsed > 200);
        int looks = Reader.Looks.Count;
        double now = Elapsed;

        (RecordingObserver other, Task second) = Begin(Jobs("1"), Options(TimeSpan.Zero));
        await Soon(second);

        Assert.Equal(now, Elapsed);
        Assert.Equal(looks + 1, Reader.Looks.Count);
        Assert.Equal("running", Assert.Single(other.GivenUp).Target.LastSeen?.Status);
        await LeapAsync(first);
    }

    [Fact]
    public async Task A_reader_that_does_not_answer_one_wait_does_not_hold_up_another()
    {
        Reader.Job("stuck", 10).Job("2", 20);
        TaskCompletionSource never = new();
        Reader.Before = call => Reader.Looks[^1].Ids.Contains("stuck") ? never.Task.WaitAsync(call.CancellationToken) : Task.CompletedTask;
        (_, Task first) = Begin(Jobs("stuck"));

        (RecordingObserver other, Task second) = Begin(Jobs("2"), Until(60));
        await LeapAsync(second);

        Assert.Equal(["2"], other.FinishedIds);
        Assert.Single(Reader.Looks, look => look.Ids.Contains("stuck"));
        Assert.False(first.IsCompleted);
        never.SetResult();
        await LeapAsync(first);
    }

    [Fact]
    public async Task The_deadline_of_who_joins_has_its_last_look()
    {
        Reader.Job("1", elapsed => Reader.Seen("1", elapsed.TotalSeconds < 1030 ? "running" : "completed"));
        (_, Task first) = Begin(Jobs("1"), Options(longest: 500));
        await LeapAsync(first, () => Elapsed > 900);
        double now = Elapsed;

        (RecordingObserver other, Task second) = Begin(Jobs("1"), Until(1031 - now));
        await LeapAsync(second);

        Assert.Equal(["1"], other.FinishedIds);
        await LeapAsync(first);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.04)]
    [InlineData(0.06)]
    public async Task A_look_just_before_the_last_one_is_not_repeated_until_that_is_due(double before)
    {
        Reader.Job("1", elapsed => Reader.Seen("1", "running"));
        (RecordingObserver observer, Task first) = Begin(Jobs("1"), Options(TimeSpan.FromSeconds(5), longest: 100));
        Clock.Advance(4.5 - before);
        int looks = Reader.Looks.Count;

        (_, Task second) = Begin(Jobs("1"), Options(TimeSpan.Zero));
        await Soon(second);
        await LeapAsync(first);

        Assert.InRange(Reader.Looks.Count - looks, 1, 3);
        Assert.Single(observer.GivenUp);
    }

    [Fact]
    public async Task Each_wait_has_its_own_intervals()
    {
        Reader.Job("seldom", 1000).Job("often", elapsed => Reader.Seen("often", elapsed.TotalSeconds < 1000 ? "running" : "completed"));
        (_, Task first) = Begin(Jobs("seldom"), new WaitOptions { Time = Clock, MinimumInterval = TimeSpan.FromSeconds(60), MaximumInterval = TimeSpan.FromSeconds(90) });
        (_, Task second) = Begin(Jobs("often"), new WaitOptions { Time = Clock, MinimumInterval = TimeSpan.FromSeconds(1), MaximumInterval = TimeSpan.FromSeconds(2) });

        await LeapAsync(Task.WhenAll(first, second));

        Assert.All(Intervals("seldom"), interval => Assert.InRange(interval, 59.94, 90.01));
        Assert.All(Intervals("often"), interval => Assert.InRange(interval, 0.94, 2.01));
    }

    [Fact]
    public async Task Who_joins_with_shorter_intervals_has_them_at_once()
    {
        Reader.Job("1", elapsed => Reader.Seen("1", elapsed.TotalSeconds < 5000 ? "running" : "completed"));
        (_, Task first) = Begin(Jobs("1"), Options(longest: 500));
        await LeapAsync(first, () => Elapsed > 3000);
        double joined = Elapsed;

        (_, Task second) = Begin(Jobs("1"), Options(longest: 5));
        await LeapAsync(Task.WhenAll(first, second));

        double[] later = [.. Reader.Looks.Select(look => look.At.TotalSeconds).Where(at => at > joined)];
        Assert.InRange(later[0], joined, joined + 5.01);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100.0)]
    [InlineData(0.0)]
    public async Task A_reader_that_is_cancelled_by_nobody_ends_the_wait_with_a_fault(double? timeout)
    {
        Reader.Job("1", _ => throw new TaskCanceledException());

        Task wait = WaitAsync(Jobs("1"), Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        await LeapAsync(wait);

        Assert.IsType<TaskCanceledException>((await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(wait))).InnerException);
        Assert.Empty(Observer.GivenUp);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_reader_that_fails_for_two_waits_ends_both_with_one_look_each()
    {
        Reader.Job("1", elapsed => elapsed.TotalSeconds < 10 ? Reader.Seen("1", "running") : throw new InvalidOperationException("the reader fails"));
        (_, Task first) = Begin(Jobs("1"));
        (_, Task second) = Begin(Jobs("1"));

        await LeapAsync(Task.WhenAll(first, second));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(first));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(second));
        Assert.InRange(Reader.Looks.Count(look => look.At.TotalSeconds >= 10), 1, 2);
    }

    [Fact]
    public async Task A_reader_that_never_reports_is_not_asked_without_end()
    {
        SilentReader silent = new();

        await RunAsync([.. Enumerable.Range(0, 20).Select(number => new WaitTarget(silent, new JobTarget($"{number}")))], Until(3600));

        Assert.InRange(silent.Calls, 60, 3600);
        Assert.Equal(20, Observer.GivenUp.Count);
    }

    [Fact]
    public async Task One_look_waits_for_an_answer_about_its_job_that_another_wait_has_asked_for()
    {
        Reader.Job("1", 1000).Job("2", 1000);
        TaskCompletionSource answer = new();
        Reader.Before = _ => answer.Task;
        (_, Task first) = Begin(Jobs("1"));

        (RecordingObserver other, Task second) = Begin(Jobs("1", "2"), Options(TimeSpan.Zero));
        Assert.False(second.IsCompleted);
        Assert.Single(Reader.Looks);
        answer.SetResult();
        await Soon(second);

        Assert.Equal(["1", "2"], other.GivenUp.Select(given => given.Target.Id));
        Assert.All(other.GivenUp, given => Assert.Equal("running", given.Target.LastSeen?.Status));
        await LeapAsync(first);
    }

    [Fact]
    public async Task A_clock_that_is_put_back_does_not_hold_up_a_wait()
    {
        DateTimeOffset back = Start.AddHours(-5);
        Reader.Job("1", _ => Reader.Seen("1", Reader.Looks.Count < 40 ? "running" : "completed"));
        Task wait = WaitAsync(Jobs("1"));
        await LeapAsync(wait, () => Reader.Looks.Count == 20);

        Clock.Put(TimeSpan.FromHours(-5));
        await LeapAsync(wait);

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.InRange(Clock.GetUtcNow(), back, back.AddMinutes(30));
    }

    [Fact]
    public async Task Answers_from_many_threads_are_each_taken_once()
    {
        string[] ids = [.. Enumerable.Range(0, 400).Select(number => $"{number}")];
        CrowdedReader crowd = new(Clock);
        (RecordingObserver observer, Task first) = Begin(ids.Select(id => new WaitTarget(crowd, new JobTarget(id))));
        (RecordingObserver other, Task second) = Begin(ids.Select(id => new WaitTarget(crowd, new JobTarget(id))));

        await LeapAsync(Task.WhenAll(first, second));
        await Soon(Task.WhenAll(first, second));

        Assert.Equal(ids.Order(), observer.FinishedIds.Order());
        Assert.Equal(ids.Order(), other.FinishedIds.Order());
    }

    private (RecordingObserver Observer, Task Wait) Begin(IEnumerable<WaitTarget> jobs, WaitOptions? options = null, CancellationToken? token = null)
    {
        RecordingObserver observer = new(Clock);
        return (observer, JobWaiter.WaitAsync(jobs, options ?? Options(), observer, new CallContext(token ?? Token)));
    }

    private IEnumerable<double> Intervals(string id)
    {
        double[] looks = [.. Reader.Looks.Where(look => look.Ids.Contains(id)).Select(look => look.At.TotalSeconds)];
        return looks.Skip(1).Zip(looks, (later, earlier) => later - earlier);
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

    private sealed class CrowdedReader(FakeClock clock) : IJobReader
    {
        public string Service => "Xplenty";

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            Parallel.ForEachAsync(targets, (target, _) =>
            {
                report(new JobReadResult(target, new XplentyJob { Id = target.Id, Status = "completed", ObservedAt = clock.GetUtcNow() }));
                return ValueTask.CompletedTask;
            });
    }
}
