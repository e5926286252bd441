using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Waiting;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

/// <summary>Tests the names of jobs, which Alteryx reports only for the jobs in the queue and for workflows.</summary>
public sealed class AlteryxWorkflowNameTests : ServiceTest
{
    private const string WorkflowId = "66f00000000000000000a001";
    private const string WorkflowList = "*/v3/workflows";

    [Fact]
    public async Task The_jobs_of_a_workflow_have_its_name()
    {
        IReadOnlyList<AlteryxJob> jobs = await ListAsync(Alteryx());

        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.Equal("Monthly report", job.Name));
        Assert.Equal(1, WorkflowListCount);
    }

    [Fact]
    public async Task The_names_are_read_again_after_ten_minutes()
    {
        AlteryxClient client = Alteryx();
        await ListAsync(client);
        Clock.Advance(599);
        await ListAsync(client);
        int before = WorkflowListCount;
        Clock.Advance(1);
        await ListAsync(client);

        Assert.Equal(1, before);
        Assert.Equal(2, WorkflowListCount);
    }

    [Fact]
    public async Task A_known_name_needs_no_request()
    {
        IReadOnlyList<AlteryxJob> jobs = await ListAsync(Alteryx(), "Piped");

        Assert.All(jobs, job => Assert.Equal("Piped", job.Name));
        Assert.Equal(0, WorkflowListCount);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(200)]
    public async Task A_list_of_workflows_that_cannot_be_read_leaves_the_jobs_without_a_name(int status)
    {
        InjectResponse(WorkflowList, status, "<html/>", "text/html");
        AlteryxClient client = Alteryx(retries: 4);

        IReadOnlyList<AlteryxJob> jobs = await ListAsync(client);
        await ListAsync(client);

        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.Null(job.Name));
        Assert.Contains(Lines, line => line.StartsWith("The names of the workflows are not known: ", StringComparison.Ordinal));
        Assert.InRange(WorkflowListCount, 1, status == 401 ? 2 : 1);
    }

    [Fact]
    public async Task A_list_of_workflows_that_does_not_arrive_holds_up_the_jobs_for_five_seconds_at_most()
    {
        Server.InjectFault(new Fault { Path = WorkflowList, Kind = FaultKind.Hang });
        Server.CreateJob(new NewJob { Service = SandboxService.Alteryx, WorkflowId = WorkflowId });

        Task<IReadOnlyList<AlteryxJob>> list = ListAsync(Alteryx());
        await WithTimeout(Clock.WhenTimersAsync(timers => timers.Contains(TimeSpan.FromSeconds(5)), Token));
        Assert.False(list.IsCompleted);
        Clock.Advance(5);

        IReadOnlyList<AlteryxJob> jobs = await WithTimeout(list);
        Assert.Equal(2, jobs.Count);
        Assert.All(jobs, job => Assert.Null(job.Name));
    }

    [Fact]
    public async Task A_read_of_one_job_is_one_request()
    {
        AlteryxJob job = await Alteryx().GetJobAsync("66f000000000000000000201", includeMessages: true, Call);

        Assert.Null(job.Name);
        Assert.Single(Server.Requests, request => request.Path.Contains("/v3/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "Monthly report", 1)]
    [InlineData(500, null, 1)]
    public async Task A_wait_reads_the_names_once(int status, string? name, int requests)
    {
        if (status > 0)
        {
            InjectResponse(WorkflowList, status);
        }

        // The queue, which only curators can read, contains the names.
        Server.Settings = Server.Settings with { AlteryxCurator = CuratorAccess.Forbidden };
        AlteryxClient client = Alteryx();
        JobTarget[] targets =
        [
            .. Enumerable.Range(0, 3).Select(index => new JobTarget(
                Server.CreateJob(new NewJob { Service = SandboxService.Alteryx, DurationSeconds = 60 + index }).Id, reader: client)),
        ];
        RecordingObserver observer = new(Clock);

        Task wait = JobWaiter.WaitAsync(targets, new WaitOptions { Time = Clock }, observer, Call);
        await AdvanceClockAsync(wait);
        await wait;

        Assert.Equal(3, observer.Finished.Count);
        Assert.All(observer.Finished, finished => Assert.Equal(name, finished.Job.Name));
        Assert.Equal(requests, WorkflowListCount);
    }

    [Fact]
    public async Task A_canceled_call_leaves_the_names_to_the_next_one()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        InjectedFault fault = Server.InjectFault(new Fault { Path = WorkflowList, Kind = FaultKind.Hang });
        AlteryxClient client = Alteryx();
        Task<IReadOnlyList<AlteryxJob>> canceled = ListAsync(client, call: new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(request => IsWorkflowList(request.Path), Token));
        await cancel.CancelAsync();
        await WithTimeout(Task.WhenAny(canceled));
        Server.RemoveFault(fault.Id);

        Assert.All(await ListAsync(client), job => Assert.Equal("Monthly report", job.Name));
    }

    private int WorkflowListCount => Server.Requests.Count(request => IsWorkflowList(request.Path));

    private static bool IsWorkflowList(string path) => path.EndsWith("/workflows", StringComparison.Ordinal);

    private async Task<IReadOnlyList<AlteryxJob>> ListAsync(AlteryxClient client, string? name = null, CallContext? call = null)
    {
        Receiver receiver = new();
        await WithTimeout(
            client.ListJobsAsync(new() { WorkflowId = WorkflowId, WorkflowName = name }, ListRange.All, receiver, call ?? Call));
        return receiver.Items;
    }

    private sealed class Receiver : IListReceiver<AlteryxJob>
    {
        public List<AlteryxJob> Items { get; } = [];

        public void OnTotal(long total)
        {
        }

        public Task OnItemsAsync(IReadOnlyList<AlteryxJob> items)
        {
            Items.AddRange(items);
            return Task.CompletedTask;
        }
    }
}
