using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes a job definition as Alma does, in its JSON form.</summary>
internal static class AlmaJobPayload
{
    private static readonly TimeSpan NightlyHour = TimeSpan.FromHours(2);

    /// <param name="definition">The definition.</param>
    /// <param name="now">When it is looked at.</param>
    /// <param name="origin">The scheme, host and port of the links.</param>
    internal static JsonObject Write(StoredDefinition definition, DateTimeOffset now, string origin)
    {
        NewDefinition plan = definition.Plan;
        JsonObject answer = new()
        {
            ["id"] = definition.Id,
            ["name"] = definition.Name,
            ["description"] = plan.Description ?? definition.Name,
            ["type"] = Type(definition.Type),
            ["category"] = Category(plan.Category),
            ["creator"] = AlmaCodedField.Of(plan.Creator),
        };

        if (plan.Content is { } content)
        {
            answer["content"] = AlmaCodedField.Of(content);
        }

        if (plan.Schedule is { } schedule)
        {
            answer["schedule"] = AlmaCodedField.Of(schedule);
        }

        if ((plan.NextRun ?? ComingNight(definition.Type, now)) is { } nextRun)
        {
            answer["next_run"] = nextRun.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        if (plan.Parameters.Count > 0)
        {
            answer["parameter"] = new JsonArray([.. plan.Parameters.Select(Parameter)]);
        }

        if (plan.ProfileId is { } profileId)
        {
            answer["related_profile"] = new JsonObject
            {
                ["value"] = profileId,
                ["link"] = $"{origin}/almaws/v1/conf/md-import-profiles/{profileId}",
            };
        }

        answer["link"] = $"{origin}{AlmaEndpoints.JobsPath}/{definition.Id}";
        return answer;
    }

    /// <summary>The part of a definition that its runs carry.</summary>
    internal static JsonObject WriteInfo(StoredDefinition definition, string jobUri) => new()
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
        string word = type.ToString();
        return AlmaCodedField.Of(word.ToUpperInvariant(), word);
    }

    private static JsonObject Category(string category) =>
        AlmaCodedField.Of(category, AlmaCategories.Descriptions.TryGetValue(category, out string? desc) ? desc : null);

    private static JsonObject Parameter(DefinitionParameter parameter) => new()
    {
        ["name"] = AlmaCodedField.Of(parameter.Name, parameter.Description),
        ["value"] = parameter.Default ?? "",
    };

    private static DateTimeOffset? ComingNight(DefinitionType type, DateTimeOffset now)
    {
        if (type != DefinitionType.Scheduled)
        {
            return null;
        }

        DateTimeOffset today = new(now.UtcDateTime.Date + NightlyHour, TimeSpan.Zero);
        return today > now ? today : today.AddDays(1);
    }
}
