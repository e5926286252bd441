using System;

namespace JobStatus;

/// <summary>
/// Converts between instants, which the objects hold and compare, and the local times that their properties show.
/// Local times must not be compared or subtracted: when daylight saving time ends, one hour occurs twice.
/// </summary>
internal static class LocalTime
{
    public static DateTime? From(DateTimeOffset? instant) => instant?.LocalDateTime;

    /// <summary>Returns the instant of a local time or a UTC time. A time of unspecified kind is local.</summary>
    public static DateTimeOffset? ToInstant(DateTime? time) =>
        time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : null;
}
