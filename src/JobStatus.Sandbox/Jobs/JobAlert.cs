namespace JobStatus.Sandbox.Jobs;

/// <summary>An alert of an Alma job.</summary>
/// <param name="Value">The code of the alert.</param>
/// <param name="Desc">The words for the code, or null to send none.</param>
public sealed record JobAlert(string Value, string? Desc = null);
