using System;
using System.Globalization;
using System.Text;
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Json;

/// <summary>Tests that the quick parser for the most common format of a time returns the same as the parser for all formats.</summary>
public sealed class ScalarTextTests
{
    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2024-02-29T23:59:59Z")]
    [InlineData("2025-10-09T10:20:30Z")]
    [InlineData("2026-01-31T00:00:00.000Z")]
    [InlineData("2026-12-31T23:59:59.9Z")]
    [InlineData("2026-09-30T19:09:09.0123456Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void A_time_in_the_common_format_is_parsed_without_a_string(string text)
    {
        Assert.True(ScalarText.TryParseUtc(Encoding.ASCII.GetBytes(text), out DateTimeOffset time));

        Assert.Equal(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), time);
        Assert.True(ScalarText.TryParse(text, out DateTimeOffset same));
        Assert.Equal(time, same);
    }

    [Theory]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-00-10T00:00:00Z")]
    [InlineData("2026-13-10T00:00:00Z")]
    [InlineData("2026-01-00T00:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T00:60:00Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01T00:00:0/Z")]
    [InlineData("2026-01-01T00:00:0:Z")]
    [InlineData("2026-01-01T00:0-:00Z")]
    [InlineData("2026/01-01T00:00:00Z")]
    [InlineData("2026-01/01T00:00:00Z")]
    [InlineData("2026-01-01t00:00:00Z")]
    [InlineData("2026-01-01T00.00:00Z")]
    [InlineData("2026-01-01T00:00.00Z")]
    [InlineData("2026-01-01T00:00:00,5Z")]
    [InlineData("2026-01-01T00:00:00.5-Z")]
    [InlineData("2026-01-01T00:00:000Z")]
    [InlineData("26-01-01T00:00:00Z")]
    public void A_text_that_is_not_a_valid_time_is_rejected_by_both_parsers(string text)
    {
        Assert.False(ScalarText.TryParseUtc(Encoding.ASCII.GetBytes(text), out _));
        Assert.False(ScalarText.TryParse(text, out DateTimeOffset _));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00")]
    [InlineData("2026-01-01 00:00:00Z")]
    [InlineData("2026-01-01T00:00:00z")]
    [InlineData("2026-01-01T00:00:00+00:00")]
    [InlineData("2026-01-01T00:00:00.00000000Z")]
    public void A_time_in_another_format_is_left_to_the_other_parser(string text)
    {
        Assert.False(ScalarText.TryParseUtc(Encoding.ASCII.GetBytes(text), out _));

        Assert.True(ScalarText.TryParse(text, out DateTimeOffset time));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), time);
    }
}
