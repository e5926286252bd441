using System;

namespace JobStatus.Sandbox;

/// <summary>The options for starting a sandbox.</summary>
public sealed record SandboxOptions
{
    /// <summary>The port on 127.0.0.1, or 0 for a free port.</summary>
    public int Port { get; init; }

    /// <summary>The clock for jobs, tokens, limits and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether there is a month of history at the start and after a reset: definitions with schedules and about 500 runs of all
    /// services, some of which were slow or failed.
    /// </summary>
    public bool History { get; init; }

    /// <summary>The initial settings, which a reset restores.</summary>
    public SandboxSettings Settings { get; init; } = new();
}
