using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobStatus.Sandbox.Alma;

/// <summary>Alma's calls for job definitions: list, read, start.</summary>
internal sealed class AlmaJobHandlers(SandboxState state, AlmaResponses answers)
{
    private static readonly string[] Types =
        [.. Enum.GetNames<DefinitionType>().Select(type => type.ToUpperInvariant())];

    internal Task ListAsync(HttpContext context)
    {
        IReadOnlyList<StoredDefinition> all = state.Definitions.All;
        QueryReader query = new(context.Request.Query);
        AlmaPage page = AlmaPage.Read(query);
        string? type = query.Word("type", StringComparison.Ordinal, Types);
        string? category = query.Word("category", StringComparison.Ordinal, CategoriesOf(all));
        if (query.Problem is { } problem)
        {
            return answers.RefuseAsync(context, AlmaError.InvalidParameter(problem));
        }

        string? profileId = query.Text("profile_id");
        if (profileId?.All(char.IsAsciiDigit) is false)
        {
            return answers.RefuseAsync(context, AlmaError.ListFailed);
        }

        StoredDefinition[] found =
        [
            .. all.Where(definition =>
                (type is null || type.Equals(definition.Type.ToString(), StringComparison.OrdinalIgnoreCase))
                && (category is null || category == definition.Plan.Category)
                && (profileId is null || profileId == definition.Plan.ProfileId)),
        ];
        return AlmaResponses.AnswerListAsync(context, "job", page, found, definition => Write(context, definition));
    }

    internal Task GetAsync(HttpContext context)
    {
        AlmaError? error = state.Definitions.TryFind(context.RouteValue("jobId"), out StoredDefinition? definition);
        return error is not null ? answers.RefuseAsync(context, error)
            : !definition!.Plan.Readable ? answers.RefuseAsync(context, AlmaError.NotReadable)
            : AlmaResponses.AnswerAsync(context, "job", Write(context, definition));
    }

    internal async Task RunAsync(HttpContext context)
    {
        AlmaError? error = state.Definitions.TryFind(context.RouteValue("jobId"), out StoredDefinition? definition)
            ?? CheckOperation(context.Request.Query["op"].ToString())
            ?? CheckSubmittable(definition!)
            ?? await CheckBodyAsync(context.Request, definition!);
        if (error is not null)
        {
            await answers.RefuseAsync(context, error);
            return;
        }

        if (state.AlmaStarter.TryStart(definition!, state.Settings, out SandboxJob? run) is { } refusal)
        {
            await answers.RefuseAsync(context, refusal);
            return;
        }

        JsonObject answer = Write(context, definition!);
        answer["additional_info"] = new JsonObject
        {
            ["value"] = $"Job no. {run!.Id} triggered on {state.Clock.GetUtcNow():R}",
            ["link"] = context.Request.Origin() + run.Path,
        };
        await AlmaResponses.AnswerAsync(context, "job", answer);
    }

    private static string[] CategoriesOf(IEnumerable<StoredDefinition> definitions) =>
    [
        .. AlmaCategories.Descriptions.Keys.Union(definitions.Select(definition => definition.Plan.Category)),
    ];

    private static AlmaError? CheckOperation(string operation) => operation switch
    {
        "run" => null,
        "" => AlmaError.NoOperation,
        _ => AlmaError.UnknownOperation(operation),
    };

    private static AlmaError? CheckSubmittable(StoredDefinition definition) =>
        !definition.IsSubmittable ? AlmaError.NotSubmittable
        : definition.Plan.MultiTask ? AlmaError.MultiTask
        : null;

    private static async Task<AlmaError?> CheckBodyAsync(HttpRequest request, StoredDefinition definition)
    {
        if (FormatOf(request) is not { } format)
        {
            return AlmaError.UnsupportedBody;
        }

        return await AlmaRunRequest.ReadAsync(request, format) is { } given
            ? CheckParameters(definition.Plan.Parameters, given)
            : AlmaError.UnreadableBody;
    }

    private static AlmaError? CheckParameters(
        IEnumerable<DefinitionParameter> parameters, IReadOnlyDictionary<string, string> given)
    {
        foreach (DefinitionParameter parameter in parameters.Where(parameter => parameter.Required))
        {
            if ((given.TryGetValue(parameter.Name, out string? value) ? value : parameter.Default) is not { } taken)
            {
                return AlmaError.MissingParameter(parameter.Name);
            }

            if (taken.Length == 0)
            {
                return AlmaError.EmptyParameter(parameter.Name);
            }
        }

        return null;
    }

    /// <summary>The form of the body, by its Content-Type; null for one that Alma does not take.</summary>
    private static AlmaFormat? FormatOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            ? type.MediaType.ToString().ToUpperInvariant() switch
            {
                "APPLICATION/JSON" => AlmaFormat.Json,
                "APPLICATION/XML" => AlmaFormat.Xml,
                _ => null,
            }
            : null;

    private JsonObject Write(HttpContext context, StoredDefinition definition) =>
        AlmaJobPayload.Write(definition, state.Clock.GetUtcNow(), context.Request.Origin());
}
