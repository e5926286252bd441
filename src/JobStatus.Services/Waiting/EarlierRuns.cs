using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>
/// The durations of earlier runs for each definition. They are read from the service once and updated with every run
/// that finishes during a wait.
/// </summary>
internal sealed class EarlierRuns(IJobListReader? lists)
{
    private readonly Dictionary<string, RunDurations> _durations = new(StringComparer.Ordinal);

    /// <summary>Returns the durations for the definition of a run, or null if the definition is not known.</summary>
    public RunDurations? For(RemoteJob? job)
    {
        if (job is null || lists?.DefinitionIdOf(job) is not { } definitionId)
        {
            return null;
        }

        if (!_durations.TryGetValue(definitionId, out RunDurations? durations))
        {
            _durations.Add(definitionId, durations = new RunDurations());
        }

        return durations;
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
        if (job is { IsFinished: true, Duration: { } duration }
            && lists?.DefinitionIdOf(job) is { } definitionId
            && _durations.TryGetValue(definitionId, out RunDurations? durations))
        {
            durations.Add(job.Id, duration);
        }
    }
}
