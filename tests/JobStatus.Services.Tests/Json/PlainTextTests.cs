using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Json;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("\" a\\nb \"", "a b")]
    [InlineData("157", "157")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e300", "1E+300")]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("""[ "a", 2, null, "b" ]""", "a 2 b")]
    [InlineData("""{ "field": "is required", "line": 3 }""", "field: is required; line: 3")]
    [InlineData("""{ "name": [ "is too long", "is not unique" ] }""", "name: is too long is not unique")]
    [InlineData("""[ [ [ "a" ], "b" ] ]""", "a b")]
    [InlineData("""[ [ [ [ "a" ], "b" ] ] ]""", "b")]
    [InlineData("""{ "a": { "b": { "c": { "d": 1 } } } }""", "a: b: c:")]
    public void Texts_are_joined_in_one_line(string json, string? text) => Assert.Equal(text, Join(json));

    [Fact]
    public void Only_the_first_20_items_are_joined()
    {
        IEnumerable<int> first = Enumerable.Range(1, 20);

        Assert.Equal(string.Join(" ", first), Join($"[{string.Join(",", Enumerable.Range(1, 30))}]"));
        Assert.Equal(
            string.Join("; ", first.Select(number => $"m{number}: {number}")),
            Join($"{{{string.Join(",", Enumerable.Range(1, 30).Select(number => $"\"m{number}\": {number}"))}}}"));
    }

    private static string? Join(string json) => Responses.Read(json, static tree => PlainText.Join(tree.GetPlainValue(0)));
}
