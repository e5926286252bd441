using System.Collections.Generic;

namespace JobStatus;

/// <summary>One output of an Alteryx job.</summary>
public sealed class AlteryxJobOutput
{
    /// <summary>The output's id; null where Alteryx does not say.</summary>
    public string? Id { get; init; }

    /// <summary>The formats in which it can be fetched, in Alteryx's words. Never null.</summary>
    public IReadOnlyList<string> AvailableFormats { get; init; } = [];

    /// <summary>The file's name at the Server, possibly with a path; null where Alteryx does not say.</summary>
    public string? FileName { get; init; }

    /// <summary>What else Alteryx sent about the output. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The file's name, else the id.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(FileName, Id);
}
