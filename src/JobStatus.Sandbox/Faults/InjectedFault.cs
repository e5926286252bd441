namespace JobStatus.Sandbox.Faults;

/// <summary>A fault that was injected.</summary>
/// <param name="Id">The id for removing the fault.</param>
/// <param name="Remaining">The number of requests that the fault will still affect, or -1 for every request.</param>
/// <param name="Fault">The fault.</param>
public sealed record InjectedFault(int Id, int Remaining, Fault Fault);
