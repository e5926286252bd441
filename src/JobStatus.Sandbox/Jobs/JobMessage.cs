namespace JobStatus.Sandbox.Jobs;

/// <summary>A message of an Alteryx job.</summary>
/// <param name="Status">The kind of message: 1 information, 2 warning, 3 error; other numbers occur.</param>
/// <param name="Text">The text.</param>
/// <param name="ToolId">The tool that wrote it; −1 is the engine.</param>
public sealed record JobMessage(int Status, string Text, int ToolId = -1);
