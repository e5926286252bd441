namespace JobStatus.Sandbox.Alteryx;

/// <summary>An Alteryx schedule in the sandbox.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Enabled">Whether the schedule is enabled.</param>
public sealed record SandboxAlteryxSchedule(string Id, string Name, bool Enabled);
