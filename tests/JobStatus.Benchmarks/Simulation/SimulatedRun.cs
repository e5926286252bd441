using System;

namespace JobStatus.Benchmarks.Simulation;

/// <summary>A run that takes a time, and shows its progress in some way.</summary>
/// <param name="Seconds">How long it takes.</param>
/// <param name="Shape">How its progress grows with the share of its time that has passed, both from 0 to 1; null where it shows none.</param>
/// <param name="Earlier">How long the runs before it took, in seconds; empty where there were none.</param>
internal sealed record SimulatedRun(double Seconds, Func<double, double>? Shape, double[] Earlier);
