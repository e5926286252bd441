using System;
using System.Globalization;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Tests.Json;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

public sealed class AlteryxLenientParsingTests
{
    private static readonly DateTimeOffset Time = new(2024, 9, 19, 10, 2, 54, TimeSpan.Zero);

    [Theory]
    [InlineData("[\"just text\"]")]
    [InlineData("\"just text\"")]
    [InlineData("[{ \"text\": \"just text\" }]")]
    [InlineData("[{ \"status\": 1, \"text\": \"fine\" }, \"just text\"]")]
    [InlineData("[\"fine\", { \"status\": 3, \"text\": \"just text\" }]")]
    public void A_message_can_be_only_a_text(string messages)
    {
        AlteryxJob job = Responses.AlteryxJob($$"""{ "status": "Error", "messages": {{messages}} }""");

        Assert.Equal("just text", job.Message);
        Assert.Empty(job.AdditionalData);
    }

    [Fact]
    public void Field_names_of_version_1_and_of_the_jobs_of_a_workflow_are_understood()
    {
        AlteryxJob job = Responses.AlteryxJob("""
            {
              "id": "a1", "createDate": "2024-09-19T10:02:54.589Z", "priority": 2,
              "outputs": [ { "id": "o1", "name": "report.yxdb", "formats": [ "Raw", "Csv" ] } ]
            }
            """, id: null);

        Assert.Equal("a1", job.JobId);
        Assert.Equal(Time.AddMilliseconds(589), job.SubmittedInstant);
        Assert.Equal("High", job.Priority);
        Assert.Equal("report.yxdb", job.Outputs[0].FileName);
        Assert.Equal(["Raw", "Csv"], job.Outputs[0].AvailableFormats);
        Assert.Empty(job.AdditionalData);
        Assert.Empty(job.Outputs[0].AdditionalData);
    }

    [Fact]
    public void Field_names_of_the_queue_are_understood()
    {
        AlteryxJob job = Responses.AlteryxJob("""
            {
              "jobId": "a1", "status": "Running", "workflowName": "Monthly", "workflowId": "w1", "submittedBy": "ada",
              "startTime": "2024-09-19T10:02:54", "queueTime": "00:00:05", "executionTime": 90.5, "priority": "Critical"
            }
            """, id: null);

        Assert.Equal("a1", job.JobId);
        Assert.Equal("Monthly", job.Name);
        Assert.Equal("w1", job.WorkflowId);
        Assert.Equal("ada", job.SubmittedBy);
        Assert.Equal(Time, job.StartedInstant);
        Assert.Equal(TimeSpan.FromSeconds(5), job.QueueTime);
        Assert.Equal(TimeSpan.FromSeconds(90.5), job.ExecutionTime);
        Assert.Equal(job.ExecutionTime, job.Duration);
        Assert.Equal("Critical", job.Priority);
        Assert.Empty(job.AdditionalData);
    }

    [Theory]
    [InlineData("-100", "-100")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("\"-00:01:40\"", "-00:01:40")]
    public void A_negative_duration_is_unknown(string json, string raw)
    {
        AlteryxJob job = Responses.AlteryxJob($$"""
            { "id": "a1", "status": "Completed", "queueTime": {{json}}, "executionTime": {{json}} }
            """);

        Assert.Null(job.QueueTime);
        Assert.Null(job.ExecutionTime);
        Assert.Null(job.Duration);
        Assert.Equal(raw, Convert.ToString(job.AdditionalData["queueTime"], CultureInfo.InvariantCulture));
        Assert.Equal(raw, Convert.ToString(job.AdditionalData["executionTime"], CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("0", "Low")]
    [InlineData("1", "Medium")]
    [InlineData("2", "High")]
    [InlineData("3", "Critical")]
    [InlineData("\"3\"", "Critical")]
    [InlineData("4", "4")]
    [InlineData("\"Default\"", "Default")]
    [InlineData("\"low\"", "low")]
    [InlineData("null", null)]
    public void A_priority_can_be_a_name_or_a_number(string json, string? priority) =>
        Assert.Equal(priority, Responses.AlteryxJob($$"""{ "priority": {{json}} }""").Priority);

    [Fact]
    public void Both_values_are_kept_if_a_field_appears_under_both_names()
    {
        AlteryxJob job = Responses.AlteryxJob("""
            {
              "id": "a1", "jobId": "a2", "createDateTime": "2024-09-19T10:02:54Z", "createDate": "2024-09-18T00:00:00Z",
              "outputs": [ { "fileName": "one", "name": "two", "availableFormats": [ "Raw" ], "formats": [ "Csv", 5 ] } ]
            }
            """, id: null);
        AlteryxJobOutput output = Assert.Single(job.Outputs);

        Assert.Equal("a1", job.JobId);
        Assert.Equal("a2", job.AdditionalData["jobId"]);
        Assert.Equal(Time, job.SubmittedInstant);
        Assert.Equal("2024-09-18T00:00:00.0000000+00:00", job.AdditionalData["createDate"]);
        Assert.Equal("one", output.FileName);
        Assert.Equal("two", output.AdditionalData["name"]);
        Assert.Equal(["Raw"], output.AvailableFormats);
        Assert.Equal(["Csv", "5"], Assert.IsType<object?[]>(output.AdditionalData["formats"]));
    }

    [Fact]
    public void An_id_that_differs_from_the_requested_id_is_kept_as_additional_data()
    {
        AlteryxJob job = Responses.AlteryxJob("""{ "id": "string" }""");

        Assert.Equal("requested", job.JobId);
        Assert.Equal("string", job.AdditionalData["id"]);
    }

    [Fact]
    public void Null_fields_are_read_as_null_or_as_an_empty_list()
    {
        AlteryxJob job = Responses.AlteryxJob(
            """{ "appId": null, "workerTag": null, "disposition": null, "outputs": null, "messages": null }""");

        Assert.Null(job.AppId);
        Assert.Null(job.WorkerTag);
        Assert.Null(job.Disposition);
        Assert.Empty(job.Outputs);
        Assert.Empty(job.Messages);
        Assert.Empty(job.AdditionalData);
    }

    [Fact]
    public void Unexpected_items_of_a_list_are_kept_and_the_other_items_are_read()
    {
        AlteryxJob job = Responses.AlteryxJob("""
            {
              "messages": [ "odd", { "status": "3", "text": "Text", "toolId": -1 }, null, 7 ],
              "outputs": [ { "id": 5, "availableFormats": [ "Raw", { "new": 1 }, null, 7 ] }, [] ]
            }
            """);

        Assert.Equal(["odd", "Text"], job.Messages.Select(message => message.Text));
        Assert.Equal([null, 3], job.Messages.Select(message => message.Status));
        Assert.Equal([null, -1], job.Messages.Select(message => message.ToolId));
        Assert.Equal([7L], Assert.IsType<object?[]>(job.AdditionalData["messages"]));
        AlteryxJobOutput output = Assert.Single(job.Outputs);
        Assert.Equal("5", output.Id);
        Assert.Equal(["Raw", "7"], output.AvailableFormats);
        Assert.Single(Assert.IsType<object?[]>(output.AdditionalData["availableFormats"]));
    }

    [Fact]
    public void Unknown_fields_and_values_of_a_message_are_kept()
    {
        AlteryxJobMessage message = Assert.Single(
            Responses.AlteryxJob("""{ "messages": [ { "status": 99999999999, "text": { "en": "Text" }, "new": [ 1 ] } ] }""").Messages);

        Assert.Null(message.Status);
        Assert.Equal(99_999_999_999L, message.AdditionalData["status"]);
        Assert.Null(message.Text);
        Assert.Equal(
            "Text", Assert.IsType<IReadOnlyDictionary<string, object?>>(message.AdditionalData["text"], exactMatch: false).Single().Value);
        Assert.Equal([1L], Assert.IsType<object?[]>(message.AdditionalData["new"]));
    }
}
