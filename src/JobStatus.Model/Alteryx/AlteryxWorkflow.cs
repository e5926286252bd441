using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// A workflow on an Alteryx Server.
/// Page: Alteryx Server API V3, "Workflow Endpoints and Parameters".
/// </summary>
public sealed class AlteryxWorkflow
{
    /// <summary>The name of the connection that read it.</summary>
    public string? Connection { get; init; }

    /// <summary>The workflow's id.</summary>
    public string WorkflowId { get; init; } = string.Empty;

    /// <summary>The workflow's name; null where Alteryx does not say.</summary>
    public string? Name { get; init; }

    /// <summary>Who owns it; null where Alteryx does not say.</summary>
    public string? OwnerId { get; init; }

    /// <summary>When it was made; null where Alteryx does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>All else that Alteryx sent about the workflow. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name, else the id.</summary>
    /// <returns>Text for people, in one line.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, WorkflowId);
}
