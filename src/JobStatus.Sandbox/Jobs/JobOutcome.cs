namespace JobStatus.Sandbox.Jobs;

/// <summary>How a simulated job ends.</summary>
public enum JobOutcome
{
    /// <summary>It succeeds.</summary>
    Completed,

    /// <summary>It succeeds with warnings. Xplenty has no such end and says <c>completed</c>.</summary>
    Warning,

    /// <summary>It fails, and its progress stays where it was.</summary>
    Failed,

    /// <summary>Somebody stops it, and its progress stays where it was.</summary>
    Stopped,
}
