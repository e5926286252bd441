using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using JobStatus.Services.Alma;
using JobStatus.Services.Documents;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

/// <summary>Tests of text with several documents. The results are the ids of the runs, and the beginnings of other text.</summary>
public sealed class AlmaDocumentReaderTests
{
    private const string Event = """{"id":"9","action":"BIB_UPDATED","bib":{"mms_id":"99"}}""";

    private static readonly string[] Pretty =
    [
        "{", "  \"id\": \"81\",", "  \"action\": \"JOB_END\",", "  \"institution\": {", "    \"value\": \"01\"", "  },",
        "  \"job_instance\": {", "    \"id\": \"P\",", "    \"status\": {", "      \"value\": \"FAILED\"", "    }", "  }", "}",
    ];

    public static TheoryData<string[], string[]> Logs => new()
    {
        // One document per line.
        { [Hook("1"), Event, Hook("2"), Hook("3")], ["1", "!{\"id\":\"9\"", "2", "3"] },
        { ["START 1", Hook("1"), "END 1", "REPORT 1", Hook("2")], ["!START 1", "1", "!END 1", "!REPORT 1", "2"] },
        { ["2026-11-21 INFO " + Hook("1") + " in 12 ms"], ["!2026-11-21", "1", "!in 12 ms"] },
        { [Hook("1") + Hook("2") + "  " + XmlHook("3")], ["1", "2", "3"] },
        { ["got {abc} and " + Hook("1") + " ok"], ["!got {abc} and", "1", "!ok"] },
        { ["a < b", "if (x) {", Hook("1"), "retry <name> later", Hook("2")], ["!a < b", "!if (x) {", "1", "!retry <name>", "2"] },

        // A JSON list of documents.
        { ["[", Hook("1") + ",", Hook("2"), "]"], ["1", "2"] },
        { [$"[{Hook("1")},{Event},{Hook("2")}]"], ["1", "!{\"id\":\"9\"", "2"] },

        // Cut lines.
        { [Hook("1"), Hook("2")[..40], Hook("3")], ["1", "!" + Hook("2")[..20], "3"] },
        { [Hook("2")[..40] + Hook("3"), Hook("4")], ["!" + Hook("2")[..20], "3", "4"] },
        { ["""{"id":"2","action":""", Hook("3"), Hook("4")], ["!{\"id\":\"2\"", "3", "4"] },
        { ["""{"id":"2","list":[""", Hook("3"), Hook("4")], ["!{\"id\":\"2\"", "3", "4"] },
        { ["""{"id":"2","list":[""", Event, Event, Hook("4")], ["!{\"id\":\"2\"", "!{\"id\":\"9\"", "!{\"id\":\"9\"", "4"] },
        { ["""{"id":"2","job_instance":[""", Hook("3"), Hook("4")], ["!{\"id\":\"2\"", "3", "4"] },
        { ["""{"id":"2",""", Hook("3")], ["!{\"id\":\"2\"", "3"] },
        { ["""{"id":"2"}""" + "}", Hook("3")], ["!{\"id\":\"2\"", "!}", "3"] },
        { ["""{"a":""", """{"b":""", Hook("3")], ["!{\"a\":", "3"] },
        { [Hook("1"), Hook("2")[..^1]], ["1", "!" + Hook("2")[..20]] },
        { [Hook("2")[..40], XmlHook("3")], ["!" + Hook("2")[..20], "3"] },
        { [XmlHook("2")[..40], XmlHook("3"), XmlHook("4")], ["!" + XmlHook("2")[..20], "3", "4"] },
        { [XmlHook("2")[..15], XmlHook("3")], ["!" + XmlHook("2")[..15], "3"] },
        { [XmlHook("2")[..40], Hook("3"), Event, XmlHook("4")], ["!" + XmlHook("2")[..20], "3", "!{\"id\":\"9\"", "4"] },
        { ["<a>", "<b>", "<c>", "<d>", "<e>", Hook("1"), XmlHook("2")], ["!<a>", "!<b>", "!<c> <d> <e>", "1", "2"] },
        { ["<!-- cut", Hook("1"), XmlHook("2")], ["!<!-- cut", "1", "2"] },

        // Documents of several lines.
        { [.. Pretty, .. Lines(Event), .. Pretty], ["P", "!{ \"id\":\"9\"", "P"] },
        { [.. Pretty[..5], .. Pretty, Hook("1")], ["!{ \"id\": \"81\"", "P", "1"] },
        { [.. Pretty[..4], .. Pretty, Hook("1")], ["!{ \"id\": \"81\"", "P", "1"] },
        { [.. Pretty[..4], "    oops", .. Pretty[4..], .. Pretty], ["!{ \"id\": \"81\"", "P"] },
        { [.. Pretty.Select(line => line.TrimStart()), .. Pretty], ["P", "P"] },
        { ["body: {", .. Pretty[1..]], ["!body:", "P"] },
        {
            ["<webhook>", "<action>JOB_END</action>", "<job_instance>", "<id>1</id>", "</job_instance>", "</webhook>", XmlHook("2")],
            ["1", "2"]
        },
        { ["<?xml version=\"1.0\"?>", "<job_instance>", "<id>1</id>", "<status>RUNNING</status>", "</job_instance>"], ["1"] },
        { ["<?xml version=\"1.0\"?>", "<!-- { > -->", XmlHook("1"), "<!-- < -->", XmlHook("2")], ["1", "2"] },
        { ["<webhook a='>' b=\"/>\"><x/><![CDATA[</webhook>]]><job_instance><id>1</id></job_instance></webhook>"], ["1"] },
        { ["<!DOCTYPE a [<!ENTITY x \"1\">]><job_instance><id>1</id><status>RUNNING</status></job_instance>"], ["!<!DOCTYPE a"] },
        {
            ["{ \"total_record_count\": 2, \"job_instance\": [", Run("1") + ",", Run("2"), "] }", Hook("3")],
            ["1,2", "3"]
        },
        { ["{ \"total_record_count\": 2, \"job_instance\": [", Run("1") + ",", Run("2"), Hook("3")], ["!{ \"total", "1", "2", "3"] },
        { ["<job_instances>", XmlRun("1"), XmlRun("2"), "</job_instances>", XmlRun("3")], ["1,2", "3"] },
        { ["<job_instances>", XmlRun("1"), "<job_instances>", XmlRun("2"), "</job_instances>"], ["!<job_instances>", "1", "2"] },
    };

    [Theory]
    [MemberData(nameof(Logs))]
    public void Each_document_is_read_on_its_own(string[] lines, string[] expected)
    {
        Assert.Equal(Shorten(expected, expected), Shorten(Read(lines), expected));
        Assert.Equal(Shorten(expected, expected), Shorten(Read([string.Join("\r\n", lines)]), expected));
    }

    [Fact]
    public void A_document_is_read_before_the_next_line_arrives()
    {
        string[] hooks =
        [
            Hook("1"), Event, Hook("2"), Hook("3")[..50], Hook("4"), XmlHook("5"), """{"id":"6","a":""", Hook("7"), XmlHook("8"),
        ];
        var results = new List<string>();
        DocumentReader reader = CreateReader(results);
        var counts = new List<int>();
        foreach (string line in hooks)
        {
            reader.Read(line);
            counts.Add(results.Count);
        }

        // Only the line that can continue is reported together with the next one.
        Assert.Equal([1, 2, 3, 4, 5, 6, 6, 8, 9], counts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_body_of_a_gateway_envelope_is_read(bool isBase64)
    {
        foreach (string hook in new[] { Hook("1"), XmlHook("1") })
        {
            string body = isBase64
                ? Convert.ToBase64String(Encoding.UTF8.GetBytes(hook))
                : hook.Replace("\"", "\\\"", StringComparison.Ordinal);
            string text = "{\"headers\":{\"a\":\"b\"},\"body\":\"" + body + "\",\"isBase64Encoded\":" + (isBase64 ? "true}" : "false}");

            AlmaJobInstance run = Assert.Single(AlmaClient.ReadDocument(text));

            Assert.Equal("1", run.Id);
            Assert.Equal(["webhook"], run.AdditionalData.Keys);
        }
    }

    [Theory]
    [InlineData("""{"body":"{\"action\":\"JOB_END\",\"job_instance\":{\"id\":\"1\"}}"}""")]
    [InlineData("""{"body":{"action":"JOB_END","job_instance":{"id":"1","status":{"value":"RUNNING"}}}}""")]
    [InlineData("""{"headers":{"a":"b"},"body":{"job_instance":{"id":"1"}},"isBase64Encoded":false}""")]
    [InlineData("""{"time":"2026","body":" <job_instance><id>1</id><status>RUNNING</status></job_instance>"}""")]
    public void A_document_in_a_body_without_headers_is_read(string text) =>
        Assert.Equal("1", Assert.Single(AlmaClient.ReadDocument(text)).Id);

    [Theory]
    [InlineData("""{"total_record_count":2,"job_instance":[{"name":"x","status":{"value":"RUNNING"}},{"id":"7"}]}""")]
    [InlineData("""{"job_instance":[{"name":"x"},{"id":"7"}]}""")]
    [InlineData("""{"job_instance":[{"id":"7"},{"id":""}]}""")]
    [InlineData("""{"job_instance":[{"id":"7"},null],"a":1}""")]
    [InlineData("""{"job_instance":[5,{"id":"7"}],"a":1}""")]
    [InlineData("""{"job_instance":["x",{"id":"7"}],"a":1}""")]
    [InlineData("""{"job_instance":[[{"id":"8"}],{"id":"7"}]}""")]
    [InlineData("""{"job_instance":[{"id":"  "},{"id":"7"}]}""")]
    [InlineData("""{"job_instance":[{"id":true},{"id":"7"}]}""")]
    [InlineData("""[{"id":"7","status":"RUNNING"},{"status":"FAILED"}]""")]
    [InlineData("""[{"status":"FAILED"},{"id":"7","status":"RUNNING"}]""")]
    [InlineData("""[ {"job_instance":{}}, {"job_instance":{"id":"7"}} ]""")]
    [InlineData("""[ {}, {"id":"7","status":"RUNNING"} ]""")]
    [InlineData("""[{"id":"7","status":"RUNNING"}, null ]     """)]
    [InlineData("""[ "a, \"b", {"id":"7","status":"RUNNING"} ]""")]
    [InlineData("""[[[{"id":"7","status":"RUNNING"}],{"id":false}]]""")]
    [InlineData("<job_instances><job_instance><name>x</name></job_instance><job_instance><id>7</id></job_instance></job_instances>")]
    public void An_item_without_an_id_is_left_out_of_a_list_with_a_warning(string text)
    {
        List<string> ids = [];
        List<string> errors = [];
        List<string> warnings = [];
        DocumentReader reader = new(
            AlmaClient.DocumentFormat,
            instances => ids.AddRange(instances.Select(instance => instance.Id)),
            (_, error) => errors.Add(error.Problem),
            warnings.Add);
        reader.Read(text);
        reader.Complete();

        Assert.Equal(["7"], ids);
        Assert.Empty(errors);
        Assert.StartsWith(
            $"One item of the list in the text has no id and was left out. The text starts with '{text[..20]}",
            Assert.Single(warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_items_of_an_array_that_have_no_id_are_counted_in_one_warning()
    {
        string[] lines =
        [
            "[", "  {", "    \"status\": \"FAILED\"", "  },", "  null,", "  7, \"x\",", "  " + Run("1") + ",", "  {},",
            "  { \"job_instance\": [ " + Run("2") + ", null ] }", "]", "{\"status\":\"FAILED\"}",
        ];
        List<string> results = [];
        List<string> warnings = [];
        DocumentReader reader = new(
            AlmaClient.DocumentFormat,
            instances => results.AddRange(instances.Select(instance => instance.Id)),
            (text, _) => results.Add("!" + text),
            warnings.Add);
        foreach (string line in lines)
        {
            reader.Read(line);
        }

        reader.Complete();

        // An object after the array is a document of its own.
        Assert.Equal(["1", "2", "!{\"status\":\"FAILED\"}"], results);
        Assert.StartsWith(
            "6 items of the list in the text have no id and were left out. The text starts with '[",
            Assert.Single(warnings),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"status":"FAILED"},null]""")]
    [InlineData("[{}]")]
    [InlineData("[1234]")]
    [InlineData("[null, {}")]
    public void An_array_without_any_id_is_one_error(string text)
    {
        string result = Assert.Single(Read([text]));

        Assert.StartsWith("![", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1234] INFO", "![1234] INFO")]
    [InlineData("[1234]", "![1234]")]
    [InlineData("[1] [2, null]", "![1] [2, null]")]
    [InlineData("[2026-11-29 10:00] INFO", "![2026-11-29")]
    [InlineData("[1] 5", "![1] 5")]
    [InlineData("5, [", "!5, [")]
    public void Text_that_only_looks_like_an_array_hides_no_document(string line, string expected)
    {
        List<string> results = Read([line, Hook("1")]);

        Assert.Equal(2, results.Count);
        Assert.Contains(results, result => result.StartsWith(expected, StringComparison.Ordinal));
        Assert.Contains("1", results);
    }

    [Theory]
    [InlineData("[$1,$2")]
    [InlineData("[$1,$2,")]
    [InlineData("[\n$1,\n$2,\n")]
    [InlineData("[[$1],$2")]
    [InlineData("[$1,5,$2,null")]
    public void An_array_that_is_cut_after_a_document_is_an_error_after_its_documents(string text)
    {
        List<string> problems = [];
        List<string> ids = [];
        DocumentReader reader = new(
            AlmaClient.DocumentFormat,
            instances => ids.AddRange(instances.Select(instance => instance.Id)),
            (_, error) => problems.Add(error.Problem));
        reader.Read(text.Replace("$1", Hook("1"), StringComparison.Ordinal).Replace("$2", Run("2"), StringComparison.Ordinal));
        reader.Complete();

        Assert.Equal(["1", "2"], ids);
        Assert.StartsWith(
            "The array in the text is not complete, so documents can be missing. The text starts with '[",
            Assert.Single(problems),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$1\n$2", "1 2")]
    [InlineData("$1$2", "1 2")]
    [InlineData("$1\n{\"id\":\"2\",\"act", "1 !")]
    [InlineData("START\n$1", "! 1")]
    public void Several_documents_in_the_body_of_a_gateway_envelope_are_read(string body, string expected)
    {
        string text = body.Replace("$1", Hook("1"), StringComparison.Ordinal).Replace("$2", Hook("2"), StringComparison.Ordinal);
        string envelope = JsonSerializer.Serialize(new { headers = new { }, body = text });

        Assert.Equal(expected, string.Join(' ', Read([envelope]).Select(static result => result[0] == '!' ? "!" : result)));
    }

    [Theory]
    [InlineData("""{"headers":{},"body":[$1,$2]}""", "1 2", 0)]
    [InlineData("""{"headers":{},"body":[$1]}""", "1", 0)]
    [InlineData("""{"headers":{},"body":$1}""", "1", 0)]
    [InlineData("""{"body":[$1, null, {"status":"FAILED"}, $2]}""", "1 2", 1)]
    [InlineData("""{"headers":{},"body":"[{\"id\":\"1\",\"status\":\"RUNNING\"}]"}""", "1", 0)]
    [InlineData("""{"headers":{},"body":[{"headers":{},"body":$1},$2]}""", "1 2", 0)]
    [InlineData("""{"headers":{},"body":[$1,{"id":"9","action":"BIB_UPDATED"}]}""", "1 !", 0)]
    [InlineData("""{"headers":{},"body":[5]}""", "!", 0)]
    [InlineData("""{"headers":{},"body":[]}""", "!", 0)]
    public void The_items_of_an_array_in_a_gateway_envelope_are_read(string text, string expected, int warningCount)
    {
        List<string> results = [];
        List<string> warnings = [];
        DocumentReader reader = new(
            AlmaClient.DocumentFormat,
            instances => results.AddRange(instances.Select(instance => instance.Id)),
            (_, _) => results.Add("!"),
            warnings.Add);
        reader.Read(text.Replace("$1", Run("1"), StringComparison.Ordinal).Replace("$2", Hook("2"), StringComparison.Ordinal));
        reader.Complete();

        Assert.Equal(expected, string.Join(' ', results));
        Assert.Equal(warningCount, warnings.Count);
    }

    [Fact]
    public void An_array_of_single_values_is_not_reported_as_a_list_of_job_instances()
    {
        List<string> problems = [];
        DocumentReader reader = new(AlmaClient.DocumentFormat, _ => { }, (_, error) => problems.Add(error.Problem));
        reader.Read("[1234] " + Hook("1"));

        Assert.Equal(
            "The text is not a complete JSON object or XML element. The text starts with '[1234]'.",
            Assert.Single(problems));
    }

    [Theory]
    [InlineData("{}", "does not contain an Alma job instance")]
    [InlineData("""{"Records":[{"body":"{}"}]}""", "does not contain an Alma job instance")]
    [InlineData("""{"body":"hello"}""", "does not contain an Alma job instance")]
    [InlineData("<html><body>Sign in</body></html>", "does not contain an Alma job instance")]
    [InlineData("""{"status":{}}""", "does not contain an Alma job instance")]
    [InlineData("""{"status":{"value":"RUNNING"}}""", "has no id")]
    [InlineData("""{"job_info":{"id":"M1"}}""", "has no id")]
    [InlineData("""{"action":"JOB_END","job_instance":{}}""", "has no id")]
    [InlineData("""{"job_instance":[{"name":"x"},{"name":"y"}]}""", "has no id")]
    public void An_error_says_whether_there_is_no_instance_or_only_no_id(string text, string problem)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"headers":{},"body":"%%%","isBase64Encoded":true}""", "Base64")]
    [InlineData("""{"headers":{},"body":"hello","isBase64Encoded":false}""", "not a complete JSON object")]
    [InlineData("""{"headers":{},"body":"{\"headers\":{},\"body\":\"{}\"}"}""", "does not contain an Alma job instance")]
    [InlineData("""{"headers":{},"body":null}""", "does not contain an Alma job instance")]
    public void The_error_for_an_envelope_quotes_the_envelope(string text, string problem)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains("starts with '{\"headers\":{}", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_quotes_the_beginning_of_the_text_in_one_line()
    {
        string text = "START\t\u001b[31m" + new string('x', 100);

        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Equal(
            $"The text is not a complete JSON object or XML element. The text starts with 'START \uFFFD[31m{new string('x', 49)}…'.",
            error.Problem);
    }

    [Fact]
    public void An_unfinished_document_is_limited_in_size()
    {
        var results = new List<string>();
        DocumentReader reader = CreateReader(results, maxLength: 1000);
        reader.Read("{ \"list\": [");
        for (int i = 0; i < 1000; i++)
        {
            reader.Read("  1234567890,");
        }

        reader.Read("] }");
        reader.Read("{ " + new string(' ', 1000));
        reader.Read(Hook("1"));
        reader.Complete();

        Assert.Equal(["!{ \"list\": [", "!{", "1"], results.Select(result => result.Split('\n')[0].TrimEnd()));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":")]
    [InlineData("{\"")]
    [InlineData("{\"{\":\"")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("<a>")]
    [InlineData("<a ")]
    [InlineData("x <a>")]
    [InlineData("<!DOCTYPE a [")]
    [InlineData("<!--")]
    [InlineData("<?")]
    [InlineData("</a>")]
    [InlineData("{x{")]
    public void The_time_is_proportional_to_the_length_of_the_text(string part)
    {
        TimeSpan Measure(int count, string separator)
        {
            string text = string.Join(separator, Enumerable.Repeat(part, count));
            long start = Stopwatch.GetTimestamp();
            _ = Read([text]);
            return Stopwatch.GetElapsedTime(start);
        }

        _ = Measure(100, "\n");
        foreach (string separator in new[] { string.Empty, "\n", "\n1,\n" })
        {
            TimeSpan limit = TimeSpan.FromSeconds(5) + (8 * Measure(2_000, separator));
            TimeSpan actual = Measure(16_000, separator);
            Assert.True(actual < limit, string.Create(CultureInfo.InvariantCulture, $"'{separator}': {actual} instead of {limit}"));
        }
    }

    private static string Run(string id) => $$$"""{"id":"{{{id}}}","status":{"value":"COMPLETED_SUCCESS","desc":"OK"}}""";

    private static string Hook(string id) =>
        $$$"""{"id":"8{{{id}}}","action":"JOB_END","institution":{"value":"01","desc":"A Library"},"job_instance":{{{Run(id)}}}}""";

    private static string XmlRun(string id) => $"<job_instance><id>{id}</id><status>RUNNING</status></job_instance>";

    private static string XmlHook(string id) =>
        $"<webhook><action>JOB_END</action><institution>A Library</institution>{XmlRun(id)}</webhook>";

    private static string[] Lines(string json) => json
        .Replace(",", ",\n  ", StringComparison.Ordinal)
        .Replace("{\"id", "{\n  \"id", StringComparison.Ordinal)
        .Replace("\"}}", "\"}\n}", StringComparison.Ordinal)
        .Split('\n');

    private static List<string> Read(IEnumerable<string> texts)
    {
        var results = new List<string>();
        DocumentReader reader = CreateReader(results);
        foreach (string text in texts)
        {
            reader.Read(text);
        }

        reader.Complete();
        return results;
    }

    private static DocumentReader CreateReader(List<string> results, int maxLength = 64 * 1024 * 1024) => new(
        AlmaClient.DocumentFormat,
        runs => results.Add(string.Join(',', runs.Select(run => run.Id))),
        (text, error) =>
        {
            Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
            results.Add("!" + text);
        },
        maxLength);

    // Errors contain whole texts, of which only the beginning is compared.
    private static IEnumerable<string> Shorten(IReadOnlyList<string> results, string[] expected) => results.Select((result, i) =>
    {
        string line = string.Join(' ', result.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return i < expected.Length && line.Length > expected[i].Length && line[0] == '!' ? line[..expected[i].Length] : line;
    });
}
