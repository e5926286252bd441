using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alma;

/// <summary>The request to create an itemized set.</summary>
public sealed class AlmaNewSet
{
    /// <summary>Creates a request.</summary>
    /// <param name="name">The name of the set.</param>
    /// <param name="content">The type of its members, such as USER.</param>
    public AlmaNewSet(string name, string content)
    {
        Name = name;
        Content = content;
    }

    /// <summary>The name of the set.</summary>
    public string Name { get; }

    /// <summary>The type of its members, such as USER.</summary>
    public string Content { get; }

    /// <summary>The description, or null for none.</summary>
    public string? Description { get; init; }

    /// <summary>The note, or null for none.</summary>
    public string? Note { get; init; }

    /// <summary>True if only the owner of the API key can see the set.</summary>
    public bool Private { get; init; } = true;

    /// <summary>Returns the request body.</summary>
    /// <returns>The JSON that is sent.</returns>
    public override string ToString() => JsonBody.Serialize(Body);

    internal IReadOnlyDictionary<string, object?> Body => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["description"] = Description,
        ["type"] = Coded("ITEMIZED"),
        ["content"] = Coded(Content),
        ["private"] = Coded(Private ? "true" : "false"),
        ["note"] = Note,
    }.Where(static member => member.Value is not null).ToDictionary(static member => member.Key, static member => member.Value);

    private static Dictionary<string, object?> Coded(string value) => new() { ["value"] = value };
}
