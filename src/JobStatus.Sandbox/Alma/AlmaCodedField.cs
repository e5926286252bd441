using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes a coded field.</summary>
internal static class AlmaCodedField
{
    /// <summary>The code; without a description where there is none.</summary>
    internal static JsonObject Of(string value, string? desc = null)
    {
        JsonObject coded = new() { ["value"] = value };
        if (desc is not null)
        {
            coded["desc"] = desc;
        }

        return coded;
    }
}
