using System.Collections.Generic;

namespace JobStatus.Sandbox.Faults;

/// <summary>Something that is to go wrong for some requests.</summary>
public sealed record Fault
{
    /// <summary>The value of <see cref="Count"/> for a fault that stays until it is removed.</summary>
    public const int UntilRemoved = -1;

    /// <summary>
    /// Which requests it hits: the start of their path, or the whole path with <c>*</c> for anything. The query does not
    /// count.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The method that it hits, or null for all.</summary>
    public string? Method { get; init; }

    /// <summary>How many requests that it would hit it lets pass first.</summary>
    public int Skip { get; init; }

    /// <summary>How many answers it spoils; −1 is all until it is removed.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The status to answer, where <see cref="Kind"/> is <see cref="FaultKind.Status"/>.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// The body to answer. Null is an empty one; for <see cref="FaultKind.Reset"/> and <see cref="FaultKind.Truncate"/>
    /// it is the ordinary one.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>The content type of <see cref="Body"/>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers to answer, such as Retry-After.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How many milliseconds a <see cref="FaultKind.Delay"/> takes.</summary>
    public double Milliseconds { get; init; }

    /// <summary>
    /// After how many bytes of the body to cut. Null is before the first byte of the answer for
    /// <see cref="FaultKind.Reset"/>, and in the middle of the body for <see cref="FaultKind.Truncate"/>.
    /// </summary>
    public int? AfterBytes { get; init; }
}
