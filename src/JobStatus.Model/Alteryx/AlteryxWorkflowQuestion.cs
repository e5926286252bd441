using System.Collections.Generic;

namespace JobStatus;

/// <summary>A question that an Alteryx workflow asks before it runs.</summary>
/// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
public sealed class AlteryxWorkflowQuestion : ServiceObject
{
    /// <summary>The name of the connection that the question was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the workflow, as requested.</summary>
    public string WorkflowId { get; init; } = string.Empty;

    /// <summary>The name that identifies the question in an answer, or null if Alteryx does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The type of question, as Alteryx names it, or null if Alteryx does not report it.</summary>
    public string? QuestionType { get; init; }

    /// <summary>The text of the question, or null if Alteryx does not report it.</summary>
    public string? Description { get; init; }

    /// <summary>The default answer, or null if there is none.</summary>
    public string? Value { get; init; }

    /// <summary>True if the question accepts several answers. Null if Alteryx does not report it.</summary>
    public bool? Multiple { get; init; }

    /// <summary>
    /// The possible answers. The key is the value to send, and the value is the display text. Never null.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Items { get; init; } = [];

    /// <summary>Other fields that Alteryx sent for the question, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the name.</summary>
    /// <returns>The name in one line, or an empty string if there is no name.</returns>
    public override string ToString() => DisplayText.OneLine(Name) ?? string.Empty;
}
