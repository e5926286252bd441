using System;
using System.Linq;
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
    public void Half_a_pair_is_replaced_and_everything_else_stays(string text, string mended)
    {
        Assert.Equal(mended, Mended(text, text.Length));
        Assert.All(Enumerable.Range(1, 14), step => Assert.Equal(mended, Mended(text, step)));
    }

    // As it comes: some more bytes at a time, and what was not done stays for the next time.
    private static string Mended(string text, int step)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        int done = 0;
        for (int come = Math.Min(step, bytes.Length); ; come = Math.Min(come + step, bytes.Length))
        {
            bool isEnd = come == bytes.Length;
            int more = JsonEscapes.Mend(bytes.AsSpan(done, come - done), isEnd);
            done += more;
            if (isEnd)
            {
                Assert.Equal(bytes.Length, done);
                return Encoding.ASCII.GetString(bytes);
            }
        }
    }
}
