using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>What a client sends to have a package run; each part is null when it is missing or of another type.</summary>
internal sealed class XplentyRunRequest
{
    private readonly JsonObject _body;

    private XplentyRunRequest(JsonObject body)
    {
        _body = body;
    }

    internal long? ClusterId => Number("cluster_id");

    internal long? PackageId => Number("package_id");

    internal JsonObject? Variables => _body["variables"] as JsonObject;

    internal JsonObject? DynamicVariables => _body["dynamic_variables"] as JsonObject;

    /// <summary>Why Xplenty would not take it, or null when it would.</summary>
    internal string? Problem =>
        ClusterId is null ? "cluster_id is missing, or not a number."
        : PackageId is null ? "package_id is missing, or not a number."
        : IsOther("variables") ? "variables is not an object."
        : IsOther("dynamic_variables") ? "dynamic_variables is not an object."
        : null;

    /// <summary>Reads the body; null when it is no JSON object.</summary>
    internal static async Task<XplentyRunRequest?> ReadAsync(HttpRequest request)
    {
        try
        {
            JsonNode? body = await JsonNode.ParseAsync(
                request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body is JsonObject fields ? new XplentyRunRequest(fields) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private long? Number(string name) =>
        _body[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    private bool IsOther(string name) => _body[name] is not (null or JsonObject);
}
