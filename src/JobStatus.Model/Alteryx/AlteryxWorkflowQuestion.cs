using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// Something that an Alteryx workflow asks before it runs.
/// Page: Alteryx Server API V3, "Workflow Endpoints and Parameters".
/// </summary>
public sealed class AlteryxWorkflowQuestion
{
    /// <summary>The name of the connection that read it.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the workflow, as it was asked for.</summary>
    public string WorkflowId { get; init; } = string.Empty;

    /// <summary>The question's name, by which it is answered; null where Alteryx does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of question, in Alteryx's word; null where it does not say.</summary>
    public string? QuestionType { get; init; }

    /// <summary>The question's text; null where Alteryx does not say.</summary>
    public string? Description { get; init; }

    /// <summary>The answer that stands where nobody gives one; null where there is none.</summary>
    public string? Value { get; init; }

    /// <summary>Whether several answers may be given; null where Alteryx does not say.</summary>
    public bool? Multiple { get; init; }

    /// <summary>The answers to choose from: the value that is sent, and the text for people. Never null.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Items { get; init; } = [];

    /// <summary>All else that Alteryx sent about the question. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The name.</summary>
    /// <returns>Text for people, in one line.</returns>
    public override string ToString() => DisplayText.OneLine(Name) ?? string.Empty;
}
