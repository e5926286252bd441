using System;
using System.Collections.Generic;

namespace JobStatus.Sandbox.Alma;

/// <summary>An Alma set with its members.</summary>
internal sealed class SandboxSet
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Content { get; init; }

    public string Type { get; init; } = "ITEMIZED";

    public string? Description { get; init; }

    public string? Note { get; init; }

    public string? Query { get; init; }

    public string CreatedBy { get; init; } = "exl_api";

    public bool Private { get; init; } = true;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The ids of the members, in the order in which they were added.</summary>
    public OrderedDictionary<string, bool> Members { get; } = [];
}
