using System;
using System.Globalization;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Returns the variables of a job, before and after evaluation.</summary>
internal static class XplentyVariables
{
    public static JsonObject VariablesOf(SimulatedJob job) =>
        job.Variables ?? new JsonObject { ["run_label"] = job.Name };

    public static JsonObject DynamicVariablesOf(SimulatedJob job) =>
        job.DynamicVariables ?? new JsonObject { ["run_day"] = "CurrentTime()" };

    /// <summary>
    /// Returns all variables with their values. A dynamic variable has no value until the job starts.
    /// </summary>
    public static JsonObject ExecutedVariablesOf(SimulatedJob job, JobSnapshot snapshot)
    {
        JsonObject executed = VariablesOf(job);
        executed["_JOB_ID"] = long.Parse(job.Id, CultureInfo.InvariantCulture);
        foreach ((string name, JsonNode? expression) in DynamicVariablesOf(job))
        {
            executed[name] = snapshot.StartedAt is { } startedAt ? Evaluate(expression?.ToString() ?? "", startedAt) : null;
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
