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

/// <summary>
/// Tests that many waits through the service clients leak no resources. Each limit is far below one resource per wait.
/// </summary>
[Collection(nameof(ProcessMeasurements))]
public sealed class LeakTests : ServiceTest
{
    private const int ShortWaits = 1000;
    private const int InterruptedWaits = 200;
    private const int MaxConnections = 20;
    private const int MaxAdditionalThreads = 40;
    private const int MaxAdditionalHandles = 60;
    private const long MaxAdditionalMemory = 6 * 1024 * 1024;

    private static readonly SandboxService[] Services = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    private readonly Dictionary<SandboxService, JobServiceClient> _clients = [];

    [Fact]
    public async Task Short_and_interrupted_waits_leak_no_resources()
    {
        _clients[SandboxService.Alma] = Alma();
        _clients[SandboxService.Xplenty] = Xplenty();
        _clients[SandboxService.Alteryx] = Alteryx();
        await WaitOftenAsync(60, []);
        await InterruptOftenAsync(24, []);
        ResourceUsage before = Measure();
        List<WeakReference> references = [];

        await WaitOftenAsync(ShortWaits, references);
        await InterruptOftenAsync(InterruptedWaits, references);

        ResourceUsage after = Measure();
        string comparison = $"{before}, afterwards {after}";
        Figures.Report($"{ShortWaits} short and {InterruptedWaits} interrupted waits: {comparison}");
        Assert.Empty(Clock.Timers);
        Assert.True(after.Connections <= MaxConnections, comparison);
        Assert.True(after.Threads <= before.Threads + MaxAdditionalThreads, comparison);
        Assert.True(after.Handles <= before.Handles + MaxAdditionalHandles, comparison);
        Assert.True(after.Memory <= before.Memory + MaxAdditionalMemory, comparison);

        // The clients are still in use, but the objects that polled jobs for them must not refer to those jobs.
        Assert.Equal((ShortWaits + InterruptedWaits) * 3, references.Count);
        Assert.InRange(references.Count(reference => reference.IsAlive), 0, 30);
        GC.KeepAlive(_clients);
    }

    private async Task WaitOftenAsync(int times, List<WeakReference> references)
    {
        for (int time = 0; time < times; time++)
        {
            await WaitAsync(Services[time % Services.Length], references);
            if (time % 50 == 0)
            {
                Server.Reset();
            }
        }

        Server.Reset();
    }

    private async Task InterruptOftenAsync(int times, List<WeakReference> references)
    {
        for (int time = 0; time < times; time++)
        {
            Server.Reset();
            await InterruptAsync(Services[time % Services.Length], hang: time / Services.Length % 2 == 0, references);
        }

        Server.Reset();
    }

    /// <summary>Waits for a run that is unfinished at the first poll and finished at a later poll.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task WaitAsync(SandboxService service, List<WeakReference> references)
    {
        JobTarget target = new(Server.CreateJob(new NewJob { Service = service, DurationSeconds = 1, Outcome = JobOutcome.Completed }).Id);
        RecordingObserver observer = new(Clock);
        Task wait = JobWaiter.WaitAsync(
            [new JobTarget(target.Id, reader: _clients[service])],
            new WaitOptions { Time = Clock },
            observer,
            Call);
        await AdvanceClockAsync(wait);
        await WithTimeout(wait);

        Assert.Equal(target.Id, Assert.Single(observer.Finished).Job.Id);
        Track(references, target, observer, observer.Finished[0].Job);
    }

    /// <summary>Cancels a wait during a request without a response, or between two polls.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task InterruptAsync(SandboxService service, bool hang, List<WeakReference> references)
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
            [new JobTarget(target.Id, reader: _clients[service])],
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromHours(1) },
            observer,
            call);
        if (hang)
        {
            // The rate limit can delay even the first poll.
            await AdvanceClockAsync(Server.WaitForRequestAsync(IsPoll, Token), () => 2);
        }
        else
        {
            // One timer is for the deadline, the other for the next poll.
            await WithTimeout(
                Clock.WhenTimersAsync(timers => timers.Count >= 2 && timers.All(left => left <= TimeSpan.FromHours(1)), Token));
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(wait));
        if (hang)
        {
            Assert.Equal(LoggedRequest.ClientClosedRequest, (await WithTimeout(Server.WaitForRequestEndAsync(IsPoll, Token))).Status);
        }

        Assert.Empty(observer.Finished);
        Assert.Empty(observer.Abandoned);
        Track(references, target, observer, call);

        bool IsPoll(LoggedRequest request) => request.Path.StartsWith(PathOf(service), StringComparison.Ordinal);
    }

    private static void Track(List<WeakReference> references, params object[] objects) =>
        references.AddRange(objects.Select(target => new WeakReference(target)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ResourceUsage Measure()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using Process process = Process.GetCurrentProcess();
        return new ResourceUsage(
            IPGlobalProperties
                .GetIPGlobalProperties()
                .GetActiveTcpConnections()
                .Count(connection => connection.RemoteEndPoint.Port == Server.Port && connection.State is not TcpState.TimeWait),
            process.Threads.Count,
            process.HandleCount,
            GC.GetTotalMemory(forceFullCollection: true));
    }

    private sealed record ResourceUsage(int Connections, int Threads, int Handles, long Memory);
}
