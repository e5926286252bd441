namespace JobStatus.Sandbox.Jobs;

/// <summary>A counter of an Alma job.</summary>
/// <param name="Type">The code of what is counted.</param>
/// <param name="Value">The count, as text; Alma does not promise a number.</param>
/// <param name="Desc">The words for the code, or null to send none.</param>
public sealed record JobCounter(string Type, string Value, string? Desc = null);
