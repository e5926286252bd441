using System.Collections.Generic;
using System.Globalization;

namespace JobStatus;

/// <summary>One figure of an Alma report, such as the number of records that failed.</summary>
public sealed class AlmaCounter
{
    /// <summary>What is counted, such as <c>import_research_assets_files.asset_failed</c>; null where Alma does not say.</summary>
    public AlmaCodedValue? Type { get; init; }

    /// <summary>The figure as Alma wrote it, which is not always a number; null where there is none.</summary>
    public string? Value { get; init; }

    /// <summary>The figure as a number; null when <see cref="Value"/> is not a whole number of 64 bits.</summary>
    public long? Number =>
        long.TryParse(Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>What else Alma sent about the figure. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>What is counted, and the figure.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => $"{Type}: {DisplayText.OneLine(Value)}";
}
