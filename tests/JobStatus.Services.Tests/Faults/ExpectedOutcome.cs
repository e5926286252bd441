namespace JobStatus.Services.Tests.Faults;

/// <summary>The expected outcome of a fault, with the text of docs/reliability.md.</summary>
internal sealed record ExpectedOutcome(string Text, JobServiceErrorKind? Kind = null, bool IsRetried = false)
{
    /// <summary>The fault has no effect on the result.</summary>
    public static ExpectedOutcome Succeeds { get; } = new("succeeds");

    /// <summary>The wait continues until the job finishes.</summary>
    public static ExpectedOutcome Continues { get; } = new("continues");

    /// <summary>The request is retried. If the fault persists, this error is reported.</summary>
    public static ExpectedOutcome RetriedThenError(JobServiceErrorKind kind) => new($"retried, then `{kind}`", kind, IsRetried: true);

    /// <summary>This error is reported without a retry.</summary>
    public static ExpectedOutcome Error(JobServiceErrorKind kind) => new($"`{kind}`", kind);

    /// <summary>The wait for this job ends with this error.</summary>
    public static ExpectedOutcome EndsWith(JobServiceErrorKind kind) => new($"ends with `{kind}`", kind);
}
