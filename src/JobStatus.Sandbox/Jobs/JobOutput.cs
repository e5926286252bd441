using System.Collections.Generic;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A file that an Alteryx job leaves behind.</summary>
public sealed record JobOutput
{
    /// <summary>The id, or null for one that follows from its place in the list.</summary>
    public string? Id { get; init; }

    /// <summary>The name as the job tells it. Anything will do, also what no file could be called.</summary>
    public string FileName { get; init; } = "report.yxdb";

    /// <summary>The formats in which it can be had.</summary>
    public IReadOnlyList<string> AvailableFormats { get; init; } = ["Raw", "Yxdb", "Csv"];

    /// <summary>Its length in bytes, in each of the formats.</summary>
    public long Bytes { get; init; } = 4096;

    /// <summary>
    /// The Content-Disposition of the download, as it is, or null for one with <see cref="FileName"/>. An empty text sends
    /// none.
    /// </summary>
    public string? Disposition { get; init; }
}
