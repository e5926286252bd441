using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>A reader whose results a test defines as functions of the elapsed time.</summary>
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

    /// <summary>The calls of <see cref="ReadAsync"/>.</summary>
    public List<Poll> Polls { get; } = [];

    /// <summary>Called before the results are reported.</summary>
    public Func<CallContext, Task> BeforeResponse { get; set; } = _ => Task.CompletedTask;

    /// <summary>Adds a job that runs for this number of seconds and then has this status.</summary>
    public ScriptedReader AddJob(string id, double seconds, string status = "completed") =>
        AddJob(
            id,
            elapsed => CreateJob(id, elapsed.TotalSeconds < seconds ? "running" : status, Math.Min(1, elapsed.TotalSeconds / seconds)));

    /// <summary>Adds a job for which the function returns a <see cref="RemoteJob"/> or a <see cref="JobServiceException"/>.</summary>
    public ScriptedReader AddJob(string id, Func<TimeSpan, object> read)
    {
        _jobs[id] = read;
        return this;
    }

    /// <summary>Creates a job that is observed at the current time.</summary>
    public XplentyJob CreateJob(string id, string status, double? progress = null) =>
        new() { Id = id, Status = status, Progress = progress, ObservedInstant = _clock.GetUtcNow() };

    public JobServiceException Error(JobServiceErrorKind kind, double? retryAfter = null) =>
        new(Service, kind, $"Scripted {kind} error.", "Do something.")
        {
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

    public async Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
    {
        TimeSpan elapsed = _clock.GetUtcNow() - _start;
        Polls.Add(new Poll(elapsed, [.. targets.Select(target => target.Id)], call.RetryTransientErrors));
        await BeforeResponse(call);
        foreach (JobTarget target in targets)
        {
            report(_jobs[target.Id](elapsed) switch
            {
                JobServiceException error => new JobReadResult(target, error),
                object job => new JobReadResult(target, (RemoteJob)job),
            });
        }
    }

    internal sealed record Poll(TimeSpan At, string[] Ids, bool Retries);
}
