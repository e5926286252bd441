using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Downloads;

/// <summary>Makes a name that a service gave one that stays in its folder, on any system.</summary>
internal static class SafeFileName
{
    private const int Longest = 150;
    private const string NotAllowed = "\"<>|:*?\\/";

    private static readonly HashSet<string> Devices = new(
        new[] { "CON", "PRN", "AUX", "NUL" }.Concat(Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The last part of a name, without what no system or terminal takes; the other name where nothing is left.</summary>
    public static string From(string? given, string otherwise)
    {
        string last = (given ?? string.Empty).Split('/', '\\').Last();
        string line = DisplayText.OneLine(last) ?? string.Empty;
        string safe = new string(line.Select(c => NotAllowed.IndexOf(c) >= 0 || c == '\uFFFD' ? '_' : c).ToArray()).Trim().Trim('.').Trim();
        if (safe.Length > Longest)
        {
            // The end of a name tells what kind of file it is.
            safe = safe.Substring(0, Longest - 20) + safe.Substring(safe.Length - 20);
        }

        return safe.Length == 0 || safe.All(c => c == '_') || Devices.Contains(safe.Split('.')[0].Trim()) ? otherwise : safe;
    }
}
