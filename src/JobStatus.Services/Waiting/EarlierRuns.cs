using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>
/// The durations of earlier runs for each definition. They are read from the service once and updated with every run
/// that finishes during a wait.
/// </summary>
internal sealed class EarlierRuns(IJobListReader? lists)
{
    // The maximum number of definitions to read after one poll.
    private const int MaxConcurrentReads = 8;

    private readonly object _gate = new();
    private readonly Dictionary<string, RunDurations> _durations = new(StringComparer.Ordinal);

    /// <summary>Returns the durations for the definition of a run, or null if the definition is not known.</summary>
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

    /// <summary>Adds the duration of a finished run.</summary>
    public void Learn(RemoteJob job, TimeSpan? duration)
    {
        if (job.IsFinished && duration is { } known)
        {
            For(job)?.Add(job.Id, known);
        }
    }

    /// <summary>Adds the duration of a run that is not watched, if another run of the same definition is.</summary>
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

    /// <summary>Reads the earlier runs for the definitions of these runs that have not been read yet.</summary>
    /// <returns>The number of requests that were sent.</returns>
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
            call.Verbose($"The durations of earlier runs could not be read. {error.Problem}");
        }
    }
}
