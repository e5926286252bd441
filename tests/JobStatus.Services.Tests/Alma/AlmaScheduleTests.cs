using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Alma;
using JobStatus.Services.Tests.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

/// <summary>Tests the schedules, which are the scheduled job definitions.</summary>
public sealed class AlmaScheduleTests : ServiceTest
{
    [Fact]
    public async Task Each_scheduled_definition_is_a_schedule()
    {
        DateTimeOffset nextRun = Clock.GetUtcNow().AddHours(3);
        Server.CreateDefinition(new NewDefinition { Id = "S900", Name = "Night", Schedule = "Every hour", NextRun = nextRun });
        ListReceiver<RemoteSchedule> receiver = new();

        await WithTimeout(Alma().ListSchedulesAsync(receiver, Call));

        Assert.All(receiver.Items, schedule => Assert.StartsWith("S", schedule.Id, StringComparison.Ordinal));
        var schedule = Assert.IsType<AlmaSchedule>(receiver.Items.Single(item => item.Id == "S900"));
        Assert.Equal(
            ("Alma", ConnectionName, "Night", "S900"),
            (schedule.Service, schedule.Connection, schedule.Name, schedule.Definition));
        Assert.Equal("Every hour", schedule.Schedule?.ToString());
        Assert.True((schedule.NextRunInstant - nextRun)!.Value.Duration() < TimeSpan.FromSeconds(1));
        Assert.Null(schedule.Enabled);
        Assert.Null(schedule.LastRunAt);
        Assert.Equal("S900", schedule.Job!.JobId);
    }

    [Fact]
    public async Task Five_hundred_schedules_need_one_request_for_each_page()
    {
        for (int i = 0; i < 500; i++)
        {
            Server.CreateDefinition(new NewDefinition { Id = $"S7{i:000}" });
        }

        ListReceiver<RemoteSchedule> receiver = new();

        await WithTimeout(Alma().ListSchedulesAsync(receiver, Call));

        Assert.Equal((receiver.Items.Count + 99) / 100, CountRequests("/jobs"));
        Assert.True(receiver.Items.Count >= 500);
    }
}
