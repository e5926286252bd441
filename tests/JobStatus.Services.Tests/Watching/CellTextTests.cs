using JobStatus.Watching;
using Xunit;

namespace JobStatus.Services.Tests.Watching;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Nightly load", 12)]
    [InlineData("Bücher", 6)]
    [InlineData("Bu\u0308cher", 6)]
    [InlineData("図書館", 6)]
    [InlineData("ｶﾅ", 2)]
    [InlineData("ＡＢ", 4)]
    [InlineData("도서관", 6)]
    [InlineData("ספרייה", 6)]
    [InlineData("load 🚀", 7)]
    [InlineData("⚡✅☔", 6)]
    [InlineData("𠀋", 2)]
    [InlineData("…#.", 3)]
    public void A_text_has_the_width_that_it_has_in_a_terminal(string text, int width) => Assert.Equal(width, CellText.Width(text));

    [Theory]
    [InlineData("load", 4, "load")]
    [InlineData("loads", 4, "loa…")]
    [InlineData("loads", 1, "…")]
    [InlineData("loads", 0, "")]
    [InlineData("図書館", 6, "図書館")]
    [InlineData("図書館", 5, "図書…")]
    [InlineData("図書館", 4, "図…")]
    [InlineData("図書館", 2, "…")]
    [InlineData("🚀🚀🚀", 4, "🚀…")]
    [InlineData("u\u0308u\u0308u\u0308", 2, "u\u0308…")]
    public void A_text_that_is_too_wide_is_cut_at_a_whole_character(string text, int width, string cut)
    {
        Assert.Equal(cut, CellText.Cut(text, width));
        Assert.InRange(CellText.Width(CellText.Cut(text, width)), 0, width);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(" \r\n ", "")]
    [InlineData("two\r\nlines\tand  spaces", "two lines and spaces")]
    [InlineData("\u001b[31mred\u001b[0m", "\uFFFD[31mred\uFFFD[0m")]
    [InlineData("bell\a, back\b", "bell\uFFFD, back\uFFFD")]
    [InlineData("\u202Egnp.exe", "\uFFFDgnp.exe")]
    [InlineData("soft\u00ADhyphen, zero\u200Bwidth\uFEFF", "softhyphen, zerowidth")]
    [InlineData("👩\u200D💻 👍\U0001F3FD ❤\uFE0F", "👩💻 👍 ❤")]
    public void A_clean_text_contains_nothing_that_moves_the_cursor_or_changes_its_neighbors(string? text, string clean) =>
        Assert.Equal(clean, CellText.Clean(text));

    // The attributes above cannot contain such a text.
    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced() =>
        Assert.Equal("half \uFFFD of a pair", CellText.Clean("half " + '\ud83d' + " of a pair"));
}
