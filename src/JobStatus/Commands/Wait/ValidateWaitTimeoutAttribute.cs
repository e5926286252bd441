using System;
using System.Management.Automation;

namespace JobStatus;

/// <summary>Accepts a timeout of zero or more, or exactly -1 second, which means no deadline.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateWaitTimeoutAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not WaitDuration { Value: var time }
            || (time < TimeSpan.Zero && time != TimeSpan.FromSeconds(-1)))
        {
            throw new ValidationMetadataException("Give the seconds or the TimeSpan after which the wait ends: 0 looks once, -1 waits without a limit.");
        }

        if (time.TotalSeconds > int.MaxValue)
        {
            throw new ValidationMetadataException($"The longest wait is {int.MaxValue} seconds; -1 waits without a limit.");
        }
    }
}
