namespace JobStatus.Services;

/// <summary>How errors of one kind are reported and handled.</summary>
public sealed class JobServiceErrorRule
{
    internal JobServiceErrorRule(JobServiceErrorKind kind, string category, bool isTransient, string recommendedAction)
    {
        Kind = kind;
        Category = category;
        IsTransient = isTransient;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The kind of error. Its name is the error id.</summary>
    public JobServiceErrorKind Kind { get; }

    /// <summary>The name of the PowerShell error category.</summary>
    public string Category { get; }

    /// <summary>True if the error is transient, so that a later request can succeed without any change.</summary>
    public bool IsTransient { get; }

    /// <summary>What to do about the error, as a sentence.</summary>
    public string RecommendedAction { get; }
}
