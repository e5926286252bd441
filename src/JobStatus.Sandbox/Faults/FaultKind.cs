namespace JobStatus.Sandbox.Faults;

/// <summary>What goes wrong with an answer.</summary>
public enum FaultKind
{
    /// <summary>An answer with <see cref="Fault.Status"/>, and body and headers if there are any.</summary>
    Status,

    /// <summary>The ordinary answer, later.</summary>
    Delay,

    /// <summary>The connection is reset, at once or in the middle of the body.</summary>
    Reset,

    /// <summary>The body ends before the length that was announced, and the connection is closed.</summary>
    Truncate,

    /// <summary>An answer 200 with <see cref="Fault.Body"/>.</summary>
    Body,

    /// <summary>No answer, until the client goes away, the fault is removed or the sandbox stops.</summary>
    Hang,
}
