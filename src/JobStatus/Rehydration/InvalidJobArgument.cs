using System;
using System.Management.Automation;

namespace JobStatus.Rehydration;

/// <summary>
/// Replaces an argument that is not a job but looks like one: a copy of a job that Select-Object returned, or a job
/// definition. Without the replacement, PowerShell would bind the properties of the argument, and mistake its name or id
/// for that of a PowerShell job.
/// </summary>
internal sealed class InvalidJobArgument : RemoteJob
{
    private readonly PSObject _argument;
    private readonly string _message;

    /// <param name="argument">The value that was passed to the parameter.</param>
    /// <param name="message">Why the value cannot be waited for, and what to pass instead.</param>
    public InvalidJobArgument(PSObject argument, string message)
    {
        _argument = argument;
        _message = message;
    }

    public override string Service => string.Empty;

    internal override StatusMeaning Meaning => StatusMeaning.Unknown;

    public ErrorRecord ToErrorRecord() => new(
        new ArgumentException(_message),
        "JobObjectNeeded",
        ErrorCategory.InvalidArgument,
        _argument);
}
