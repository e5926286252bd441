using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests waits that are canceled, or in which an observer or a reader throws an exception.</summary>
public sealed class InterruptedWaitTests : WaitTest
{
    [Theory]
    [InlineData(null)]
    [InlineData(100.0)]
    public async Task A_wait_that_is_canceled_between_two_polls_ends_immediately(double? timeout)
    {
        using CancellationTokenSource cancel = new();
        Reader.AddJob("1", 1000);

        Task wait = WaitAsync(Jobs("1"), Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null), cancel.Token);
        Clock.Advance(10);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(wait));
        Assert.Equal(10, Elapsed);
        Assert.Empty(Clock.Timers);
        Assert.Empty(Observer.Abandoned);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(100.0)]
    public async Task A_wait_that_is_canceled_during_a_poll_ends_immediately(double? timeout)
    {
        using CancellationTokenSource cancel = new();
        Reader.AddJob("1", 1000);
        Reader.BeforeResponse = call => Task.Delay(Timeout.Infinite, call.CancellationToken);

        Task wait = WaitAsync(Jobs("1"), Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(wait));
        Assert.Empty(Clock.Timers);
        Assert.Empty(Observer.Abandoned);
    }

    [Fact]
    public async Task A_wait_that_is_canceled_before_it_starts_reads_nothing()
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();
        Reader.AddJob("1", 1000);
        Reader.BeforeResponse = call => Task.FromCanceled(call.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(WaitAsync(Jobs("1"), cancellationToken: cancel.Token)));

        Assert.Empty(Observer.Finished);
        Assert.Empty(Clock.Timers);
    }

    [Theory]
    [InlineData("OnFinished", null)]
    [InlineData("OnStatusChanged", null)]
    [InlineData("OnProgress", null)]
    [InlineData("OnWarning", null)]
    [InlineData("OnAbandoned", null)]
    [InlineData("OnFinished", 100.0)]
    [InlineData("OnWarning", 100.0)]
    [InlineData("OnAbandoned", 100.0)]
    [InlineData("OnFinished", 0.0)]
    [InlineData("OnAbandoned", 0.0)]
    public async Task An_exception_in_the_observer_ends_the_wait(string member, double? timeout)
    {
        ScriptedReader stuck = Stuck();
        Reader.AddJob("1", 0).AddJob("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound));
        ScriptedReader away = new ScriptedReader(Clock, "Alma").AddJob("away", _ => Reader.Error(JobServiceErrorKind.ServiceUnavailable));
        Observer.BeforeRecord = method =>
        {
            if (method == member)
            {
                throw new InvalidOperationException($"{method} fails");
            }
        };

        Task wait = WaitAsync(
            [.. Jobs("1", "gone"), new JobTarget("away", reader: away), new JobTarget("stuck", reader: stuck)],
            Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        await AdvanceClockAsync(wait);

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(wait));
        Assert.Equal($"{member} fails", exception.Message);
        Assert.Empty(Clock.Timers);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100.0)]
    [InlineData(0.0)]
    public async Task An_exception_in_a_reader_ends_the_wait(double? timeout)
    {
        ScriptedReader stuck = Stuck();
        Reader.AddJob("1", _ => throw new InvalidOperationException("the reader fails"));

        Task wait = WaitAsync(
            [new JobTarget("stuck", reader: stuck), .. Jobs("1")],
            Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        await AdvanceClockAsync(wait);

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => WithTimeout(wait));
        Assert.Equal("the reader fails", exception.Message);
        Assert.Empty(Clock.Timers);
        Assert.Empty(Observer.Abandoned);
    }

    [Fact]
    public async Task A_reader_that_returns_without_a_result_is_called_again()
    {
        int silent = 3;
        Reader.AddJob("1", 0);
        SilentReader reader = new(Reader, () => silent-- > 0);

        await RunAsync([new JobTarget("1", reader: reader)]);

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Single(Reader.Polls);
    }

    private ScriptedReader Stuck()
    {
        ScriptedReader stuck = new ScriptedReader(Clock, "Alteryx").AddJob("stuck", 1);
        stuck.BeforeResponse = call => Task.Delay(Timeout.Infinite, call.CancellationToken);
        return stuck;
    }

    private sealed class SilentReader(IJobReader inner, Func<bool> isSilent) : IJobReader
    {
        public string Service => inner.Service;

        public Task ReadAsync(
            System.Collections.Generic.IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            isSilent() ? Task.CompletedTask : inner.ReadAsync(targets, report, call);
    }
}
