using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace JobStatus.Services.Downloads;

/// <summary>Makes a name that a service gave one that stays in its folder, on any system.</summary>
internal static class SafeFileName
{
    private const int Longest = 150;
    private const int LongestEnding = 20;

    // Most file systems outside Windows count a name in bytes, and take 255 of them.
    private const int MostBytes = 240;
    private const string NotAllowed = "\"<>|:*?\\/";

    private static readonly HashSet<string> Devices = new(
        new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }.Concat("0123456789\u00B9\u00B2\u00B3".SelectMany(port => new[] { $"COM{port}", $"LPT{port}" })),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The last part of a name, without what no system or terminal takes; the other name where nothing is left.</summary>
    public static string From(string? given, string otherwise)
    {
        string last = (given ?? string.Empty).Split('/', '\\').Last();
        string line = DisplayText.OneLine(last) ?? string.Empty;
        string safe = new string(line.Select(c => NotAllowed.IndexOf(c) >= 0 || c == '\uFFFD' ? '_' : c).ToArray()).Trim().Trim('.').Trim();
        if (safe.Length > Longest || Encoding.UTF8.GetByteCount(safe) > MostBytes)
        {
            safe = Shorten(safe);
        }

        return safe.Length == 0 || safe.All(c => c == '_') || Devices.Contains(safe.Split('.')[0].Trim()) ? otherwise : safe;
    }

    // The end of a name tells what kind of file it is. No pair of surrogates is cut in two.
    private static string Shorten(string name)
    {
        int from = Math.Max(0, name.Length - LongestEnding);
        string ending = name.Substring(char.IsLowSurrogate(name[from]) ? from + 1 : from);
        int length = Math.Min(from, Longest - LongestEnding);
        int left = MostBytes - Encoding.UTF8.GetByteCount(ending);
        while (length > 0 && (char.IsHighSurrogate(name[length - 1]) || Encoding.UTF8.GetByteCount(name.Substring(0, length)) > left))
        {
            length--;
        }

        return name.Substring(0, length) + ending;
    }
}
