using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes a job definition in Alma's JSON form.</summary>
internal static class AlmaJobPayload
{
    private static readonly TimeSpan NightlyStart = TimeSpan.FromHours(2);

    /// <param name="definition">The definition.</param>
    /// <param name="now">The time for which to write the definition.</param>
    /// <param name="origin">The scheme, host and port for the links.</param>
    public static JsonObject Write(StoredDefinition definition, DateTimeOffset now, string origin)
    {
        NewDefinition plan = definition.Plan;
        JsonObject body = new()
        {
            ["id"] = definition.Id,
            ["name"] = definition.Name,
            ["description"] = plan.Description ?? definition.Name,
            ["type"] = Type(definition.Type),
            ["category"] = Category(plan.Category),
            ["creator"] = AlmaCodedField.Create(plan.Creator),
        };

        if (plan.Content is { } content)
        {
            body["content"] = AlmaCodedField.Create(content);
        }

        if (plan.Schedule is { } schedule)
        {
            body["schedule"] = AlmaCodedField.Create(schedule);
        }

        if ((plan.NextRun ?? ComingNight(definition.Type, now)) is { } nextRun)
        {
            body["next_run"] = nextRun.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        if (plan.Parameters.Count > 0)
        {
            body["parameter"] = new JsonArray([.. plan.Parameters.Select(Parameter)]);
        }

        if (plan.ProfileId is { } profileId)
        {
            body["related_profile"] = new JsonObject
            {
                ["value"] = profileId,
                ["link"] = $"{origin}/almaws/v1/conf/md-import-profiles/{profileId}",
            };
        }

        body["link"] = $"{origin}{AlmaEndpoints.JobsPath}/{definition.Id}";
        return body;
    }

    /// <summary>Writes the part of a definition that its runs contain.</summary>
    public static JsonObject WriteInfo(StoredDefinition definition, string jobUri) => new()
    {
        ["id"] = definition.Id,
        ["name"] = definition.Name,
        ["description"] = definition.Plan.Description ?? definition.Name,
        ["type"] = Type(definition.Type),
        ["category"] = Category(definition.Plan.Category),
        ["link"] = jobUri,
    };

    private static JsonObject Type(DefinitionType type)
    {
        string name = type.ToString();
        return AlmaCodedField.Create(name.ToUpperInvariant(), name);
    }

    private static JsonObject Category(string category) =>
        AlmaCodedField.Create(category, AlmaCategories.Descriptions.TryGetValue(category, out string? desc) ? desc : null);

    private static JsonObject Parameter(DefinitionParameter parameter) => new()
    {
        ["name"] = AlmaCodedField.Create(parameter.Name, parameter.Description),
        ["value"] = parameter.Default ?? "",
    };

    private static DateTimeOffset? ComingNight(DefinitionType type, DateTimeOffset now)
    {
        if (type != DefinitionType.Scheduled)
        {
            return null;
        }

        DateTimeOffset today = new(now.UtcDateTime.Date + NightlyStart, TimeSpan.Zero);
        return today > now ? today : today.AddDays(1);
    }
}
