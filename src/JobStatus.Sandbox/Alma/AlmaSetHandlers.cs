using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>Handles requests that list, read, create, change and delete sets.</summary>
internal sealed class AlmaSetHandlers(SandboxState state, AlmaResponses responses)
{
    private static readonly string[] UserIdTypes = ["BARCODE", "01", "02"];

    public Task ListAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlmaPage page = AlmaPage.Read(query);
        string? type = query.Choice("set_type", StringComparison.Ordinal, "ITEMIZED", "LOGICAL");
        string? origin = query.Choice("set_origin", StringComparison.Ordinal, "UI", "UI_CZ");
        string? content = query.Text("content_type");
        if (query.Problem is { } problem)
        {
            return responses.RejectAsync(context, AlmaError.InvalidParameter(problem));
        }

        string[] condition = query.Text("q")?.Split('~', 2) ?? [];
        if (condition is not ([] or ["name" or "created_by", { Length: > 0 }]))
        {
            return responses.RejectAsync(context, AlmaError.InvalidSetQuery);
        }

        SandboxSet[] found =
        [
            .. state.Sets.All.Where(set =>
                (type is null || type == set.Type)
                && (content is null || content == set.Content)
                && origin != "UI_CZ"
                && (condition.Length == 0
                    || (condition[0] == "name" ? set.Name : set.CreatedBy).Contains(condition[1], StringComparison.OrdinalIgnoreCase))),
        ];
        return AlmaResponses.RespondWithListAsync(context, "set", page, found, set => Write(context, set, isInList: true));
    }

    public Task GetAsync(HttpContext context) => Find(context) is { } set
        ? AlmaResponses.RespondAsync(context, "set", Write(context, set))
        : responses.RejectAsync(context, AlmaError.UnknownSet);

    public async Task CreateAsync(HttpContext context)
    {
        if (await ReadAsync(context.Request) is not { } body
            || TextOf(body, "name") is not { Length: > 0 } name
            || CodeOf(body, "type") is not { } type
            || CodeOf(body, "content") is not { Length: > 0 } content)
        {
            await responses.RejectAsync(context, AlmaError.InvalidSet);
            return;
        }

        AlmaError? error = type != "ITEMIZED" ? AlmaError.InvalidSetType : null;
        SandboxSet? set = null;
        error ??= state.Sets.Add(
            (id, now) => new SandboxSet
            {
                Id = id,
                Name = name,
                Content = content,
                Description = TextOf(body, "description"),
                Note = TextOf(body, "note"),
                Private = CodeOf(body, "private") != "false",
                CreatedAt = now,
            },
            out set);
        await (error is null
            ? AlmaResponses.RespondAsync(context, "set", Write(context, set!))
            : responses.RejectAsync(context, error));
    }

    public Task DeleteAsync(HttpContext context)
    {
        if (!state.Sets.Remove(context.RouteValue("setId")))
        {
            return responses.RejectAsync(context, AlmaError.UnknownSet);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public async Task ChangeMembersAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        bool failOnInvalidId = query.Boolean("fail_on_invalid_id") ?? true;
        AlmaError? error =
            Find(context) is not { } set ? AlmaError.UnknownSet
            : query.Problem is { } problem ? AlmaError.InvalidParameter(problem)
            : set.Type != "ITEMIZED" || !failOnInvalidId ? AlmaError.InvalidSet
            : !IsIdType(set.Content, query.Text("id_type")) ? AlmaError.InvalidIdType
            : await ReadMembersAsync(context.Request) is not { } ids ? AlmaError.InvalidSet
            : query.Text("op") switch
            {
                "add_members" => state.Sets.AddMembers(set, ids),
                "delete_members" => state.Sets.RemoveMembers(set, ids),
                _ => AlmaError.InvalidSetOperation,
            };
        await (error is null
            ? AlmaResponses.RespondAsync(context, "set", Write(context, Find(context)!))
            : responses.RejectAsync(context, error));
    }

    public Task ListMembersAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlmaPage page = AlmaPage.Read(query);
        return Find(context) is not { } set ? responses.RejectAsync(context, AlmaError.UnknownSet)
            : query.Problem is { } problem ? responses.RejectAsync(context, AlmaError.InvalidParameter(problem))
            : AlmaResponses.RespondWithListAsync(context, "member", page, state.Sets.MembersOf(set), id => new JsonObject
            {
                ["id"] = id,
                ["description"] = $"Record {id}",
                ["link"] = $"{context.Request.Origin()}/almaws/v1/records/{Uri.EscapeDataString(id)}",
            });
    }

    private static bool IsIdType(string content, string? idType) => idType is null || content switch
    {
        "ITEM" => idType == "BARCODE",
        "BIB_MMS" => idType is "SYSTEM_NUMBER" or "OCLC_NUMBER" or "ISBN" or "ISSN",
        "USER" => UserIdTypes.Contains(idType),
        _ => false,
    };

    private static async Task<string[]?> ReadMembersAsync(HttpRequest request) =>
        await ReadAsync(request) is { } body && body["members"]?["member"] is JsonArray { Count: > 0 } members
            && members.All(member => member?["id"]?.GetValueKind() == JsonValueKind.String)
                ? [.. members.Select(member => member!["id"]!.GetValue<string>())]
                : null;

    private static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonObject body, string name) =>
        body[name]?.GetValueKind() == JsonValueKind.String ? body[name]!.GetValue<string>() : null;

    private static string? CodeOf(JsonObject body, string name) => body[name] is JsonObject coded ? TextOf(coded, "value") : null;

    private SandboxSet? Find(HttpContext context) => state.Sets.Find(context.RouteValue("setId"));

    private JsonObject Write(HttpContext context, SandboxSet set, bool isInList = false)
    {
        string link = $"{context.Request.Origin()}{AlmaEndpoints.SetsPath}/{set.Id}";
        string day = set.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'Z'", CultureInfo.InvariantCulture);
        JsonObject body = new()
        {
            ["id"] = set.Id,
            ["name"] = set.Name,
            ["type"] = AlmaCodedField.Create(set.Type, set.Type == "ITEMIZED" ? "Itemized" : "Logical"),
            ["content"] = AlmaCodedField.Create(set.Content),
            ["private"] = AlmaCodedField.Create(set.Private ? "true" : "false", set.Private ? "Yes" : "No"),
            ["status"] = AlmaCodedField.Create("ACTIVE", "Active"),
            ["status_date"] = day,
            ["created_by"] = AlmaCodedField.Create(set.CreatedBy),
            ["created_date"] = day,
        };
        if (set.Description is { } description)
        {
            body["description"] = description;
        }

        if (set.Note is { } note)
        {
            body["note"] = note;
        }

        if (set.Query is { } query)
        {
            body["query"] = AlmaCodedField.Create(query);
        }

        if (!isInList)
        {
            body["number_of_members"] = new JsonObject { ["value"] = state.Sets.CountMembers(set), ["link"] = $"{link}/members" };
        }

        body["link"] = link;
        return body;
    }
}
