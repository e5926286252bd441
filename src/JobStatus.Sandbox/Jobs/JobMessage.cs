namespace JobStatus.Sandbox.Jobs;

/// <summary>A message of an Alteryx job.</summary>
/// <param name="Status">The severity: 1 is information, 2 a warning and 3 an error. Alteryx also uses other
/// numbers.</param>
/// <param name="Text">The text.</param>
/// <param name="ToolId">The id of the tool that wrote the message, or -1 for the engine.</param>
public sealed record JobMessage(int Status, string Text, int ToolId = -1);
