using System;
using System.ComponentModel;
using System.Globalization;

namespace JobStatus;

/// <summary>A duration as a parameter value: a number of seconds, or a TimeSpan.</summary>
[TypeConverter(typeof(WaitDurationConverter))]
public sealed class WaitDuration : IEquatable<WaitDuration>
{
    /// <summary>The longest timeout that the built-in Wait-Job accepts.</summary>
    internal static readonly TimeSpan MaxBuiltInTimeout = TimeSpan.FromSeconds(int.MaxValue / 1000);

    internal WaitDuration(TimeSpan value, object originalValue)
    {
        Value = value;
        OriginalValue = originalValue;
    }

    /// <summary>The duration. A negative timeout means no deadline.</summary>
    public TimeSpan Value { get; }

    /// <summary>The value to pass to the built-in Wait-Job, which does its own conversion.</summary>
    internal object OriginalValue { get; }

    /// <summary>The user's text if it could mean a different duration than its number of seconds; otherwise null.</summary>
    internal string? AmbiguousText { get; init; }

    /// <summary>Compares the durations, so that a script can compare a parameter with a number of seconds or a time.</summary>
    /// <param name="other">The other duration.</param>
    /// <returns>True if the durations are equal.</returns>
    public bool Equals(WaitDuration? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WaitDuration);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Formats the duration.</summary>
    /// <returns>The duration in the constant format of TimeSpan, such as 00:05:00.</returns>
    public override string ToString() => Value.ToString("c", CultureInfo.InvariantCulture);
}
