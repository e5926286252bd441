using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Documents;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>Tests the conversion of service hooks and saved responses, whose text the same code splits as for Alma.</summary>
public sealed class XplentyDocumentTests
{
    private const string Cluster =
        """{"id":52,"name":"c","status":"available","nodes":2,"type":"production","running_jobs_count":0,"available_since":null}""";

    public static TheoryData<string[], string[]> Logs => new()
    {
        { [Hook(1), Hook(2)], ["1", "2"] },
        { [Hook(1) + Hook(2)], ["1", "2"] },
        { ["START", Hook(1), "END", Cluster, Hook(2)], ["1", "2", "!START", "!END", "!" + Cluster] },
        { ["[", Hook(1) + ",", Hook(2), "]"], ["1", "2"] },
        { [Hook(1)[..30], Hook(2)], ["2", "!" + Hook(1)[..30]] },
        { ["<html>", "<body>", Hook(1), "</html>"], ["1", "!<html>", "!<body>", "!</html>"] },
        { ["{", "\"id\": 7,", "\"status\": \"completed\",", "\"package_id\": 2,", "\"package\":", Package, "}", Hook(8)], ["7", "8"] },
        { ["""{"id":9,"job":""", Hook(4), "}", Hook(5)], ["4", "5"] },
        { [$$"""{"headers":{},"body":{{Text(Hook(1))}}}""", $$"""{"headers":{},"body":{{Hook(2)}}}"""], ["1", "2"] },
    };

    private static string Package => """{"id":2,"name":"p","status":"active","variables":{}}""";

    [Theory]
    [MemberData(nameof(Logs))]
    public void Every_complete_job_is_read_and_every_other_text_is_an_error(string[] lines, string[] expected)
    {
        List<string> ids = [];
        List<string> errors = [];
        DocumentReader reader = new(
            XplentyClient.DocumentFormat,
            jobs => ids.AddRange(jobs.Select(job => job.Id)),
            (text, _) => errors.Add("!" + text));
        foreach (string line in lines)
        {
            reader.Read(line);
        }

        reader.Complete();

        Assert.Equal(expected, ids.Concat(errors));
    }

    [Fact]
    public void A_hook_becomes_the_same_job_as_the_response_for_it()
    {
        XplentyJob job = Read(ExampleResponses.Xplenty);

        Assert.Equal(("157", null), (job.Id, job.Connection));
        Assert.NotNull(job.PackageId);
        Assert.NotEmpty(job.Outputs);
        Assert.Empty(job.AdditionalData);
    }

    [Fact]
    public void A_job_in_another_object_is_read_and_the_rest_of_the_object_is_kept()
    {
        XplentyJob job = Read($$"""{"id":9,"event":"job.failed","job":{{Hook(4)}}}""");

        Assert.Equal("4", job.Id);
        IReadOnlyDictionary<string, object?> webhook =
            Assert.IsType<IReadOnlyDictionary<string, object?>>(job.AdditionalData["webhook"], exactMatch: false);
        Assert.Equal("job.failed", webhook["event"]);
        Assert.Equal(9L, webhook["id"]);
    }

    [Theory]
    [InlineData("package_id")]
    [InlineData("cluster_id")]
    [InlineData("outputs_count")]
    [InlineData("progress")]
    public void A_status_and_one_field_that_only_jobs_have_are_enough(string field) =>
        Assert.Equal("7", Read($$"""{"id":7,"status":"running","{{field}}":1}""").Id);

    [Theory]
    [InlineData(Cluster, "The text does not contain an Xplenty job.")]
    [InlineData("""{"id":1,"name":"p","status":"active","flow_type":"dataflow"}""", "The text does not contain an Xplenty job.")]
    [InlineData("""{"id":1,"status":"enabled","interval_amount":1}""", "The text does not contain an Xplenty job.")]
    [InlineData("""{"level":"info","message":"a hook arrived"}""", "The text does not contain an Xplenty job.")]
    [InlineData("""{"status":"completed","package_id":2}""", "The text does not contain an Xplenty job.")]
    [InlineData("""{"job":null}""", "The text does not contain an Xplenty job.")]
    [InlineData("[]", "The text does not contain an Xplenty job.")]
    [InlineData("""{"message":"Item not found."}""", "The text contains an Xplenty error instead of a job: Item not found.")]
    [InlineData("""{"id":""", "The text is not a complete JSON object.")]
    [InlineData("<job/>", "The text is not a complete JSON object.")]
    public void A_text_that_is_not_a_job_is_an_error(string text, string problem)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => Read(text));

        Assert.Equal(("Xplenty", JobServiceErrorKind.UnexpectedResponse), (error.Service, error.Kind));
        Assert.StartsWith(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains("service hook", error.RecommendedAction, StringComparison.Ordinal);
    }

    private static XplentyJob Read(string text) =>
        Assert.IsType<XplentyJob>(Assert.Single(XplentyClient.DocumentFormat.Read(text, DateTimeOffset.UnixEpoch)));

    private static string Hook(int id) =>
        $$"""{"id":{{id.ToString(CultureInfo.InvariantCulture)}},"status":"completed","package_id":2,"progress":1.0}""";

    private static string Text(string json) => "\"" + json.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
