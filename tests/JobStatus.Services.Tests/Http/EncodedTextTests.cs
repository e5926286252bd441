using System;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class EncodedTextTests
{
    [Theory]
    [InlineData("ab", 1, 'a')]

    // Backslashes
    [InlineData("\\", 1, '\\')]
    [InlineData("\\\\", 1, '\\')]
    [InlineData("\\/", 2, '/')]
    [InlineData("\\\\/", 3, '/')]
    [InlineData("\\u002f!", 6, '/')]
    [InlineData("\\U002F", 6, '/')]
    [InlineData("\\x2f!", 4, '/')]
    [InlineData("\\X2F", 4, '/')]
    [InlineData("\\\\\\u002F", 8, '/')]
    [InlineData("\\u002", 2, 'u')]
    [InlineData("\\u00zz", 2, 'u')]
    [InlineData("\\x2", 2, 'x')]
    [InlineData("\\t2f", 2, 't')]
    [InlineData("\\&quot;", 7, '"')]
    [InlineData("\\\\%2F", 5, '/')]

    // Percent signs
    [InlineData("%2F5", 3, '/')]
    [InlineData("%252F5", 5, '/')]
    [InlineData("%25252f", 7, '/')]
    [InlineData("%2541", 5, 'A')]
    [InlineData("%25", 3, '%')]
    [InlineData("%252", 3, '%')]
    [InlineData("%25zz", 3, '%')]
    [InlineData("%", 1, '%')]
    [InlineData("%2", 1, '%')]
    [InlineData("%zz", 1, '%')]
    [InlineData("%4142", 3, 'A')]

    // Entities
    [InlineData("&#47;1", 5, '/')]
    [InlineData("&#x2f;", 6, '/')]
    [InlineData("&lt;;", 4, '<')]
    [InlineData("&amp;", 5, '&')]
    [InlineData("&amp;#47;", 9, '/')]
    [InlineData("&AMP;amp;#47;", 13, '/')]
    [InlineData("&amp;unknown;", 5, '&')]
    [InlineData("&", 1, '&')]
    [InlineData("&;", 1, '&')]
    [InlineData("&lt", 1, '&')]
    [InlineData("&unknown;", 1, '&')]
    [InlineData("&#00000047;", 11, '/')]
    [InlineData("&#00000000000000047;", 1, '&')]
    [InlineData("&sol;", 5, '/')]
    [InlineData("&plus;", 6, '+')]
    [InlineData("&amp;equals;", 12, '=')]
    [InlineData("&PERCNT;", 8, '%')]
    [InlineData("&NewLine;", 9, '\n')]
    [InlineData("&DiacriticalGrave;", 18, '`')]
    [InlineData("&#x1F600;", 1, '&')]
    public void An_encoded_character_is_read(string text, int length, char expected)
    {
        int read = EncodedText.ReadCharacter($"_{text}", 1, out char c);

        Assert.Equal((length, expected), (read, c));
    }

    [Theory]
    [InlineData("key", "key", 3)]
    [InlineData("key!", "KEY", 3)]
    [InlineData("KEY", "key", 3)]
    [InlineData("key", "keys", -1)]
    [InlineData("kex", "key", -1)]
    [InlineData("k-n", "kn", -1)]
    [InlineData("k\\", "key", -1)]
    [InlineData("k%65y", "key", 5)]
    [InlineData("a%2Fb", "a%2Fb", 5)]
    [InlineData("a%2Fb", "a/b", 5)]
    [InlineData("a%252Fb", "a%2Fb", -1)]
    [InlineData("a%25b", "a%b", 5)]
    [InlineData("%41", "%41", 3)]
    public void Text_is_found_even_if_its_characters_are_encoded(string text, string expected, int end)
    {
        Assert.Equal(end, EncodedText.FindEnd(text, 0, expected));
        Assert.Equal(end < 0 ? -1 : end + 1, EncodedText.FindEnd($"_{text}", 1, expected));
    }

    [Theory]
    [InlineData(" ", true)]
    [InlineData("\n", true)]
    [InlineData("\r\n\t", true)]
    [InlineData("\u00A0", true)]
    [InlineData("\u0001", true)]
    [InlineData("\u200B", true)]
    [InlineData("\uFFFD", true)]
    [InlineData("%20", true)]
    [InlineData("\\n", true)]
    [InlineData("\\r", true)]
    [InlineData("\\t", true)]
    [InlineData("\\q", false)]
    [InlineData("n", false)]
    [InlineData("-", false)]
    [InlineData("1234567890123456", false)]
    public void Text_is_found_even_if_it_is_divided_by_white_space(string gap, bool isFound)
    {
        Assert.Equal(isFound ? 3 + (2 * gap.Length) : -1, EncodedText.FindEnd($"k{gap}e{gap}y", 0, "key"));
        Assert.Equal(-1, EncodedText.FindEnd($"{gap}key", 0, "key"));
        Assert.Equal(-1, EncodedText.FindEnd($"k{gap}", 0, "key"));
    }

    [Theory]
    [InlineData("https://host/~a!?b=c#d|e", false)]
    [InlineData("%41", true)]
    [InlineData("\\u0041", true)]
    [InlineData("&#65;", true)]
    [InlineData("a b", true)]
    [InlineData("a\tb", true)]
    [InlineData("a\x7Fb", true)]
    [InlineData("a\u00ADb", true)]
    public void Only_text_with_encoded_characters_or_gaps_is_read_slowly(string text, bool expected) =>
        Assert.Equal(expected, EncodedText.MayBeIn(text));

    [Theory]
    [InlineData(16, 35)]
    [InlineData(17, -1)]
    public void Each_gap_has_a_maximum_length(int length, int end)
    {
        string gap = new(' ', length);

        Assert.Equal(end, EncodedText.FindEnd($"k{gap}e{gap}y", 0, "key"));
    }

    [Theory]
    [InlineData("abcd", "")]
    [InlineData("abcde", "YWJjZG FiY2Rl hYmNkZ")]
    [InlineData("canary key", "Y2FuYXJ5IGtle NhbmFyeSBrZX jYW5hcnkga2V5")]
    [InlineData("~~~???>>>", "fn5+Pz8/Pj4+ fn5-Pz8_Pj4- 5+fj8/Pz4+P 5-fj8_Pz4-P +fn4/Pz8+Pj -fn4_Pz8-Pj")]
    public void Text_has_three_forms_in_Base64(string text, string forms) =>
        Assert.Equal(forms, string.Join(' ', Base64Text.FormsOf(text)));

    [Theory]
    [InlineData("azAZ09+-_=", 0, 10)]
    [InlineData("x azAZ09+-_=, x", 2, 12)]
    [InlineData("/azAZ09+-_=/", 1, 11)]
    [InlineData(":azAZ09+-_=:", 1, 11)]
    [InlineData("@azAZ09+-_=@", 1, 11)]
    [InlineData("[azAZ09+-_=[", 1, 11)]
    [InlineData("`azAZ09+-_=`", 1, 11)]
    [InlineData("{azAZ09+-_={", 1, 11)]
    [InlineData("?azAZ09%2B%3D/", 1, 13)]
    [InlineData("?azAZ09%2F", 1, 7)]
    public void A_part_of_Base64_text_is_extended_to_the_whole(string text, int start, int end)
    {
        foreach (char part in "a9")
        {
            int from = text.IndexOf(part, StringComparison.Ordinal);
            int to = from + 1;

            Base64Text.Extend(text, 0, ref from, ref to);

            Assert.Equal((start, end), (from, to));
        }
    }

    [Fact]
    public void Base64_text_is_not_extended_beyond_the_lowest_start()
    {
        int start = 4;
        int end = 6;

        Base64Text.Extend("abcdefgh", 2, ref start, ref end);

        Assert.Equal((2, 8), (start, end));
    }
}
