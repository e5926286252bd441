using System;

namespace JobStatus.Benchmarks.Waits;

/// <summary>The result of a wait for many jobs.</summary>
/// <param name="Requests">The number of requests, including the final reads.</param>
/// <param name="Jobs">The number of jobs.</param>
/// <param name="Delay">The mean detection delay: the seconds between the completion of a job and its detection.</param>
/// <param name="Delay95">The 95th percentile of the detection delay, in seconds.</param>
/// <param name="Cpu">The processor time of this process, including the sandbox.</param>
/// <param name="Warnings">The number of warnings.</param>
internal sealed record WaitResult(int Requests, int Jobs, double Delay, double Delay95, TimeSpan Cpu, int Warnings)
{
    public double PerJob => (double)Requests / Jobs;
}
