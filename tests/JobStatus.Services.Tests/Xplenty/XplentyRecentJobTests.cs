using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Tests.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>Tests the list of the jobs that were active recently.</summary>
public sealed class XplentyRecentJobTests : ServiceTest
{
    private const string Jobs = "/demo/api/jobs";

    private static readonly string[] BuiltInJobs = ["157", "201", "202", "203", "204", "205", "206"];

    [Fact]
    public async Task Recent_jobs_need_one_request_for_each_page_of_updates()
    {
        string[] recent = [.. Enumerable.Range(0, 150).Select(minute => CreateJob(minute, seconds: 30))];
        string longAgo = CreateJob(minutesAgo: 300, seconds: 30);
        string longRun = CreateJob(minutesAgo: 300, seconds: 200 * 60);

        string[] ids = await ListAsync(Since(hours: 3));

        Assert.Equal(recent.Append(longRun).Order(StringComparer.Ordinal), ids);
        Assert.DoesNotContain(longAgo, ids);
        Assert.Equal(2, CountRequests("/jobs"));
    }

    [Fact]
    public async Task The_list_ends_at_the_time_although_Xplenty_ignores_it()
    {
        string[] pages =
        [
            .. Enumerable.Range(0, 3).Select(page => string.Join(
                ',', Enumerable.Range(page * 100, 100).Select(minute => Job(minute, Clock.GetUtcNow().AddMinutes(-minute))))),
        ];
        foreach (string page in pages)
        {
            InjectResponse(Jobs, 200, $"[{page}]", count: 1);
        }

        string[] ids = await ListAsync(Since(hours: 2));

        Assert.Equal(121, ids.Length);
        Assert.Equal(2, CountRequests("/jobs"));
    }

    [Fact]
    public async Task Every_page_is_read_if_Xplenty_also_ignores_the_order()
    {
        string[] ascending = [.. Enumerable.Range(0, 100).Select(i => Job(i, Clock.GetUtcNow().AddMinutes(i - 200)))];
        InjectResponse(Jobs, 200, $"[{string.Join(',', ascending)}]", count: 1);
        InjectResponse(Jobs, 200, $"[{Job(500, Clock.GetUtcNow())}]");

        Assert.Equal(["500"], await ListAsync(Since(hours: 1)));
    }

    [Fact]
    public async Task Unfinished_jobs_are_listed_whatever_their_age()
    {
        string old = CreateJob(minutesAgo: 60 * 24 * 10, seconds: 1e8);
        string queued = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, QueuedSeconds = 600 }).Id;
        CreateJob(minutesAgo: 1, seconds: 10);

        string[] expected = ["203", old, queued];
        Assert.Equal(expected.Order(StringComparer.Ordinal), await ListAsync(new RecentJobQuery()));
        Assert.Equal(6, CountRequests("/jobs"));
    }

    [Fact]
    public async Task The_other_unfinished_jobs_are_received_if_those_of_one_status_cannot_be_listed()
    {
        string queued = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, QueuedSeconds = 600 }).Id;
        Server.InjectFault(new Fault { Path = Jobs, Kind = FaultKind.Status, Status = 500, Body = "{}", Skip = 5 });
        ListReceiver<RemoteJob> receiver = new();

        JobServiceException error = await GetErrorAsync(Xplenty().ListRecentJobsAsync(new RecentJobQuery(), receiver, Call));

        Assert.Equal(500, error.StatusCode);
        Assert.NotEmpty(receiver.Items);
        Assert.All(receiver.Items, job => Assert.True(job.Id == "203" || job.Id == queued));
    }

    private static string Job(int id, DateTimeOffset updated) =>
        $$"""{"id":{{id}},"status":"completed","updated_at":"{{updated:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""";

    private RecentJobQuery Since(int hours) => new() { Since = Clock.GetUtcNow().AddHours(-hours) };

    private string CreateJob(int minutesAgo, double seconds) => Server.CreateJob(new NewJob
    {
        Service = SandboxService.Xplenty,
        SubmittedSecondsAgo = minutesAgo * 60,
        DurationSeconds = seconds,
    }).Id;

    private async Task<string[]> ListAsync(RecentJobQuery query)
    {
        ListReceiver<RemoteJob> receiver = new();
        await WithTimeout(Xplenty().ListRecentJobsAsync(query, receiver, Call));
        IEnumerable<string> ids = receiver.Items.Select(job => job.Id);
        return [.. (query.Since is null ? ids : ids.Except(BuiltInJobs)).Order(StringComparer.Ordinal)];
    }
}
