using System;

namespace JobStatus.Services.Tests;

/// <summary>When a test fails because it hangs.</summary>
internal static class Hang
{
    /// <summary>
    /// The number of times that a test can advance its clock. If a wait never ends, its test would advance the clock forever.
    /// </summary>
    public const int MaxAdvances = 50_000;

    /// <summary>
    /// The real time that one step of a test can take. Mutated code hangs often, so mutation testing waits only briefly.
    /// </summary>
#if MUTATION_TESTING
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
#else
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
#endif
}
