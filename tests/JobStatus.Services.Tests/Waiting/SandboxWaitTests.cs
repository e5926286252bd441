using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Services.Waiting;
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
