namespace JobStatus.Sandbox.Alteryx;

/// <summary>
/// The support for the APIs that only newer versions of Alteryx Server have: listing the queue, canceling a job, and changing
/// a part of a schedule.
/// </summary>
public enum NewerCalls
{
    /// <summary>The Server has these APIs.</summary>
    Available,

    /// <summary>The Server is too old. The response is 404.</summary>
    NotFound,

    /// <summary>The Server is too old. The response is 404 for the queue and 405 for the others.</summary>
    MethodNotAllowed,
}
