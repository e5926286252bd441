using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>How long the earlier runs of each job, package or workflow took: read once, and learnt from what is seen.</summary>
internal sealed class EarlierRuns(IJobListReader? lists)
{
    // More than this is not asked for between two looks.
    private const int MaxConcurrentReads = 8;

    private readonly object _gate = new();
    private readonly Dictionary<string, RunDurations> _durations = new(StringComparer.Ordinal);

    /// <summary>Those of the same work; null where nobody can say what the run is one of.</summary>
    public RunDurations? For(RemoteJob? job)
    {
        if (job is null || lists?.DefinitionIdOf(job) is not { } definitionId)
        {
            return null;
        }

        lock (_gate)
        {
            if (!_durations.TryGetValue(definitionId, out RunDurations? durations))
            {
                _durations.Add(definitionId, durations = new RunDurations());
            }

            return durations;
        }
    }

    /// <summary>Learns from a run that has ended.</summary>
    public void Learn(RemoteJob job, TimeSpan? duration)
    {
        if (job.IsFinished && duration is { } known)
        {
            For(job)?.Add(job.Id, known);
        }
    }

    /// <summary>Learns from a run that nobody waited for, where somebody waits for another run of the same work.</summary>
    public void LearnFromOther(RemoteJob job)
    {
        if (job is not { IsFinished: true, Duration: { } duration } || lists?.DefinitionIdOf(job) is not { } definitionId)
        {
            return;
        }

        RunDurations? durations;
        lock (_gate)
        {
            _durations.TryGetValue(definitionId, out durations);
        }

        durations?.Add(job.Id, duration);
    }

    /// <summary>Asks the service about the works of these runs of which it was not asked before.</summary>
    /// <returns>How many requests that took.</returns>
    public async Task<int> ReadAsync(IEnumerable<RemoteJob> jobs, DateTimeOffset now, CallContext call)
    {
        (RemoteJob Job, RunDurations Durations)[] toRead = jobs
            .Select(job => (job, Durations: For(job)))
            .Where(run => run.Durations is not null && run.Durations.NeedsReading(now))
            .GroupBy(run => run.Durations!)
            .Select(group => (group.First().job, group.Key))
            .Take(MaxConcurrentReads)
            .ToArray();
        foreach ((RemoteJob _, RunDurations durations) in toRead)
        {
            durations.ReadAt = now;
        }

        await Task.WhenAll(toRead.Select(run => ReadAsync(run.Job, call))).ConfigureAwait(false);
        return toRead.Length;
    }

    private async Task ReadAsync(RemoteJob job, CallContext call)
    {
        try
        {
            foreach (RemoteJob run in await lists!.ReadEarlierRunsAsync(job, call).ConfigureAwait(false))
            {
                Learn(run, run.Duration);
            }
        }
        catch (JobServiceException error)
        {
            call.Verbose($"How long earlier runs took is not known. {error.Problem}");
        }
    }
}
