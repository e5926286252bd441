namespace JobStatus.Sandbox.Alteryx;

/// <summary>A possible answer to a question of an Alteryx workflow.</summary>
/// <param name="Key">The words for it.</param>
/// <param name="Value">What a start gives.</param>
public sealed record QuestionItem(string Key, string Value);
