using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace JobStatus.Services.Downloads;

/// <summary>Makes a name that a service gave one that stays in its folder, on any system.</summary>
internal static class SafeFileName
{
    private const int MaxLength = 150;
    private const int MaxSuffixLength = 20;

    // Most file systems outside Windows count a name in bytes, and take 255 of them.
    private const int MaxBytes = 240;
    private const string InvalidCharacters = "\"<>|:*?\\/";

    private static readonly HashSet<string> ReservedNames = new(
        new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }.Concat("0123456789\u00B9\u00B2\u00B3".SelectMany(port => new[] { $"COM{port}", $"LPT{port}" })),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The last part of a name, without what no system or terminal takes; the other name where nothing is left.</summary>
    public static string From(string? name, string fallback)
    {
        string last = (name ?? string.Empty).Split('/', '\\').Last();
        string line = DisplayText.OneLine(last) ?? string.Empty;
        string safe = new string(line.Select(c => InvalidCharacters.IndexOf(c) >= 0 || c == '\uFFFD' ? '_' : c).ToArray()).Trim().Trim('.').Trim();
        if (safe.Length > MaxLength || Encoding.UTF8.GetByteCount(safe) > MaxBytes)
        {
            safe = Shorten(safe);
        }

        return safe.Length == 0 || safe.All(c => c == '_') || ReservedNames.Contains(safe.Split('.')[0].Trim()) ? fallback : safe;
    }

    // The end of a name tells what kind of file it is. No pair of surrogates is cut in two.
    private static string Shorten(string name)
    {
        int from = Math.Max(0, name.Length - MaxSuffixLength);
        string suffix = name.Substring(char.IsLowSurrogate(name[from]) ? from + 1 : from);
        int length = Math.Min(from, MaxLength - MaxSuffixLength);
        int maxPrefixBytes = MaxBytes - Encoding.UTF8.GetByteCount(suffix);
        while (length > 0 && (char.IsHighSurrogate(name[length - 1]) || Encoding.UTF8.GetByteCount(name.Substring(0, length)) > maxPrefixBytes))
        {
            length--;
        }

        return name.Substring(0, length) + suffix;
    }
}
