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
        if (arguments is not WaitDuration { AmbiguousText: null, Value: var time } || time <= TimeSpan.Zero)
        {
            throw new ValidationMetadataException(
                "The time span must be greater than 0. Specify a number of seconds, or a TimeSpan such as 1.00:00:00 for one day.");
        }
    }
}
