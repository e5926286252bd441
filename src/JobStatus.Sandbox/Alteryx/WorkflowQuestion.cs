using System.Collections.Generic;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>A question of an Alteryx workflow.</summary>
public sealed record WorkflowQuestion
{
    /// <summary>The name that a run request uses.</summary>
    public required string Name { get; init; }

    /// <summary>The question type, as Alteryx reports it.</summary>
    public string QuestionType { get; init; } = "QuestionTextBox";

    /// <summary>The text of the question.</summary>
    public string Description { get; init; } = "";

    /// <summary>The default answer.</summary>
    public string Value { get; init; } = "";

    /// <summary>Whether the question accepts several answers.</summary>
    public bool Multiple { get; init; }

    /// <summary>The possible answers. If empty, any answer is valid.</summary>
    public IReadOnlyList<QuestionItem> Items { get; init; } = [];
}
