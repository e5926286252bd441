using System;
using System.ComponentModel;
using System.Globalization;

namespace JobStatus;

/// <summary>A time to wait as a parameter takes it: a number of seconds, or a TimeSpan.</summary>
[TypeConverter(typeof(WaitDurationConverter))]
public sealed class WaitDuration
{
    /// <summary>What the timer of PowerShell's own Wait-Job takes.</summary>
    internal static readonly TimeSpan LongestOfBuiltIn = TimeSpan.FromSeconds(int.MaxValue / 1000);

    internal WaitDuration(TimeSpan value, object given)
    {
        Value = value;
        Given = given;
    }

    /// <summary>The time. Negative means that there is no limit.</summary>
    public TimeSpan Value { get; }

    /// <summary>What the user gave, for PowerShell's own Wait-Job to read in its own way.</summary>
    internal object Given { get; }

    /// <summary>How it was written, where that could mean another time than the number says; null otherwise.</summary>
    internal string? AmbiguousText { get; init; }

    /// <summary>The time.</summary>
    /// <returns>The time as a TimeSpan is written.</returns>
    public override string ToString() => Value.ToString("c", CultureInfo.InvariantCulture);
}
