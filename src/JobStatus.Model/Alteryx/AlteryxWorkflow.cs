using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>A workflow on an Alteryx Server. Each of its runs is an <see cref="AlteryxJob"/>.</summary>
/// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
public sealed class AlteryxWorkflow : ServiceObject
{
    /// <summary>The name of the connection that the workflow was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the workflow.</summary>
    public string WorkflowId { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>Same as <see cref="WorkflowId"/>.</summary>
    public string Id { get => WorkflowId; init => WorkflowId = value; }

    /// <summary>The name of the workflow, or null if Alteryx does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the owner, or null if Alteryx does not report it.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The local time when the workflow was created, or null if Alteryx does not report it.</summary>
    public DateTime? CreatedAt { get => LocalTime.From(CreatedInstant); init => CreatedInstant = LocalTime.ToInstant(value); }

    /// <summary>Other fields that Alteryx sent for the workflow, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="CreatedAt"/> shows.</summary>
    internal DateTimeOffset? CreatedInstant { get; init; }

    /// <summary>Returns the name, or the id if there is no name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, WorkflowId);
}
