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

/// <summary>Waits through the real clients for jobs of the sandbox, by one clock.</summary>
public sealed class SandboxWaitTests : ServiceTest
{
    [Fact]
    public async Task Jobs_of_all_services_are_waited_for_together()
    {
        WaitTarget[] jobs =
        [
            new(Alma(), Create(SandboxService.Alma, 400, JobOutcome.Warning)),
            new(Xplenty(), Create(SandboxService.Xplenty, 40, JobOutcome.Failed)),
            new(Alteryx(), Create(SandboxService.Alteryx, 4000, JobOutcome.Completed)),
        ];
        RecordingObserver observer = new(Clock);

        await RunAsync(jobs, observer);

        Assert.Equal(["Xplenty", "Alma", "Alteryx"], observer.Finished.Select(finished => finished.Job.Service));
        Assert.Equal(
            [RemoteJobState.Failed, RemoteJobState.CompletedWithWarnings, RemoteJobState.Completed],
            observer.Finished.Select(finished => finished.Job.State));
        Assert.All([40.0, 400, 4000], (ends, index) => Assert.InRange(observer.Finished[index].At, ends, ends + 31));
        Assert.Empty(observer.GivenUp);
        Assert.Empty(observer.Warnings);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task Nothing_that_passes_ends_a_wait(SandboxService service)
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

        await RunAsync([new WaitTarget(Client(service), target)], observer);

        Assert.Equal(RemoteJobState.Completed, Assert.Single(observer.Finished).Job.State);
        Assert.All(Server.Faults, fault => Assert.Equal(0, fault.Remaining));
        Assert.Empty(observer.GivenUp);
        Assert.Single(observer.Warnings);
    }

    [Fact]
    public async Task A_token_that_ends_does_not_end_a_wait()
    {
        Server.Settings = Server.Settings with { AlteryxTokenSeconds = 60 };
        JobTarget target = Create(SandboxService.Alteryx, 600, JobOutcome.Completed);
        RecordingObserver observer = new(Clock) { Hook = _ => Server.RevokeTokens() };

        await RunAsync([new WaitTarget(Alteryx(), target)], observer);

        Assert.Single(observer.Finished);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task The_patience_that_a_service_asks_for_is_had()
    {
        JobTarget target = Create(SandboxService.Xplenty, 600, JobOutcome.Completed);
        Answer("/demo", 429, retryAfter: "333", count: 1);

        await RunAsync([new WaitTarget(Xplenty(), target)], new RecordingObserver(Clock));

        Assert.Equal(TimeSpan.FromSeconds(333), Server.Requests[1].Time - Server.Requests[0].Time);
    }

    [Fact]
    public async Task A_job_that_disappears_and_a_key_that_is_withdrawn_end_only_their_own_wait()
    {
        JobTarget vanishing = Create(SandboxService.Xplenty, 600, JobOutcome.Completed);
        JobTarget staying = Create(SandboxService.Xplenty, 300, JobOutcome.Completed);
        JobTarget locked = Create(SandboxService.Alma, 300, JobOutcome.Completed);
        RecordingObserver observer = new(Clock);
        int rounds = 0;
        observer.Hook = told =>
        {
            if (told == nameof(IWaitObserver.OnProgress) && rounds++ == 10)
            {
                Server.RemoveJob(SandboxService.Xplenty, vanishing.Id);
                Server.Settings = Server.Settings with { AlmaKey = "" };
            }
        };

        await RunAsync([new(Xplenty(), vanishing), new(Alma(), locked), new(Xplenty(), staying)], observer);

        Assert.Equal([staying.Id], observer.FinishedIds);
        Dictionary<string, JobServiceErrorKind> given = observer.GivenUp.ToDictionary(one => one.Target.Id, one => one.Error.Kind);
        Assert.Equal(2, given.Count);
        Assert.Equal(JobServiceErrorKind.JobNotFound, given[vanishing.Id]);
        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, given[locked.Id]);
    }

    [Fact]
    public async Task What_is_unfinished_at_the_deadline_runs_on_at_the_service()
    {
        JobTarget target = Create(SandboxService.Alma, 300, JobOutcome.Completed);
        RecordingObserver observer = new(Clock);

        await RunAsync([new WaitTarget(Alma(), target)], observer, new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(60) });

        (double at, JobTarget last, JobServiceException error) = Assert.Single(observer.GivenUp);
        Assert.Equal(60, at);
        Assert.Equal("RUNNING", last.LastSeen?.Status);
        Assert.Equal(JobServiceErrorKind.WaitTimeout, error.Kind);
        Assert.All(Server.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Many_jobs_are_asked_about_together()
    {
        JobTarget[] targets = [.. Enumerable.Range(0, 30).Select(_ => Create(SandboxService.Xplenty, 50, JobOutcome.Completed))];
        var client = Xplenty();
        RecordingObserver observer = new(Clock);

        await RunAsync(targets.Select(target => new WaitTarget(client, target)), observer);

        Assert.Equal(targets.Select(target => target.Id).Order(), observer.FinishedIds.Order());
        Assert.InRange(Server.Requests.Count, 3, 40);
    }

    [Fact]
    public async Task The_documented_job_of_Alteryx_never_finishes()
    {
        RecordingObserver observer = new(Clock);

        await RunAsync(
            [new WaitTarget(Alteryx(), new JobTarget(AlteryxJobId))], observer, new WaitOptions { Time = Clock, Timeout = TimeSpan.FromHours(1) });

        Assert.Equal("string", Assert.Single(observer.GivenUp).Target.LastSeen?.Status);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_drops_its_request_and_leaves_nothing_behind()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task wait = JobWaiter.WaitAsync(
            [new WaitTarget(Xplenty(), new JobTarget("203"))],
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromHours(1) },
            new RecordingObserver(Clock),
            new CallContext(cancel.Token));
        await Soon(Server.WaitForRequestAsync(_ => true, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(wait));
        Assert.Equal(LoggedRequest.ClientClosedRequest, (await Soon(Server.WaitForRequestEndAsync(_ => true, Token))).Status);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_deadline_cuts_a_request_off_that_gets_no_answer()
    {
        Server.InjectFault(new Fault { Path = "/demo", Kind = FaultKind.Hang, Count = Fault.UntilRemoved });
        RecordingObserver observer = new(Clock);

        Task wait = JobWaiter.WaitAsync(
            [new WaitTarget(Xplenty(), new JobTarget("203"))],
            new WaitOptions { Time = Clock, Timeout = TimeSpan.FromSeconds(60) },
            observer,
            Call);
        await Soon(Server.WaitForRequestAsync(_ => true, Token));
        Clock.Advance(60);
        await Soon(wait);

        Assert.Equal(JobServiceErrorKind.WaitTimeout, Assert.Single(observer.GivenUp).Error.Kind);
        Assert.Equal(LoggedRequest.ClientClosedRequest, (await Soon(Server.WaitForRequestEndAsync(_ => true, Token))).Status);
    }

    private JobServiceClient Client(SandboxService service) => service switch
    {
        SandboxService.Alma => Alma(),
        SandboxService.Xplenty => Xplenty(),
        _ => Alteryx(),
    };

    private JobTarget Create(SandboxService service, double seconds, JobOutcome outcome) =>
        new(Server.CreateJob(new NewJob { Service = service, DurationSeconds = seconds, Outcome = outcome }).Id);

    private async Task RunAsync(IEnumerable<WaitTarget> jobs, RecordingObserver observer, WaitOptions? options = null)
    {
        WaitTarget[] all = [.. jobs];
        int readers = all.Select(job => job.Reader).Distinct().Count();
        Task wait = JobWaiter.WaitAsync(all, options ?? new WaitOptions { Time = Clock }, observer, Call);

        // While everybody waits there is a timer for each reader that has a job left, and one for the deadline.
        await DriveAsync(
            wait,
            () => Math.Max(1, readers - observer.Finished.Count - observer.GivenUp.Count) + (options?.Timeout is null ? 0 : 1));
        await Soon(wait);
    }
}
