using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests waits for thousands of jobs. They take seconds, so mutation testing does not run them.</summary>
public sealed class LargeWaitTests : WaitTest
{
    [Theory]
    [InlineData("Xplenty")]
    [InlineData("Alma")]
    [InlineData("Alteryx")]
    public async Task A_wait_for_ten_thousand_jobs_needs_one_timer_and_few_requests(string service)
    {
        SimulatedService reader = new(Clock, service, new Random(1));
        for (int number = 0; number < 10_000; number++)
        {
            reader.Add($"{number}", 230, updateInterval: 230);
        }

        int most = 0;
        Task wait = WaitAsync(reader.Targets(Ids(10_000), known: true));
        await AdvanceClockAsync(wait, () =>
        {
            most = Math.Max(most, Clock.Timers.Count);
            return false;
        });
        await wait;

        Assert.Equal(10_000, Observer.Finished.Count);
        Assert.Equal(1, most);
        Assert.InRange(reader.ListRequests.Count(), 100, 10_000);
        Assert.InRange(reader.SingleReads.Count(), 0, service == "Xplenty" ? 0 : 10_000);
    }

    [Fact]
    public async Task A_list_that_reports_finished_jobs_as_running_causes_no_timeout_of_two_thousand_jobs()
    {
        SimulatedService reader = new(Clock, "Xplenty", new Random(1)) { ListsHideCompletions = true };
        for (int number = 0; number < 2000; number++)
        {
            reader.Add($"{number}", 140);
        }

        await RunAsync(reader.Targets(Ids(2000), known: true), TimeoutAfter(200));

        Assert.Equal(2000, Observer.Finished.Count);
        Assert.Empty(Observer.Abandoned);
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(number => $"{number}");
}
