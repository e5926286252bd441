using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>
/// Tests how the jobs of a schedule that was run are found, and responses about another object than the requested one.
/// </summary>
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

    [Theory]
    [InlineData("schedules", "schedule")]
    [InlineData("packages", "package")]
    [InlineData("clusters", "cluster")]
    public async Task A_response_about_another_object_produces_a_warning(string path, string kind)
    {
        InjectResponse($"/demo/api/{path}/900", 200, """{ "id": 901, "name": "Other" }""");
        XplentyClient client = Xplenty();

        string id = kind switch
        {
            "schedule" => (await client.GetScheduleAsync("900", Call)).Id,
            "package" => (await client.GetPackageAsync("900", Call)).Id,
            _ => (await client.GetClusterAsync("900", Call)).Id,
        };

        Assert.Equal("900", id);
        Assert.Equal(
            $"Xplenty {kind} 900: the response from 127.0.0.1 is for 901, which is another {kind}. "
                + "The object has the requested id 900 and the values from the response.",
            Assert.Single(Warnings));
    }

    [Fact]
    public async Task A_schedule_is_not_changed_after_a_response_about_another_schedule()
    {
        InjectResponse("/demo/api/schedules/71", 200, """{ "id": 72, "name": "Other", "status": "disabled" }""");

        JobServiceException error = await GetErrorAsync(Xplenty().SetScheduleEnabledAsync("71", enabled: false, Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("is for 72, which is another schedule", error.Message, StringComparison.Ordinal);
        Assert.Equal("GET", Assert.Single(Server.Requests).Method);
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
