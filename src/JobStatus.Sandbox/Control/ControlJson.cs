using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobStatus.Sandbox.Control;

/// <summary>
/// The JSON options of the control API. Unknown fields are errors, so that a misspelled name is noticed.
/// </summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };
}
