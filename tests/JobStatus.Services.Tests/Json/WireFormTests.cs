using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace JobStatus.Services.Tests.Json;

/// <summary>What holds for every field of every answer, whatever stands in it.</summary>
public sealed class WireFormTests
{
    private static readonly string[] Kinds =
    [
        "null", "\"\"", "\"kept text\"", "86420", "-97.25", "0", "1e2", "1e400", "-1e400", "1e-400", "true", "false",
        "\"2025-13-45T99:99:99Z\"", "\"\\ud800 kept\"", "\"\\u0000\"", "{}", "[]", "[null]", "[[], {}, 1, \"a\"]",
        "{ \"inner\": { \"deeper\": [1, null, true] } }", "{ \"\": 1, \"a\\u0000\": \"\\udc00\" }", "{ \"a\": 1, \"a\": 2 }",
        "123456789012345678901234567890", "[ { \"a\": [ { \"b\": {} } ] } ]",
    ];

    public static TheoryData<string, string> Fields =>
        new(WireForms.Names.SelectMany(form => WireForms.FieldsOf(form).Select(name => (form, name))));

    public static TheoryData<string> Forms => new(WireForms.Names);

    [Theory]
    [MemberData(nameof(Fields))]
    public void No_kind_of_value_makes_a_field_unreadable(string form, string field) =>
        Assert.All(Kinds, kind =>
        {
            RemoteJob job = WireForms.Read(form, $$"""{ "{{field}}": {{kind}} }""");
            Assert.NotNull(job.ToString());
            Assert.NotNull(Deep.Text(job));
        });

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_is_null_is_as_one_that_is_missing(string form, string field) =>
        Assert.Equal(
            Deep.Lines(WireForms.Read(form, "{}")),
            Deep.Lines(WireForms.Read(form, $$"""{ "{{field}}": null }""")));

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_text_is_kept_in_any_field(string form, string field) =>
        AssertKept(form, field, "\"kept text\"", "kept text");

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_number_is_kept_in_any_field(string form, string field)
    {
        AssertKept(form, field, "86420", field is "queueTime" or "executionTime" ? "1.00:00:20" : "86420");
        AssertKept(form, field, "-97.25", field is "queueTime" or "executionTime" ? "-00:01:37.2500000" : "-97.25");
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_truth_value_is_kept_in_any_field(string form, string field)
    {
        AssertKept(form, field, "true", "true");
        AssertKept(form, field, "false", "false");
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_figure_that_no_number_holds_is_kept_as_it_was_written(string form, string field) =>
        AssertKept(form, field, "1e400", "1e400");

    [Theory]
    [MemberData(nameof(Fields))]
    public void An_object_is_kept_in_any_field(string form, string field) =>
        AssertKept(form, field, """{ "inner": [ { "deeper": "kept text" } ] }""", "kept text");

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_list_is_kept_in_any_field(string form, string field)
    {
        AssertKept(form, field, """[ [ "kept text" ] ]""", "kept text");
        AssertKept(form, field, """[ "kept text" ]""", "kept text");
        AssertKept(form, field, """[ { "inner": "kept text" } ]""", "kept text");
        AssertKept(form, field, "[ 86420 ]", "86420");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_is_lost_when_every_field_has_a_text(string form) =>
        AssertAllKept(form, static field => $"kept {field}");

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_is_lost_when_every_field_has_an_object(string form) =>
        AssertAllKept(form, static field => new JsonObject { ["inner"] = $"kept {field}" });

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_is_lost_when_every_field_has_a_list(string form) =>
        AssertAllKept(form, static field => new JsonArray($"kept {field}"));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Fields_that_nobody_knows_are_kept_as_plain_values(string form)
    {
        string shown = Deep.Text(WireForms.Read(form, """
            {
              "new_text": "kept text", "new_number": 86420, "new_figure": 0.125, "new_flag": true, "new_null": null,
              "new_list": [1, "two", [3]], "new_object": { "inner": { "deeper": "kept inside" } }
            }
            """));

        Assert.Contains("AdditionalData[new_text] = kept text (String)", shown, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_number] = 86420 (Int64)", shown, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_figure] = 0.125 (Decimal)", shown, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_flag] = True (Boolean)", shown, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_null] = null", shown, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_list][1] = two (String)", shown, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_list][2][0] = 3 (Int64)", shown, StringComparison.Ordinal);
        Assert.Contains("AdditionalData[new_object][inner][deeper] = kept inside (String)", shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Fields_with_odd_names_are_kept(string form)
    {
        string shown = Deep.Text(WireForms.Read(form, """{ "": "kept one", "a\u0000b": "kept two", "__proto__": "kept three", "$ref": "kept four" }"""));

        Assert.All(["kept one", "kept two", "kept three", "kept four"], kept => Assert.Contains(kept, shown, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_answer_with_a_field_whose_name_is_no_Unicode_is_unreadable_and_nothing_worse(string form) =>
        Assert.Throws<JsonException>(() => WireForms.Read(form, """{ "\ud800": "text" }"""));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Of_a_field_that_is_there_twice_the_last_counts(string form)
    {
        string field = WireForms.FieldsOf(form)[0];

        Assert.Contains(
            "the last",
            Deep.Text(WireForms.Read(form, $$"""{ "{{field}}": "the first", "{{field}}": "the last" }""")),
            StringComparison.Ordinal);
    }

    private static void AssertKept(string form, string field, string json, string kept) =>
        Assert.Contains(
            kept,
            Deep.Text(WireForms.Read(form, $$"""{ "{{field}}": {{json}} }""")),
            StringComparison.OrdinalIgnoreCase);

    private static void AssertAllKept(string form, Func<string, JsonNode?> value)
    {
        JsonObject all = [];
        foreach (string field in WireForms.FieldsOf(form))
        {
            all[field] = value(field);
        }

        string shown = Deep.Text(WireForms.Read(form, all.ToJsonString()));

        Assert.All(WireForms.FieldsOf(form), field => Assert.Contains($"kept {field} ", shown, StringComparison.Ordinal));
    }
}
