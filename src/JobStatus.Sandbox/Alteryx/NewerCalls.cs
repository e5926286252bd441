namespace JobStatus.Sandbox.Alteryx;

/// <summary>What becomes of the Alteryx calls that only newer Servers have: the queue, and cancelling a job.</summary>
public enum NewerCalls
{
    /// <summary>The Server has them.</summary>
    Available,

    /// <summary>The Server is too old, and answers both with 404.</summary>
    NotFound,

    /// <summary>The Server is too old, and answers the queue with 404 and the cancelling with 405.</summary>
    MethodNotAllowed,
}
