using System.Linq;
using System.Text;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class TextBodyTests
{
    private static readonly string Long =
        $$"""{ "new": "{{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"é{i}\U0001F600"))}}" }""";

    public static TheoryData<string, bool, bool> Encodings => new()
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
    [MemberData(nameof(Encodings))]
    public void A_body_in_any_supported_encoding_is_converted_to_UTF_8(string encoding, bool hasByteOrderMark, bool isLong)
    {
        string text = isLong ? Long : """{ "a": "é\U0001F600" }""";
        Encoding source = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. hasByteOrderMark ? source.GetPreamble() : [], .. source.GetBytes(text)];

        Assert.Equal(text, ToUtf8(bytes).TrimStart('\uFEFF'));
    }

    [Theory]
    [InlineData(new byte[0], "")]
    [InlineData(new byte[] { 0x7B }, "{")]
    [InlineData(new byte[] { 0 }, "\0")]
    [InlineData(new byte[] { 0, 0 }, "\0\0")]
    [InlineData(new byte[] { 0x7B, 0x7D }, "{}")]
    [InlineData(new byte[] { 0x7B, 0, 0x7D }, "{\uFFFD")]
    [InlineData(new byte[] { 0x7B, 0, 0x00, 0xD8, 0x7D, 0 }, "{\uFFFD}")]
    public void An_incomplete_body_is_converted_as_far_as_possible(byte[] bytes, string text) =>
        Assert.Equal(text, ToUtf8(bytes));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void An_escaped_unpaired_surrogate_is_replaced_in_every_encoding(string encoding) =>
        Assert.Equal(
            """{ "a\ufffd": "\ud83d\ude00" }""",
            ToUtf8(Encoding.GetEncoding(encoding).GetBytes("""{ "a\ud800": "\ud83d\ude00" }""")));

    // The buffer is longer than the body.
    private static string ToUtf8(byte[] bytes) => Encoding.UTF8.GetString(TextBody.ToUtf8([.. bytes, 0x41, 0], bytes.Length));
}
