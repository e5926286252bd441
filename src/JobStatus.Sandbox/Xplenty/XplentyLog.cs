using System;
using System.Collections.Generic;
using System.Globalization;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Writes the log of a job.</summary>
internal static class XplentyLog
{
    /// <summary>The lines so far; none before the job has started.</summary>
    internal static string Of(SimulatedJob job, JobSnapshot moment) => string.Join('\n', LinesOf(job, moment));

    private static IEnumerable<string> LinesOf(SimulatedJob job, JobSnapshot moment)
    {
        if (moment.StartedAt is not { } startedAt)
        {
            yield break;
        }

        yield return Line(startedAt, "INFO", $"Job {job.Id} started: {job.Name}");
        yield return Line(startedAt, "INFO", "Reading from source1");
        if (moment.FinishedAt is not { } finishedAt)
        {
            yield break;
        }

        foreach (string error in XplentyJobPayload.ErrorsOf(job, moment).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Line(finishedAt, "ERROR", error);
        }

        yield return Line(finishedAt, "INFO", $"Job {job.Id} {XplentyStatuses.Of(job, moment)}");
    }

    private static string Line(DateTimeOffset time, string level, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} {level} {text}");
}
