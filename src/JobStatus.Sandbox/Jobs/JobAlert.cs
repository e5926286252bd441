namespace JobStatus.Sandbox.Jobs;

/// <summary>An alert of an Alma job.</summary>
/// <param name="Value">The code.</param>
/// <param name="Desc">The description of the code. If null, it is left out.</param>
public sealed record JobAlert(string Value, string? Desc = null);
