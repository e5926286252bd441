using System;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>How a wait ends that is cancelled, or in which something of our own goes wrong.</summary>
public sealed class WaitFaultTests : WaitTest
{
    [Theory]
    [InlineData(null)]
    [InlineData(100.0)]
    public async Task A_wait_that_is_cancelled_between_two_looks_ends_at_once(double? timeout)
    {
        using CancellationTokenSource cancel = new();
        Reader.Job("1", 1000);

        Task wait = WaitAsync(Jobs("1"), Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null), cancel.Token);
        Clock.Advance(10);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(wait));
        Assert.Equal(10, Elapsed);
        Assert.Empty(Clock.Timers);
        Assert.Empty(Observer.GivenUp);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(100.0)]
    public async Task A_wait_that_is_cancelled_during_a_look_ends_at_once(double? timeout)
    {
        using CancellationTokenSource cancel = new();
        Reader.Job("1", 1000);
        Reader.Before = call => Task.Delay(Timeout.Infinite, call.CancellationToken);

        Task wait = WaitAsync(Jobs("1"), Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(wait));
        Assert.Empty(Clock.Timers);
        Assert.Empty(Observer.GivenUp);
    }

    [Fact]
    public async Task A_wait_that_was_cancelled_before_it_began_reads_nothing()
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();
        Reader.Job("1", 1000);
        Reader.Before = call => Task.FromCanceled(call.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(WaitAsync(Jobs("1"), cancellationToken: cancel.Token)));

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
    public async Task A_fault_in_the_observer_ends_the_wait_with_it(string member, double? timeout)
    {
        ScriptedReader stuck = Stuck();
        Reader.Job("1", 0).Job("gone", _ => Reader.Error(JobServiceErrorKind.JobNotFound));
        ScriptedReader away = new ScriptedReader(Clock, "Alma").Job("away", _ => Reader.Error(JobServiceErrorKind.ServiceUnavailable));
        Observer.Hook = told =>
        {
            if (told == member)
            {
                throw new InvalidOperationException($"{told} fails");
            }
        };

        Task wait = WaitAsync(
            [.. Jobs("1", "gone"), new WaitTarget(away, new JobTarget("away")), new WaitTarget(stuck, new JobTarget("stuck"))],
            Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        await LeapAsync(wait);

        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(wait));
        Assert.Equal($"{member} fails", fault.Message);
        Assert.Empty(Clock.Timers);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100.0)]
    [InlineData(0.0)]
    public async Task A_fault_in_a_reader_ends_the_wait_with_it(double? timeout)
    {
        ScriptedReader stuck = Stuck();
        Reader.Job("1", _ => throw new InvalidOperationException("the reader fails"));

        Task wait = WaitAsync([new WaitTarget(stuck, new JobTarget("stuck")), .. Jobs("1")], Options(timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        await LeapAsync(wait);

        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(wait));
        Assert.Equal("the reader fails", fault.Message);
        Assert.Empty(Clock.Timers);
        Assert.Empty(Observer.GivenUp);
    }

    [Fact]
    public async Task A_reader_that_ends_without_reporting_is_asked_again()
    {
        int silent = 3;
        Reader.Job("1", 0);
        SilentReader reader = new(Reader, () => silent-- > 0);

        await RunAsync([new WaitTarget(reader, new JobTarget("1"))]);

        Assert.Equal(["1"], Observer.FinishedIds);
        Assert.Single(Reader.Looks);
    }

    private ScriptedReader Stuck()
    {
        ScriptedReader stuck = new ScriptedReader(Clock, "Alteryx").Job("stuck", 1);
        stuck.Before = call => Task.Delay(Timeout.Infinite, call.CancellationToken);
        return stuck;
    }

    private sealed class SilentReader(IJobReader inner, Func<bool> isSilent) : IJobReader
    {
        public string Service => inner.Service;

        public Task ReadAsync(System.Collections.Generic.IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            isSilent() ? Task.CompletedTask : inner.ReadAsync(targets, report, call);
    }
}
