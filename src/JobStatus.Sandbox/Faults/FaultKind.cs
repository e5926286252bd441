namespace JobStatus.Sandbox.Faults;

/// <summary>The kinds of fault.</summary>
public enum FaultKind
{
    /// <summary>
    /// The response has the status <see cref="Fault.Status"/> and, if specified, the body and headers of the fault.
    /// </summary>
    Status,

    /// <summary>The normal response is delayed.</summary>
    Delay,

    /// <summary>The connection is reset, either immediately or while the body is being sent.</summary>
    Reset,

    /// <summary>The connection is closed before the body reaches the length in the Content-Length header.</summary>
    Truncate,

    /// <summary>The response has status 200 and the body <see cref="Fault.Body"/>.</summary>
    Body,

    /// <summary>There is no response until the client disconnects, the fault is removed or the sandbox stops.</summary>
    Hang,
}
