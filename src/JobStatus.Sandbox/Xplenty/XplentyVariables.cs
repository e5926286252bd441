using System;
using System.Globalization;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The variables of a job: as they were given, and as the job was run with them.</summary>
internal static class XplentyVariables
{
    internal static JsonObject GivenTo(SimulatedJob job) =>
        job.Variables ?? new JsonObject { ["run_label"] = job.Name };

    internal static JsonObject DynamicOf(SimulatedJob job) =>
        job.DynamicVariables ?? new JsonObject { ["run_day"] = "CurrentTime()" };

    /// <summary>All variables with their values; the dynamic ones have one once the job has started.</summary>
    internal static JsonObject ExecutedOf(SimulatedJob job, JobSnapshot moment)
    {
        JsonObject executed = GivenTo(job);
        executed["_JOB_ID"] = long.Parse(job.Id, CultureInfo.InvariantCulture);
        foreach ((string name, JsonNode? expression) in DynamicOf(job))
        {
            executed[name] = moment.StartedAt is { } startedAt ? Evaluate(expression?.ToString() ?? "", startedAt) : null;
        }

        return executed;
    }

    private static string Evaluate(string expression, DateTimeOffset startedAt) => expression switch
    {
        "CurrentTime()" => startedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ['\'', .. string text, '\''] => text,
        _ => expression,
    };
}
