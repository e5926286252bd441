using System;

namespace JobStatus;

/// <summary>Limits a progress value to the range from 0 to 100.</summary>
internal static class Percent
{
    public static double? Clamp(double? percent) =>
        percent is { } value && !double.IsNaN(value) ? Math.Min(100, Math.Max(0, value)) : null;
}
