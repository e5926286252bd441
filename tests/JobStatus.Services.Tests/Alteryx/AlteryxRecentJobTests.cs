using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Tests.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

/// <summary>Tests the list of the jobs that were active recently.</summary>
public sealed class AlteryxRecentJobTests : ServiceTest
{
    private const string First = "66f00000000000000000a001";
    private const string Second = "66f00000000000000000a002";

    // One of them is running.
    private static readonly string[] BuiltInJobs =
        ["66f000000000000000000201", "66f000000000000000000202", "66f000000000000000000203"];

    [Fact]
    public async Task The_queue_lists_the_recent_jobs_and_each_finished_one_is_read_once()
    {
        string[] recent = [.. Enumerable.Range(0, 120).Select(minute => CreateJob(minute))];
        string longRun = CreateJob(minutesAgo: 600, minutes: 500);
        string running = CreateJob(minutesAgo: 60 * 24 * 10, minutes: 1e6);
        CreateJob(minutesAgo: 400, minutes: 10);

        IReadOnlyList<AlteryxJob> jobs = await ListAsync(Since(hours: 3));

        Assert.Equal(recent.Append(longRun).Append(running).Order(StringComparer.Ordinal), IdsOf(jobs));
        Assert.All(jobs.Where(job => job.Id != running), job => Assert.Equal(RemoteJobState.Completed, job.State));
        Assert.All(jobs, job => Assert.Equal("Report", job.Name));

        // The unfinished jobs, and two pages of finished ones. The built-in jobs have finished, too.
        Assert.Equal(3, Server.Requests.Count(request => request.Path == "/webapi/v3/jobs"));
        Assert.Equal(recent.Length + 3, CountRequests("/v3/jobs/"));
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task A_failed_job_has_the_reason_for_the_failure()
    {
        AlteryxJob job = Assert.Single(await ListAsync(Since(hours: 1), includeBuiltIn: true), job => job.Id == BuiltInJobs[1]);

        Assert.Equal((RemoteJobState.Failed, "The input file was not found. (and 1 more)"), (job.State, job.Message));
        Assert.NotNull(job.StartedAt);
    }

    [Theory]
    [InlineData(CuratorAccess.Unauthorized, NewerCalls.Available)]
    [InlineData(CuratorAccess.Forbidden, NewerCalls.Available)]
    [InlineData(CuratorAccess.Granted, NewerCalls.NotFound)]
    public async Task The_jobs_of_each_workflow_are_listed_if_the_queue_cannot_be_listed(CuratorAccess access, NewerCalls calls)
    {
        Server.Settings = Server.Settings with { AlteryxCurator = access, AlteryxNewerCalls = calls };
        string recent = CreateJob(minutesAgo: 30);
        string other = CreateJob(minutesAgo: 30, workflow: Second);
        string running = CreateJob(minutesAgo: 600, minutes: 1e6);
        CreateJob(minutesAgo: 400, minutes: 10);

        IReadOnlyList<AlteryxJob> jobs = await ListAsync(Since(hours: 3));

        string[] expected = [recent, other, running];
        Assert.Equal(expected.Order(StringComparer.Ordinal), IdsOf(jobs));
        Assert.All(jobs.Where(job => job.Id != running), job => Assert.Equal(RemoteJobState.Completed, job.State));
        Assert.All(jobs, job => Assert.NotNull(job.Name));
        Assert.Contains(Lines, line => line.EndsWith("The jobs of each workflow are listed instead.", StringComparison.Ordinal));
        Assert.Equal(1, CountRequests($"/workflows/{First}/jobs"));
        Assert.Equal(1, Server.Requests.Count(request => request.Path == "/webapi/v3/workflows"));
    }

    [Theory]
    [InlineData(CuratorAccess.Granted)]
    [InlineData(CuratorAccess.Forbidden)]
    public async Task Unfinished_jobs_are_listed_whatever_their_age_and_no_job_is_read(CuratorAccess access)
    {
        Server.Settings = Server.Settings with { AlteryxCurator = access };
        string old = CreateJob(minutesAgo: 60 * 24 * 10, minutes: 1e6);
        CreateJob(minutesAgo: 5);

        string[] expected = [BuiltInJobs[2], old];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal), IdsOf(await ListAsync(new RecentJobQuery(), includeBuiltIn: true)));
        Assert.Equal(0, CountRequests("/v3/jobs/"));
    }

    [Fact]
    public async Task Only_the_newest_wanted_jobs_are_read()
    {
        string[] ids = [.. Enumerable.Range(1, 50).Select(minute => CreateJob(minute, name: "Nightly"))];
        CreateJob(minutesAgo: 0);

        IReadOnlyList<AlteryxJob> jobs = await ListAsync(new RecentJobQuery
        {
            Since = Clock.GetUtcNow().AddHours(-3),
            First = 5,
            MatchesName = static name => name == "Nightly",
        });

        Assert.Equal(ids[..5].Order(StringComparer.Ordinal), IdsOf(jobs));
        Assert.Equal(5, CountRequests("/v3/jobs/"));
    }

    [Theory]
    [InlineData(-11)]
    [InlineData(0)]
    [InlineData(13)]
    public async Task Jobs_are_found_although_the_queue_contains_local_times_of_the_Server_without_an_offset(int offset)
    {
        string[] items = [.. Enumerable.Range(1, 20).Select(hour => QueueItem(hour, offset))];
        foreach (int hour in Enumerable.Range(1, 20))
        {
            InjectResponse($"/webapi/v3/jobs/{IdOf(hour)}", 200, JobBody(hour));
        }

        InjectResponse("/webapi/v3/job*s", 200, """{"data":[]}""", count: 1);
        InjectResponse("/webapi/v3/job*s", 200, $$"""{"data":[{{string.Join(',', items)}}]}""");

        IReadOnlyList<AlteryxJob> jobs = await ListAsync(new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-10).AddMinutes(-1) });

        Assert.Equal(Enumerable.Range(1, 10).Select(IdOf), IdsOf(jobs));
    }

    [Fact]
    public async Task A_job_that_cannot_be_read_is_listed_with_an_unknown_state_and_a_warning()
    {
        string id = CreateJob(minutesAgo: 30);
        InjectResponse($"/webapi/v3/jobs/{id}", 500, "{}");

        AlteryxJob job = Assert.Single(await ListAsync(Since(hours: 1)));

        Assert.Equal((id, RemoteJobState.Unknown), (job.Id, job.State));
        Assert.StartsWith(
            $"The result of 1 finished job was not read, so the State is Unknown. The first error: Alteryx job {id}: HTTP 500",
            Assert.Single(Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_that_fails_is_an_error_after_the_other_jobs()
    {
        Server.Settings = Server.Settings with { AlteryxCurator = CuratorAccess.Forbidden };
        string id = CreateJob(minutesAgo: 30);
        InjectResponse($"/webapi/v3/workflows/{Second}/jobs", 500, "{}");
        ListReceiver<RemoteJob> receiver = new();

        JobServiceException error = await GetErrorAsync(Alteryx().ListRecentJobsAsync(Since(hours: 1), receiver, Call));

        Assert.StartsWith($"Jobs of Alteryx workflow {Second}: HTTP 500", error.Problem, StringComparison.Ordinal);
        AlteryxJob job = Assert.IsType<AlteryxJob>(Assert.Single(receiver.Items, job => job.Id == id));
        Assert.Equal(RemoteJobState.Completed, job.State);
    }

    [Fact]
    public async Task The_unfinished_jobs_are_received_if_the_finished_ones_cannot_be_listed()
    {
        string running = CreateJob(minutesAgo: 600, minutes: 1e6);
        InjectError("*/v3/jobs", skip: 1);
        ListReceiver<RemoteJob> receiver = new();

        JobServiceException error = await GetErrorAsync(Alteryx().ListRecentJobsAsync(Since(hours: 1), receiver, Call));

        Assert.Equal(500, error.StatusCode);
        string[] expected = [BuiltInJobs[2], running];
        Assert.Equal(expected.Order(StringComparer.Ordinal), IdsOf(receiver.Items.Cast<AlteryxJob>()));
    }

    [Fact]
    public async Task The_first_page_of_finished_jobs_is_received_if_the_second_one_cannot_be_read()
    {
        string[] ids = [.. Enumerable.Range(1, 110).Select(minute => CreateJob(minute))];
        InjectError("*/v3/jobs", skip: 2);
        ListReceiver<RemoteJob> receiver = new();

        JobServiceException error = await GetErrorAsync(Alteryx().ListRecentJobsAsync(Since(hours: 3), receiver, Call));

        Assert.Equal(500, error.StatusCode);
        AlteryxJob[] jobs = [.. receiver.Items.Cast<AlteryxJob>().Where(job => ids.Contains(job.Id))];
        Assert.InRange(jobs.Length, 90, 100);
        Assert.All(jobs, job => Assert.Equal(RemoteJobState.Completed, job.State));
    }

    [Fact]
    public async Task The_listed_jobs_are_received_if_no_result_can_be_read()
    {
        string[] ids = [.. Enumerable.Range(1, 20).Select(minute => CreateJob(minute))];
        InjectError("/webapi/v3/jobs/*", skip: 0, status: 401);
        ListReceiver<RemoteJob> receiver = new();

        JobServiceException error = await GetErrorAsync(Alteryx().ListRecentJobsAsync(Since(hours: 1), receiver, Call));

        Assert.Equal(401, error.StatusCode);
        AlteryxJob[] jobs = [.. receiver.Items.Cast<AlteryxJob>().Where(job => ids.Contains(job.Id))];
        Assert.Equal(ids.Order(StringComparer.Ordinal), IdsOf(jobs));
        Assert.All(jobs, job => Assert.Equal(RemoteJobState.Unknown, job.State));
    }

    [Fact]
    public async Task The_first_page_of_a_workflow_is_received_if_the_second_one_cannot_be_read()
    {
        Server.Settings = Server.Settings with { AlteryxCurator = CuratorAccess.Forbidden };
        string[] ids = [.. Enumerable.Range(1, 110).Select(minute => CreateJob(minute))];
        InjectError($"/webapi/v3/workflows/{First}/jobs", skip: 1);
        ListReceiver<RemoteJob> receiver = new();

        JobServiceException error = await GetErrorAsync(Alteryx().ListRecentJobsAsync(Since(hours: 3), receiver, Call));

        Assert.StartsWith($"Jobs of Alteryx workflow {First}: HTTP 500", error.Problem, StringComparison.Ordinal);
        Assert.InRange(receiver.Items.Count(job => ids.Contains(job.Id)), 90, 100);
    }

    [Theory]
    [InlineData(CuratorAccess.Granted)]
    [InlineData(CuratorAccess.Forbidden)]
    public async Task No_finished_job_is_read_if_only_unfinished_ones_are_wanted(CuratorAccess access)
    {
        Server.Settings = Server.Settings with { AlteryxCurator = access };
        string running = CreateJob(minutesAgo: 30, minutes: 1e6);
        foreach (int minute in Enumerable.Range(1, 5))
        {
            CreateJob(minute);
        }

        RecentJobQuery query = new() { Since = Clock.GetUtcNow().AddHours(-1), OnlyUnfinished = true };
        string[] expected = [BuiltInJobs[2], running];

        Assert.Equal(expected.Order(StringComparer.Ordinal), IdsOf(await ListAsync(query, includeBuiltIn: true)));
        Assert.Equal(0, CountRequests("/v3/jobs/"));
        Assert.Equal(1, Server.Requests.Count(request => request.Path == "/webapi/v3/jobs"));
    }

    private void InjectError(string path, int skip, int status = 500) => Server.InjectFault(new Fault
    {
        Path = path,
        Kind = FaultKind.Status,
        Status = status,
        Body = "{}",
        Skip = skip,
        Count = Fault.UntilRemoved,
    });

    private static string[] IdsOf(IEnumerable<AlteryxJob> jobs) => [.. jobs.Select(job => job.Id).Order(StringComparer.Ordinal)];

    private static string IdOf(int hour) => $"66f{hour:d21}";

    private string QueueItem(int hour, int offset)
    {
        string start = Clock.GetUtcNow().AddHours(offset - hour).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return $$"""
            {"jobId":"{{IdOf(hour)}}","status":"Completed","workflowName":"Report","startTime":"{{start}}","queueTime":0,"executionTime":0}
            """;
    }

    private string JobBody(int hour)
    {
        string time = Clock.GetUtcNow().AddHours(-hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $$"""{"id":"{{IdOf(hour)}}","status":"Completed","disposition":"Success","createDateTime":"{{time}}"}""";
    }

    private RecentJobQuery Since(int hours) => new() { Since = Clock.GetUtcNow().AddHours(-hours) };

    private string CreateJob(int minutesAgo, double minutes = 0, string workflow = First, string name = "Report") =>
        Server.CreateJob(new NewJob
        {
            Service = SandboxService.Alteryx,
            Name = name,
            WorkflowId = workflow,
            SubmittedSecondsAgo = minutesAgo * 60,
            DurationSeconds = minutes * 60,
        }).Id;

    private async Task<IReadOnlyList<AlteryxJob>> ListAsync(RecentJobQuery query, bool includeBuiltIn = false)
    {
        ListReceiver<RemoteJob> receiver = new();
        await WithTimeout(Alteryx().ListRecentJobsAsync(query, receiver, Call));
        return [.. receiver.Items.Cast<AlteryxJob>().Where(job => includeBuiltIn || !BuiltInJobs.Contains(job.Id))];
    }
}
