using System;
using System.Management.Automation;

namespace JobStatus.Rehydration;

/// <summary>What Select-Object made of a job: an object that looks like one, with some of its properties.</summary>
internal sealed class LostJob : RemoteJob
{
    private readonly PSObject _given;

    public LostJob(PSObject given)
    {
        _given = given;
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
        new ArgumentException("What Select-Object made of a job is no job any more, and cannot be waited for. Wait first and select afterwards, or use Wait-RemoteJob with -Service and -Id."),
        "JobObjectNeeded",
        ErrorCategory.InvalidArgument,
        _given);
}
