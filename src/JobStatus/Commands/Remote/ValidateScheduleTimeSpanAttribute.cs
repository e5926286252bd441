using System;
using System.Management.Automation;

namespace JobStatus;

/// <summary>
/// Accepts a time span of more than zero. Rejects a number with letters after it, which PowerShell would convert to another time
/// than the user meant.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateScheduleTimeSpanAttribute : ValidateArgumentsAttribute
{
    /// <summary>Returns why a value is not a valid time span; null if it is one.</summary>
    public static string? FindProblem(object value) => value switch
    {
        WaitDuration { AmbiguousText: { } text, Value: var converted } =>
            FormattableString.Invariant(
                $"The time '{text}' is ambiguous: PowerShell would convert it to {converted.TotalSeconds:0.###} seconds. ")
            + "Specify a number of seconds, or a TimeSpan such as 1.00:00:00 for one day.",
        WaitDuration { Value: var time } when time > TimeSpan.Zero => null,
        _ => "The time span must be greater than 0. Specify a number of seconds, or a TimeSpan such as 1.00:00:00 for one day.",
    };

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (FindProblem(arguments) is { } problem)
        {
            throw new ValidationMetadataException(problem);
        }
    }
}
