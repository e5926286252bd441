using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The body of a request to run a workflow.</summary>
internal sealed record AlteryxRunRequest(
    IReadOnlyList<AlteryxQuestionAnswer>? Questions = null,
    string? Priority = null,
    string? WorkerTag = null,
    string? CredentialId = null)
{
    private static readonly JsonSerializerOptions StrictOptions = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the body. Returns null if it is not a JSON object with fields of the expected types.</summary>
    public static async Task<AlteryxRunRequest?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<AlteryxRunRequest>(
                request.Body, StrictOptions, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
