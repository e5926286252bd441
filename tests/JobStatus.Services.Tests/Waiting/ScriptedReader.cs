using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>A service of whose jobs the test tells how they go by the clock.</summary>
internal sealed class ScriptedReader : IJobReader
{
    private readonly FakeClock _clock;
    private readonly DateTimeOffset _start;
    private readonly Dictionary<string, Func<TimeSpan, object>> _jobs = [];

    public ScriptedReader(FakeClock clock, string service = "Xplenty")
    {
        _clock = clock;
        _start = clock.GetUtcNow();
        Service = service;
    }

    public string Service { get; }

    /// <summary>When it was asked, and about which jobs.</summary>
    public List<Look> Looks { get; } = [];

    /// <summary>What happens before it answers; nothing at first.</summary>
    public Func<CallContext, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>A job that runs for so many seconds and then has this status.</summary>
    public ScriptedReader Job(string id, double seconds, string status = "completed") =>
        Job(id, elapsed => Seen(id, elapsed.TotalSeconds < seconds ? "running" : status, Math.Min(1, elapsed.TotalSeconds / seconds)));

    /// <summary>A job of which each look brings a job or an error.</summary>
    public ScriptedReader Job(string id, Func<TimeSpan, object> look)
    {
        _jobs[id] = look;
        return this;
    }

    /// <summary>A job as it is seen now.</summary>
    public XplentyJob Seen(string id, string status, double? progress = null) =>
        new() { Id = id, Status = status, Progress = progress, ObservedAt = _clock.GetUtcNow() };

    public JobServiceException Error(JobServiceErrorKind kind, double? retryAfter = null) =>
        new(Service, kind, $"The {kind} of the script.", "Do something.")
        {
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

    public async Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
    {
        TimeSpan elapsed = _clock.GetUtcNow() - _start;
        Looks.Add(new Look(elapsed, [.. targets.Select(target => target.Id)], call.RetryTransientErrors));
        await Before(call);
        foreach (JobTarget target in targets)
        {
            report(_jobs[target.Id](elapsed) switch
            {
                JobServiceException error => new JobReadResult(target, error),
                object job => new JobReadResult(target, (RemoteJob)job),
            });
        }
    }

    internal sealed record Look(TimeSpan At, string[] Ids, bool Retries);
}
