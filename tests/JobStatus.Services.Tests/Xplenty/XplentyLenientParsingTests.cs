using System;
using System.Collections.Generic;
using JobStatus.Services.Tests.Json;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

public sealed class XplentyLenientParsingTests
{
    [Theory]
    [InlineData("\"No disk.\"", "No disk.", false)]
    [InlineData("[\"No disk.\"]", "No disk.", true)]
    [InlineData("[\"No disk.\", \"No memory.\"]", "No disk. No memory.", true)]
    [InlineData("{ \"package\": [\"No disk.\"], \"code\": 5 }", "package: No disk.; code: 5", true)]
    [InlineData("[{ \"message\": \"No disk.\" }]", "message: No disk.", true)]
    [InlineData("[]", null, true)]
    [InlineData("[null, [[[\"too deep\"]]]]", null, true)]
    public void Errors_can_be_a_text_a_list_or_an_object(string errors, string? text, bool isKept)
    {
        XplentyJob job = Responses.XplentyJob($$"""{ "status": "failed", "errors": {{errors}} }""");

        Assert.Equal(text, job.Errors);
        Assert.Equal(text, job.Message);
        Assert.Equal(isKept, job.AdditionalData.ContainsKey("errors"));
    }

    [Fact]
    public void A_number_can_be_a_text_and_a_text_can_be_a_number()
    {
        XplentyJob job = Responses.XplentyJob("""
            { "id": "157", "owner_id": 1.0, "progress": "0.5", "runtime_in_seconds": "417", "status": "running", "errors": 7 }
            """, id: null);

        Assert.Equal(157L, job.JobId);
        Assert.Equal(1L, job.OwnerId);
        Assert.Equal(0.5, job.Progress);
        Assert.Equal(417L, job.RuntimeInSeconds);
        Assert.Equal("7", job.Errors);
        Assert.Empty(job.AdditionalData);
    }

    [Fact]
    public void Integers_have_64_bits_and_larger_numbers_are_kept()
    {
        XplentyJob job = Responses.XplentyJob("""
            {
              "id": 9223372036854775807, "cluster_id": 9223372036854775808, "package_id": 123456789012345678901234567890,
              "owner_id": 1e400
            }
            """, id: null);

        Assert.Equal(long.MaxValue, job.JobId);
        Assert.Null(job.ClusterId);
        Assert.Equal(9223372036854775808m, job.AdditionalData["cluster_id"]);
        Assert.Null(job.PackageId);
        Assert.Equal("123456789012345678901234567890", job.AdditionalData["package_id"]);
        Assert.Null(job.OwnerId);
        Assert.Equal("1e400", job.AdditionalData["owner_id"]);
    }

    [Fact]
    public void An_id_that_differs_from_the_requested_id_is_kept_as_additional_data()
    {
        XplentyJob job = Responses.XplentyJob("""{ "id": 999 }""", "157");

        Assert.Equal(157, job.JobId);
        Assert.Equal(999L, job.AdditionalData["id"]);
    }

    [Fact]
    public void Variables_can_have_any_name_and_any_type_of_value()
    {
        IReadOnlyDictionary<string, object?> variables = Responses.XplentyJob("""
            {
              "variables": {
                "": "empty", "a b": 1, "a": 1.5, "B": true, "b": null, "list": [1, [2]], "object": { "x": "y" }, "\ud800": "odd"
              }
            }
            """).Variables;

        Assert.Equal(8, variables.Count);
        Assert.Equal("empty", variables[""]);
        Assert.Equal(1L, variables["a b"]);
        Assert.Equal(1.5m, variables["a"]);
        Assert.Equal(true, variables["B"]);
        Assert.Null(variables["b"]);
        Assert.Equal([2L], Assert.IsType<object?[]>(Assert.IsType<object?[]>(variables["list"])[1]));
        Assert.Equal("y", Assert.IsType<IReadOnlyDictionary<string, object?>>(variables["object"], exactMatch: false)["x"]);
    }

    [Fact]
    public void Times_keep_their_offset()
    {
        XplentyJob job = Responses.XplentyJob("""{ "created_at": "2013-04-09T11:28:27+03:00", "started_at": "soon", "failed_at": "" }""");

        Assert.Equal(new DateTimeOffset(2013, 4, 9, 11, 28, 27, TimeSpan.FromHours(3)), job.SubmittedInstant);
        Assert.Equal(TimeSpan.FromHours(3), job.SubmittedInstant?.Offset);
        Assert.Null(job.StartedInstant);
        Assert.Equal("soon", job.AdditionalData["started_at"]);
        Assert.Null(job.FailedInstant);
        Assert.DoesNotContain("failed_at", job.AdditionalData.Keys);
    }

    [Fact]
    public void A_complete_package_is_accepted_instead_of_a_reference()
    {
        XplentyReference package = Responses.XplentyJob("""
            { "package": { "id": 434, "name": "Orders", "url": "/packages/434", "owner_id": 7, "variables": { "a": "b" } } }
            """).Package!;

        Assert.Equal(434L, package.Id);
        Assert.Equal("Orders", package.Name);
        Assert.Equal(new Uri("/packages/434", UriKind.Relative), package.Url);
        Assert.Equal(7L, package.AdditionalData["owner_id"]);
        Assert.Equal(
            "b", Assert.IsType<IReadOnlyDictionary<string, object?>>(package.AdditionalData["variables"], exactMatch: false)["a"]);
    }

    [Theory]
    [InlineData("""{ "package": { "name": "Orders" }, "component": { "name": "child" } }""", "Orders")]
    [InlineData("""{ "component": { "name": "child" } }""", "child")]
    [InlineData("""{ "package": 434, "component": "child" }""", null)]
    public void The_name_of_a_job_is_the_name_of_its_package_or_else_of_its_component(string json, string? name) =>
        Assert.Equal(name, Responses.XplentyJob(json).Name);

    [Theory]
    [InlineData("""{ "url": "https://example.org/api", "html_url": "https://example.org/page" }""", "https://example.org/page")]
    [InlineData("""{ "url": "https://example.org/api", "html_url": null }""", "https://example.org/api")]
    [InlineData("""{ "url": "https://example.org/api", "html_url": 5.5 }""", "5.5")]
    [InlineData("{}", null)]
    public void The_link_is_the_web_page_if_there_is_one(string json, string? link) =>
        Assert.Equal(link, Responses.XplentyJob(json).Uri?.OriginalString);

    [Theory]
    [InlineData("""{ "component_name": "one", "component": { "name": "two" } }""", "one")]
    [InlineData("""{ "component": { "name": "two" } }""", "two")]
    [InlineData("{}", null)]
    public void The_component_name_of_an_output_is_read_in_both_versions(string output, string? name) =>
        Assert.Equal(name, Assert.Single(Responses.XplentyJob($$"""{ "outputs": [ {{output}} ] }""").Outputs).ComponentName);

    [Fact]
    public void The_number_of_outputs_can_differ_from_outputs_count()
    {
        Assert.Empty(Responses.XplentyJob("""{ "outputs_count": 2 }""").Outputs);
        Assert.Single(Responses.XplentyJob("""{ "outputs_count": 0, "outputs": [ {} ] }""").Outputs);
    }
}
