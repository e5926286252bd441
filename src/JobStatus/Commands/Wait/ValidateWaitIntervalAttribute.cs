using System;
using System.Management.Automation;

namespace JobStatus;

/// <summary>A time between two looks: more than nothing, and less than a day.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateWaitIntervalAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not WaitDuration { Value: var time } || time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
        {
            throw new ValidationMetadataException("Give the seconds or the TimeSpan between two looks: more than 0, at most a day.");
        }
    }
}
