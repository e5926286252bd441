using System;
using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>What an Alma job should be like, of which there can be runs.</summary>
public sealed record NewDefinition
{
    /// <summary>M, S or O, then digits; null for a new id. A definition that has this id already is replaced.</summary>
    public string? Id { get; init; }

    /// <summary>The type, or null for the one that the id tells; without an id, that is manual.</summary>
    public DefinitionType? Type { get; init; }

    /// <summary>The name, or null for a plain one.</summary>
    public string? Name { get; init; }

    /// <summary>The description, or null for the name.</summary>
    public string? Description { get; init; }

    /// <summary>The code of its category. Those of USERS have events, those of IMPORT have matches.</summary>
    public string Category { get; init; } = AlmaCategories.Sandbox;

    /// <summary>What it works on, or null to send none.</summary>
    public string? Content { get; init; }

    /// <summary>When it runs by itself, in words; null to send none.</summary>
    public string? Schedule { get; init; }

    /// <summary>When it runs next by itself, or null for the coming night if it is scheduled.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>Who made it.</summary>
    public string Creator { get; init; } = "System";

    /// <summary>The parameters that a start can give.</summary>
    public IReadOnlyList<DefinitionParameter> Parameters { get; init; } = [];

    /// <summary>The id of the profile that it works by, or null for none.</summary>
    public string? ProfileId { get; init; }

    /// <summary>Whether its details can be read; if not, reading them is refused with 402249.</summary>
    public bool Readable { get; init; } = true;

    /// <summary>
    /// Whether the API may start it; if not, a start is refused with 402248. Null for yes, unless the type is other.
    /// </summary>
    public bool? Submittable { get; init; }

    /// <summary>Whether it has more than one task, so that a start by the API is refused with 402231.</summary>
    public bool MultiTask { get; init; }

    /// <summary>Whether it may be started while a run of it has not ended; if not, that is refused with 60347.</summary>
    public bool AllowsOverlap { get; init; } = true;

    /// <summary>How the runs go that the API starts.</summary>
    public RunPlan Run { get; init; } = new();
}
