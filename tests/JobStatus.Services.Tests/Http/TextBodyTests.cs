using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
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
    public async Task A_text_comes_in_UTF_8_whatever_it_is_written_in(string encoding, bool hasMark, bool isLong)
    {
        string text = isLong ? Long : """{ "a": "é\U0001F600" }""";
        Encoding written = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. hasMark ? written.GetPreamble() : [], .. written.GetBytes(text)];

        Assert.Equal(text, Plain(TextBody.Whole(bytes)));
        foreach (int step in new[] { 1, 3, 4096, 100_000 }.Where(step => !isLong || step > 1))
        {
            await using TextBody body = new(new Dripping(bytes, step));
            using MemoryStream read = new();
            await body.CopyToAsync(read, TestContext.Current.CancellationToken);
            Assert.Equal(text, Plain(read.ToArray()));
        }
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
        Assert.Equal(text, Encoding.UTF8.GetString(TextBody.Whole(bytes)));

    private static string Plain(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');

    private sealed class Dripping(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, step));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, System.Threading.CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));
    }
}
