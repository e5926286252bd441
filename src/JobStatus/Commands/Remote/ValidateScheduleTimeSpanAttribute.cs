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
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is WaitDuration { AmbiguousText: { } text, Value: var converted })
        {
            throw new ValidationMetadataException(FormattableString.Invariant(
                $"The time '{text}' is ambiguous: PowerShell would convert it to {converted.TotalSeconds:0.###} seconds. ")
                + "Specify a number of seconds, or a TimeSpan such as 1.00:00:00 for one day.");
        }

        if (arguments is not WaitDuration { Value: var time } || time <= TimeSpan.Zero)
        {
            throw new ValidationMetadataException(
                "The time span must be greater than 0. Specify a number of seconds, or a TimeSpan such as 1.00:00:00 for one day.");
        }
    }
}
