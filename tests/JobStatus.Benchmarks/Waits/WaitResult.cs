using System;

namespace JobStatus.Benchmarks.Waits;

/// <summary>What a wait for many jobs came to.</summary>
/// <param name="Requests">All requests of the wait, final reads included.</param>
/// <param name="Jobs">How many jobs it was for.</param>
/// <param name="Delay">The mean seconds between end and notice.</param>
/// <param name="Delay95">The same of all but the slowest twentieth.</param>
/// <param name="Cpu">What the process spent on it, the sandbox included.</param>
/// <param name="Warnings">How often the wait warned.</param>
internal sealed record WaitResult(int Requests, int Jobs, double Delay, double Delay95, TimeSpan Cpu, int Warnings)
{
    public double PerJob => (double)Requests / Jobs;
}
