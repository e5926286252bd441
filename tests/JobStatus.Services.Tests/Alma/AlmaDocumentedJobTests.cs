using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alma;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

public sealed class AlmaDocumentedJobTests : ServiceTest
{
    private const string JobLink = "https://api-na.hosted.exlibrisgroup.com/almaws/v1/conf/jobs/M50173";

    private static readonly DateTimeOffset Minute = new(2025, 10, 5, 9, 11, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_field_of_the_documented_instance_is_read(bool asXml)
    {
        AlmaJobInstance job = await ReadAsync(asXml);

        Assert.Equal("Alma", job.Service);
        Assert.Equal(ConnectionName, job.Connection);
        Assert.Equal(AlmaInstanceId, job.Id);
        Assert.Equal(AlmaInstanceId, job.InstanceId);
        Assert.Equal("M50173", job.JobId);
        Assert.Equal("9563643070000561", job.ExternalId);
        Assert.Equal("Import Research Assets Files - via API - forFileUploadJobViaUpdate - 2025-10-05 4:11 AM", job.Name);
        AssertCoded("exl_api", "Ex Libris, API", job.SubmittedBy);
        Assert.Equal(Minute.AddMilliseconds(32_592), job.SubmittedInstant);
        Assert.Equal(Minute.AddMilliseconds(32_658), job.StartedInstant);
        Assert.Equal(Minute.AddMilliseconds(36_463), job.EndInstant);
        Assert.Equal(Minute.AddMilliseconds(36_463), job.FinishedInstant);
        Assert.Equal(TimeSpan.FromSeconds(3.805), job.Duration);
        Assert.Equal(100.0, job.Progress);
        Assert.Equal(100.0, job.PercentComplete);
        Assert.Equal("COMPLETED_SUCCESS", job.Status);
        Assert.Equal("Completed Successfully", job.StatusDescription);
        Assert.Equal(RemoteJobState.Completed, job.State);
        Assert.True(job.IsFinished);
        Assert.Equal(new DateTime(2025, 10, 5), job.StatusDate);
        Assert.Equal(DateTimeKind.Unspecified, job.StatusDate!.Value.Kind);
        AssertCoded(
            "alert_general_success",
            "The job completed successfully. For more information view the report details.",
            Assert.Single(job.Alerts));
        Assert.Null(job.Message);
        Assert.Empty(job.Actions);
        Assert.Equal(new Uri($"{JobLink}/instances/{AlmaInstanceId}"), job.Uri);
        Assert.Equal(job.Uri, job.Link);
        Assert.Equal(Clock.GetUtcNow(), job.ObservedInstant);
        Assert.Empty(job.AdditionalData);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_counter_of_the_documented_instance_is_read(bool asXml)
    {
        AlmaJobInstance job = await ReadAsync(asXml);

        Assert.Equal(
            [
                ("import_research_assets_files.asset_succeeded", "Number of assets succeeded", "0", 0L),
                ("import_research_assets_files.asset_partial_succeeded", "Number of assets partially succeeded", "0", 0L),
                ("import_research_assets_files.asset_failed", "Number of assets failed", "1", 1L),
                ("import_research_assets_files.file_uploaded", "Number of files uploaded", "0", 0L),
                ("import_research_assets_files.file_failed_to_upload", "Number of files failed to upload", "1", 1L),
                ("import_research_assets_files.file_skipped_upload", "Number of files skipped upload", "0", 0L),
            ],
            job.Counters.Select(counter => (counter.Type?.Value, counter.Type?.Description, counter.Value, counter.Number)));
        Assert.All(job.Counters, counter => Assert.Empty(counter.AdditionalData));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_field_of_the_documented_definition_is_read(bool asXml)
    {
        AlmaJobInfo info = (await ReadAsync(asXml)).JobInfo!;

        Assert.Equal("M50173", info.Id);
        Assert.Equal("Import Research Assets Files", info.Name);
        Assert.Equal("Import Research Assets Files", info.Description);
        AssertCoded("MANUAL", "Manual", info.Type);
        AssertCoded("RESEARCH_ASSETS", "Research Assets", info.Category);
        Assert.Equal(new Uri(JobLink), info.Link);
        Assert.Empty(info.AdditionalData);
    }

    [Fact]
    public async Task Json_and_Xml_result_in_the_same_object()
    {
        AlmaJobInstance json = await ReadAsync(asXml: false);
        AlmaJobInstance xml = await ReadAsync(asXml: true);

        Assert.Equal(ObjectDump.Lines(json), ObjectDump.Lines(xml));
    }

    [Theory]
    [InlineData(JobOutcome.Completed)]
    [InlineData(JobOutcome.Warning)]
    [InlineData(JobOutcome.Failed)]
    [InlineData(JobOutcome.Stopped)]
    public async Task Json_and_Xml_result_in_the_same_object_for_every_outcome(JobOutcome outcome)
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            DurationSeconds = 0,
            Outcome = outcome,
            Counters = [new("c.one", "5", "Five"), new("c.two", "many")],
            Errors = outcome == JobOutcome.Failed ? ["First <reason> & more", "Second"] : [],
        });
        using System.Net.Http.HttpClient http = new();
        http.DefaultRequestHeaders.Add("Authorization", "apikey sandbox-alma-key");
        http.DefaultRequestHeaders.Add("Accept", "application/xml");
        string xml = await http.GetStringAsync(new Uri(Server.BaseUri, job.Path), Token);
        AlmaJobInstance fromJson = await Alma().GetInstanceAsync(job.JobId, job.Id, Call);

        AlmaJobInstance fromXml = Assert.Single(AlmaClient.ReadDocument(xml));

        Assert.Equal(
            ObjectDump.Lines(fromJson, nameof(RemoteJob.ObservedAt), nameof(RemoteJob.Connection)),
            ObjectDump.Lines(fromXml, nameof(RemoteJob.ObservedAt), nameof(RemoteJob.Connection)));
    }

    [Theory]
    [InlineData("M50173", "/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    [InlineData(null, "/almaws/v1/conf/jobs/ALL/instances/9563643080000561")]
    [InlineData("ALL", "/almaws/v1/conf/jobs/ALL/instances/9563643080000561")]
    public async Task A_run_is_found_with_or_without_its_job_id(string? jobId, string path)
    {
        AlmaJobInstance job = await Alma().GetInstanceAsync(jobId, AlmaInstanceId, Call);

        Assert.Equal("M50173", job.JobId);
        Assert.Equal(path, Assert.Single(Server.Requests).Path);
    }

    private Task<AlmaJobInstance> ReadAsync(bool asXml)
    {
        if (asXml)
        {
            Server.CreateJob(new NewJob
            {
                Service = SandboxService.Alma,
                Id = AlmaInstanceId,
                JobId = AlmaJobId,
                RawBody = ExampleResponses.AlmaXml,
                RawContentType = "application/xml;charset=UTF-8",
            });
        }

        return Alma().GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call);
    }

    private static void AssertCoded(string value, string description, AlmaCodedValue? coded)
    {
        Assert.Equal(value, coded?.Value);
        Assert.Equal(description, coded?.Description);
    }
}
