using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Http;
using JobStatus.Services.Waiting;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>A service with one run, which counts what it is asked.</summary>
internal sealed class SimulatedReader(VirtualClock clock, SimulatedRun run) : IJobListReader
{
    private const string Id = "1";

    private readonly DateTimeOffset _start = clock.GetUtcNow();

    public string Service => "Xplenty";

    public int Requests { get; private set; }

    public RequestBudget Budget { get; } = RequestBudget.For(clock, new Uri("https://simulated.invalid"), new RateLimits(), []);

    public double Elapsed => (clock.GetUtcNow() - _start).TotalSeconds;

    public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
    {
        Requests++;
        report(new JobReadResult(targets[0], Seen()));
        return Task.CompletedTask;
    }

    public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => [];

    public JobList CreateList(string name) => throw new NotSupportedException();

    public string? DefinitionIdOf(RemoteJob job) => run.Earlier.Length > 0 ? "work" : null;

    public Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call)
    {
        Requests++;
        return Task.FromResult<IReadOnlyList<RemoteJob>>(
            [.. run.Earlier.Select((seconds, index) => new XplentyJob { Id = $"earlier {index}", Status = "completed", RuntimeInSeconds = (long)seconds })]);
    }

    private XplentyJob Seen() => new()
    {
        Id = Id,
        Status = Elapsed < run.Seconds ? "running" : "completed",
        // Services tell whole percents.
        Progress = run.Shape is { } shape && Elapsed < run.Seconds ? Math.Floor(shape(Elapsed / run.Seconds) * 100) / 100 : null,
        StartedAt = _start,
        ObservedAt = clock.GetUtcNow(),
    };
}
