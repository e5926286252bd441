using System.Collections.Generic;

namespace JobStatus.Sandbox.Faults;

/// <summary>A fault to inject into the responses to matching requests.</summary>
public sealed record Fault
{
    /// <summary>The value of <see cref="Count"/> that keeps the fault active until it is removed.</summary>
    public const int UntilRemoved = -1;

    /// <summary>
    /// The paths to match: a prefix or, if it contains the wildcard <c>*</c>, a pattern for the whole path. The query
    /// is not compared.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The HTTP method to match, or null for every method.</summary>
    public string? Method { get; init; }

    /// <summary>The number of matching requests to skip before the fault takes effect.</summary>
    public int Skip { get; init; }

    /// <summary>
    /// The number of requests that the fault affects, or -1 for every request until the fault is removed.
    /// </summary>
    public int Count { get; init; } = 1;

    /// <summary>The kind of fault.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The response status for <see cref="FaultKind.Status"/>.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// The response body. If null, <see cref="FaultKind.Reset"/> and <see cref="FaultKind.Truncate"/> use the normal
    /// body, and <see cref="FaultKind.Status"/> and <see cref="FaultKind.Body"/> use an empty one.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>The content type of <see cref="Body"/>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Response headers to add, such as Retry-After.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The delay for <see cref="FaultKind.Delay"/>, in milliseconds.</summary>
    public double Milliseconds { get; init; }

    /// <summary>
    /// The number of body bytes to send before the connection is closed. If null, <see cref="FaultKind.Reset"/> sends
    /// no response at all, and <see cref="FaultKind.Truncate"/> sends half of the body.
    /// </summary>
    public int? AfterBytes { get; init; }
}
