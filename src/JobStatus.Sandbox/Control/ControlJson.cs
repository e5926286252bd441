using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobStatus.Sandbox.Control;

/// <summary>How control calls read and write JSON: strictly, so that a misspelt field does not pass unseen.</summary>
internal static class ControlJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };
}
