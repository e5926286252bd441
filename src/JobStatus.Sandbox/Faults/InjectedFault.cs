namespace JobStatus.Sandbox.Faults;

/// <summary>A fault that was injected.</summary>
/// <param name="Id">The number to remove it by.</param>
/// <param name="Remaining">How many answers it has still to spoil; −1 is all.</param>
/// <param name="Fault">What goes wrong.</param>
public sealed record InjectedFault(int Id, int Remaining, Fault Fault);
