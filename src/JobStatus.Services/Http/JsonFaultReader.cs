using System.Linq;
using System.Text.Json;

namespace JobStatus.Services.Http;

/// <summary>Reads JSON error bodies, in which any member may be missing or of another kind.</summary>
internal static class JsonFaultReader
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, MaxDepth = 32 };

    /// <summary>The body's root, cut loose from its buffer; null when the body is not JSON.</summary>
    public static JsonElement? Parse(byte[] body)
    {
        try
        {
            int start = body.Length >= 3 && body[0] == 0xEF && body[1] == 0xBB && body[2] == 0xBF ? 3 : 0;
            using var document = JsonDocument.Parse(body.AsMemoryFrom(start), Options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } && element.Value.TryGetProperty(name, out JsonElement member)
            ? member
            : null;

    /// <summary>The text of a string or number; null for everything else.</summary>
    public static string? Text(JsonElement? element) =>
        element?.ValueKind switch
        {
            JsonValueKind.String => TextOrNull(element.Value),
            JsonValueKind.Number => element.Value.GetRawText(),
            _ => null,
        };

    /// <summary>The first of the members that has a text.</summary>
    public static string? Text(JsonElement? element, params string[] names) =>
        names.Select(name => Text(Member(element, name))).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    private static System.ReadOnlyMemory<byte> AsMemoryFrom(this byte[] body, int start) => new(body, start, body.Length - start);

    private static string? TextOrNull(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (System.InvalidOperationException)
        {
            return null;
        }
    }
}
