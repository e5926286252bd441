using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>What a client sends to have a workflow run.</summary>
internal sealed record AlteryxRunRequest(
    IReadOnlyList<AlteryxQuestionAnswer>? Questions = null,
    string? Priority = null,
    string? WorkerTag = null,
    string? CredentialId = null)
{
    private static readonly JsonSerializerOptions Exact = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the body; null when it is no JSON object with fields of these types.</summary>
    internal static async Task<AlteryxRunRequest?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<AlteryxRunRequest>(
                request.Body, Exact, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
