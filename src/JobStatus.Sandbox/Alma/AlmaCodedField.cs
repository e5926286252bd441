using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes Alma's coded fields: a value and its description.</summary>
internal static class AlmaCodedField
{
    /// <summary>Creates a coded field. A null description is left out.</summary>
    public static JsonObject Create(string value, string? desc = null)
    {
        JsonObject coded = new() { ["value"] = value };
        if (desc is not null)
        {
            coded["desc"] = desc;
        }

        return coded;
    }
}
