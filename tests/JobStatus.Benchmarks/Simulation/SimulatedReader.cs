using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Http;
using JobStatus.Services.Waiting;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>A simulated service with one run. It counts the requests.</summary>
internal sealed class SimulatedReader(VirtualClock clock, SimulatedRun run) : IJobListReader
{
    private const string Id = "1";

    private readonly DateTimeOffset _start = clock.GetUtcNow();

    public string Service => "Xplenty";

    public int Requests { get; private set; }

    public TimeSpan ClockDifference => TimeSpan.Zero;

    public RequestBudget Budget { get; } = RequestBudget.For(clock, new Uri("https://simulated.invalid"), new RateLimits(), []);

    public double Elapsed => (clock.GetUtcNow() - _start).TotalSeconds;

    public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
    {
        Requests++;
        report(new JobReadResult(targets[0], Read()));
        return Task.CompletedTask;
    }

    public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => [];

    public JobList CreateList(string name) => throw new NotSupportedException();

    public string? DefinitionIdOf(RemoteJob job) => run.EarlierRuns.Length > 0 ? "definition" : null;

    public Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call)
    {
        Requests++;
        return Task.FromResult<IReadOnlyList<RemoteJob>>(
            [.. run.EarlierRuns.Select((seconds, index) =>
                new XplentyJob { Id = $"earlier {index}", Status = "completed", RuntimeInSeconds = (long)seconds })]);
    }

    private XplentyJob Read() => new()
    {
        Id = Id,
        Status = Elapsed < run.Seconds ? "running" : "completed",
        // Services report whole percentages.
        Progress = run.Progress is { } progress && Elapsed < run.Seconds
            ? Math.Floor(progress(Elapsed / run.Seconds) * 100) / 100
            : null,
        StartedAt = _start.UtcDateTime,
        ObservedAt = clock.GetUtcNow().UtcDateTime,
    };
}
