namespace JobStatus.Services.Tests.Faults;

/// <summary>What must come of a fault, in the words of docs/reliability.md.</summary>
internal sealed record Expectation(string Text, JobServiceErrorKind? Kind = null, bool IsAskedAgain = false)
{
    /// <summary>It is read as if nothing were wrong.</summary>
    public static Expectation Read { get; } = new("succeeds");

    /// <summary>The wait goes on, and ends with the job.</summary>
    public static Expectation GoesOn { get; } = new("continues");

    /// <summary>It is asked again; where the fault stays, this is the error.</summary>
    public static Expectation AskedAgain(JobServiceErrorKind kind) => new($"retried, then `{kind}`", kind, IsAskedAgain: true);

    /// <summary>This is the error at once.</summary>
    public static Expectation Error(JobServiceErrorKind kind) => new($"`{kind}`", kind);

    /// <summary>The wait for this job ends with this error.</summary>
    public static Expectation Ends(JobServiceErrorKind kind) => new($"ends with `{kind}`", kind);
}
