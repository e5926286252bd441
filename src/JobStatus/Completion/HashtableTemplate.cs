using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>
/// Completes a hashtable parameter with a template that the user fills in. The results are one template with all known
/// keys, and one template for each key.
/// </summary>
internal static class HashtableTemplate
{
    public static IEnumerable<CompletionResult> CreateResults(CompletionRequest request, IEnumerable<Entry> entries)
    {
        Entry[] known = entries.Where(entry => CompletionText.IsSafe(entry.Key)).ToArray();
        Entry[] matches = known.Where(entry => request.MatchesPrefix(entry.Key)).ToArray();
        IEnumerable<CompletionResult> single =
            matches.Select(entry => CompletionText.CreateCodeResult(ToCode([entry]), entry.Key, entry.ToolTip));
        return known.Length > 1 && matches.Length == known.Length
            ? single.Prepend(CompletionText.CreateCodeResult(ToCode(known), string.Join(", ", known.Select(entry => entry.Key))))
            : single;
    }

    private static string ToCode(IEnumerable<Entry> entries) => $"@{{ {string.Join("; ", entries.Select(ToCode))} }}";

    private static string ToCode(Entry entry)
    {
        string value = CompletionText.IsSafe(entry.Value) ? entry.Value! : string.Empty;
        return $"{CompletionText.QuoteAlways(entry.Key)} = {CompletionText.QuoteAlways(value)}";
    }

    internal sealed class Entry
    {
        public Entry(string? key, string? value, string? toolTip)
        {
            Key = key ?? string.Empty;
            Value = value;
            ToolTip = toolTip;
        }

        public string Key { get; }

        /// <summary>The default value; null if there is none.</summary>
        public string? Value { get; }

        public string? ToolTip { get; }
    }
}
