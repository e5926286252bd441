using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Lists;

/// <summary>Tests lists whose items are changed while they are read, so that they are no longer in the list.</summary>
public sealed class ShrinkingListTests : ServiceTest
{
    private const int ItemCount = 150;

    private readonly List<string> _changed = [];

    [Fact]
    public async Task All_sets_with_a_name_are_deleted()
    {
        AlmaClient client = Alma();
        await RunAsync(ForEachItemAsync(number => client.CreateSetAsync(new AlmaNewSet($"tmp {number}", "USER"), Call)));

        static bool IsTemporary(AlmaSet set) => set.Name!.StartsWith("tmp ", StringComparison.Ordinal);
        Task ListAsync(IListReceiver<AlmaSet> receiver) =>
            client.ListSetsAsync(new AlmaSetQuery(), IsTemporary, ListRange.All, receiver, Call);
        await ChangeAllAsync<AlmaSet>(ListAsync, static set => set.SetId, id => client.DeleteSetAsync(id, Call), "/conf/sets");
    }

    [Fact]
    public async Task All_running_Xplenty_jobs_are_stopped()
    {
        CreateRunningJobs(SandboxService.Xplenty);
        XplentyClient client = Xplenty();

        await ChangeAllAsync<XplentyJob>(
            receiver => client.ListJobsAsync(new XplentyJobQuery { Status = "running" }, ListRange.All, receiver, Call),
            static job => job.Id,
            id => client.StopJobAsync(id, Call),
            "/api/jobs");
    }

    [Fact]
    public async Task All_available_clusters_are_terminated()
    {
        XplentyClient client = Xplenty();
        await RunAsync(ForEachItemAsync(_ => client.CreateClusterAsync(new XplentyClusterSettings { Nodes = 1 }, Call)));
        Clock.Advance(TimeSpan.FromHours(1));

        await ChangeAllAsync<XplentyCluster>(
            receiver => client.ListClustersAsync("available", ListRange.All, receiver, Call),
            static cluster => cluster.Id,
            id => client.TerminateClusterAsync(id, Call),
            "/api/clusters");
    }

    [Fact]
    public async Task All_enabled_schedules_are_disabled()
    {
        for (int i = 0; i < ItemCount; i++)
        {
            Server.CreateXplentySchedule(new NewXplentySchedule());
        }

        XplentyClient client = Xplenty();
        await ChangeAllAsync<XplentySchedule>(
            receiver => client.ListSchedulesAsync("enabled", ListRange.All, receiver, Call),
            static schedule => schedule.Id,
            id => client.SetScheduleEnabledAsync(id, enabled: false, Call),
            "/api/schedules");
    }

    [Fact]
    public async Task All_unfinished_Alteryx_jobs_are_stopped()
    {
        CreateRunningJobs(SandboxService.Alteryx);
        AlteryxClient client = Alteryx();

        await ChangeAllAsync<AlteryxJob>(
            receiver => client.ListJobsAsync(new AlteryxJobQuery { Statuses = ["Initializing", "Running"] }, ListRange.All, receiver, Call),
            static job => job.Id,
            id => client.StopJobAsync(id, Call),
            "/v3/jobs");
    }

    [Fact]
    public async Task A_list_that_cannot_shrink_is_still_passed_on_page_by_page()
    {
        CreateRunningJobs(SandboxService.Xplenty);
        List<int> requests = [];

        await RunAsync(Xplenty().ListJobsAsync(
            new XplentyJobQuery(),
            ListRange.All,
            new ListReceiver<XplentyJob>(_ => requests.Add(CountRequests("/api/jobs"))),
            Call));

        Assert.Equal([1, 2], requests);
    }

    [Fact]
    public async Task A_list_that_can_shrink_requests_only_the_wanted_items_and_reports_them_before_an_error()
    {
        CreateRunningJobs(SandboxService.Xplenty);
        XplentyJobQuery query = new() { Status = "running" };
        ListReceiver<XplentyJob> first = new();
        await RunAsync(Xplenty().ListJobsAsync(query, new ListRange(0, 5), first, Call));

        Assert.Equal(5, first.Items.Count);
        Assert.EndsWith("offset=0&limit=5", Assert.Single(Server.Requests).Query, StringComparison.Ordinal);

        Server.InjectFault(new Fault
        {
            Path = "/demo/api/jobs", Kind = FaultKind.Status, Status = 500, Skip = 1,
        });
        ListReceiver<XplentyJob> all = new();
        Task list = Xplenty().ListJobsAsync(query, ListRange.All, all, Call);
        await AdvanceClockAsync(list);

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, (await GetErrorAsync(list)).Kind);
        Assert.Equal(100, all.Items.Count);
    }

    private static async Task ForEachItemAsync(Func<int, Task> action)
    {
        for (int number = 0; number < ItemCount; number++)
        {
            await action(number);
        }
    }

    // Changes each item as soon as it is listed, and checks that no item is left or listed twice, and that no page is read twice.
    private async Task ChangeAllAsync<T>(
        Func<IListReceiver<T>, Task> list, Func<T, string> idOf, Func<string, Task> change, string path)
    {
        Server.ClearRequests();
        await RunAsync(list(new Changer<T>(async items =>
        {
            foreach (string id in items.Select(idOf))
            {
                _changed.Add(id);
                await change(id);
            }
        })));
        int pages = Server.Requests.Count(
            request => request.Method == "GET" && request.Path.EndsWith(path, StringComparison.Ordinal));
        ListReceiver<T> left = new();
        await RunAsync(list(left));

        Assert.Empty(left.Items);
        Assert.InRange(_changed.Count, ItemCount, ItemCount + 10);
        Assert.Equal(_changed.Distinct(), _changed);
        Assert.Equal(2, pages);
    }

    // The limits of the services delay requests.
    private async Task RunAsync(Task task)
    {
        await AdvanceClockAsync(task);
        await task;
    }

    private void CreateRunningJobs(SandboxService service)
    {
        for (int i = 0; i < ItemCount; i++)
        {
            Server.CreateJob(new NewJob { Service = service, SubmittedSecondsAgo = i, DurationSeconds = 1e7 });
        }
    }

    private sealed class Changer<T>(Func<IReadOnlyList<T>, Task> change) : IListReceiver<T>
    {
        public void OnTotal(long total)
        {
        }

        public Task OnItemsAsync(IReadOnlyList<T> items) => change(items);
    }
}
