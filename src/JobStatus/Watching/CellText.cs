using System;
using System.Globalization;
using System.Text;

namespace JobStatus.Watching;

/// <summary>
/// Fits text into the cells of a terminal. East Asian characters and emoji take two cells, and combining marks none. Terminals
/// disagree about characters that join or modify other characters, so these are removed.
/// </summary>
internal static class CellText
{
    // Longer than any column.
    private const int MaxLength = 500;

    // The characters of East Asian width W or F, and the emoji, as pairs of the first and the last code point. Between the emoji,
    // these ranges contain some symbols that take one cell.
    private static readonly int[] WideRanges =
    [
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
        0x2614, 0x2615, 0x2630, 0x2637, 0x2648, 0x2653, 0x267F, 0x267F, 0x268A, 0x268F, 0x2693, 0x2693, 0x26A1, 0x26A1,
        0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3,
        0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C,
        0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C,
        0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF,
        0xFE10, 0xFE19, 0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1D300, 0x1D376,
        0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335,
        0x1F337, 0x1F37C, 0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4,
        0x1F3F8, 0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567,
        0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC,
        0x1F6D0, 0x1F6D2, 0x1F6D5, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FF, 0x1F7E0, 0x1F7F0, 0x1F90C, 0x1F93A,
        0x1F93C, 0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD,
    ];

    /// <summary>Returns the text as one line that can be shown in a cell, or an empty string.</summary>
    public static string Clean(string? text)
    {
        string line = DisplayText.OneLine(text, MaxLength) ?? string.Empty;
        var cell = new StringBuilder(line.Length);
        for (int index = 0; index < line.Length; index++)
        {
            if (char.IsSurrogatePair(line, index))
            {
                if (!IsModifier(char.ConvertToUtf32(line, index), CharUnicodeInfo.GetUnicodeCategory(line, index)))
                {
                    cell.Append(line, index, 2);
                }

                index++;
            }
            else if (char.IsSurrogate(line[index]))
            {
                cell.Append('\uFFFD');
            }
            else if (!IsModifier(line[index], CharUnicodeInfo.GetUnicodeCategory(line[index])))
            {
                cell.Append(line[index]);
            }
        }

        return cell.ToString();
    }

    /// <summary>Returns the number of cells that a clean text takes.</summary>
    public static int Width(string text)
    {
        int width = 0;
        for (int index = 0; index < text.Length; index += LengthAt(text, index))
        {
            width += WidthAt(text, index);
        }

        return width;
    }

    /// <summary>Returns a clean text that takes at most this number of cells. A text that is too long ends with an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (text.Length <= width / 2 || Width(text) <= width)
        {
            return text;
        }

        int used = 1;
        int index = 0;
        for (; index < text.Length && used + WidthAt(text, index) <= width; index += LengthAt(text, index))
        {
            used += WidthAt(text, index);
        }

        return width <= 0 ? string.Empty : new StringBuilder(text, 0, index, index + 1).Append('…').ToString();
    }

    /// <summary>Returns the number of spaces that a clean text needs to take this number of cells.</summary>
    public static string Padding(string text, int width) => new(' ', Math.Max(0, width - Width(text)));

    // Characters of the category Format, variation selectors, and the skin colors of emoji.
    private static bool IsModifier(int codePoint, UnicodeCategory category) =>
        category == UnicodeCategory.Format
        || codePoint is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or >= 0x1F3FB and <= 0x1F3FF;

    private static int LengthAt(string text, int index) => char.IsSurrogatePair(text, index) ? 2 : 1;

    private static int WidthAt(string text, int index)
    {
        int codePoint = char.IsSurrogatePair(text, index) ? char.ConvertToUtf32(text, index) : text[index];
        if (codePoint < 0x300)
        {
            return 1;
        }

        bool isMark = CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
        return isMark || codePoint is >= 0x1160 and <= 0x11FF ? 0 : IsWide(codePoint) ? 2 : 1;
    }

    private static bool IsWide(int codePoint)
    {
        int found = Array.BinarySearch(WideRanges, codePoint);

        // A range of one character contains it twice. Otherwise, the next larger value ends a range if its index is odd.
        return found >= 0 || (~found & 1) == 1;
    }
}
