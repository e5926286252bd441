using System;

namespace JobStatus.Sandbox;

/// <summary>The options for starting a sandbox.</summary>
public sealed record SandboxOptions
{
    /// <summary>The port on 127.0.0.1, or 0 for a free port.</summary>
    public int Port { get; init; }

    /// <summary>The clock for jobs, tokens, limits and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The initial settings, which a reset restores.</summary>
    public SandboxSettings Settings { get; init; } = new();
}
