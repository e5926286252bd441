using System;

namespace JobStatus;

/// <summary>Brings a service's progress figure into 0–100.</summary>
internal static class Percent
{
    public static double? Clamp(double? percent) =>
        percent is { } value && !double.IsNaN(value) ? Math.Min(100, Math.Max(0, value)) : null;
}
