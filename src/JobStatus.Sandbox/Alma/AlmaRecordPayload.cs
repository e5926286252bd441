using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alma;

/// <summary>Writes what a run did to single records: the entries that it rejected, and those that it found again.</summary>
internal static class AlmaRecordPayload
{
    private const int MatchesOfAMultiMatch = 3;

    /// <summary>An entry that a run did not take.</summary>
    /// <param name="instanceUri">The address of the run.</param>
    /// <param name="number">The number of the entry, from 0.</param>
    internal static JsonObject Event(string instanceUri, int number) => new()
    {
        ["id"] = Id(number),
        ["type"] = AlmaCodedField.Of("REJECTED", "Rejected entry"),
        ["entry"] = string.Create(CultureInfo.InvariantCulture, $"user{number + 1}"),
        ["description"] = "The entry has no primary identifier.",
        ["link"] = $"{instanceUri}/events/{Id(number)}",
    };

    /// <summary>A record that was there already, once or more than once.</summary>
    internal static JsonObject Match(string instanceUri, int number, bool multiple) => new()
    {
        ["id"] = Id(number),
        ["title"] = string.Create(CultureInfo.InvariantCulture, $"Title {number + 1}"),
        ["match_count"] = multiple ? MatchesOfAMultiMatch : 1,
        ["mms_id"] = string.Join(',', Enumerable.Range(0, multiple ? MatchesOfAMultiMatch : 1).Select(match =>
            string.Create(CultureInfo.InvariantCulture, $"99{(number * 10) + match:D8}0561"))),
        ["link"] = $"{instanceUri}/matches/{Id(number)}",
    };

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"{7_000_000 + number}0561");
}
