using System.Collections.Generic;
using System.Globalization;

namespace JobStatus;

/// <summary>One counter of an Alma job report, such as the number of records that failed.</summary>
public sealed class AlmaCounter : ServiceObject
{
    /// <summary>
    /// The counter type, such as <c>import_research_assets_files.asset_failed</c>, or null if Alma does not report it.
    /// </summary>
    public AlmaCodedValue? Type { get; init; }

    /// <summary>The value as Alma sent it, which is not always a number, or null if there is no value.</summary>
    public string? Value { get; init; }

    /// <summary>The value as a number, or null if <see cref="Value"/> is not a 64-bit integer.</summary>
    public long? Number =>
        long.TryParse(Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>Other fields that Alma sent for the counter, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the counter type and the value.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{Type}: {DisplayText.OneLine(Value)}";
}
