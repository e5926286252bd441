using System;
using System.IO;
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
    [InlineData(new byte[] { 0x31, 0 }, "1")]
    [InlineData(new byte[] { 0xFF, 0x7D }, "\uFFFD}")]
    [InlineData(new byte[] { 0xFE, 0x7D }, "\uFFFD}")]
    [InlineData(new byte[] { 0x7B, 0xFE }, "{\uFFFD")]
    [InlineData(new byte[] { 0x7B, 0xFF }, "{\uFFFD")]
    [InlineData(new byte[] { 0x7B, 0, 0x7D }, "{\uFFFD")]
    [InlineData(new byte[] { 0x7B, 0, 0x00, 0xD8, 0x7D, 0 }, "{\uFFFD}")]
    public void An_incomplete_body_is_converted_as_far_as_possible(byte[] bytes, string text) =>
        Assert.Equal(text, ToUtf8(bytes));

    [Fact]
    public void A_body_that_is_too_large_in_UTF_8_is_not_converted()
    {
        // Each character takes two bytes in UTF-16, and three in UTF-8.
        byte[] bytes = new byte[SizeLimitedStream.MaxBodyBytes];
        bytes.AsSpan().Fill(0x4E);
        bytes[1] = 0;

        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => TextBody.ToUtf8(bytes, bytes.Length, TestContext.Current.CancellationToken));

        Assert.Contains("larger than 64 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_of_exactly_the_maximum_size_in_UTF_8_is_converted()
    {
        // One character of one byte, and others of three bytes.
        int others = (int)(SizeLimitedStream.MaxBodyBytes - 1) / 3;
        byte[] bytes = new byte[2 * (1 + others)];
        bytes.AsSpan().Fill(0x4E);
        bytes[1] = 0;

        Assert.Equal(
            SizeLimitedStream.MaxBodyBytes, TextBody.ToUtf8(bytes, bytes.Length, TestContext.Current.CancellationToken).Count);
    }

    [Fact]
    public void The_conversion_can_be_canceled() =>
        Assert.Throws<OperationCanceledException>(() => TextBody.ToUtf8([0x7B, 0, 0x7D, 0], 4, new(canceled: true)));

    // The buffer is longer than the body.
    private static string ToUtf8(byte[] bytes) => Encoding.UTF8.GetString(TextBody.ToUtf8([.. bytes, 0x41, 0], bytes.Length, default));
}
