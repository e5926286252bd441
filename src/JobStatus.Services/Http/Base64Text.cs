using System;
using System.Collections.Generic;
using System.Text;

namespace JobStatus.Services.Http;

/// <summary>Finds text that is a part of other text in Base64, such as a key in <c>user:key</c>.</summary>
internal static class Base64Text
{
    private const int BitsPerByte = 8;
    private const int BitsPerCharacter = 6;

    // A shorter form could be a part of an ordinary word.
    private const int MinLength = 6;

    /// <summary>
    /// Returns the characters that encode the text, and nothing but the text, depending on what precedes it. They are returned
    /// in the standard alphabet and, if it makes a difference, in that for addresses.
    /// </summary>
    public static IEnumerable<string> FormsOf(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int preceding = 0; preceding < 3; preceding++)
        {
            byte[] all = new byte[preceding + bytes.Length];
            bytes.CopyTo(all, preceding);
            int start = ((preceding * BitsPerByte) + BitsPerCharacter - 1) / BitsPerCharacter;
            int end = all.Length * BitsPerByte / BitsPerCharacter;
            if (end - start < MinLength)
            {
                continue;
            }

            string form = Convert.ToBase64String(all).Substring(start, end - start);
            yield return form;
            string inAddress = form.Replace('+', '-').Replace('/', '_');
            if (inAddress != form)
            {
                yield return inAddress;
            }
        }
    }

    /// <summary>Extends a range of text to the whole Base64 text that it belongs to.</summary>
    /// <param name="text">The text.</param>
    /// <param name="min">The lowest start.</param>
    /// <param name="start">The start of the range.</param>
    /// <param name="end">The end of the range.</param>
    public static void Extend(string text, int min, ref int start, ref int end)
    {
        while (start > min && IsBase64(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && EncodedText.ReadCharacter(text, end, out char c) is var length && IsBase64(c))
        {
            end += length;
        }
    }

    // A slash could also be a separator in an address.
    private static bool IsBase64(char c) =>
        c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '+' or '-' or '_' or '=';
}
