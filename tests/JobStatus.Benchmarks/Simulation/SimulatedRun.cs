using System;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>A simulated run.</summary>
/// <param name="Seconds">The duration of the run.</param>
/// <param name="Progress">
/// The reported progress as a function of the elapsed share of the duration, both from 0 to 1; null for no progress.
/// </param>
/// <param name="EarlierRuns">The durations of earlier runs, in seconds; empty if there are none.</param>
internal sealed record SimulatedRun(double Seconds, Func<double, double>? Progress, double[] EarlierRuns);
