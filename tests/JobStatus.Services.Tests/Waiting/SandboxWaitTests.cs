using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests waits through the service clients for jobs in the sandbox.</summary>
public sealed class SandboxWaitTests : ServiceTest
{
    [Fact]
    public async Task A_wait_can_include_jobs_of_all_services()
    {
        JobTarget[] jobs =
        [
            new(Create(SandboxService.Alma, 400, JobOutcome.Warning).Id, reader: Alma()),
            new(Create(SandboxService.Xplenty, 40, JobOutcome.Failed).Id, reader: Xplenty()),
            new(Create(SandboxService.Alteryx, 4000, JobOutcome.Completed).Id, reader: Alteryx()),
        ];
        RecordingObserver observer = new(Clock);

        await RunAsync(jobs, observer);

        Assert.Equal(["Xplenty", "Alma", "Alteryx"], observer.Finished.Select(finished => finished.Job.Service));
        Assert.Equal(
            [RemoteJobState.Failed, RemoteJobState.Warning, RemoteJobState.Completed],
            observer.Finished.Select(finished => finished.Job.State));
        Assert.All([40.0, 400, 4000], (ends, index) => Assert.InRange(observer.Finished[index].At, ends, ends + 31));
        Assert.Empty(observer.Abandoned);
        Assert.Empty(observer.Warnings);
    }

    [Theory]
    [InlineData(SandboxService.Alma, 400, """{ "errorsExist": true, "errorList": { "error": [ { "errorCode": "402218" } ] } }""")]
    [InlineData(SandboxService.Xplenty, 404, null)]
    [InlineData(SandboxService.Alteryx, 404, null)]
    public async Task A_job_that_was_just_submitted_does_not_have_to_be_readable_yet(SandboxService service, int status, string? body)
    {
        JobServiceClient client = Client(service);
        JobTarget target = Create(service, 30, JobOutcome.Completed);
        RemoteJob submitted = await ReadOneAsync(client, target.Id);
        InjectResponse(PathOf(service), status, body, count: 2);
        RecordingObserver observer = new(Clock);

        await RunAsync([new JobTarget(target.Id, submitted, client)], observer);

        Assert.Equal(RemoteJobState.Completed, Assert.Single(observer.Finished).Job.State);
        Assert.Empty(observer.Abandoned);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task A_job_that_is_not_readable_two_minutes_after_it_was_submitted_does_not_exist()
    {
        XplentyClient client = Xplenty();
        XplentyJob started = await client.StartJobAsync(new XplentyRunRequest(434, 52), Call);
        InjectResponse(PathOf(SandboxService.Xplenty), 404);
        RecordingObserver observer = new(Clock);

        await RunAsync([new JobTarget(started.Id, reader: client)], observer);

        (double at, _, JobServiceException error) = Assert.Single(observer.Abandoned);
        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.InRange(at, 120, 245);
    }

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(9, 5, false)]
    public async Task A_read_of_a_job_that_this_process_just_started_is_repeated_for_ten_seconds(int faults, int requests, bool succeeds)
    {
        XplentyClient client = Xplenty(retries: 4);
        XplentyJob started = await client.StartJobAsync(new XplentyRunRequest(434, 52), Call);
        Server.ClearRequests();
        InjectResponse(PathOf(SandboxService.Xplenty), 404, count: faults);

        Task<XplentyJob> read = client.GetJobAsync(started.Id, Call);
        IReadOnlyList<TimeSpan> delays = await AdvanceClockAsync(read);

        Assert.Equal(succeeds, read.IsCompletedSuccessfully);
        Assert.Equal(requests, Server.Requests.Count);
        Assert.InRange(delays.Sum(delay => delay.TotalSeconds), 3, 10);
    }

    [Fact]
    public async Task A_read_of_a_job_that_another_process_started_is_not_repeated()
    {
        JobTarget target = Create(SandboxService.Xplenty, 30, JobOutcome.Completed);
        InjectResponse(PathOf(SandboxService.Xplenty), 404, count: 1);

        JobServiceException error = await GetErrorAsync(Xplenty(retries: 4).GetJobAsync(target.Id, Call));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_job_that_this_process_stopped_and_that_no_longer_exists_is_stopped(SandboxService service)
    {
        JobServiceClient client = Client(service);
        JobTarget target = Create(service, 600, JobOutcome.Completed);
        RemoteJob known = await ReadOneAsync(client, target.Id);
        await (client is XplentyClient xplenty
            ? xplenty.StopJobAsync(target.Id, Call)
            : ((AlteryxClient)client).StopJobAsync(target.Id, Call));
        Server.RemoveJob(service, target.Id);
        RecordingObserver observer = new(Clock);

        await RunAsync([new JobTarget(target.Id, known, client)], observer);

        (double at, RemoteJob job) = Assert.Single(observer.Finished);
        Assert.Equal(RemoteJobState.Stopped, job.State);
        Assert.Equal(known.SubmittedAt, job.SubmittedAt);
        Assert.InRange(at, 0, 10);
    }

    [Fact]
    public async Task A_queued_Alteryx_job_that_was_just_started_and_that_this_process_canceled_is_stopped()
    {
        AlteryxClient client = Alteryx();
        AlteryxJob started = await StartQueuedAlteryxJobAsync(client);
        await client.StopJobAsync(started.Id, Call);
        RecordingObserver observer = new(Clock);

        await RunAsync([new JobTarget(started.Id, started, client)], observer);

        (double at, RemoteJob job) = Assert.Single(observer.Finished);
        Assert.Equal(RemoteJobState.Stopped, job.State);
        Assert.Equal(started.WorkflowId, ((AlteryxJob)job).WorkflowId);
        Assert.InRange(at, 0, 10);
    }

    [Fact]
    public async Task A_page_with_status_404_does_not_show_that_a_canceled_Alteryx_job_is_gone()
    {
        AlteryxClient client = Alteryx();
        AlteryxJob started = await StartQueuedAlteryxJobAsync(client);
        await client.StopJobAsync(started.Id, Call);
        InjectResponse($"/webapi/v3/jobs/{started.Id}", 404, "<html><title>Not found</title></html>", "text/html");

        List<JobReadResult> results = [];
        await client.ReadAsync([new JobTarget(started.Id, started, client)], results.Add, Call);

        JobReadResult result = Assert.Single(results);
        Assert.Null(result.Job);
        Assert.Equal(JobServiceErrorKind.JobNotFound, result.Error?.Kind);
    }

    [Fact]
    public async Task A_wait_in_progress_ends_as_stopped_when_this_process_cancels_the_queued_Alteryx_job()
    {
        AlteryxClient client = Alteryx();
        AlteryxJob started = await StartQueuedAlteryxJobAsync(client);
        AlteryxJob another = await StartQueuedAlteryxJobAsync(client);
        RecordingObserver observer = new(Clock);
        Task stop = Task.CompletedTask;
        using ITimer timer = Clock.CreateTimer(
            _ => stop = client.StopJobAsync(started.Id, Call), null, TimeSpan.FromSeconds(200), Timeout.InfiniteTimeSpan);

        await RunAsync(
            [new JobTarget(started.Id, started, client), new JobTarget(another.Id, another, client)],
            observer,
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(500) });
        await WithTimeout(stop);

        (double at, RemoteJob job) = Assert.Single(observer.Finished);
        Assert.Equal((started.Id, RemoteJobState.Stopped), (job.Id, job.State));
        Assert.InRange(at, 200, 330);
        Assert.Equal(another.Id, Assert.Single(observer.Abandoned).Target.Id);
    }

    [Fact]
    public async Task A_wait_keeps_what_a_list_knew()
    {
        AlteryxClient client = Alteryx();
        JobTarget target = Create(SandboxService.Alteryx, 30, JobOutcome.Completed);
        AlteryxJob known = (AlteryxJob)await ReadOneAsync(client, target.Id);
        AlteryxJob listed = new()
        {
            Id = known.Id,
            Status = known.Status,
            Name = "Monthly report",
            WorkflowId = "66f00000000000000000a001",
            SubmittedInstant = known.SubmittedInstant,
            StartedInstant = Clock.GetUtcNow(),
            ExecutionTime = TimeSpan.FromSeconds(2),
            ObservedInstant = Clock.GetUtcNow(),
            IsFromList = true,
        };
        RecordingObserver observer = new(Clock);

        await RunAsync([new JobTarget(target.Id, listed, client)], observer);

        AlteryxJob job = Assert.IsType<AlteryxJob>(Assert.Single(observer.Finished).Job);
        Assert.Equal(
            (listed.Name, listed.WorkflowId, listed.SubmittedAt, listed.StartedAt),
            (job.Name, job.WorkflowId, job.SubmittedAt, job.StartedAt));
        Assert.InRange(job.Duration.GetValueOrDefault(), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task A_started_Alteryx_job_has_the_id_of_its_workflow()
    {
        string workflow = Server.CreateWorkflow(new NewWorkflow()).Id;

        AlteryxJob job = await Alteryx().StartJobAsync(new Services.Alteryx.AlteryxRunRequest(workflow), Call);

        Assert.Equal(workflow, job.WorkflowId);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task No_transient_error_ends_a_wait(SandboxService service)
    {
        JobTarget target = Create(service, 600, JobOutcome.Completed);
        foreach (Fault fault in new Fault[]
        {
            new() { Path = PathOf(service), Kind = FaultKind.Status, Status = 429 },
            new() { Path = PathOf(service), Kind = FaultKind.Status, Status = 500, Body = "<html/>", ContentType = "text/html" },
            new() { Path = PathOf(service), Kind = FaultKind.Status, Status = 503 },
            new() { Path = PathOf(service), Kind = FaultKind.Reset },
            new() { Path = PathOf(service), Kind = FaultKind.Reset, AfterBytes = 10 },
            new() { Path = PathOf(service), Kind = FaultKind.Truncate },
            new() { Path = PathOf(service), Kind = FaultKind.Body, Body = "<html>Sign in</html>", ContentType = "text/html" },
            new() { Path = PathOf(service), Kind = FaultKind.Body, Body = "" },
        })
        {
            Server.InjectFault(fault);
        }

        RecordingObserver observer = new(Clock);

        await RunAsync([new JobTarget(target.Id, reader: Client(service))], observer);

        Assert.Equal(RemoteJobState.Completed, Assert.Single(observer.Finished).Job.State);
        Assert.All(Server.Faults, fault => Assert.Equal(0, fault.Remaining));
        Assert.Empty(observer.Abandoned);
        Assert.Single(observer.Warnings);
    }

    [Fact]
    public async Task An_expired_or_revoked_token_does_not_end_a_wait()
    {
        Server.Settings = Server.Settings with { AlteryxTokenSeconds = 60 };
        JobTarget target = Create(SandboxService.Alteryx, 600, JobOutcome.Completed);
        RecordingObserver observer = new(Clock) { BeforeRecord = _ => Server.RevokeTokens() };

        await RunAsync([new JobTarget(target.Id, reader: Alteryx())], observer);

        Assert.Single(observer.Finished);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task A_wait_respects_Retry_After()
    {
        JobTarget target = Create(SandboxService.Xplenty, 600, JobOutcome.Completed);
        InjectResponse("/demo", 429, retryAfter: "333", count: 1);

        await RunAsync([new JobTarget(target.Id, reader: Xplenty())], new RecordingObserver(Clock));

        Assert.Equal(TimeSpan.FromSeconds(333), Server.Requests[1].Time - Server.Requests[0].Time);
    }

    [Fact]
    public async Task A_deleted_job_and_a_revoked_key_end_the_wait_only_for_the_affected_jobs()
    {
        JobTarget deleted = Create(SandboxService.Xplenty, 600, JobOutcome.Completed);
        JobTarget unaffected = Create(SandboxService.Xplenty, 300, JobOutcome.Completed);
        JobTarget denied = Create(SandboxService.Alma, 300, JobOutcome.Completed);
        RecordingObserver observer = new(Clock);
        int rounds = 0;
        observer.BeforeRecord = method =>
        {
            if (method == nameof(IWaitObserver.OnProgress) && rounds++ == 10)
            {
                Server.RemoveJob(SandboxService.Xplenty, deleted.Id);
                Server.Settings = Server.Settings with { AlmaKey = "" };
            }
        };

        await RunAsync(
            [new(deleted.Id, reader: Xplenty()), new(denied.Id, reader: Alma()), new(unaffected.Id, reader: Xplenty())],
            observer);

        Assert.Equal([unaffected.Id], observer.FinishedIds);
        Dictionary<string, JobServiceErrorKind> errors = observer.Abandoned.ToDictionary(
            abandoned => abandoned.Target.Id,
            abandoned => abandoned.Error.Kind);
        Assert.Equal(2, errors.Count);
        Assert.Equal(JobServiceErrorKind.JobNotFound, errors[deleted.Id]);
        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, errors[denied.Id]);
    }

    [Fact]
    public async Task A_job_that_is_unfinished_at_the_deadline_is_not_stopped()
    {
        JobTarget target = Create(SandboxService.Alma, 300, JobOutcome.Completed);
        RecordingObserver observer = new(Clock);

        await RunAsync(
            [new JobTarget(target.Id, reader: Alma())],
            observer,
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(60) });

        (double at, JobTarget last, JobServiceException error) = Assert.Single(observer.Abandoned);
        Assert.Equal(60, at);
        Assert.Equal("RUNNING", last.LastSeen?.Status);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, error.Kind);
        Assert.All(Server.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Many_jobs_are_polled_together()
    {
        JobTarget[] targets = [.. Enumerable.Range(0, 30).Select(_ => Create(SandboxService.Xplenty, 50, JobOutcome.Completed))];
        var client = Xplenty();
        RecordingObserver observer = new(Clock);

        await RunAsync(targets.Select(target => new JobTarget(target.Id, reader: client)), observer);

        Assert.Equal(targets.Select(target => target.Id).Order(), observer.FinishedIds.Order());
        Assert.InRange(Server.Requests.Count, 3, 40);
    }

    [Fact]
    public async Task The_documented_Alteryx_job_never_finishes()
    {
        RecordingObserver observer = new(Clock);

        await RunAsync(
            [new JobTarget(AlteryxJobId, reader: Alteryx())],
            observer,
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromHours(1) });

        Assert.Equal("string", Assert.Single(observer.Abandoned).Target.LastSeen?.Status);
    }

    [Fact]
    public async Task Canceling_a_wait_aborts_its_request_and_leaves_no_timer()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task wait = JobWaiter.WaitAsync(
            [new JobTarget("203", reader: Xplenty())],
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromHours(1) },
            new RecordingObserver(Clock),
            new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(wait));
        Assert.Equal(LoggedRequest.ClientClosedRequest, (await WithTimeout(Server.WaitForRequestEndAsync(_ => true, Token))).Status);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_request_without_a_response_is_aborted_at_the_deadline()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang, Count = Fault.UntilRemoved });
        RecordingObserver observer = new(Clock);

        Task wait = JobWaiter.WaitAsync(
            [new JobTarget("203", reader: Xplenty())],
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(60) },
            observer,
            Call);
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        Clock.Advance(60);
        await WithTimeout(wait);

        Assert.Equal(JobServiceErrorKind.WaitTimeout, Assert.Single(observer.Abandoned).Error.Kind);
        Assert.Equal(LoggedRequest.ClientClosedRequest, (await WithTimeout(Server.WaitForRequestEndAsync(_ => true, Token))).Status);
    }

    private async Task<AlteryxJob> StartQueuedAlteryxJobAsync(AlteryxClient client)
    {
        SandboxWorkflow workflow = Server.CreateWorkflow(new NewWorkflow { Run = new RunPlan { QueuedSeconds = 3600 } });
        return await client.StartJobAsync(new Services.Alteryx.AlteryxRunRequest(workflow.Id), Call);
    }

    private async Task<RemoteJob> ReadOneAsync(JobServiceClient client, string id)
    {
        RemoteJob? read = null;
        await client.ReadAsync([new JobTarget(id)], result => read = result.Job, Call);
        return read!;
    }

    private JobServiceClient Client(SandboxService service) => service switch
    {
        SandboxService.Alma => Alma(),
        SandboxService.Xplenty => Xplenty(),
        _ => Alteryx(),
    };

    private JobTarget Create(SandboxService service, double seconds, JobOutcome outcome) =>
        new(Server.CreateJob(new NewJob { Service = service, DurationSeconds = seconds, Outcome = outcome }).Id);

    private async Task RunAsync(IEnumerable<JobTarget> jobs, RecordingObserver observer, WaitOptions? options = null)
    {
        JobTarget[] all = [.. jobs];
        int readers = all.Select(job => job.Reader).Distinct().Count();
        Task wait = JobWaiter.WaitAsync(all, options ?? new WaitOptions { Time = Clock }, observer, Call);

        // Between polls, there is one timer for each reader with unfinished jobs, and one for the deadline.
        await AdvanceClockAsync(
            wait,
            () => Math.Max(1, readers - observer.Finished.Count - observer.Abandoned.Count) + (options?.Timeout is null ? 0 : 1));
        await WithTimeout(wait);
    }
}
