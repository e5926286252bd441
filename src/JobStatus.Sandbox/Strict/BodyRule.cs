using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Strict;

/// <summary>The documented JSON body of a request.</summary>
/// <param name="Fields">The names of its fields.</param>
/// <param name="FindProblem">Returns the reason why the fields are not valid, or null if they are valid.</param>
internal sealed record BodyRule(string[] Fields, Func<JsonObject, string?> FindProblem)
{
    /// <summary>The body that starts an Alma job.</summary>
    public static BodyRule AlmaRun { get; } = new(
        ["parameter"],
        body => body["parameter"] is null or JsonArray && (body["parameter"]?.AsArray() ?? []).All(IsAlmaParameter)
            ? null
            : "parameter is not a list of objects with name.value and value.");

    /// <summary>The body that creates an Alma set.</summary>
    public static BodyRule AlmaSet { get; } = new(
        ["name", "description", "type", "content", "private", "status", "note", "query"],
        body => IsText(body["name"]) && IsCoded(body["type"]) && IsCoded(body["content"])
            ? null
            : "name must be a text, and type.value and content.value must be texts.");

    /// <summary>The body that adds or removes members of an Alma set.</summary>
    public static BodyRule AlmaMembers { get; } = new(
        ["members"],
        body => body["members"] is JsonObject { Count: 1 } members
            && members["member"] is JsonArray { Count: > 0 and <= 1000 } items
            && items.All(item => item is JsonObject { Count: 1 } member && IsText(member["id"]))
                ? null
                : "members.member is not a list of 1 to 1000 objects with an id.");

    /// <summary>The body that runs an Xplenty package.</summary>
    public static BodyRule XplentyRun { get; } = new(
        ["cluster_id", "package_id", "variables", "dynamic_variables"],
        body => IsNumber(body["cluster_id"]) && IsNumber(body["package_id"])
            ? null
            : "cluster_id and package_id must be numbers.");

    /// <summary>The body that creates an Xplenty cluster.</summary>
    public static BodyRule XplentyNewCluster { get; } = new(
        ["nodes", "type", "name", "description", "terminate_on_idle", "time_to_idle", "region", "zone", "allow_fallback", "stack",
            "bootstrap_actions"],
        body => IsNumber(body["nodes"]) ? null : "nodes must be a number.");

    /// <summary>The body that changes an Xplenty cluster.</summary>
    public static BodyRule XplentyCluster { get; } = new(
        ["nodes", "name", "description", "terminate_on_idle", "time_to_idle"],
        body => body.Count > 0 ? null : "The body has no fields.");

    /// <summary>The body that changes an Xplenty schedule.</summary>
    public static BodyRule XplentySchedule { get; } = new(
        ["name", "description", "status", "start_at", "interval_amount", "interval_unit", "overlap", "auto_retry",
            "auto_retry_attempts", "reuse_cluster_strategy", "task"],
        body => IsNumber(body["interval_amount"]) && body["task"] is JsonObject
            ? null
            : "interval_amount must be a number, and task must be an object.");

    /// <summary>The body that runs an Alteryx workflow.</summary>
    public static BodyRule AlteryxRun { get; } = new(["questions", "priority", "workerTag", "credentialId"], _ => null);

    /// <summary>The body that changes an Alteryx schedule.</summary>
    public static BodyRule AlteryxSchedule { get; } = new(
        ["ownerId", "iteration", "name", "comment", "priority", "workerTag", "enabled", "credentialId", "timeZone", "questions"],
        body => body.Count > 0 ? null : "The body changes nothing.");

    /// <summary>A body without fields.</summary>
    public static BodyRule Empty { get; } = new([], _ => null);

    /// <summary>Returns the reason why the JSON text is not the documented body, or null if it is.</summary>
    public string? Check(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) is not JsonObject body
                    ? "The body is not a JSON object."
                : body.FirstOrDefault(field => !Fields.Contains(field.Key)).Key is { } unknown
                    ? $"The body has no documented field '{unknown}'."
                : FindProblem(body);
        }
        catch (JsonException exception)
        {
            return $"The body is not valid JSON: {exception.Message}";
        }
    }

    private static bool IsAlmaParameter(JsonNode? parameter) =>
        parameter is JsonObject { Count: 2 } fields
        && fields["name"] is JsonObject { Count: 1 } name
        && IsText(name["value"])
        && IsText(fields["value"]);

    private static bool IsCoded(JsonNode? field) => field is JsonObject { Count: 1 } coded && IsText(coded["value"]);

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool IsNumber(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number;
}
