using System;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace JobStatus.Services.Tests.Json;

/// <summary>Tests that every field of every object in a response accepts any value, and that no value is lost.</summary>
public sealed class ResponseFieldTests
{
    private static readonly string[] Values =
    [
        "null", "\"\"", "\"kept text\"", "86420", "-97.25", "0", "1e2", "1e400", "-1e400", "1e-400", "true", "false",
        "\"2025-13-45T99:99:99Z\"", "\"\\ud800 kept\"", "\"\\u0000\"", "{}", "[]", "[null]", "[[], {}, 1, \"a\"]",
        "{ \"inner\": { \"deeper\": [1, null, true] } }", "{ \"\": 1, \"a\\u0000\": \"\\udc00\" }", "{ \"a\": 1, \"a\": 2 }",
        "123456789012345678901234567890", "[ { \"a\": [ { \"b\": {} } ] } ]",
    ];

    public static TheoryData<string, string> Fields =>
        new(Responses.Names.SelectMany(form => Responses.FieldsOf(form).Select(name => (form, name))));

    public static TheoryData<string> Forms => new(Responses.Names);

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_accepts_a_value_of_any_type(string form, string field) =>
        Assert.All(Values, value =>
        {
            RemoteJob job = Responses.Read(form, $$"""{ "{{field}}": {{value}} }""");
            Assert.NotNull(job.ToString());
            Assert.NotNull(ObjectDump.Text(job));
        });

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_null_field_is_equivalent_to_a_missing_field(string form, string field) =>
        Assert.Equal(
            ObjectDump.Lines(Responses.Read(form, "{}")),
            ObjectDump.Lines(Responses.Read(form, $$"""{ "{{field}}": null }""")));

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_text_is_kept_in_every_field(string form, string field) =>
        AssertKept(form, field, "\"kept text\"", "kept text");

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_number_is_kept_in_every_field(string form, string field)
    {
        AssertKept(form, field, "86420", field is "queueTime" or "executionTime" ? "1.00:00:20" : "86420");
        AssertKept(form, field, "-97.25", "-97.25");
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_Boolean_is_kept_in_every_field(string form, string field)
    {
        AssertKept(form, field, "true", "true");
        AssertKept(form, field, "false", "false");
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_number_out_of_range_is_kept_unchanged_in_every_field(string form, string field) =>
        AssertKept(form, field, "1e400", "1e400");

    [Theory]
    [MemberData(nameof(Fields))]
    public void An_object_is_kept_in_every_field(string form, string field) =>
        AssertKept(form, field, """{ "inner": [ { "deeper": "kept text" } ] }""", "kept text");

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_list_is_kept_in_every_field(string form, string field)
    {
        AssertKept(form, field, """[ [ "kept text" ] ]""", "kept text");
        AssertKept(form, field, """[ "kept text" ]""", "kept text");
        AssertKept(form, field, """[ { "inner": "kept text" } ]""", "kept text");
        AssertKept(form, field, "[ 86420 ]", "86420");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_is_lost_if_every_field_contains_a_text(string form) =>
        AssertAllKept(form, static field => $"kept {field}");

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_is_lost_if_every_field_contains_an_object(string form) =>
        AssertAllKept(form, static field => new JsonObject { ["inner"] = $"kept {field}" });

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_is_lost_if_every_field_contains_a_list(string form) =>
        AssertAllKept(form, static field => new JsonArray($"kept {field}"));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Unknown_fields_are_kept_as_plain_values(string form)
    {
        string dump = ObjectDump.Text(Responses.Read(form, """
            {
              "new_text": "kept text", "new_number": 86420, "new_figure": 0.125, "new_flag": true, "new_null": null,
              "new_list": [1, "two", [3]], "new_object": { "inner": { "deeper": "kept inside" } }
            }
            """));

        Assert.Contains("AdditionalData[new_text] = kept text (String)", dump, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_number] = 86420 (Int64)", dump, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_figure] = 0.125 (Decimal)", dump, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_flag] = True (Boolean)", dump, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_null] = null", dump, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_list][1] = two (String)", dump, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_list][2][0] = 3 (Int64)", dump, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_object][inner][deeper] = kept inside (String)", dump, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Fields_with_unusual_names_are_kept(string form)
    {
        string dump = ObjectDump.Text(
            Responses.Read(form, """{ "": "kept one", "a\u0000b": "kept two", "__proto__": "kept three", "$ref": "kept four" }"""));

        Assert.All(["kept one", "kept two", "kept three", "kept four"], kept => Assert.Contains(kept, dump, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_field_name_that_is_not_valid_Unicode_is_kept_with_the_replacement_character(string form) =>
        Assert.Contains(
            "AdditionalData[a\uFFFD] = text (String)",
            ObjectDump.Text(Responses.Read(form, """{ "a\ud800": "text" }""")),
            StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_last_of_several_fields_with_the_same_name_applies(string form)
    {
        string field = Responses.FieldsOf(form)[0];

        Assert.Contains(
            "the last",
            ObjectDump.Text(Responses.Read(form, $$"""{ "{{field}}": "the first", "{{field}}": "the last" }""")),
            StringComparison.Ordinal);
    }

    private static void AssertKept(string form, string field, string json, string kept) =>
        Assert.Contains(
            kept,
            ObjectDump.Text(Responses.Read(form, $$"""{ "{{field}}": {{json}} }""")),
            StringComparison.OrdinalIgnoreCase);

    private static void AssertAllKept(string form, Func<string, JsonNode?> value)
    {
        JsonObject all = [];
        foreach (string field in Responses.FieldsOf(form))
        {
            all[field] = value(field);
        }

        string dump = ObjectDump.Text(Responses.Read(form, all.ToJsonString()));

        Assert.All(Responses.FieldsOf(form), field => Assert.Contains($"kept {field} ", dump, StringComparison.Ordinal));
    }
}
