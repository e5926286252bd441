using System;

namespace JobStatus.Services.Waiting;

/// <summary>The expected completion of a run.</summary>
internal readonly struct ExpectedEnd(RemoteJob job, DateTimeOffset time)
{
    public RemoteJob Job { get; } = job;

    public DateTimeOffset Time { get; } = time;

    /// <summary>Returns the earlier of two expected completions. Null counts as later.</summary>
    public static ExpectedEnd? Earlier(ExpectedEnd? one, ExpectedEnd? other) =>
        other is null || one?.Time <= other.Value.Time ? one : other;
}
