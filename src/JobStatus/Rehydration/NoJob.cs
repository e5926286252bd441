using System;
using System.Management.Automation;

namespace JobStatus.Rehydration;

/// <summary>
/// What is given as a job and is none: what Select-Object made of one, or what jobs are made from. PowerShell would look
/// at its properties, and take its name or id for that of a job of its own.
/// </summary>
internal sealed class NoJob : RemoteJob
{
    private readonly PSObject _given;
    private readonly string _why;

    /// <param name="given">What was given.</param>
    /// <param name="why">Why it cannot be waited for, and what can.</param>
    public NoJob(PSObject given, string why)
    {
        _given = given;
        _why = why;
    }

    public override string Service => string.Empty;

    public override RemoteJobState State => RemoteJobState.Unknown;

    public override bool IsFinished => false;

    public override double? PercentComplete => null;

    public override DateTimeOffset? FinishedAt => null;

    public override TimeSpan? Duration => null;

    public override string? Message => null;

    /// <summary>Why nobody can wait for it.</summary>
    public ErrorRecord Error() => new(
        new ArgumentException(_why),
        "JobObjectNeeded",
        ErrorCategory.InvalidArgument,
        _given);
}
