using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace JobStatus.Services.Http;

/// <summary>
/// Compares text with other text whose characters may be encoded: as in JSON (<c>\/</c>, <c>\u002f</c>), an address
/// (<c>%2F</c>, <c>%252F</c>) or HTML (<c>&amp;#47;</c>), or with any combination of them. The other text can also be divided by
/// white space.
/// </summary>
internal static class EncodedText
{
    // The longest one is &DiacriticalGrave;.
    private const int MaxEntityLength = 17;

    // The names of HTML 5 for ASCII characters. WebUtility knows only those of HTML 4.
    private static readonly Dictionary<string, char> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Tab"] = '\t', ["NewLine"] = '\n', ["excl"] = '!', ["num"] = '#', ["dollar"] = '$', ["percnt"] = '%', ["lpar"] = '(',
        ["rpar"] = ')', ["ast"] = '*', ["midast"] = '*', ["plus"] = '+', ["comma"] = ',', ["period"] = '.', ["sol"] = '/',
        ["colon"] = ':', ["semi"] = ';', ["equals"] = '=', ["quest"] = '?', ["commat"] = '@', ["lsqb"] = '[', ["lbrack"] = '[',
        ["bsol"] = '\\', ["rsqb"] = ']', ["rbrack"] = ']', ["Hat"] = '^', ["lowbar"] = '_', ["UnderBar"] = '_', ["grave"] = '`',
        ["DiacriticalGrave"] = '`', ["lcub"] = '{', ["lbrace"] = '{', ["verbar"] = '|', ["vert"] = '|', ["VerticalLine"] = '|',
        ["rcub"] = '}', ["rbrace"] = '}',
    };

    private const int MaxGap = 16;

    /// <summary>The characters that an encoded character can start with.</summary>
    public static ReadOnlySpan<char> Starts => ['\\', '%', '&'];

    /// <summary>
    /// Returns true if a text can contain encoded characters or white space. Without either, it contains another text only as it is.
    /// </summary>
    public static bool MayBeIn(string text)
    {
        foreach (char c in text)
        {
            if (c is <= ' ' or >= '\x7F' or '\\' or '%' or '&')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns true if a part of a text was cut off.</summary>
    public static bool IsCut(string text) => text.IndexOf(DisplayText.Ellipsis) >= 0;

    /// <summary>Returns the end of the text that is expected at a position, or -1 if it is not there.</summary>
    /// <param name="text">The text to search.</param>
    /// <param name="start">The position.</param>
    /// <param name="expected">The expected text.</param>
    /// <param name="minCutLength">
    /// If the expected text is cut off, with an ellipsis after it, the number of its characters that are enough. By default, all are needed.
    /// </param>
    public static int FindEnd(string text, int start, string expected, int minCutLength = int.MaxValue)
    {
        // The expected text can itself look like encoded text.
        int end = FindEnd(text, start, expected, minCutLength, prefersLiteral: false);
        return end >= 0 ? end : FindEnd(text, start, expected, minCutLength, prefersLiteral: true);
    }

    /// <summary>Reads the character at a position, and returns the number of characters that encode it.</summary>
    public static int ReadCharacter(string text, int start, out char c)
    {
        c = text[start];
        return c switch
        {
            '\\' => ReadBackslash(text, start, ref c),
            '%' => ReadPercent(text, start, ref c),
            '&' => ReadEntity(text, start, ref c),
            _ => 1,
        };
    }

    private static int FindEnd(string text, int start, string expected, int minCutLength, bool prefersLiteral)
    {
        int at = start;
        for (int i = 0; i < expected.Length; i++)
        {
            char c = expected[i];
            int gap = 0;
            while (true)
            {
                if (at >= text.Length)
                {
                    return -1;
                }

                if (prefersLiteral && IsSame(text[at], c))
                {
                    at++;
                    break;
                }

                int length = ReadCharacter(text, at, out char read);
                if (IsSame(read, c))
                {
                    at += length;
                    break;
                }

                if (at == start || ++gap > MaxGap || !(IsGap(read) || IsEscapedGap(text, at)))
                {
                    return i >= minCutLength ? FindCut(text, at) : -1;
                }

                at += length;
            }
        }

        return at;
    }

    // Returns the position of the ellipsis. The text can be cut off within an encoded character.
    private static int FindCut(string text, int at) =>
        text[at] == DisplayText.Ellipsis ? at
        : text[at] is '\\' or '%' or '&' ? text.IndexOf(DisplayText.Ellipsis, at, Math.Min(MaxEntityLength, text.Length - at))
        : -1;

    private static bool IsSame(char a, char b) => a == b || char.ToUpperInvariant(a) == char.ToUpperInvariant(b);

    // Harmful characters have already been replaced with U+FFFD in messages.
    private static bool IsGap(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFFFD'
        || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static bool IsEscapedGap(string text, int at) =>
        text[at] == '\\' && at + 1 < text.Length && text[at + 1] is 'n' or 'r' or 't';

    // Text that was escaped several times has several backslashes.
    private static int ReadBackslash(string text, int start, ref char c)
    {
        int at = start;
        while (at < text.Length && text[at] == '\\')
        {
            at++;
        }

        if (at == text.Length)
        {
            return 1;
        }

        int digits = text[at] switch { 'u' or 'U' => 4, 'x' or 'X' => 2, _ => 0 };
        if (TryReadNumber(text, at + 1, digits, out int code))
        {
            c = (char)code;
            return at + 1 + digits - start;
        }

        // The character after the backslash can itself be encoded.
        return at + ReadCharacter(text, at, out c) - start;
    }

    // The percent sign can itself be encoded, as %25.
    private static int ReadPercent(string text, int start, ref char c)
    {
        int at = start + 1;
        while (TryReadNumber(text, at, 2, out int percent) && percent == '%' && TryReadNumber(text, at + 2, 2, out _))
        {
            at += 2;
        }

        if (!TryReadNumber(text, at, 2, out int code))
        {
            return 1;
        }

        c = (char)code;
        return at + 2 - start;
    }

    // The ampersand can itself be encoded, as &amp;
    private static int ReadEntity(string text, int start, ref char c)
    {
        const string ampersand = "amp;";
        int name = start + 1;
        while (string.Compare(text, name, ampersand, 0, ampersand.Length, StringComparison.OrdinalIgnoreCase) == 0)
        {
            name += ampersand.Length;
        }

        int end = text.IndexOf(';', name, Math.Min(MaxEntityLength, text.Length - name));
        if (end >= 0 && DecodeEntity(text.Substring(name, end - name)) is { } decoded)
        {
            c = decoded;
            return end + 1 - start;
        }

        return Math.Max(1, name - start);
    }

    private static char? DecodeEntity(string name) =>
        Names.TryGetValue(name, out char named) ? named
        : WebUtility.HtmlDecode($"&{name};") is { Length: 1 } decoded ? decoded[0]
        : null;

    private static bool TryReadNumber(string text, int start, int digits, out int number)
    {
        number = 0;
        return start + digits <= text.Length
            && int.TryParse(
                text.Substring(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
