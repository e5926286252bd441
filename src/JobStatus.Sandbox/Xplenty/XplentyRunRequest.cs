using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>
/// The body of a request to run a package. A property is null if its field is missing or has the wrong type.
/// </summary>
internal sealed class XplentyRunRequest
{
    private readonly JsonObject _body;

    private XplentyRunRequest(JsonObject body)
    {
        _body = body;
    }

    public long? ClusterId => Number("cluster_id");

    public long? PackageId => Number("package_id");

    public JsonObject? Variables => _body["variables"] as JsonObject;

    public JsonObject? DynamicVariables => _body["dynamic_variables"] as JsonObject;

    /// <summary>The reason why Xplenty rejects the body, or null if it is valid.</summary>
    public string? Problem =>
        ClusterId is null ? "cluster_id is missing or not a number."
        : PackageId is null ? "package_id is missing or not a number."
        : IsNotObject("variables") ? "variables is not an object."
        : IsNotObject("dynamic_variables") ? "dynamic_variables is not an object."
        : null;

    /// <summary>Reads the body. Returns null if it is not a JSON object.</summary>
    public static async Task<XplentyRunRequest?> ReadAsync(HttpRequest request)
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

    private bool IsNotObject(string name) => _body[name] is not (null or JsonObject);
}
