using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes the events and matches of a run in Alma's JSON form.</summary>
internal static class AlmaRecordPayload
{
    private const int MatchesPerMultiMatch = 3;

    /// <summary>Writes an event: an entry that the run rejected.</summary>
    /// <param name="instanceUri">The address of the run.</param>
    /// <param name="number">The zero-based number of the entry.</param>
    public static JsonObject Event(string instanceUri, int number) => new()
    {
        ["id"] = Id(number),
        ["type"] = AlmaCodedField.Create("REJECTED", "Rejected entry"),
        ["entry"] = string.Create(CultureInfo.InvariantCulture, $"user{number + 1}"),
        ["description"] = "The entry has no primary identifier.",
        ["link"] = $"{instanceUri}/events/{Id(number)}",
    };

    /// <summary>
    /// Writes a match: a record that has one existing match or, if <paramref name="multiple"/>, several.
    /// </summary>
    public static JsonObject Match(string instanceUri, int number, bool multiple) => new()
    {
        ["id"] = Id(number),
        ["title"] = string.Create(CultureInfo.InvariantCulture, $"Title {number + 1}"),
        ["match_count"] = multiple ? MatchesPerMultiMatch : 1,
        ["mms_id"] = string.Join(',', Enumerable.Range(0, multiple ? MatchesPerMultiMatch : 1).Select(match =>
            string.Create(CultureInfo.InvariantCulture, $"99{(number * 10) + match:D8}0561"))),
        ["link"] = $"{instanceUri}/matches/{Id(number)}",
    };

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"{7_000_000 + number}0561");
}
