using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>A base class for tests of waits for scripted jobs, with a clock that advances from one timer to the next.</summary>
public abstract class WaitTest
{
    private protected WaitTest()
    {
        Reader = new ScriptedReader(Clock);
        Observer = new RecordingObserver(Clock);
        Start = Clock.GetUtcNow();
    }

    private protected FakeClock Clock { get; } = new();

    private protected ScriptedReader Reader { get; }

    private protected RecordingObserver Observer { get; }

    private protected DateTimeOffset Start { get; }

    private protected List<string> Lines { get; } = [];

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected double Elapsed => (Clock.GetUtcNow() - Start).TotalSeconds;

    /// <summary>Fails if the task does not complete, instead of hanging.</summary>
    private protected static Task WithTimeout(Task task) => task.WaitAsync(Hang.Timeout, Token);

    private protected WaitOptions Options(TimeSpan? timeout = null, bool any = false, double maximumInterval = 30) =>
        new() { Time = Clock, Timeout = timeout, Any = any, MaximumInterval = TimeSpan.FromSeconds(maximumInterval) };

    private protected WaitOptions TimeoutAfter(double seconds) => Options(TimeSpan.FromSeconds(seconds));

    private protected JobTarget[] Jobs(params string[] ids) =>
        [.. ids.Select(id => new JobTarget(id, reader: Reader))];

    private protected Task WaitAsync(
        IEnumerable<JobTarget> jobs, WaitOptions? options = null, CancellationToken? cancellationToken = null) =>
        JobWaiter.WaitAsync(jobs, options ?? Options(), Observer, new CallContext(cancellationToken ?? Token, Lines.Add));

    /// <summary>Waits for the jobs and advances the clock until the wait ends.</summary>
    private protected async Task RunAsync(IEnumerable<JobTarget> jobs, WaitOptions? options = null)
    {
        Task wait = WaitAsync(jobs, options);
        await AdvanceClockAsync(wait);
        await wait;
    }

    /// <summary>Advances the clock to the next timer until the wait ends or the condition becomes true.</summary>
    private protected async Task AdvanceClockAsync(Task wait, Func<bool>? until = null)
    {
        while (!wait.IsCompleted && until?.Invoke() != true)
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task<TimeSpan> timer = Clock.WhenTimerAsync(_ => true, stop.Token);
            await WithTimeout(Task.WhenAny(wait, timer));
            if (!wait.IsCompleted)
            {
                Clock.Advance(await timer);
            }

            await stop.CancelAsync();
        }
    }

    /// <summary>Advances a clock to the next timer until the task completes, and fails if the condition becomes false.</summary>
    private protected static async Task AdvanceClockAsync(FakeClock clock, Task task, Func<bool>? condition = null)
    {
        while (!task.IsCompleted)
        {
            Assert.True(condition?.Invoke() ?? true, "The condition became false before the task completed.");
            if (clock.Timers is [var next, ..])
            {
                clock.Advance(next);
                continue;
            }

            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            await WithTimeout(Task.WhenAny(task, clock.WhenTimerAsync(_ => true, stop.Token)));
            await stop.CancelAsync();
        }
    }
}
