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

/// <summary>Handles requests that list, read and start jobs.</summary>
internal sealed class AlmaJobHandlers(SandboxState state, AlmaResponses responses)
{
    private static readonly string[] Types =
        [.. Enum.GetNames<DefinitionType>().Select(type => type.ToUpperInvariant())];

    public Task ListAsync(HttpContext context)
    {
        IReadOnlyList<StoredDefinition> all = state.Definitions.All;
        QueryReader query = new(context.Request.Query);
        AlmaPage page = AlmaPage.Read(query);
        string? type = query.Choice("type", StringComparison.Ordinal, Types);
        string? category = query.Choice("category", StringComparison.Ordinal, CategoriesOf(all));
        if (query.Problem is { } problem)
        {
            return responses.RejectAsync(context, AlmaError.InvalidParameter(problem));
        }

        string? profileId = query.Text("profile_id");
        if (profileId?.All(char.IsAsciiDigit) is false)
        {
            return responses.RejectAsync(context, AlmaError.ListFailed);
        }

        StoredDefinition[] found =
        [
            .. all.Where(definition =>
                (type is null || type.Equals(definition.Type.ToString(), StringComparison.OrdinalIgnoreCase))
                && (category is null || category == definition.Plan.Category)
                && (profileId is null || profileId == definition.Plan.ProfileId)),
        ];
        return AlmaResponses.RespondWithListAsync(context, "job", page, found, definition => Write(context, definition));
    }

    public Task GetAsync(HttpContext context)
    {
        AlmaError? error = state.Definitions.Resolve(context.RouteValue("jobId"), out StoredDefinition? definition);
        return error is not null ? responses.RejectAsync(context, error)
            : !definition!.Plan.Readable ? responses.RejectAsync(context, AlmaError.NotReadable)
            : AlmaResponses.RespondAsync(context, "job", Write(context, definition));
    }

    public async Task RunAsync(HttpContext context)
    {
        AlmaError? error = state.Definitions.Resolve(context.RouteValue("jobId"), out StoredDefinition? definition)
            ?? CheckOperation(context.Request.Query["op"].ToString())
            ?? CheckSubmittable(definition!)
            ?? await CheckBodyAsync(context.Request, definition!);
        if (error is not null)
        {
            await responses.RejectAsync(context, error);
            return;
        }

        if (state.AlmaStarter.StartRun(definition!, state.Settings, out SandboxJob? run) is { } startError)
        {
            await responses.RejectAsync(context, startError);
            return;
        }

        JsonObject body = Write(context, definition!);
        body["additional_info"] = new JsonObject
        {
            ["value"] = $"Job no. {run!.Id} triggered on {state.Clock.GetUtcNow():R}",
            ["link"] = context.Request.Origin() + run.Path,
        };
        await AlmaResponses.RespondAsync(context, "job", body);
    }

    private static string[] CategoriesOf(IEnumerable<StoredDefinition> definitions) =>
    [
        .. AlmaCategories.Descriptions.Keys.Union(definitions.Select(definition => definition.Plan.Category)),
    ];

    private static AlmaError? CheckOperation(string operation) => operation switch
    {
        "run" => null,
        "" => AlmaError.MissingOperation,
        _ => AlmaError.UnknownOperation,
    };

    private static AlmaError? CheckSubmittable(StoredDefinition definition) =>
        !definition.IsSubmittable ? AlmaError.NotSubmittable
        : definition.Plan.MultiTask ? AlmaError.MultiTask
        : null;

    private static async Task<AlmaError?> CheckBodyAsync(HttpRequest request, StoredDefinition definition)
    {
        if (FormatOf(request) is not { } format)
        {
            return AlmaError.UnsupportedMediaType;
        }

        return await AlmaRunRequest.ReadAsync(request, format) is { } values
            ? CheckParameters(definition.Plan.Parameters, values)
            : AlmaError.InvalidBody;
    }

    private static AlmaError? CheckParameters(
        IEnumerable<DefinitionParameter> parameters, IReadOnlyDictionary<string, string> values)
    {
        foreach (DefinitionParameter parameter in parameters.Where(parameter => parameter.Required))
        {
            if ((values.TryGetValue(parameter.Name, out string? value) ? value : parameter.Default) is not { } effective)
            {
                return AlmaError.MissingParameter;
            }

            if (effective.Length == 0)
            {
                return AlmaError.EmptyParameter;
            }
        }

        return null;
    }

    /// <summary>Returns the format of the request body, or null if Alma does not accept its Content-Type.</summary>
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
