using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Tests.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

/// <summary>Tests the list of the runs that were active recently.</summary>
public sealed class AlmaRecentJobTests : ServiceTest
{
    private const int BuiltInCount = 8;
    private const int BuiltInScheduledCount = 3;

    private readonly ListReceiver<RemoteJob> _received = new();

    [Fact]
    public async Task Recent_runs_of_scheduled_definitions_need_one_request_for_each_definition()
    {
        string[] definitions = CreateDefinitions(30);
        string[] recent = [.. definitions.Select(definition => CreateRun(definition, hoursAgo: 2, hours: 1))];
        string ended = CreateRun(definitions[0], hoursAgo: 9, hours: 8);
        string running = CreateRun(definitions[1], hoursAgo: 20, hours: 100);
        CreateRun(definitions[2], hoursAgo: 9, hours: 1);
        string manual = CreateRun("M901", hoursAgo: 1, hours: 1);

        await ListAsync(new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-3) });

        string[] ids = [.. _received.Items.Where(run => run.Id.Length < 10).Select(run => run.Id)];
        Assert.Equal(recent.Append(ended).Append(running).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(manual, ids);
        int scheduled = Server.Requests.Count(request => request.Path.EndsWith("/instances", StringComparison.Ordinal));
        Assert.Equal(definitions.Length + BuiltInScheduledCount, scheduled);
        Assert.Equal(scheduled + 1, Server.Requests.Count);
        Assert.Contains(
            $"The runs of {scheduled} Alma jobs are listed, with at least one request for each.", Lines, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Runs_of_definitions_without_a_schedule_are_listed_on_request()
    {
        string manual = CreateRun("M901", hoursAgo: 1, hours: 1);

        await ListAsync(new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-3), IncludeUnscheduled = true });

        Assert.Contains(manual, _received.Items.Select(run => run.Id));
        Assert.Equal(BuiltInCount + 1, CountRequests("/instances"));
        Assert.Equal(BuiltInCount + 2, Server.Requests.Count);
    }

    [Fact]
    public async Task Unfinished_runs_are_listed_whatever_their_age()
    {
        string definition = CreateDefinitions(1)[0];
        string old = CreateRun(definition, hoursAgo: 24 * 30, hours: 1e4);
        CreateRun(definition, hoursAgo: 1, hours: 0.5);

        await ListAsync(new RecentJobQuery());

        Assert.Equal([old], _received.Items.Select(run => run.Id));
    }

    [Fact]
    public async Task One_error_describes_all_definitions_that_fail_and_the_other_runs_are_received()
    {
        string[] definitions = CreateDefinitions(30);
        string[] recent = [.. definitions.Select(definition => CreateRun(definition, hoursAgo: 2, hours: 1))];
        foreach (string definition in definitions[^12..])
        {
            InjectResponse($"/almaws/v1/conf/jobs/{definition}/instances", 500, "{}");
        }

        JobServiceException error = await GetErrorAsync(ListAsync(new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-3) }));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal(500, error.StatusCode);
        Assert.Matches(
            @"^The runs of 12 of \d+ Alma jobs could not be listed: S\d+(, S\d+){9} and 2 more\. "
                + "The first error was: Instances of Alma job S",
            error.Problem);
        Assert.Equal(
            recent[..18].Order(StringComparer.Ordinal),
            _received.Items.Select(run => run.Id).Where(id => id.Length < 10).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_first_page_of_a_definition_is_received_if_the_second_one_cannot_be_read()
    {
        string[] definitions = CreateDefinitions(2);
        string other = CreateRun(definitions[1], hoursAgo: 2, hours: 1);
        string[] ids = [.. Enumerable.Range(10, 110).Select(number => CreateRun(definitions[0], hoursAgo: number / 100.0, hours: 0))];
        InjectError($"/almaws/v1/conf/jobs/{definitions[0]}/instances", skip: 1);

        JobServiceException error = await GetErrorAsync(ListAsync(new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-3) }));

        Assert.StartsWith($"Instances of Alma job {definitions[0]}: HTTP 500", error.Problem, StringComparison.Ordinal);
        Assert.Equal(100, _received.Items.Count(run => ids.Contains(run.Id)));
        Assert.Contains(other, _received.Items.Select(run => run.Id));
    }

    [Fact]
    public async Task The_runs_of_the_first_definitions_are_received_if_the_other_definitions_cannot_be_listed()
    {
        string[] definitions = CreateDefinitions(120);
        string[] ids = [.. definitions.Select(definition => CreateRun(definition, hoursAgo: 2, hours: 1))];
        InjectError("*/conf/jobs", skip: 1);

        JobServiceException error = await GetErrorAsync(ListAsync(new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-3) }));

        Assert.StartsWith("Alma jobs: HTTP 500", error.Problem, StringComparison.Ordinal);
        Assert.InRange(_received.Items.Count(run => ids.Contains(run.Id)), 100 - BuiltInScheduledCount, 100);
    }

    [Theory]
    [InlineData(401, 1, 8)]
    [InlineData(500, 8, 16)]
    public async Task The_list_ends_early_if_the_other_definitions_would_have_the_same_error(int status, int min, int max)
    {
        CreateDefinitions(60);
        Server.InjectFault(new Fault
        {
            Path = "/almaws/v1/conf/jobs/*/instances",
            Kind = FaultKind.Status,
            Status = status,
            Body = "{}",
            Count = Fault.UntilRemoved,
        });

        await GetErrorAsync(ListAsync(new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-3) }));

        Assert.InRange(CountRequests("/instances"), min, max);
    }

    private void InjectError(string path, int skip) => Server.InjectFault(new Fault
    {
        Path = path,
        Kind = FaultKind.Status,
        Status = 500,
        Body = "{}",
        Skip = skip,
        Count = Fault.UntilRemoved,
    });

    private string[] CreateDefinitions(int count) =>
        [.. Enumerable.Range(900, count).Select(number => Server.CreateDefinition(new NewDefinition { Id = $"S{number}" }).Id)];

    private string CreateRun(string definition, double hoursAgo, double hours) => Server.CreateJob(new NewJob
    {
        Service = SandboxService.Alma,
        JobId = definition,
        Id = $"{definition[1..]}{hoursAgo * 100:0}",
        SubmittedSecondsAgo = hoursAgo * 3600,
        DurationSeconds = hours * 3600,
    }).Id;

    // The requests exceed the rate limit.
    private async Task ListAsync(RecentJobQuery query)
    {
        Task list = Alma().ListRecentJobsAsync(query, _received, Call);
        await AdvanceClockAsync(list);
        await WithTimeout(list);
    }
}
