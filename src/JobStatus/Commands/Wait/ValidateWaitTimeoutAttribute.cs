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
            throw new ValidationMetadataException(
                "The timeout must be 0 or greater, or -1 for no deadline. Specify a number of seconds, or a TimeSpan.");
        }

        if (time.TotalSeconds > int.MaxValue)
        {
            throw new ValidationMetadataException($"The timeout must not exceed {int.MaxValue} seconds. Specify -1 for no deadline.");
        }
    }
}
