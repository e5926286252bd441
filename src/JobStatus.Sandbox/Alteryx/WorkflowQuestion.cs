using System.Collections.Generic;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>A question that an Alteryx workflow asks whoever runs it.</summary>
public sealed record WorkflowQuestion
{
    /// <summary>The name, as a start gives it.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of question, in Alteryx's word.</summary>
    public string QuestionType { get; init; } = "QuestionTextBox";

    /// <summary>The question in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>The answer that counts when none is given.</summary>
    public string Value { get; init; } = "";

    /// <summary>Whether more answers than one may be given.</summary>
    public bool Multiple { get; init; }

    /// <summary>The possible answers; none when anything will do.</summary>
    public IReadOnlyList<QuestionItem> Items { get; init; } = [];
}
