using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Reads Xplenty values from a request.</summary>
internal static class XplentyRequestExtensions
{
    /// <summary>Returns the address of the account's API for links, with the host that the client used.</summary>
    public static string XplentyAccountUri(this HttpContext context) =>
        $"{context.Request.Origin()}/{SandboxServer.XplentyAccount}/api";

    /// <summary>Returns the id in the path, or null if it is not a number.</summary>
    public static long? XplentyId(this HttpContext context) =>
        long.TryParse(context.RouteValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : null;

    /// <summary>Returns the JSON object in the body, or null if the body is something else.</summary>
    public static async Task<JsonObject?> ReadXplentyBodyAsync(this HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(
                request.Body,
                documentOptions: new() { AllowDuplicateProperties = false },
                cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the job whose id is in the path, or null if it does not exist.</summary>
    public static StoredJob? FindXplenty(this JobStore jobs, HttpContext context) =>
        context.XplentyId() is { } id
            ? jobs.Find(SandboxService.Xplenty, id.ToString(CultureInfo.InvariantCulture))
            : null;
}
