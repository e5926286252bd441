using System.Collections.Generic;

namespace JobStatus;

/// <summary>One output of an Alteryx job.</summary>
public sealed class AlteryxJobOutput : ServiceObject
{
    /// <summary>The id of the output, or null if Alteryx does not report it.</summary>
    public string? Id { get; init; }

    /// <summary>The formats that the output can be downloaded in, as Alteryx names them. Never null.</summary>
    public IReadOnlyList<string> AvailableFormats { get; init; } = [];

    /// <summary>The file name on the Server, possibly with a path, or null if Alteryx does not report it.</summary>
    public string? FileName { get; init; }

    /// <summary>Other fields that Alteryx sent for the output, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the file name, or the id if there is no file name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(FileName, Id);
}
