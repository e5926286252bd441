using System;
using System.Text;
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Json;

public sealed class JsonEscapesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain é", "plain é")]
    [InlineData(@"\b\f\n\r\t\""\/\\", "\b\f\n\r\t\"/\\")]
    [InlineData(@"a\u0041\u00e9\u20AC\u0000b", "aAé€\0b")]
    [InlineData(@"\u007f\u0080\u07ff\u0800\uffff", "\u007F\u0080\u07FF\u0800\uFFFF")]
    [InlineData(@"\ud800\udc00\udbff\udfff", "\U00010000\U0010FFFF")]
    [InlineData(@"\ud83d\ude00", "\U0001F600")]
    [InlineData(@"\uD83D\uDE00 \uD83D\uDE00", "\U0001F600 \U0001F600")]
    [InlineData(@"\ud800", "\uFFFD")]
    [InlineData(@"\udc00", "\uFFFD")]
    [InlineData(@"a\ud800b\udc00c", "a\uFFFDb\uFFFDc")]
    [InlineData(@"\ud800\ud800\udc00", "\uFFFD\U00010000")]
    [InlineData(@"\ud800\u0041", "\uFFFDA")]
    [InlineData(@"\ud800\n", "\uFFFD\n")]
    [InlineData(@"\\ud800", @"\ud800")]
    [InlineData(@"\\\ud800", "\\\uFFFD")]
    public void Escape_sequences_are_replaced_in_place(string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        int length = JsonEscapes.Unescape(bytes, TestContext.Current.CancellationToken);

        Assert.Equal(expected, Encoding.UTF8.GetString(bytes, 0, length));
    }

    [Fact]
    public void Replacing_can_be_canceled() =>
        Assert.Throws<OperationCanceledException>(() => JsonEscapes.Unescape(Encoding.UTF8.GetBytes(@"\n"), new(canceled: true)));
}
