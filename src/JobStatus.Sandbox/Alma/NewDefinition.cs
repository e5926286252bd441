using System;
using System.Collections.Generic;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>Describes an Alma job definition to create.</summary>
public sealed record NewDefinition
{
    /// <summary>
    /// The id: M, S or O, followed by digits. If null, the sandbox generates one. A definition with the same id is
    /// replaced.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>
    /// The type. If null, it follows from the id; without an id, it is <see cref="DefinitionType.Manual"/>.
    /// </summary>
    public DefinitionType? Type { get; init; }

    /// <summary>The name. If null, the sandbox generates one.</summary>
    public string? Name { get; init; }

    /// <summary>The description. If null, it is the name.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The code of the category. Only runs in USERS have events, and only runs in IMPORT have matches.
    /// </summary>
    public string Category { get; init; } = AlmaCategories.Sandbox;

    /// <summary>The code of the content type that the job processes. If null, the field is left out.</summary>
    public string? Content { get; init; }

    /// <summary>The description of the schedule. If null, the field is left out.</summary>
    public string? Schedule { get; init; }

    /// <summary>
    /// The time of the next run. If null, it is the next 02:00 UTC for a scheduled job, and other jobs do not have one.
    /// </summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>The creator.</summary>
    public string Creator { get; init; } = "System";

    /// <summary>The parameters that a run request can set.</summary>
    public IReadOnlyList<DefinitionParameter> Parameters { get; init; } = [];

    /// <summary>The id of the related profile, or null if there is none.</summary>
    public string? ProfileId { get; init; }

    /// <summary>Whether the job can be read. If false, a request for it fails with error 402249.</summary>
    public bool Readable { get; init; } = true;

    /// <summary>
    /// Whether the API can start the job. If false, a run request fails with error 402248. If null, every job can be
    /// started except those of the type <see cref="DefinitionType.Other"/>.
    /// </summary>
    public bool? Submittable { get; init; }

    /// <summary>Whether the job has more than one task. If true, a run request fails with error 402231.</summary>
    public bool MultiTask { get; init; }

    /// <summary>
    /// Whether the job can be started while another run of it is unfinished. If false, such a request fails with error
    /// 60347.
    /// </summary>
    public bool AllowsOverlap { get; init; } = true;

    /// <summary>The behavior of the runs that the API starts.</summary>
    public RunPlan Run { get; init; } = new();
}
