using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Tests.Waiting;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>Tests waits that continue with the retries of failed jobs of a schedule.</summary>
public sealed class XplentyRetryTests : ServiceTest
{
    private const long Schedule = 9;

    private readonly List<ITimer> _timers = [];
    private int _pendingTimers;

    private RecordingObserver Observer => field ??= new(Clock);

    public override async ValueTask DisposeAsync()
    {
        foreach (ITimer timer in _timers)
        {
            await timer.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_wait_for_a_job_that_failed_long_ago_returns_its_last_retry()
    {
        Clock.Advance(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero) - Clock.GetUtcNow());
        CreateRecorded(5001, "failed", 0, "01:00", "01:04");
        CreateRecorded(5002, "failed", 1, "01:05", "01:09");
        CreateRecorded(5003, "completed", 2, "01:10", "01:14");
        XplentyClient client = Xplenty();
        List<XplentyJob> jobs = [];
        foreach (string id in new[] { "5001", "5002", "5003" })
        {
            jobs.Add(await client.GetJobAsync(id, Call));
        }

        await RunAsync([new JobTarget("5001", reader: client)], Follow());

        Assert.Equal([true, true, false], jobs.Select(job => job.WillBeRetried));
        Assert.Equal([RemoteJobState.Failed, RemoteJobState.Failed, RemoteJobState.Completed], jobs.Select(job => job.State));
        RemoteJob last = Assert.Single(Observer.Finished).Job;
        Assert.Equal("5003", last.Id);
        Assert.Equal(RemoteJobState.Completed, last.State);
        Assert.Contains(Lines, line => line.StartsWith("Xplenty 5002 is the retry of Xplenty 5001.", StringComparison.Ordinal));
        Assert.Contains(Lines, line => line.StartsWith("Xplenty 5003 is the retry of Xplenty 5002.", StringComparison.Ordinal));
        Assert.Equal((1, 1, 0), (Observer.Progress[^1].Total, Observer.Progress[^1].Done, Observer.Progress[^1].Failed));
    }

    [Fact]
    public async Task A_wait_follows_retries_that_start_later()
    {
        Create(5001, attempts: 0);
        At(100, () => Create(5002, attempts: 1));
        At(300, () => Create(5003, attempts: 2, JobOutcome.Completed));

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        (double at, RemoteJob last) = Assert.Single(Observer.Finished);
        Assert.Equal("5003", last.Id);
        Assert.Equal(RemoteJobState.Completed, last.State);
        Assert.InRange(at, 340, 480);
        Assert.Empty(Observer.Abandoned);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task The_last_allowed_attempt_is_returned_even_if_it_failed()
    {
        Create(5001, attempts: 0);
        At(60, () => Create(5002, attempts: 1));
        At(120, () => Create(5003, attempts: 2));

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        RemoteJob last = Assert.Single(Observer.Finished).Job;
        Assert.Equal("5003", last.Id);
        Assert.Equal(RemoteJobState.Failed, last.State);
        Assert.Equal(1, Observer.Progress[^1].Failed);
    }

    [Fact]
    public async Task Without_the_option_a_wait_ends_with_the_failed_job()
    {
        Create(5001, attempts: 0);
        Create(5002, attempts: 1, JobOutcome.Completed);

        await RunAsync([new JobTarget("5001", reader: Xplenty())], new WaitOptions { Time = Clock });

        Assert.Equal(["5001"], Observer.FinishedIds);
    }

    [Fact]
    public async Task Transient_errors_do_not_end_the_search()
    {
        Create(5001, attempts: 0);
        At(60, () => Create(5002, attempts: 1, JobOutcome.Completed));
        At(41, () => InjectResponse("/demo", 503, count: 4));

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        Assert.Equal(["5002"], Observer.FinishedIds);
        Assert.Empty(Observer.Abandoned);
        Assert.Contains(Lines, line => line.EndsWith("The wait continues.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_that_fails_is_repeated_by_the_wait_and_not_by_the_client()
    {
        Create(5001, attempts: 0);
        Clock.Advance(60);
        XplentyClient client = Xplenty(retries: 4);
        RemoteJob failed = await client.GetJobAsync("5001", Call);
        InjectResponse("/demo/api/job*s", 503, "{}", count: 1);

        await RunAsync([new JobTarget("5001", failed, client)], Follow());

        Assert.Contains(Lines, line => line.EndsWith("The wait continues.", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines, line => line.Contains("retrying in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_failed_job_whose_retry_cannot_be_searched_for_is_returned_with_a_warning(int status)
    {
        Create(5001, attempts: 0);
        InjectResponse("/demo/api/job*s", status, """{"message":"Not allowed"}""");

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        Assert.Equal(["5001"], Observer.FinishedIds);
        Assert.Empty(Observer.Abandoned);
        string warning = Assert.Single(Observer.Warnings).Message;
        Assert.StartsWith("Xplenty 5001 failed, and its retry could not be searched for: ", warning, StringComparison.Ordinal);
        Assert.Contains($"HTTP {status}: Not allowed", warning, StringComparison.Ordinal);
        Assert.EndsWith(" The wait for it has ended.", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>Sign in</html>")]
    [InlineData(200, """{"jobs":[]}""")]
    [InlineData(500, "{}")]
    public async Task A_search_that_keeps_failing_ends_half_an_hour_after_the_failure(int status, string body)
    {
        Create(5001, attempts: 0);
        InjectResponse("/demo/api/job*s", status, body);

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        (double at, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal("5001", job.Id);
        Assert.InRange(at, 1800, 2000);
        Assert.Empty(Observer.Abandoned);
        string warning = Observer.Warnings[^1].Message;
        Assert.StartsWith("Xplenty 5001 failed, and its retry could not be searched for: Xplenty jobs: ", warning);
        Assert.Contains($"HTTP {status}", warning);
        Assert.EndsWith(" The wait for it has ended.", warning);
    }

    [Fact]
    public async Task A_search_for_the_retry_of_a_job_that_failed_long_ago_ends_after_a_few_attempts()
    {
        CreateRecorded(5001, "failed", 0, "01:00", "01:04");
        InjectResponse("/demo/api/job*s", 500, "{}");
        Clock.Advance(new DateTimeOffset(2026, 11, 29, 1, 0, 0, TimeSpan.Zero) - Clock.GetUtcNow());

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        (double at, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal("5001", job.Id);
        Assert.InRange(at, 15, 40);
        Assert.Contains("could not be searched for", Assert.Single(Observer.Warnings).Message);
    }

    [Fact]
    public async Task A_pause_of_the_service_does_not_extend_the_search()
    {
        Create(5001, attempts: 0);
        Clock.Advance(60);
        XplentyClient client = Xplenty();
        RemoteJob failed = await client.GetJobAsync("5001", Call);
        Server.ClearRequests();
        InjectResponse("/demo/api/job*s", 429, "{}", retryAfter: "86400");

        await RunAsync([new JobTarget("5001", failed, client)], Follow());

        (double at, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal("5001", job.Id);
        Assert.InRange(at, 1700, 2000);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_time_of_failure_in_the_future_does_not_extend_the_search()
    {
        string body = Recorded(5001, "failed", 0, "01:00", "01:04").Replace("2026-11-21T01:04", "2099-01-01T01:04", StringComparison.Ordinal);
        Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, Id = "5001", RawBody = body });

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        (double at, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal("5001", job.Id);
        Assert.InRange(at, 1800, 2000);
    }

    [Theory]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(403, true)]
    public async Task A_failed_job_whose_retry_cannot_be_read_is_returned_with_a_warning(int status, bool isInWait)
    {
        Create(5001, attempts: 0);
        At(60, () => Create(5002, attempts: 1, seconds: 3600));
        InjectResponse("/demo/api/jobs/5002", status, """{"message":"Not for you."}""");
        XplentyClient client = Xplenty();
        JobTarget[] jobs = [new("5001", reader: client), .. isInWait ? new JobTarget[] { new("5002", reader: client) } : []];

        await RunAsync(jobs, Follow());

        Assert.Equal("5001", Assert.Single(Observer.FinishedIds));
        string warning = Observer.Warnings[^1].Message;
        Assert.StartsWith("Xplenty 5001 failed, and its retry 5002 could not be read: ", warning);
        Assert.Contains($"HTTP {status}: Not for you.", warning);
        Assert.EndsWith(" The wait for it has ended.", warning);
        Assert.Equal(Observer.Progress[^1].Total, Observer.Progress[^1].Done);
    }

    [Fact]
    public async Task A_failed_job_whose_retry_can_never_be_read_is_returned_half_an_hour_after_the_failure()
    {
        Create(5001, attempts: 0);
        At(60, () => Create(5002, attempts: 1, seconds: 7200));
        InjectResponse("/demo/api/jobs/5002", 500, "{}");

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        (double at, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal("5001", job.Id);
        Assert.InRange(at, 1800, 2200);
        string warning = Observer.Warnings[^1].Message;
        Assert.StartsWith("Xplenty 5001 failed, and its retry 5002 could not be read: ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_listed_as_its_own_retry_is_returned_with_a_warning()
    {
        CreateRecorded(5001, "failed", 0, "01:00", "01:04");
        string again = Recorded(5001, "failed", 1, "01:05", "01:09");
        InjectResponse("/demo/api/job*s", 200, $"[{again}]");

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        Assert.Equal(["5001"], Observer.FinishedIds);
        Assert.StartsWith("Xplenty 5001 failed, and no retry of it was found", Assert.Single(Observer.Warnings).Message);
        Assert.DoesNotContain(Lines, line => line.Contains("is the retry of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_whose_retries_form_a_circle_is_returned_with_a_warning()
    {
        CreateRecorded(5001, "failed", 0, "01:00", "01:04");
        CreateRecorded(5002, "failed", 1, "01:05", "01:09");
        InjectResponse("/demo/api/job*s", 200, $"[{Recorded(5002, "failed", 1, "01:05", "01:09")}]", count: 1);
        InjectResponse("/demo/api/job*s", 200, $"[{Recorded(5001, "failed", 2, "01:10", "01:14")}]");

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        Assert.Equal(["5002"], Observer.FinishedIds);
        Assert.StartsWith("Xplenty 5002 failed, and no retry of it was found", Assert.Single(Observer.Warnings).Message);
    }

    [Theory]
    [InlineData("\"created_at\"", "no times")]
    [InlineData("\"package_id\"", "no package id")]
    public async Task A_job_whose_retry_cannot_be_found_says_what_it_lacks(string field, string expected)
    {
        string body = Recorded(5001, "failed", 0, "01:00", "01:04").Replace(field, "\"other\"", StringComparison.Ordinal);
        Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, Id = "5001", RawBody = body });

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        Assert.Equal(["5001"], Observer.FinishedIds);
        Assert.Equal(
            $"Xplenty 5001 failed, and it has {expected}, so its retry cannot be found. The wait for it has ended.",
            Assert.Single(Observer.Warnings).Message);
    }

    [Fact]
    public async Task A_wait_that_timed_out_before_the_retry_can_be_continued()
    {
        Create(5001, attempts: 0);
        At(400, () => Create(5002, attempts: 1, JobOutcome.Completed));
        XplentyClient client = Xplenty();

        await RunAsync([new JobTarget("5001", reader: client)], Follow(timeout: 200));
        (_, JobTarget target, JobServiceException error) = Assert.Single(Observer.Abandoned);
        Assert.Equal(RemoteJobState.Failed, target.LastSeen?.State);
        Assert.EndsWith(
            "The job failed, and its retry has not been found yet. Wait again with a longer -Timeout.",
            error.WithRecommendedAction().Message,
            StringComparison.Ordinal);
        await RunAsync([new JobTarget("5001", target.LastSeen, client)], Follow());

        Assert.Equal(["5002"], Observer.FinishedIds);
    }

    [Fact]
    public async Task A_wait_that_timed_out_during_the_retry_reports_the_retry()
    {
        Create(5001, attempts: 0);
        At(60, () => Create(5002, attempts: 1, seconds: 3600));

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow(timeout: 600));

        (double at, JobTarget target, JobServiceException error) = Assert.Single(Observer.Abandoned);
        Assert.Equal("5002", target.Id);
        Assert.Equal(RemoteJobState.Running, target.LastSeen?.State);
        Assert.StartsWith(
            "The wait for Xplenty job 5002, the retry of Xplenty 5001, timed out after 600 s.", error.Problem, StringComparison.Ordinal);
        Assert.Equal(600, at, tolerance: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_with_a_single_poll_searches_once(bool isKnown)
    {
        Create(5001, attempts: 0);
        XplentyClient client = Xplenty();
        Clock.Advance(60);
        Create(5002, attempts: 1, seconds: 3600);
        RemoteJob failed = await client.GetJobAsync("5001", Call);
        Server.ClearRequests();

        await RunAsync([new JobTarget("5001", isKnown ? failed : null, client)], Follow(timeout: 0));

        Assert.Equal("5002", Assert.Single(Observer.Abandoned).Target.Id);
        Assert.Equal(isKnown ? 1 : 2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_job_that_its_schedule_does_not_repeat_is_returned_after_half_an_hour()
    {
        Create(5001, attempts: 0);

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        (double at, RemoteJob job) = Assert.Single(Observer.Finished);
        Assert.Equal("5001", job.Id);
        Assert.InRange(at, 1800, 2000);
        Assert.StartsWith("Xplenty 5001", Assert.Single(Observer.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(1, Observer.Progress[^1].Failed);
        Assert.InRange(Server.Requests.Count, 10, 40);
    }

    [Fact]
    public async Task Runs_of_other_packages_schedules_and_nights_are_not_retries()
    {
        Create(5001, attempts: 0);
        At(50, () => Create(5010, attempts: 1, package: 435));
        At(51, () => Create(5011, attempts: 1, schedule: 10));
        At(52, () => Create(5012, attempts: 1, schedule: null));
        At(53, () => Create(5013, attempts: 0, JobOutcome.Completed));
        At(54, () => Create(5014, attempts: 1, JobOutcome.Completed));
        At(55, () => Create(5015, attempts: 1, JobOutcome.Completed));

        await RunAsync([new JobTarget("5001", reader: Xplenty())], Follow());

        Assert.Equal(["5014"], Observer.FinishedIds);
    }

    [Fact]
    public async Task A_retry_that_the_wait_already_contains_is_returned_once()
    {
        Create(5001, attempts: 0);
        Clock.Advance(60);
        Create(5002, attempts: 1, JobOutcome.Completed);
        XplentyClient client = Xplenty();

        await RunAsync([new JobTarget("5001", reader: client), new JobTarget("5002", reader: client)], Follow());

        Assert.Equal(["5002"], Observer.FinishedIds);
        Assert.Equal((2, 2), (Observer.Progress[^1].Total, Observer.Progress[^1].Done));
    }

    [Fact]
    public async Task A_wait_for_any_does_not_end_with_a_job_that_is_repeated()
    {
        Create(5001, attempts: 0);
        Create(5003, attempts: 2, JobOutcome.Completed, package: 435, seconds: 200);
        XplentyClient client = Xplenty();

        await RunAsync(
            [new JobTarget("5001", reader: client), new JobTarget("5003", reader: client)],
            new WaitOptions { Time = Clock, Any = true, FollowRetry = true });

        Assert.Equal(["5003"], Observer.FinishedIds);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Canceling_a_wait_cancels_the_search()
    {
        Create(5001, attempts: 0);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        At(200, cancel.Cancel);

        Task wait = JobWaiter.WaitAsync([new JobTarget("5001", reader: Xplenty())], Follow(), Observer, new CallContext(cancel.Token));
        await AdvanceClockAsync(wait);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(wait));
        Assert.Empty(Clock.Timers);
    }

    private WaitOptions Follow(double? timeout = null) => new()
    {
        Time = Clock,
        FollowRetry = true,
        Timeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private async Task RunAsync(IEnumerable<JobTarget> jobs, WaitOptions options)
    {
        Task wait = JobWaiter.WaitAsync(jobs, options, Observer, Call);

        // Between requests, there is one timer for the wait, one for the deadline, and those of the test.
        await AdvanceClockAsync(wait, () => 1 + _pendingTimers + (options.Timeout > TimeSpan.Zero ? 1 : 0));
        await WithTimeout(wait);
    }

    private void At(double seconds, Action action)
    {
        _pendingTimers++;
        _timers.Add(Clock.CreateTimer(
            _ =>
            {
                _pendingTimers--;
                action();
            },
            null,
            TimeSpan.FromSeconds(seconds),
            Timeout.InfiniteTimeSpan));
    }

    private void Create(
        long id,
        int attempts,
        JobOutcome outcome = JobOutcome.Failed,
        long package = 434,
        long? schedule = Schedule,
        double seconds = 40) =>
        Server.CreateJob(new NewJob
        {
            Service = SandboxService.Xplenty,
            Id = $"{id}",
            Name = string.Empty,
            PackageId = package,
            ScheduleId = schedule,
            Attempts = attempts,
            RetryLimit = 2,
            DurationSeconds = seconds,
            Outcome = outcome,
            Extra = new() { ["package"] = null },
        });

    // As Xplenty reports the jobs.
    private void CreateRecorded(long id, string status, int attempts, string created, string ended) =>
        Server.CreateJob(new NewJob
        {
            Service = SandboxService.Xplenty,
            Id = $"{id}",
            RawBody = Recorded(id, status, attempts, created, ended),
        });

    private static string Recorded(long id, string status, int attempts, string created, string ended) =>
        $$"""
        {
          "status": "{{status}}", "package_id": 434, "cluster_id": 52, "owner_id": 1, "progress": 0.6, "errors": "",
          "creator": { "type": "Schedule", "id": 9, "display_name": "Nightly" },
          "id": {{id}}, "attempts": {{attempts}}, "master_auto_retry_attempts": 2,
          "created_at": "2026-11-21T{{created}}:00Z",
          "{{status}}_at": "2026-11-21T{{ended}}:00Z"
        }
        """;
}
