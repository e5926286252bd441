namespace JobStatus.Sandbox.Alteryx;

/// <summary>An answer, in a run request, to a question of the workflow.</summary>
internal sealed record AlteryxQuestionAnswer(string Name, string? Value = null);
