using System;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxJobTests : SandboxTest
{
    [Theory]
    [InlineData(ProgressShape.Linear, 0.25, 0.5)]
    [InlineData(ProgressShape.Curved, 0.4375, 0.75)]
    [InlineData(ProgressShape.Stalling, 0.675, 0.9)]
    public async Task Progress_follows_its_shape(ProgressShape shape, double atOneQuarter, double atOneHalf)
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, DurationSeconds = 100, Progress = shape });

        Clock.Advance(seconds: 25);
        JsonObject early = await XplentyAsync(job);
        Clock.Advance(seconds: 25);
        JsonObject late = await XplentyAsync(job);
        Clock.Advance(seconds: 50);
        JsonObject done = await XplentyAsync(job);

        Assert.Equal(atOneQuarter, (double)early["progress"]!);
        Assert.Equal(atOneHalf, (double)late["progress"]!);
        Assert.Equal(1, (double)done["progress"]!);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    public async Task Progress_can_be_absent(SandboxService service)
    {
        SandboxJob job = Server.CreateJob(new NewJob { Service = service, Progress = ProgressShape.Absent });

        JsonObject body = service == SandboxService.Alma ? await AlmaAsync(job) : await XplentyAsync(job);

        Assert.False(body.ContainsKey("progress"));
    }

    [Fact]
    public async Task The_status_of_a_running_or_finished_job_can_be_any_text()
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alma,
            QueuedSeconds = 10,
            DurationSeconds = 10,
            RunningStatus = "PONDERING",
            Status = "EVAPORATED",
        });

        JsonObject queued = await AlmaAsync(job);
        Clock.Advance(seconds: 10);
        JsonObject running = await AlmaAsync(job);
        Clock.Advance(seconds: 10);
        JsonObject ended = await AlmaAsync(job);

        Assert.Equal("QUEUED", (string?)queued["status"]!["value"]);
        Assert.Equal("""{"value":"PONDERING"}""", running["status"]!.ToJsonString());
        Assert.Equal("""{"value":"EVAPORATED"}""", ended["status"]!.ToJsonString());
    }

    [Fact]
    public async Task Extra_fields_are_merged_and_omitted_fields_are_removed()
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Xplenty,
            Extra = new JsonObject
            {
                ["novelty"] = new JsonArray(1, "two"),
                ["owner_id"] = "a word",
                ["errors"] = null,
                ["creator"] = new JsonObject { ["type"] = "Schedule" },
            },
            Omit = ["outputs", "started_at"],
        });

        JsonObject body = await XplentyAsync(job);

        Assert.Equal("""[1,"two"]""", body["novelty"]!.ToJsonString());
        Assert.Equal("a word", (string?)body["owner_id"]);
        Assert.True(body.ContainsKey("errors"));
        Assert.Null(body["errors"]);
        Assert.Equal("Schedule", (string?)body["creator"]!["type"]);
        Assert.Equal("Sandbox User", (string?)body["creator"]!["display_name"]);
        Assert.False(body.ContainsKey("outputs"));
        Assert.False(body.ContainsKey("started_at"));
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_raw_body_is_returned_unchanged(SandboxService service)
    {
        SandboxJob job = Server.CreateJob(new NewJob
        {
            Service = service,
            RawBody = "\ufeff{ \"id\": 5, }",
            RawContentType = "text/plain",
        });

        using HttpResponseMessage response = service switch
        {
            SandboxService.Alma => await GetAsync(job.Path, AlmaKey),
            SandboxService.Xplenty => await GetAsync(job.Path, XplentyKey, XplentyVersion2),
            _ => await GetAsync($"{job.Path}?includeMessages=false", await BearerAsync()),
        };

        byte[] body = await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("\ufeff{ \"id\": 5, }"u8, body);
    }

    [Fact]
    public void Generated_ids_have_the_format_of_the_service()
    {
        SandboxJob alma = Server.CreateJob(new NewJob { Service = SandboxService.Alma });
        SandboxJob xplenty = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty });
        SandboxJob alteryx = Server.CreateJob(new NewJob { Service = SandboxService.Alteryx });

        Assert.Matches("^[0-9]{16}$", alma.Id);
        Assert.Matches("^M[0-9]+$", alma.JobId);
        Assert.Matches("^[0-9]{4}$", xplenty.Id);
        Assert.Matches("^[0-9a-f]{24}$", alteryx.Id);
        Assert.Null(xplenty.JobId);
    }

    [Fact]
    public async Task A_job_replaces_another_job_with_the_same_id()
    {
        SandboxJob job = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, Id = "157", DurationSeconds = 0, Outcome = JobOutcome.Failed });

        Assert.Equal("failed", (string?)(await XplentyAsync(job))["status"]);
    }

    [Fact]
    public async Task A_removed_job_is_not_found()
    {
        bool removed = Server.RemoveJob(SandboxService.Xplenty, "201");

        using HttpResponseMessage response = await GetAsync("/demo/api/jobs/201", XplentyKey, XplentyVersion2);

        Assert.True(removed);
        Assert.False(Server.RemoveJob(SandboxService.Xplenty, "201"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    public static TheoryData<NewJob> InvalidJobs =>
    [
        new NewJob { Service = SandboxService.Alma, DurationSeconds = -1 },
        new NewJob { Service = SandboxService.Alma, QueuedSeconds = double.NaN },
        new NewJob { Service = SandboxService.Alma, SubmittedSecondsAgo = double.PositiveInfinity },
        new NewJob { Service = SandboxService.Alma, Id = "word" },
        new NewJob { Service = SandboxService.Alma, JobId = "X1" },
        new NewJob { Service = SandboxService.Xplenty, Id = "0157" },
        new NewJob { Service = SandboxService.Xplenty, JobId = "M1" },
        new NewJob { Service = SandboxService.Xplenty, Counters = [new("c", "1")] },
        new NewJob { Service = SandboxService.Alteryx, Id = "a/b" },
        new NewJob { Service = SandboxService.Alteryx, Alerts = [new("a")] },
        new NewJob { Service = SandboxService.Alma, Messages = [new(1, "m")] },
        new NewJob { Service = SandboxService.Xplenty, Disposition = "Error" },
        new NewJob { Service = SandboxService.Alma, RawBody = "", RawContentType = "text/\r\nplain" },
    ];

    [Theory]
    [MemberData(nameof(InvalidJobs), DisableDiscoveryEnumeration = true)]
    public void A_job_that_is_invalid_for_its_service_is_rejected(NewJob job) =>
        Assert.Throws<ArgumentException>(() => Server.CreateJob(job));
}
