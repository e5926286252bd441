using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>The one place that writes an answer: whole, with its length.</summary>
internal static class ResponseExtensions
{
    // the services send letters as they are, so that a client's decoding is put to the test
    private static readonly JsonSerializerOptions AsTheServicesWrite = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static Task AnswerAsync(this HttpContext context, RecordedBody body) =>
        context.AnswerAsync(StatusCodes.Status200OK, body.ContentType, body.Text);

    internal static Task AnswerAsync(
        this HttpContext context, int status, JsonNode body, string contentType = MediaTypes.Json) =>
        context.AnswerAsync(status, contentType, body.ToJsonString(AsTheServicesWrite));

    internal static Task AnswerAsync(this HttpContext context, int status, string contentType, string body) =>
        context.AnswerAsync(status, contentType, Encoding.UTF8.GetBytes(body));

    internal static async Task AnswerAsync(
        this HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
