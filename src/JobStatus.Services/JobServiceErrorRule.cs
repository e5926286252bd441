namespace JobStatus.Services;

/// <summary>What a kind of error means to whoever meets it.</summary>
public sealed class JobServiceErrorRule
{
    internal JobServiceErrorRule(JobServiceErrorKind kind, string category, bool isTransient, string recommendedAction)
    {
        Kind = kind;
        Category = category;
        IsTransient = isTransient;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The kind; its name is the error's id.</summary>
    public JobServiceErrorKind Kind { get; }

    /// <summary>The name of the PowerShell error category.</summary>
    public string Category { get; }

    /// <summary>True when asking again later can help without anybody doing anything.</summary>
    public bool IsTransient { get; }

    /// <summary>What to do about it, as a sentence.</summary>
    public string RecommendedAction { get; }
}
