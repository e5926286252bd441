using System;
using System.Collections.Generic;
using System.Globalization;
using JobStatus.Services.Tests.Json;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

public sealed class AlmaLenientParsingTests
{
    [Theory]
    [InlineData("[\"plain alert\"]")]
    [InlineData("\"plain alert\"")]
    [InlineData("{ \"value\": \"plain alert\" }")]
    [InlineData("[{ \"value\": \"plain alert\" }]")]
    public void An_alert_can_be_a_text_or_an_object_with_or_without_a_list(string alert)
    {
        AlmaJobInstance run = Responses.AlmaInstance($$"""{ "status": "COMPLETED_FAILED", "alert": {{alert}} }""");

        Assert.Equal("plain alert", run.Message);
        Assert.Empty(run.AdditionalData);
    }

    [Fact]
    public void A_coded_value_can_consist_of_the_code_alone()
    {
        AlmaJobInstance job = Responses.AlmaInstance("""
            {
              "status": "RUNNING", "submitted_by": 42, "alert": ["one", { "value": "two", "desc": "Two" }],
              "job_info": { "type": "MANUAL" }
            }
            """);

        Assert.Equal("RUNNING", job.Status);
        Assert.Null(job.StatusDescription);
        Assert.Equal("42", job.SubmittedBy?.Value);
        Assert.Equal([new("one"), new("two")], job.Alerts);
        Assert.Equal("MANUAL", job.JobInfo?.Type?.Value);
        Assert.Empty(job.AdditionalData);
    }

    [Theory]
    [InlineData("""{ "value": "RUNNING", "desc": "" }""", "RUNNING", null)]
    [InlineData("""{ "value": "RUNNING", "desc": null }""", "RUNNING", null)]
    [InlineData("""{ "value": "RUNNING" }""", "RUNNING", null)]
    [InlineData("""{ "desc": "Running" }""", null, "Running")]
    [InlineData("""{ "value": null, "desc": "Running" }""", null, "Running")]
    [InlineData("{}", null, null)]
    [InlineData("""{ "value": 5, "desc": true }""", "5", "true")]
    public void The_description_of_a_coded_value_can_be_missing_or_empty(string status, string? code, string? description)
    {
        AlmaJobInstance job = Responses.AlmaInstance($$"""{ "status": {{status}} }""");

        Assert.Equal(code, job.Status);
        Assert.Equal(description, job.StatusDescription);
        Assert.Empty(job.AdditionalData);
    }

    [Fact]
    public void Unknown_fields_of_a_coded_value_are_kept()
    {
        AlmaJobInstance job = Responses.AlmaInstance(
            """{ "status": { "value": "RUNNING", "desc": { "en": "Running" }, "link": "/x" } }""");

        Assert.Equal("RUNNING", job.Status);
        var kept = Assert.IsType<IReadOnlyDictionary<string, object?>>(job.AdditionalData["status"], exactMatch: false);
        Assert.Equal("/x", kept["link"]);
        Assert.Equal("Running", Assert.IsType<IReadOnlyDictionary<string, object?>>(kept["desc"], exactMatch: false)["en"]);
    }

    [Fact]
    public void A_numeric_code_is_read_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            AlmaJobInstance job = Responses.AlmaInstance("""{ "submitted_by": 1.5, "status": { "value": 2.5 }, "progress": "3.5" }""");

            Assert.Equal("1.5", job.SubmittedBy?.Value);
            Assert.Equal("2.5", job.Status);
            Assert.Equal(3.5, job.Progress);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_single_object_is_read_as_a_list_with_one_item()
    {
        AlmaJobInstance job = Responses.AlmaInstance("""
            { "alert": { "value": "one" }, "counter": { "type": { "value": "files" }, "value": 3 } }
            """);

        Assert.Equal("one", Assert.Single(job.Alerts).Value);
        Assert.Equal(3L, Assert.Single(job.Counters).Number);
    }

    [Fact]
    public void Unexpected_items_of_a_list_are_kept_and_the_other_items_are_read()
    {
        AlmaJobInstance job = Responses.AlmaInstance("""{ "counter": [ 7, { "value": "1" }, null, "odd", [ 2 ] ] }""");

        Assert.Equal("1", Assert.Single(job.Counters).Value);
        object?[] kept = Assert.IsType<object?[]>(job.AdditionalData["counter"]);
        Assert.Equal(7L, kept[0]);
        Assert.Equal("odd", kept[1]);
        Assert.Equal(2L, Assert.IsType<object?[]>(kept[2])[0]);
    }

    [Fact]
    public void An_id_that_differs_from_the_requested_id_is_kept_as_additional_data()
    {
        AlmaJobInstance job = Responses.AlmaInstance("""{ "id": "another" }""");

        Assert.Equal("requested", job.Id);
        Assert.Equal("another", job.AdditionalData["id"]);
        Assert.Empty(Responses.AlmaInstance("""{ "id": "requested" }""").AdditionalData);
    }

    [Fact]
    public void A_run_without_a_name_has_the_name_of_its_definition()
    {
        Assert.Equal("Import", Responses.AlmaInstance("""{ "job_info": { "name": "Import" } }""").Name);
        Assert.Equal("Run", Responses.AlmaInstance("""{ "name": "Run", "job_info": { "name": "Import" } }""").Name);
    }

    [Theory]
    [InlineData("""{ "errorsExist": "maybe" }""", "maybe")]
    [InlineData("""{ "errorList": "none" }""", "none")]
    [InlineData("""{ "web_service_result": [ "odd" ] }""", "odd")]
    public void Error_fields_that_do_not_report_an_error_are_kept(string json, string kept) =>
        Assert.Contains(kept, ObjectDump.Text(Responses.AlmaInstance(json)), StringComparison.Ordinal);
}
