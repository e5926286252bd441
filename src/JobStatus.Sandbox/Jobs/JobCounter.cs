namespace JobStatus.Sandbox.Jobs;

/// <summary>A counter of an Alma job.</summary>
/// <param name="Type">The code of the counter.</param>
/// <param name="Value">The value as text, because Alma's counters are not always numbers.</param>
/// <param name="Desc">The description of the code. If null, it is left out.</param>
public sealed record JobCounter(string Type, string Value, string? Desc = null);
