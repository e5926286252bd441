using System.Linq;
using System.Text;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class TextBodyTests
{
    private static readonly string Long = $$"""{ "new": "{{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"é{i}\U0001F600"))}}" }""";

    public static TheoryData<string, bool, bool> Forms => new()
    {
        { "utf-8", false, false },
        { "utf-8", true, false },
        { "utf-16", false, false },
        { "utf-16", true, false },
        { "utf-16BE", false, false },
        { "utf-16BE", true, false },
        { "utf-8", false, true },
        { "utf-16", false, true },
        { "utf-16", true, true },
        { "utf-16BE", true, true },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_text_comes_in_UTF_8_whatever_it_is_written_in(string encoding, bool hasMark, bool isLong)
    {
        string text = isLong ? Long : """{ "a": "é\U0001F600" }""";
        Encoding written = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. hasMark ? written.GetPreamble() : [], .. written.GetBytes(text)];

        Assert.Equal(text, InUtf8(bytes).TrimStart('\uFEFF'));
    }

    [Theory]
    [InlineData(new byte[0], "")]
    [InlineData(new byte[] { 0x7B }, "{")]
    [InlineData(new byte[] { 0 }, "\0")]
    [InlineData(new byte[] { 0, 0 }, "\0\0")]
    [InlineData(new byte[] { 0x7B, 0x7D }, "{}")]
    [InlineData(new byte[] { 0x7B, 0, 0x7D }, "{\uFFFD")]
    [InlineData(new byte[] { 0x7B, 0, 0x00, 0xD8, 0x7D, 0 }, "{\uFFFD}")]
    public void A_text_that_breaks_off_is_given_as_far_as_it_goes(byte[] bytes, string text) =>
        Assert.Equal(text, InUtf8(bytes));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void An_escape_that_is_no_Unicode_is_mended_whatever_it_is_written_in(string encoding) =>
        Assert.Equal(
            """{ "a\ufffd": "\ud83d\ude00" }""",
            InUtf8(Encoding.GetEncoding(encoding).GetBytes("""{ "a\ud800": "\ud83d\ude00" }""")));

    // The body stands in a buffer that is longer than it.
    private static string InUtf8(byte[] bytes) => Encoding.UTF8.GetString(TextBody.ToUtf8([.. bytes, 0x41, 0], bytes.Length));
}
