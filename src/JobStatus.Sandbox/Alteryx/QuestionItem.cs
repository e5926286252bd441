namespace JobStatus.Sandbox.Alteryx;

/// <summary>A possible answer to a question of an Alteryx workflow.</summary>
/// <param name="Key">The label of the answer.</param>
/// <param name="Value">The value that a run request uses.</param>
public sealed record QuestionItem(string Key, string Value);
