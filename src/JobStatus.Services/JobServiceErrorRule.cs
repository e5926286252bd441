namespace JobStatus.Services;

/// <summary>How errors of one kind are handled. An error is permanent unless stated otherwise.</summary>
public sealed class JobServiceErrorRule
{
    internal JobServiceErrorRule(JobServiceErrorKind kind)
    {
        Kind = kind;
    }

    /// <summary>The kind of error.</summary>
    public JobServiceErrorKind Kind { get; }

    /// <summary>True if a later request can succeed without any change. Such an error does not end a wait.</summary>
    public bool IsTransient { get; internal init; }

    /// <summary>True if a read request is retried before the error is reported.</summary>
    public bool IsRetried { get; internal init; }

    /// <summary>True if the service may have accepted the request although it caused the error.</summary>
    public bool LeavesOutcomeUnknown { get; internal init; }
}
