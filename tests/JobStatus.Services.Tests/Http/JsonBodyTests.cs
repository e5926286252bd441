using System;
using System.Collections.Generic;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class JsonBodyTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { "a \"b\" é <&>", "\"a \\\"b\\\" é <&>\"" },
        { true, "true" },
        { 1.5, "1.5" },
        { 2.5f, "2.5" },
        { (byte)1, "1" },
        { -5L, "-5" },
        { ulong.MaxValue, "18446744073709551615" },
        { 1.10m, "1.10" },
        { new Dictionary<string, object?> { ["x"] = 1, ["y"] = new object?[] { "z", null } }, "{\"x\":1,\"y\":[\"z\",null]}" },
        { new List<object?>(), "[]" },
        { new Uri("https://example.org/"), "\"https://example.org/\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_becomes_JSON(object? value, string json) =>
        Assert.Equal($$"""{"name":{{json}}}""", JsonBody.Serialize(new Dictionary<string, object?> { ["name"] = value }));

    [Fact]
    public void Parameters_without_a_value_are_omitted_from_an_address()
    {
        QueryString empty = new();
        QueryString query = empty.Add("a", null).Add("b", "").Add("c", "x y&z").Page(200, 100);

        Assert.Equal("", empty.Add("a", null).ToString());
        Assert.Equal("?c=x%20y%26z&offset=200&limit=100", query.ToString());
    }
}
