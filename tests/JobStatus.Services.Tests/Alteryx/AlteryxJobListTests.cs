using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

/// <summary>Tests the list of a workflow's jobs, with Servers that return it in another order or in another form.</summary>
public sealed class AlteryxJobListTests : ServiceTest
{
    private const string WorkflowId = "66f00000000000000000a001";

    [Theory]
    [InlineData(false, 0, 5, "07 06 05 04 03")]
    [InlineData(false, 0, 1, "07")]
    [InlineData(false, 5, 5, "02 01")]
    [InlineData(false, 9, 5, "")]
    [InlineData(true, 0, 2, "01 02")]
    public async Task Jobs_are_sorted_although_the_Server_ignores_the_order(bool oldestFirst, int skip, int first, string days)
    {
        // The first five days have ascending times, as one Server was seen to return them.
        InjectJobs("01 02 03 04 05 06 07");

        Assert.Equal(days, await ListAsync(new() { WorkflowId = WorkflowId, OldestFirst = oldestFirst }, new(skip, first)));
    }

    [Fact]
    public async Task Jobs_are_sorted_oldest_first_although_the_Server_returns_the_newest_first()
    {
        InjectJobs("07 06 05");

        Assert.Equal("05 06 07", await ListAsync(new() { WorkflowId = WorkflowId, OldestFirst = true }, ListRange.All));
    }

    [Fact]
    public async Task A_job_without_a_time_is_last()
    {
        InjectResponse(
            "/webapi/v3",
            200,
            $$"""[{"id":"{{IdOf("09")}}"},{{Job("01")}},{{Job("02")}}]""");

        Assert.Equal("02 01 09", await ListAsync(new() { WorkflowId = WorkflowId }, ListRange.All));
    }

    [Fact]
    public async Task A_sorted_list_needs_one_request_with_a_sort_field()
    {
        InjectJobs("07 06 05");

        Assert.Equal("07 06", await ListAsync(new() { WorkflowId = WorkflowId }, new(0, 2)));

        string query = Assert.Single(Server.Requests, request => request.Path.EndsWith("/jobs", StringComparison.Ordinal)).Query;
        Assert.Equal("?sortField=createDateTime&direction=desc&offset=0&limit=2", query);
    }

    [Fact]
    public async Task An_object_instead_of_a_list_is_an_unexpected_response_that_says_so()
    {
        InjectResponse("/webapi/v3", 200, $$"""{"jobs":[{{Job("01")}}]}""");
        InjectResponse("/demo", 200, """{"jobs":[{"id":5}]}""");

        JobServiceException error = await GetErrorAsync(ListAsync(new() { WorkflowId = WorkflowId }, ListRange.All));
        JobServiceException xplenty = await GetErrorAsync(
            Xplenty().ListJobsAsync(new XplentyJobQuery(), ListRange.All, new ListReceiver<XplentyJob>(), Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("it is an object instead of a list (HTTP 200", error.Problem, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, xplenty.Kind);
        Assert.Contains("it is an object instead of a list (HTTP 200", xplenty.Problem, StringComparison.Ordinal);
    }

    private static string IdOf(string day) => $"66f0000000000000000000{day}";

    private static string Job(string day) =>
        $$"""{"id":"{{IdOf(day)}}","createDate":"2026-11-{{day}}T02:00:00.0000000Z","status":"Completed"}""";

    private InjectedFault InjectJobs(string days) =>
        InjectResponse("/webapi/v3", 200, $"[{string.Join(',', days.Split(' ').Select(Job))}]");

    private async Task<string> ListAsync(AlteryxJobQuery query, ListRange range)
    {
        ListReceiver<AlteryxJob> receiver = new();
        await WithTimeout(Alteryx().ListJobsAsync(query, range, receiver, Call));
        return string.Join(' ', receiver.Items.Select(job => job.Id[^2..]));
    }
}
