namespace JobStatus.Sandbox.Alteryx;

/// <summary>An answer to a question of the workflow that is to run.</summary>
internal sealed record AlteryxQuestionAnswer(string Name, string? Value = null);
