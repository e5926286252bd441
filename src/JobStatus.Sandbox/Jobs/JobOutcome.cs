namespace JobStatus.Sandbox.Jobs;

/// <summary>The outcome of a simulated job.</summary>
public enum JobOutcome
{
    /// <summary>The job succeeds.</summary>
    Completed,

    /// <summary>The job succeeds with warnings. Xplenty has no such outcome and reports <c>completed</c>.</summary>
    Warning,

    /// <summary>The job fails. Its progress stays below 100 percent.</summary>
    Failed,

    /// <summary>A user stops the job. Its progress stays below 100 percent.</summary>
    Stopped,
}
