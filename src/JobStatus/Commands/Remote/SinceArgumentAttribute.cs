using System;
using System.Management.Automation;

namespace JobStatus;

/// <summary>
/// Converts a time span until now, given as a TimeSpan or a number of seconds, to the time when it began. Other values are times,
/// which PowerShell converts.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SinceArgumentAttribute : ArgumentTransformationAttribute
{
    private static readonly WaitDurationArgumentAttribute Durations = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null
            || IsTime(inputData)
            || !LanguagePrimitives.TryConvertTo(Durations.Transform(engineIntrinsics, inputData), out WaitDuration duration))
        {
            return inputData;
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        return ValidateScheduleTimeSpanAttribute.FindProblem(duration) is { } problem
            ? throw new ArgumentTransformationMetadataException(problem)
            : duration.Value < now - DateTimeOffset.MinValue ? now - duration.Value : DateTimeOffset.MinValue;
    }

    private static bool IsTime(object value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) is DateTime or DateTimeOffset;
}
