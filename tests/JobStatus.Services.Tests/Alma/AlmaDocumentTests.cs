using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Alma;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

public sealed class AlmaDocumentTests
{
    private const string Error =
        """{"errorsExist":true,"errorList":{"error":[{"errorCode":"402218","errorMessage":"There is no such instance."}]}}""";

    private const string ErrorXml =
        "<web_service_result xmlns=\"http://com/exlibris/urm/general/xmlbeans\"><errorsExist>true</errorsExist><errorList><error>" +
        "<errorCode>402218</errorCode><errorMessage>There is no such instance.</errorMessage></error></errorList></web_service_result>";

    // the documented instance without the XML declaration, so that it can be inserted into another document
    private static readonly string XmlElement =
        ExampleResponses.AlmaXml[ExampleResponses.AlmaXml.IndexOf("<job_instance", StringComparison.Ordinal)..];

    public static TheoryData<string> SingleInstances =>
    [
        ExampleResponses.AlmaJson,
        ExampleResponses.AlmaXml,
        "\uFEFF" + ExampleResponses.AlmaJson,
        "\uFEFF" + ExampleResponses.AlmaXml,
        "\r\n\t " + ExampleResponses.AlmaJson + "\r\n",
        " \n" + XmlElement,
        ExampleResponses.AlmaXml.Replace("UTF-8", "UTF-16", StringComparison.Ordinal),
        $$"""{ "total_record_count": 1, "job_instance": [ {{ExampleResponses.AlmaJson}} ] }""",
        $$"""{ "job_instance": [ {{ExampleResponses.AlmaJson}}, ], "total_record_count": "1" }""",
        $"<job_instances total_record_count=\"1\">{XmlElement}</job_instances>",
    ];

    [Theory]
    [MemberData(nameof(SingleInstances))]
    public void The_documented_instance_is_read_from_every_kind_of_document(string text)
    {
        AlmaJobInstance job = Assert.Single(AlmaClient.ReadDocument(text));

        Assert.Equal(
            ObjectDump.Lines(AlmaClient.ReadDocument(ExampleResponses.AlmaJson)[0], nameof(RemoteJob.ObservedAt)),
            ObjectDump.Lines(job, nameof(RemoteJob.ObservedAt)));
        Assert.Equal("9563643080000561", job.Id);
        Assert.Equal("M50173", job.JobId);
        Assert.Equal(6, job.Counters.Count);
        Assert.Null(job.Connection);
        Assert.Empty(job.AdditionalData);
    }

    [Fact]
    public void ObservedAt_is_the_time_at_which_the_document_was_read()
    {
        DateTimeOffset now = new(2026, 3, 14, 22, 0, 0, TimeSpan.Zero);

        Assert.Equal(now, Assert.Single(AlmaClient.DocumentFormat.Read(ExampleResponses.AlmaJson, now)).ObservedInstant);
    }

    [Theory]
    [InlineData("""{ "total_record_count": 2, "job_instance": [ { "id": "1", "status": { "value": "RUNNING" } }, { "id": "2" } ] }""")]
    [InlineData(
        "<job_instances total_record_count=\"2\"><job_instance><id>1</id><status>RUNNING</status></job_instance>" +
        "<job_instance><id>2</id></job_instance></job_instances>")]
    public void A_list_keeps_its_order(string text)
    {
        IReadOnlyList<AlmaJobInstance> jobs = AlmaClient.ReadDocument(text);

        Assert.Equal(["1", "2"], jobs.Select(job => job.Id));
        Assert.Equal(RemoteJobState.Running, jobs[0].State);
        Assert.Equal(RemoteJobState.Unknown, jobs[1].State);
        Assert.All(jobs, job => Assert.Empty(job.AdditionalData));
    }

    [Theory]
    [InlineData("""{ "total_record_count": 0 }""")]
    [InlineData("""{ "total_record_count": 0, "job_instance": [] }""")]
    [InlineData("""{ "job_instance": [] }""")]
    [InlineData("<job_instances total_record_count=\"0\"/>")]
    public void A_list_without_items_is_empty(string text) =>
        Assert.Empty(AlmaClient.ReadDocument(text));

    [Fact]
    public void Items_of_a_list_that_are_not_objects_are_skipped()
    {
        string text = """{ "total_record_count": 4, "job_instance": [ "odd", { "id": "1" }, null, [ { "id": "2" } ] ] }""";

        Assert.Equal("1", Assert.Single(AlmaClient.ReadDocument(text)).Id);
    }

    [Fact]
    public void The_other_fields_of_a_webhook_body_are_kept()
    {
        AlmaJobInstance job = Assert.Single(AlmaClient.ReadDocument($$"""
            {
              "id": "5566778899", "action": "JOB_END", "institution": { "value": "01INST", "desc": "Institution" },
              "time": "2025-10-05T09:11:37.000Z", "job_instance": {{ExampleResponses.AlmaJson}}
            }
            """));

        Assert.Equal("9563643080000561", job.Id);
        Assert.Equal("COMPLETED_SUCCESS", job.Status);
        IReadOnlyDictionary<string, object?> fields = WebhookFields(job);
        Assert.Equal(["action", "id", "institution", "time"], fields.Keys.Order());
        Assert.Equal("5566778899", fields["id"]);
        Assert.Equal("JOB_END", fields["action"]);
        Assert.Equal("2025-10-05T09:11:37.000Z", fields["time"]);
        Assert.Equal("01INST", Assert.IsType<IReadOnlyDictionary<string, object?>>(fields["institution"], exactMatch: false)["value"]);
        Assert.Equal(["webhook"], job.AdditionalData.Keys);
    }

    [Fact]
    public void The_other_fields_of_a_webhook_body_are_the_same_in_Xml_and_Json()
    {
        AlmaJobInstance json = Assert.Single(AlmaClient.ReadDocument($$"""
            {
              "id": "55", "action": "JOB_END", "institution": { "value": "01INST", "desc": "Institution" }, "time": "2025",
              "job_instance": {{ExampleResponses.AlmaJson}}
            }
            """));

        AlmaJobInstance xml = Assert.Single(AlmaClient.ReadDocument(
            $"<webhook><id>55</id><action>JOB_END</action><institution desc=\"Institution\">01INST</institution>" +
            $"<time>2025</time>{XmlElement}</webhook>"));

        Assert.Equal(ObjectDump.Lines(json, nameof(RemoteJob.ObservedAt)), ObjectDump.Lines(xml, nameof(RemoteJob.ObservedAt)));
    }

    [Fact]
    public void Unknown_fields_of_the_instance_are_kept_in_addition_to_the_fields_of_the_webhook_body()
    {
        AlmaJobInstance job = Assert.Single(
            AlmaClient.ReadDocument("""{ "action": "JOB_END", "job_instance": { "id": "1", "new": 5 } }"""));

        Assert.Equal(5L, job.AdditionalData["new"]);
        Assert.Equal("JOB_END", WebhookFields(job)["action"]);
    }

    [Theory]
    [InlineData(
        """{ "id": "1", "status": { "value": "COMPLETED_SUCCESS" }, "link": "/almaws/v1/conf/jobs/M0/instances/1", """ +
        """ "job_info": { "id": "M9" } }""")]
    [InlineData(
        "<job_instance link=\"/almaws/v1/conf/jobs/M0/instances/1\"><id>1</id>" +
        "<status>COMPLETED_SUCCESS</status><job_info><id>M9</id></job_info></job_instance>")]
    public void A_relative_link_is_kept_and_the_job_id_comes_from_the_instance(string text)
    {
        AlmaJobInstance job = Assert.Single(AlmaClient.ReadDocument(text));

        Assert.Equal(new Uri("/almaws/v1/conf/jobs/M0/instances/1", UriKind.Relative), job.Link);
        Assert.Equal("M9", job.JobId);
    }

    [Fact]
    public void The_job_id_is_null_if_the_document_does_not_contain_it() =>
        Assert.Null(Assert.Single(AlmaClient.ReadDocument("""{ "id": "1", "status": "RUNNING" }""")).JobId);

    [Fact]
    public void White_space_around_an_id_is_removed()
    {
        Assert.Equal("17", Assert.Single(AlmaClient.ReadDocument("""{ "id": " 17\n", "status": "RUNNING" }""")).Id);
        Assert.Equal("17", Assert.Single(AlmaClient.ReadDocument("<job_instance><id> 17\n</id><status>QUEUED</status></job_instance>")).Id);
    }

    [Theory]
    [InlineData(Error)]
    [InlineData(ErrorXml)]
    [InlineData("{ \"web_service_result\": " + Error + " }")]
    public void An_Alma_error_in_the_document_is_reported(string text)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("402218", error.Problem, StringComparison.Ordinal);
        Assert.Contains("There is no such instance.", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("\uFEFF")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"id\": \"1\" }")]
    [InlineData("{ \"action\": \"JOB_END\" }")]
    [InlineData("{ \"action\": \"JOB_END\", \"job_instance\": null }")]
    [InlineData("{ \"status\": \"RUNNING\" }")]
    [InlineData("{ \"job_instance\": { \"status\": \"RUNNING\" } }")]
    [InlineData("{ \"job_instance\": [ { \"id\": \"\" } ] }")]
    [InlineData("{ \"job_instance\": 5 }")]
    [InlineData("{ \"job_instance\": [ \"odd\" ] }")]
    [InlineData("{ \"job_instance\": [ null, 5 ] }")]
    [InlineData("{ \"job_instance\": { \"id\": \" \\t\" } }")]
    [InlineData("{ \"id\": true, \"status\": \"RUNNING\" }")]
    [InlineData("{ \"id\": \"1\", \"status\": \"RUN")]
    [InlineData("not a document")]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("<job_instance><status>RUNNING</status></job_instance>")]
    [InlineData("<job_instance><id/></job_instance>")]
    [InlineData("<job_instance><id>1</id>")]
    [InlineData("<!DOCTYPE job_instance [<!ENTITY a \"1\">]><job_instance><id>&a;</id></job_instance>")]
    [InlineData("<job_instance><id>1</id></job_instance> and more")]
    [InlineData("{ \"id\": \"1\", \"status\": \"RUNNING\" } and more")]
    [InlineData("{ \"\\ud800\": 1 }")]
    public void A_document_without_an_instance_is_an_unexpected_response(string text)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal("Alma", error.Service);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public void Text_that_is_not_valid_Unicode_is_an_unexpected_response()
    {
        // The serialization of theory data would replace the invalid characters.
        string[] texts =
        [
            "{ \"id\": \"\ud800\", \"status\": \"RUNNING\" }",
            "<job_instance><id>\ud800</id></job_instance>",
            "\ud800",
            "<\ud800",
        ];

        Assert.All(texts, text => Assert.Equal(
            JobServiceErrorKind.UnexpectedResponse,
            Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text)).Kind));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('<', '>')]
    public void A_document_that_is_nested_too_deeply_is_an_unexpected_response(char open, char close)
    {
        string text = open == '<'
            ? string.Concat(Enumerable.Repeat("<job_instance>", 10_000)) + string.Concat(Enumerable.Repeat("</job_instance>", 10_000))
            : $$"""{ "id": "1", "status": "RUNNING", "new": {{new string(open, 100_000)}}{{new string(close, 100_000)}} }""";

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text)).Kind);
    }

    [Fact]
    public void An_error_without_details_in_a_document_is_described() =>
        Assert.Equal(
            "The text contains an Alma error instead of a job instance: Alma reports an error without details. "
                + """The text starts with '{"errorsExist":true}'.""",
            Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument("""{"errorsExist":true}""")).Problem);

    [Fact]
    public void Control_characters_are_removed_from_an_error_in_a_document()
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(
            """{"errorsExist":true,"errorList":{"error":[{"errorCode":"A\u001b[31m","errorMessage":"B\n\u202e"}]}}"""));

        Assert.DoesNotContain(error.Message, Model.UnsafeText.IsUnsafe);
    }

    [Fact]
    public void A_document_is_read_the_same_in_every_culture()
    {
        string expected = ObjectDump.Text(AlmaClient.ReadDocument(ExampleResponses.AlmaJson), nameof(RemoteJob.ObservedAt));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
        try
        {
            Assert.Equal(expected, ObjectDump.Text(AlmaClient.ReadDocument(ExampleResponses.AlmaJson), nameof(RemoteJob.ObservedAt)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IReadOnlyDictionary<string, object?> WebhookFields(AlmaJobInstance job) =>
        Assert.IsType<IReadOnlyDictionary<string, object?>>(job.AdditionalData["webhook"], exactMatch: false);
}
