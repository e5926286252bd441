using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>Sends complete responses with their Content-Length.</summary>
internal static class ResponseExtensions
{
    // Like the services, the sandbox does not escape non-ASCII letters. This tests the decoding of the client.
    private static readonly JsonSerializerOptions SerializerOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task RespondAsync(this HttpContext context, RecordedBody body) =>
        context.RespondAsync(StatusCodes.Status200OK, body.ContentType, body.Text);

    public static Task RespondAsync(
        this HttpContext context, int status, JsonNode body, string contentType = MediaTypes.Json) =>
        context.RespondAsync(status, contentType, body.ToJsonString(SerializerOptions));

    public static Task RespondAsync(this HttpContext context, int status, string contentType, string body) =>
        context.RespondAsync(status, contentType, Encoding.UTF8.GetBytes(body));

    public static async Task RespondAsync(
        this HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
