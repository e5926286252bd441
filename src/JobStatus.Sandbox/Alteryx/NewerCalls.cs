namespace JobStatus.Sandbox.Alteryx;

/// <summary>
/// The support for the two APIs that only newer versions of Alteryx Server have: listing the queue and canceling a job.
/// </summary>
public enum NewerCalls
{
    /// <summary>The Server has both APIs.</summary>
    Available,

    /// <summary>The Server is too old. The response of both APIs is 404.</summary>
    NotFound,

    /// <summary>The Server is too old. The response is 404 for the queue and 405 for a cancellation.</summary>
    MethodNotAllowed,
}
