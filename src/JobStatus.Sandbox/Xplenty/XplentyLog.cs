using System;
using System.Collections.Generic;
using System.Globalization;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Writes the log of a job.</summary>
internal static class XplentyLog
{
    /// <summary>Writes the lines so far. The log is empty until the job starts.</summary>
    public static string Write(SimulatedJob job, JobSnapshot snapshot) => string.Join('\n', LinesOf(job, snapshot));

    private static IEnumerable<string> LinesOf(SimulatedJob job, JobSnapshot snapshot)
    {
        if (snapshot.StartedAt is not { } startedAt)
        {
            yield break;
        }

        yield return Line(startedAt, "INFO", $"Job {job.Id} started: {job.Name}");
        yield return Line(startedAt, "INFO", "Reading from source1");
        if (snapshot.FinishedAt is not { } finishedAt)
        {
            yield break;
        }

        foreach (string error in XplentyJobPayload.ErrorsOf(job, snapshot).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Line(finishedAt, "ERROR", error);
        }

        yield return Line(finishedAt, "INFO", $"Job {job.Id} {XplentyStatuses.StatusOf(job, snapshot)}");
    }

    private static string Line(DateTimeOffset time, string level, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} {level} {text}");
}
