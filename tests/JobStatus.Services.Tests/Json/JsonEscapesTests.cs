using System.Text;
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Json;

public sealed class JsonEscapesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData(@"\n\\\""\u00e9", @"\n\\\""\u00e9")]
    [InlineData(@"\ud83d\ude00", @"\ud83d\ude00")]
    [InlineData(@"\uD83D\uDE00\uD83D\uDE00", @"\uD83D\uDE00\uD83D\uDE00")]
    [InlineData(@"\ud800", @"\ufffd")]
    [InlineData(@"\udc00", @"\ufffd")]
    [InlineData(@"a\ud800b\udc00c", @"a\ufffdb\ufffdc")]
    [InlineData(@"\ud800\ud800\udc00", @"\ufffd\ud800\udc00")]
    [InlineData(@"\ud800\u0041", @"\ufffd\u0041")]
    [InlineData(@"\ud800\n", @"\ufffd\n")]
    [InlineData(@"\\ud800", @"\\ud800")]
    [InlineData(@"\\\ud800", @"\\\ufffd")]
    [InlineData(@"\ud80", @"\ud80")]
    [InlineData(@"\ud8zz\ud800", @"\ud8zz\ufffd")]
    [InlineData(@"\", @"\")]
    [InlineData(@"\u", @"\u")]
    public void An_unpaired_surrogate_is_replaced_and_everything_else_is_unchanged(string text, string expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);

        JsonEscapes.ReplaceLoneSurrogates(bytes);

        Assert.Equal(expected, Encoding.ASCII.GetString(bytes));
    }
}
