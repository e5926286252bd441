using System.Collections.Generic;

namespace JobStatus.Sandbox.Jobs;

/// <summary>An output file of an Alteryx job.</summary>
public sealed record JobOutput
{
    /// <summary>The id. If null, it is derived from the position in the list.</summary>
    public string? Id { get; init; }

    /// <summary>The file name that the job reports. It does not have to be a valid file name.</summary>
    public string FileName { get; init; } = "report.yxdb";

    /// <summary>The formats in which the file can be downloaded.</summary>
    public IReadOnlyList<string> AvailableFormats { get; init; } = ["Raw", "Yxdb", "Csv"];

    /// <summary>The length of the file in bytes, the same for every format.</summary>
    public long Bytes { get; init; } = 4096;

    /// <summary>
    /// The Content-Disposition of the download, sent unchanged. If null, it contains <see cref="FileName"/>. If empty,
    /// the header is left out.
    /// </summary>
    public string? Disposition { get; init; }
}
