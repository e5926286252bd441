using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>Tests how the jobs of a schedule that was run are found.</summary>
public sealed class XplentyScheduleTests : ServiceTest
{
    [Fact]
    public async Task A_schedule_whose_job_does_not_appear_causes_an_error_that_it_may_have_run()
    {
        Server.InjectFault(new Fault { Path = "/demo/api/jobs", Kind = FaultKind.Body, Body = "[]", Count = Fault.UntilRemoved });
        Task run = Xplenty().StartScheduleAsync("71", Call);
        await AdvanceClockAsync(run);

        JobServiceException error = await GetErrorAsync(run);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.True(error.MayHaveBeenAccepted);
        Assert.Equal(1, Server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task A_change_sends_the_required_fields_unchanged()
    {
        Server.CreateXplentySchedule(new() { Id = 80, ExecutionCount = 3 });
        XplentyClient client = Xplenty();
        XplentySchedule before = await client.GetScheduleAsync("80", Call);
        Clock.Advance(100);

        XplentySchedule after = await client.SetScheduleEnabledAsync("80", enabled: false, Call);

        Assert.False(after.Enabled);
        Assert.Equal(before.StartAt, after.StartAt);
        Assert.Equal("434", after.Definition);
    }
}
