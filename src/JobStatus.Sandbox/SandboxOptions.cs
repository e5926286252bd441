using System;

namespace JobStatus.Sandbox;

/// <summary>How a sandbox is started.</summary>
public sealed record SandboxOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock by which jobs run, tokens end and limits are counted.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The keys and limits to start with, and to go back to on a reset.</summary>
    public SandboxSettings Settings { get; init; } = new();
}
