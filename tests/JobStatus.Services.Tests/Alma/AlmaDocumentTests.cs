using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Alma;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

public sealed class AlmaDocumentTests
{
    private const string Error = """{"errorsExist":true,"errorList":{"error":[{"errorCode":"402218","errorMessage":"There is no such instance."}]}}""";

    private const string ErrorXml =
        "<web_service_result xmlns=\"http://com/exlibris/urm/general/xmlbeans\"><errorsExist>true</errorsExist><errorList><error>" +
        "<errorCode>402218</errorCode><errorMessage>There is no such instance.</errorMessage></error></errorList></web_service_result>";

    // The instance of the documentation without the declaration before it, to stand within another document.
    private static readonly string InnerXml = Seeds.AlmaXml[Seeds.AlmaXml.IndexOf("<job_instance", StringComparison.Ordinal)..];

    public static TheoryData<string> SingleInstances =>
    [
        Seeds.AlmaJson,
        Seeds.AlmaXml,
        "\uFEFF" + Seeds.AlmaJson,
        "\uFEFF" + Seeds.AlmaXml,
        "\r\n\t " + Seeds.AlmaJson + "\r\n",
        " \n" + InnerXml,
        Seeds.AlmaXml.Replace("UTF-8", "UTF-16", StringComparison.Ordinal),
        $$"""{ "total_record_count": 1, "job_instance": [ {{Seeds.AlmaJson}} ] }""",
        $$"""{ "job_instance": [ {{Seeds.AlmaJson}}, ], "total_record_count": "1" }""",
        $"<job_instances total_record_count=\"1\">{InnerXml}</job_instances>",
    ];

    [Theory]
    [MemberData(nameof(SingleInstances))]
    public void The_documented_instance_is_read_from_each_document(string text)
    {
        AlmaJobInstance job = Assert.Single(AlmaClient.ReadDocument(text));

        Assert.Equal(Deep.Lines(AlmaClient.ReadDocument(Seeds.AlmaJson)[0], nameof(RemoteJob.ObservedAt)), Deep.Lines(job, nameof(RemoteJob.ObservedAt)));
        Assert.Equal("9563643080000561", job.Id);
        Assert.Equal("M50173", job.JobId);
        Assert.Equal(6, job.Counters.Count);
        Assert.Null(job.Connection);
        Assert.Empty(job.AdditionalData);
    }

    [Fact]
    public void An_instance_was_observed_when_its_document_was_read()
    {
        DateTimeOffset now = new(2026, 3, 14, 22, 0, 0, TimeSpan.Zero);

        Assert.Equal(now, Assert.Single(AlmaDocument.Read(Seeds.AlmaJson, now)).ObservedAt);
    }

    [Theory]
    [InlineData("""{ "total_record_count": 2, "job_instance": [ { "id": "1", "status": { "value": "RUNNING" } }, { "id": "2" } ] }""")]
    [InlineData("<job_instances total_record_count=\"2\"><job_instance><id>1</id><status>RUNNING</status></job_instance><job_instance><id>2</id></job_instance></job_instances>")]
    public void A_list_is_read_in_its_order(string text)
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
    public void A_list_without_a_hit_is_empty(string text) =>
        Assert.Empty(AlmaClient.ReadDocument(text));

    [Fact]
    public void What_surrounds_the_instance_of_a_webhook_is_kept()
    {
        AlmaJobInstance job = Assert.Single(AlmaClient.ReadDocument($$"""
            {
              "id": "5566778899", "action": "JOB_END", "institution": { "value": "01INST", "desc": "Institution" },
              "time": "2025-10-05T09:11:37.000Z", "job_instance": {{Seeds.AlmaJson}}
            }
            """));

        Assert.Equal("9563643080000561", job.Id);
        Assert.Equal("COMPLETED_SUCCESS", job.Status);
        IReadOnlyDictionary<string, object?> around = Around(job);
        Assert.Equal(["action", "id", "institution", "time"], around.Keys.Order());
        Assert.Equal("5566778899", around["id"]);
        Assert.Equal("JOB_END", around["action"]);
        Assert.Equal("2025-10-05T09:11:37.000Z", around["time"]);
        Assert.Equal("01INST", Assert.IsType<IReadOnlyDictionary<string, object?>>(around["institution"], exactMatch: false)["value"]);
        Assert.Equal(["webhook"], job.AdditionalData.Keys);
    }

    [Fact]
    public void What_surrounds_the_instance_of_a_webhook_in_Xml_is_kept_the_same()
    {
        AlmaJobInstance json = Assert.Single(AlmaClient.ReadDocument($$"""
            { "id": "55", "action": "JOB_END", "institution": { "value": "01INST", "desc": "Institution" }, "time": "2025", "job_instance": {{Seeds.AlmaJson}} }
            """));

        AlmaJobInstance xml = Assert.Single(AlmaClient.ReadDocument(
            $"<webhook><id>55</id><action>JOB_END</action><institution desc=\"Institution\">01INST</institution><time>2025</time>{InnerXml}</webhook>"));

        Assert.Equal(Deep.Lines(json, nameof(RemoteJob.ObservedAt)), Deep.Lines(xml, nameof(RemoteJob.ObservedAt)));
    }

    [Fact]
    public void What_nobody_knows_of_the_instance_of_a_webhook_is_kept_beside_its_surroundings()
    {
        AlmaJobInstance job = Assert.Single(AlmaClient.ReadDocument("""{ "action": "JOB_END", "job_instance": { "id": "1", "new": 5 } }"""));

        Assert.Equal(5L, job.AdditionalData["new"]);
        Assert.Equal("JOB_END", Around(job)["action"]);
    }

    [Theory]
    [InlineData("""{ "id": "1", "status": { "value": "COMPLETED_SUCCESS" }, "link": "/almaws/v1/conf/jobs/M0/instances/1", "job_info": { "id": "M9" } }""")]
    [InlineData("<job_instance link=\"/almaws/v1/conf/jobs/M0/instances/1\"><id>1</id><status>COMPLETED_SUCCESS</status><job_info><id>M9</id></job_info></job_instance>")]
    public void The_links_of_a_webhook_are_relative_and_the_definition_is_what_the_instance_says(string text)
    {
        AlmaJobInstance job = Assert.Single(AlmaClient.ReadDocument(text));

        Assert.Equal(new Uri("/almaws/v1/conf/jobs/M0/instances/1", UriKind.Relative), job.Link);
        Assert.Equal("M9", job.JobId);
    }

    [Fact]
    public void A_definition_that_is_not_told_is_not_known() =>
        Assert.Null(Assert.Single(AlmaClient.ReadDocument("""{ "id": "1", "status": "RUNNING" }""")).JobId);

    [Theory]
    [InlineData(Error)]
    [InlineData(ErrorXml)]
    [InlineData("{ \"web_service_result\": " + Error + " }")]
    public void An_error_of_Alma_is_told_as_one(string text)
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
    public void What_holds_no_instance_is_unexpected(string text)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal("Alma", error.Service);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public void Text_that_is_no_Unicode_is_unexpected()
    {
        // Theory data would arrive as valid Unicode.
        string[] texts = ["{ \"id\": \"\ud800\", \"status\": \"RUNNING\" }", "<job_instance><id>\ud800</id></job_instance>", "\ud800", "<\ud800"];

        Assert.All(texts, text => Assert.Equal(
            JobServiceErrorKind.UnexpectedResponse,
            Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text)).Kind));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('<', '>')]
    public void A_document_that_is_nested_without_end_is_unexpected(char open, char close)
    {
        string text = open == '<'
            ? string.Concat(Enumerable.Repeat("<job_instance>", 10_000)) + string.Concat(Enumerable.Repeat("</job_instance>", 10_000))
            : $$"""{ "id": "1", "status": "RUNNING", "new": {{new string(open, 100_000)}}{{new string(close, 100_000)}} }""";

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text)).Kind);
    }

    [Fact]
    public void An_error_in_a_document_cannot_reach_into_the_terminal()
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(
            """{"errorsExist":true,"errorList":{"error":[{"errorCode":"A\u001b[31m","errorMessage":"B\n\u202e"}]}}"""));

        Assert.DoesNotContain(error.Message, Model.HarmfulText.Harms);
    }

    [Fact]
    public void A_document_reads_the_same_in_every_country()
    {
        string here = Deep.Text(AlmaClient.ReadDocument(Seeds.AlmaJson), nameof(RemoteJob.ObservedAt));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
        try
        {
            Assert.Equal(here, Deep.Text(AlmaClient.ReadDocument(Seeds.AlmaJson), nameof(RemoteJob.ObservedAt)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IReadOnlyDictionary<string, object?> Around(AlmaJobInstance job) =>
        Assert.IsType<IReadOnlyDictionary<string, object?>>(job.AdditionalData["webhook"], exactMatch: false);
}
