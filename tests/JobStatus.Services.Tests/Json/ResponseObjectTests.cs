using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using JobStatus.Services.Alma;
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Json;

public sealed class ResponseObjectTests
{
    [Theory]
    [InlineData("2025-10-05T09:11:32.592Z", "2025-10-05T09:11:32.5920000+00:00")]
    [InlineData("2025-10-05T09:11:32Z", "2025-10-05T09:11:32.0000000+00:00")]
    [InlineData("2025-10-05T09:11:32.5Z", "2025-10-05T09:11:32.5000000+00:00")]
    [InlineData("2025-10-05T09:11:32.1234567Z", "2025-10-05T09:11:32.1234567+00:00")]
    [InlineData("2025-10-05T09:11:32", "2025-10-05T09:11:32.0000000+00:00")]
    [InlineData("2025-10-05T09:11:32.592", "2025-10-05T09:11:32.5920000+00:00")]
    [InlineData("2025-10-05T09:11:32+03:00", "2025-10-05T09:11:32.0000000+03:00")]
    [InlineData("2025-10-05T09:11:32.592-11:30", "2025-10-05T09:11:32.5920000-11:30")]
    [InlineData("2025-10-05 09:11:32Z", "2025-10-05T09:11:32.0000000+00:00")]
    [InlineData("2025-10-05Z", "2025-10-05T00:00:00.0000000+00:00")]
    [InlineData("2025-10-05", "2025-10-05T00:00:00.0000000+00:00")]
    [InlineData("2025-10-05+02:00", "2025-10-05T00:00:00.0000000+02:00")]
    public void A_time_is_read_in_every_format_that_the_services_use(string text, string time) =>
        Assert.Equal(time, Field($"\"{text}\"").Time("field")?.ToString("o", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(" 2025-10-05T09:11:32Z\\n", "2025-10-05T09:11:32.0000000+00:00")]
    [InlineData("\\t2025-10-05 ", "2025-10-05T00:00:00.0000000+00:00")]
    [InlineData("2025-10-05T09:11:32z", "2025-10-05T09:11:32.0000000+00:00")]
    [InlineData("2025-10-05T09:11:32.5z", "2025-10-05T09:11:32.5000000+00:00")]
    [InlineData("2025-10-05T09:11Z", "2025-10-05T09:11:00.0000000+00:00")]
    [InlineData("2025-10-05T09:11z", "2025-10-05T09:11:00.0000000+00:00")]
    [InlineData("2025-10-05 09:11", "2025-10-05T09:11:00.0000000+00:00")]
    [InlineData("2025-10-05T09:11+03:00", "2025-10-05T09:11:00.0000000+03:00")]
    [InlineData("2025-10-05T09:11:32.12345678Z", "2025-10-05T09:11:32.1234567+00:00")]
    [InlineData("2025-10-05T09:11:32.123456789Z", "2025-10-05T09:11:32.1234567+00:00")]
    [InlineData("2025-10-05T09:11:32.999999999999-11:30", "2025-10-05T09:11:32.9999999-11:30")]
    public void A_time_is_read_in_formats_that_other_software_uses(string text, string time)
    {
        Assert.Equal(time, Field($"\"{text}\"").Time("field")?.ToString("o", CultureInfo.InvariantCulture));

        string xml = text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);
        using ResponseTree tree = AlmaXml.Parse($"<job_instance><field>{xml}</field></job_instance>");
        Assert.Equal(time, tree.Object.Time("field")?.ToString("o", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2025-13-05T09:11:32Z")]
    [InlineData("2025-02-30T09:11:32Z")]
    [InlineData("2025-10-05T25:11:32Z")]
    [InlineData("2025-10-05T09:11:61Z")]
    [InlineData("0000-12-31T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("2025-10-05T09:11:32+99:00")]
    [InlineData("2025-10-05T09Z")]
    [InlineData("2025-10-05T09:11:32.12345678x")]
    [InlineData("05/10/2025")]
    [InlineData("Sunday")]
    [InlineData("1759655492")]
    public void A_text_that_is_not_a_valid_time_is_kept(string text)
    {
        ResponseObject response = Field($"\"{text}\"");

        Assert.Null(response.Time("field"));
        Assert.Equal(text, response.AdditionalData["field"]);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("\"0001-01-01T00:00:00\"")]
    [InlineData("\"0001-01-01T00:00:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00.0000000Z\"")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"")]
    [InlineData("\"0001-01-01T00:00:00-08:00\"")]
    [InlineData("\"0001-01-01\"")]
    [InlineData("\"0001-12-31T23:59:59Z\"")]
    public void A_time_that_is_empty_or_in_the_year_1_has_no_value(string json)
    {
        ResponseObject response = Field(json);

        Assert.Null(response.Time("field"));
        Assert.Empty(response.AdditionalData);
        Assert.False(response.AnyFound);
    }

    [Theory]
    [InlineData("157", 157L)]
    [InlineData("\"157\"", 157L)]
    [InlineData("-1", -1L)]
    [InlineData("1.0", 1L)]
    [InlineData("1e3", 1000L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void An_integer_is_read_from_every_notation(string json, long number) =>
        Assert.Equal(number, Field(json).Int64("field"));

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("\"1,000\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\"many\"")]
    [InlineData("\"NaN\"")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void A_value_that_is_not_an_integer_is_kept(string json)
    {
        ResponseObject response = Field(json);

        Assert.Null(response.Int64("field"));
        Assert.NotNull(response.AdditionalData["field"]);
    }

    [Theory]
    [InlineData("2147483647", true)]
    [InlineData("2147483648", false)]
    [InlineData("-2147483649", false)]
    public void An_Int32_value_out_of_range_is_not_read(string json, bool isRead) =>
        Assert.Equal(isRead, Field(json).Int32("field").HasValue);

    [Theory]
    [InlineData("101.3", 101.3)]
    [InlineData("1", 1.0)]
    [InlineData("1.0", 1.0)]
    [InlineData("\"0.25\"", 0.25)]
    [InlineData("-1e-3", -0.001)]
    public void A_number_is_read_from_every_notation(string json, double number) =>
        Assert.Equal(number, Field(json).Double("field"));

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"-Infinity\"")]
    [InlineData("\"50 %\"")]
    [InlineData("\"0,5\"")]
    public void A_value_that_is_not_a_finite_number_is_kept(string json)
    {
        ResponseObject response = Field(json);

        Assert.Null(response.Double("field"));
        Assert.NotNull(response.AdditionalData["field"]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"True\"", true)]
    [InlineData("\"FALSE\"", false)]
    public void A_Boolean_is_read_from_every_notation(string json, bool flag) =>
        Assert.Equal(flag, Field(json).Boolean("field"));

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("\"yes\"", "yes")]
    public void A_value_that_is_not_a_Boolean_is_kept(string json, object kept)
    {
        ResponseObject response = Field(json);

        Assert.Null(response.Boolean("field"));
        Assert.Equal(kept, response.AdditionalData["field"]);
    }

    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\"", "")]
    [InlineData("157", "157")]
    [InlineData("1.50", "1.50")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("true", "true")]
    [InlineData("\"a\\u0062c\\n\"", "abc\n")]
    public void A_number_or_Boolean_is_converted_to_text(string json, string text) =>
        Assert.Equal(text, Field(json).Text("field"));

    [Theory]
    [InlineData("90", 90.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("\"00:01:30\"", 90.0)]
    [InlineData("\"1.00:00:00\"", 86_400.0)]
    public void A_duration_is_read_from_seconds_or_a_time_span(string json, double seconds) =>
        Assert.Equal(seconds, Field(json).Duration("field")?.TotalSeconds);

    [Theory]
    [InlineData("1e30")]
    [InlineData("\"NaN\"")]
    [InlineData("\"a while\"")]
    public void A_value_that_is_not_a_duration_is_kept(string json)
    {
        ResponseObject response = Field(json);

        Assert.Null(response.Duration("field"));
        Assert.NotNull(response.AdditionalData["field"]);
    }

    [Theory]
    [InlineData("\"https://example.org/a b\"", true)]
    [InlineData("\"/conf/jobs/M1\"", false)]
    [InlineData("\"<string>\"", false)]
    public void A_link_can_be_absolute_or_relative(string json, bool isAbsolute) =>
        Assert.Equal(isAbsolute, Field(json).Uri("field")?.IsAbsoluteUri);

    [Fact]
    public void A_value_that_is_not_a_link_is_kept()
    {
        ResponseObject response = Field("\"http://\"");

        Assert.Null(response.Uri("field"));
        Assert.Equal("http://", response.AdditionalData["field"]);
    }

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("1e300", 1e300)]
    [InlineData("1e400", "1e400")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("0.1234567890123456789012345678901", "0.1234567890123456789012345678901")]
    [InlineData("1e-400", "1e-400")]
    [InlineData("true", true)]
    [InlineData("\"text\"", "text")]
    [InlineData("null", null)]
    public void An_unknown_value_becomes_the_simplest_type_that_can_represent_it(string json, object? value) =>
        Assert.Equal(value, Plain(json));

    [Fact]
    public void An_unknown_number_is_exact()
    {
        Assert.Equal(0.1m, Plain("0.1"));
        Assert.Equal(9223372036854775808m, Plain("9223372036854775808"));
        Assert.Equal(-79228162514264337593543950m, Plain("-79228162514264337593543950"));
    }

    [Fact]
    public void Escaped_text_that_is_not_valid_Unicode_is_replaced()
    {
        Assert.Equal("a\uFFFDb", Plain("\"a\\ud800b\""));
        Assert.Equal("a\uFFFD", Assert.Single((Dictionary<string, object?>)Plain("{ \"a\\ud800\": 1 }")!).Key);
    }

    [Fact]
    public void Bytes_that_are_not_valid_Unicode_are_replaced()
    {
        byte[] json = [(byte)'"', (byte)'a', 0xFF, (byte)'b', (byte)'"'];

        using var tree = ResponseTree.Parse(new(json), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("a\uFFFDb", tree.GetPlainValue(0));
    }

    [Fact]
    public void An_escaped_name_is_the_same_as_the_name_itself()
    {
        ResponseObject response = Parse("""{ "\u0066ie\u006cd": "value", "n\u0065w\n": 1 }""");

        Assert.Equal("value", response.Text("field"));
        Assert.Equal(1L, Assert.Single(response.AdditionalData, member => member.Key == "new\n").Value);
    }

    [Fact]
    public void Only_what_was_not_read_is_additional_data()
    {
        ResponseObject response = Parse("""
            { "list": [ { "a": 1 }, 2, null ], "value": { "a": 1, "b": 2 }, "twice": 1, "twice": "two", "new": [ 3 ] }
            """);

        Assert.Equal([1L], response.List("list", static item => item.Int64("a")));
        Assert.Equal("1", response.Value("value", static value => value.Text("a")));
        Assert.Equal("two", response.Text("twice"));
        Assert.Equal(["list", "value", "new"], response.AdditionalData.Keys);
        Assert.Equal([2L], Assert.IsType<object?[]>(response.AdditionalData["list"]));
        Assert.Equal("b", Assert.Single((Dictionary<string, object?>)response.AdditionalData["value"]!).Key);
        Assert.Equal([3L], Assert.IsType<object?[]>(response.AdditionalData["new"]));
    }

    [Theory]
    [InlineData("\"17\"", "17")]
    [InlineData("17", "17")]
    [InlineData("\" 17\\n\"", "17")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\" \\t\"", null)]
    [InlineData("true", null)]
    [InlineData("[17]", null)]
    [InlineData("{}", null)]
    public void An_id_is_a_number_or_a_text_that_is_not_blank(string json, string? id)
    {
        ResponseObject response = Field(json);

        Assert.Equal(id, response.Id("field"));
        Assert.Equal(id is not null, response.AnyFound);
        Assert.Equal(id is null && json != "null", response.AdditionalData.ContainsKey("field"));
    }

    private static ResponseObject Field(string json) => Parse($$"""{ "field": {{json}} }""");

    private static ResponseObject Parse(string json) => ResponseTree.Parse(new(Encoding.UTF8.GetBytes(json))).Object;

    private static object? Plain(string json)
    {
        using var tree = ResponseTree.Parse(new(Encoding.UTF8.GetBytes(json)));
        return tree.GetPlainValue(0);
    }
}
