using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Services.Waiting;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Many waits through the real clients leave nothing behind. The bounds are far below one thing for each wait.</summary>
[Collection(nameof(LeakTests))]
public sealed class LeakTests : ServiceTest
{
    private const int Short = 1000;
    private const int Interrupted = 200;
    private const int MostConnections = 20;
    private const int MoreThreads = 40;
    private const int MoreHandles = 60;
    private const long MoreMemory = 6 * 1024 * 1024;

    private static readonly SandboxService[] Services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    private readonly Dictionary<SandboxService, JobServiceClient> _clients = [];

    [Fact]
    public async Task A_thousand_short_waits_and_two_hundred_interrupted_ones_leave_everything_where_it_was()
    {
        _clients[SandboxService.Alma] = Alma();
        _clients[SandboxService.Xplenty] = Xplenty();
        _clients[SandboxService.Alteryx] = Alteryx();
        await WaitOftenAsync(60, []);
        await InterruptOftenAsync(24, []);
        Amounts before = Measure();
        List<WeakReference> kept = [];

        await WaitOftenAsync(Short, kept);
        await InterruptOftenAsync(Interrupted, kept);

        Amounts after = Measure();
        string both = $"{before} became {after}";
        Figures.Report($"{Short} short and {Interrupted} interrupted waits: {both}");
        Assert.Empty(Clock.Timers);
        Assert.True(after.Connections <= MostConnections, both);
        Assert.True(after.Threads <= before.Threads + MoreThreads, both);
        Assert.True(after.Handles <= before.Handles + MoreHandles, both);
        Assert.True(after.Memory <= before.Memory + MoreMemory, both);

        // The clients live on, and what watched the jobs for them knows none of those any more.
        Assert.Equal((Short + Interrupted) * 3, kept.Count);
        Assert.InRange(kept.Count(reference => reference.IsAlive), 0, 30);
        GC.KeepAlive(_clients);
    }

    private async Task WaitOftenAsync(int times, List<WeakReference> kept)
    {
        for (int time = 0; time < times; time++)
        {
            await WaitAsync(Services[time % Services.Length], kept);
            if (time % 50 == 0)
            {
                Server.Reset();
            }
        }

        Server.Reset();
    }

    private async Task InterruptOftenAsync(int times, List<WeakReference> kept)
    {
        for (int time = 0; time < times; time++)
        {
            Server.Reset();
            await InterruptAsync(Services[time % Services.Length], hang: time / Services.Length % 2 == 0, kept);
        }

        Server.Reset();
    }

    /// <summary>A wait for a run that goes on at the first look, and has ended at a later one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task WaitAsync(SandboxService service, List<WeakReference> kept)
    {
        JobTarget target = new(Server.CreateJob(new NewJob { Service = service, DurationSeconds = 1, Outcome = JobOutcome.Completed }).Id);
        RecordingObserver observer = new(Clock);
        Task wait = JobWaiter.WaitAsync([new WaitTarget(_clients[service], target)], new WaitOptions { Time = Clock }, observer, Call);
        await DriveAsync(wait);
        await Soon(wait);

        Assert.Equal(target.Id, Assert.Single(observer.Finished).Job.Id);
        Keep(kept, target, observer, observer.Finished[0].Job);
    }

    /// <summary>A wait that is cancelled while a request gets no answer, or between two looks.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task InterruptAsync(SandboxService service, bool hang, List<WeakReference> kept)
    {
        JobTarget target = new(Server.CreateJob(new NewJob { Service = service, DurationSeconds = 3600 }).Id);
        if (hang)
        {
            Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Hang, Count = Fault.UntilRemoved });
        }

        RecordingObserver observer = new(Clock);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        CallContext call = new(cancel.Token);
        Task wait = JobWaiter.WaitAsync(
            [new WaitTarget(_clients[service], target)], new WaitOptions { Time = Clock, Timeout = TimeSpan.FromHours(1) }, observer, call);
        if (hang)
        {
            // The first look, too, may have to wait for its turn at the service.
            await DriveAsync(Server.WaitForRequestAsync(IsLook, Token), () => 2);
        }
        else
        {
            // One timer is the deadline's, the other that of the next look.
            await Soon(Clock.WhenTimersAsync(timers => timers.Count >= 2 && timers.All(left => left <= TimeSpan.FromHours(1)), Token));
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(wait));
        if (hang)
        {
            Assert.Equal(LoggedRequest.ClientClosedRequest, (await Soon(Server.WaitForRequestEndAsync(IsLook, Token))).Status);
        }

        Assert.Empty(observer.Finished);
        Assert.Empty(observer.GivenUp);
        Keep(kept, target, observer, call);

        bool IsLook(LoggedRequest request) => request.Path.StartsWith(PathOf(service), StringComparison.Ordinal);
    }

    private static void Keep(List<WeakReference> kept, params object[] things) => kept.AddRange(things.Select(thing => new WeakReference(thing)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Amounts Measure()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using Process process = Process.GetCurrentProcess();
        return new Amounts(
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Count(connection => connection.RemoteEndPoint.Port == Server.Port && connection.State is not TcpState.TimeWait),
            process.Threads.Count,
            process.HandleCount,
            GC.GetTotalMemory(forceFullCollection: true));
    }

    private sealed record Amounts(int Connections, int Threads, int Handles, long Memory);
}

/// <summary>What counts the threads and handles of the process runs alone.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class LeakTestsAlone;
