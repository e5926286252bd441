using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>Starts jobs within the limits that Alma sets for its API.</summary>
internal sealed class AlmaJobStarter(TimeProvider clock, JobStore jobs)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly List<Start> _starts = [];

    /// <summary>Starts a run. Returns null on success; otherwise, the error that Alma reports.</summary>
    public AlmaError? StartRun(StoredDefinition definition, SandboxSettings settings, out SandboxJob? run)
    {
        run = null;
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            Start[] running = [.. _starts.Where(start => IsRunning(jobs.Find(SandboxService.Alma, start.InstanceId), now))];
            Start[] recent = [.. _starts.Where(start => start.At > now - Hour)];
            _starts.RemoveAll(start => !running.Contains(start) && !recent.Contains(start));

            if (!definition.Plan.AllowsOverlap
                && jobs.ForService(SandboxService.Alma).Any(job => job.JobId == definition.Id && IsRunning(job, now)))
            {
                return AlmaError.Overlap(definition.Name);
            }

            if (running.Length >= settings.AlmaRunsAtOnce)
            {
                return AlmaError.TooManyConcurrentRuns;
            }

            if (recent.Count(start => start.DefinitionId == definition.Id) >= settings.AlmaStartsPerHour)
            {
                return AlmaError.TooManyStarts;
            }

            run = jobs.Create(new NewJob(definition.Plan.Run)
            {
                Service = SandboxService.Alma,
                JobId = definition.Id,
                Name = string.Create(
                    CultureInfo.InvariantCulture, $"{definition.Name} - via API - {now.UtcDateTime:yyyy-MM-dd h:mm tt}"),
            }).ToSandboxJob();
            _starts.Add(new Start(definition.Id, run.Id, now));
            return null;
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _starts.Clear();
        }
    }

    private static bool IsRunning(StoredJob? job, DateTimeOffset now) => job is SimulatedJob run && !run.IsFinishedAt(now);

    private sealed record Start(string DefinitionId, string InstanceId, DateTimeOffset At);
}
