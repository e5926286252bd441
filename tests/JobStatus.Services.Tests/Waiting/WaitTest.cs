using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>A test of a wait for scripted jobs, on a clock that leaps from one delay to the next.</summary>
public abstract class WaitTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

    private protected static Task Soon(Task task) => task.WaitAsync(Patience, Token);

    private protected WaitOptions Options(TimeSpan? timeout = null, bool any = false, double longest = 30) =>
        new() { Time = Clock, Timeout = timeout, Any = any, MaximumInterval = TimeSpan.FromSeconds(longest) };

    private protected WaitOptions Until(double seconds) => Options(TimeSpan.FromSeconds(seconds));

    private protected WaitTarget[] Jobs(params string[] ids) =>
        [.. ids.Select(id => new WaitTarget(Reader, new JobTarget(id)))];

    private protected Task WaitAsync(IEnumerable<WaitTarget> jobs, WaitOptions? options = null, CancellationToken? cancellationToken = null) =>
        JobWaiter.WaitAsync(jobs, options ?? Options(), Observer, new CallContext(cancellationToken ?? Token, Lines.Add));

    /// <summary>Waits, moving the clock on whenever everybody waits for it.</summary>
    private protected async Task RunAsync(IEnumerable<WaitTarget> jobs, WaitOptions? options = null)
    {
        Task wait = WaitAsync(jobs, options);
        await LeapAsync(wait);
        await wait;
    }

    private protected async Task LeapAsync(Task wait, Func<bool>? until = null)
    {
        while (!wait.IsCompleted && until?.Invoke() != true)
        {
            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task<TimeSpan> timer = Clock.WhenTimerAsync(_ => true, over.Token);
            await Soon(Task.WhenAny(wait, timer));
            if (!wait.IsCompleted)
            {
                Clock.Advance(await timer);
            }

            await over.CancelAsync();
        }
    }

    /// <summary>Moves a clock on from one delay to the next until the task ends, or as long as the test says.</summary>
    private protected static async Task DriveAsync(FakeClock clock, Task task, Func<bool>? asLongAs = null)
    {
        while (!task.IsCompleted)
        {
            Assert.True(asLongAs?.Invoke() ?? true, "It takes longer than it may.");
            if (clock.Timers is [var next, ..])
            {
                clock.Advance(next);
                continue;
            }

            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
            await Soon(Task.WhenAny(task, clock.WhenTimerAsync(_ => true, over.Token)));
            await over.CancelAsync();
        }
    }
}
