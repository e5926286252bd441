using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace JobStatus.Services.Downloads;

/// <summary>Converts a file name from a service to one that is valid on every system and cannot leave its folder.</summary>
internal static class SafeFileName
{
    private const int MaxLength = 150;
    private const int MaxSuffixLength = 20;

    // Most file systems outside Windows limit a name to 255 bytes.
    private const int MaxBytes = 240;
    private const string InvalidCharacters = "\"<>|:*?\\/";

    private static readonly HashSet<string> ReservedNames = new(
        new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }
            .Concat("0123456789\u00B9\u00B2\u00B3".SelectMany(port => new[] { $"COM{port}", $"LPT{port}" })),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Returns the last segment of the name with unsafe characters replaced, or the fallback if no usable name remains. The fallback
    /// gets the extension of a name that is reserved.
    /// </summary>
    public static string From(string? name, string fallback)
    {
        string last = (name ?? string.Empty).Split('/', '\\').Last();
        string line = DisplayText.OneLine(last, int.MaxValue) ?? string.Empty;
        char[] characters = line.Select(c => InvalidCharacters.IndexOf(c) >= 0 || c == '\uFFFD' ? '_' : c).ToArray();
        string safe = TrimBlanksAndDots(new string(characters));
        if (safe.Length > MaxLength || Encoding.UTF8.GetByteCount(safe) > MaxBytes)
        {
            safe = Shorten(safe);
        }

        return safe.Length == 0 || safe.All(c => c == '_') ? fallback
            : !ReservedNames.Contains(safe.Split('.')[0].Trim()) ? safe
            : Path.HasExtension(safe) ? Path.ChangeExtension(fallback, Path.GetExtension(safe))
            : fallback;
    }

    // Windows removes blanks and dots from the end of a name, so two names could mean the same file.
    private static string TrimBlanksAndDots(string name)
    {
        static bool IsRemoved(char c) => c == '.' || char.IsWhiteSpace(c);
        return string.Concat(name.SkipWhile(IsRemoved).Reverse().SkipWhile(IsRemoved).Reverse());
    }

    // The end of the name is kept because it contains the extension. Surrogate pairs are not split.
    private static string Shorten(string name)
    {
        int from = Math.Max(0, name.Length - MaxSuffixLength);
        string suffix = name.Substring(char.IsLowSurrogate(name[from]) ? from + 1 : from);
        int length = Math.Min(from, MaxLength - MaxSuffixLength);
        int maxPrefixBytes = MaxBytes - Encoding.UTF8.GetByteCount(suffix);
        while (length > 0
            && (char.IsHighSurrogate(name[length - 1]) || Encoding.UTF8.GetByteCount(name.Substring(0, length)) > maxPrefixBytes))
        {
            length--;
        }

        return name.Substring(0, length) + suffix;
    }
}
