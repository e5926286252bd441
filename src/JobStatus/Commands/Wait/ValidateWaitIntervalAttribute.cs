using System;
using System.Management.Automation;

namespace JobStatus;

/// <summary>Accepts a polling interval that is longer than zero and at most one day.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateWaitIntervalAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not WaitDuration { Value: var time } || time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
        {
            throw new ValidationMetadataException(
                "The interval must be greater than 0 and at most one day. Specify a number of seconds, or a TimeSpan.");
        }
    }
}
