using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Tests.Lists;
using JobStatus.Services.Tests.Waiting;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests;

/// <summary>Tests a service that overrides only what it supports.</summary>
public sealed class MinimalServiceTests : ServiceTest
{
    [Fact]
    public async Task A_service_without_lists_and_definitions_can_be_waited_for()
    {
        RecordingObserver observer = new(Clock);
        JobTarget[] jobs = [new("1", reader: Track(new MinimalClient(Options(Server.BaseUri))))];

        Task wait = JobWaiter.WaitAsync(jobs, new WaitOptions { Time = Clock }, observer, Call);
        await AdvanceClockAsync(wait);
        await wait;

        Assert.Equal(["1"], observer.FinishedIds);
    }

    [Fact]
    public async Task A_service_without_lists_has_no_recent_runs_and_cannot_stop_any()
    {
        MinimalClient client = Track(new MinimalClient(Options(Server.BaseUri)));
        ListReceiver<RemoteJob> receiver = new();
        await client.ListRecentJobsAsync(new RecentJobQuery(), receiver, Call);
        JobServiceException error = await GetErrorAsync(client.StopAsync("1", Call));

        Assert.Empty(receiver.Items);
        Assert.False(client.CanStopJobs);
        Assert.Equal(JobServiceErrorKind.NotSupportedByServer, error.Kind);
        Assert.Equal(
            "Minimal 1 was not stopped, because Minimal has no call that stops a job. Stop it in the web interface of Minimal.",
            error.Message);
    }

    private sealed class MinimalClient(ConnectionOptions options) : JobServiceClient(
        options,
        options.BaseUri!,
        new XplentyErrorParser(),
        new RateLimits(),
        _ => new KeyAuthenticator(new Secret(SecureStrings.From("some-key")), "Bearer"),
        new JitWarmup(static () => { }))
    {
        private int _polls;

        public override string Service => "Minimal";

        private protected override Task<long?> SendTestAsync(CallContext call) => Task.FromResult<long?>(null);

        private protected override Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call) =>
            Task.FromResult<RemoteJob>(
                new XplentyJob
                {
                    Connection = Name,
                    Id = target.Id,
                    ObservedInstant = Now,
                    Status = ++_polls < 3 ? "running" : "completed",
                });
    }
}
