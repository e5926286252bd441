using System;
using Xunit;

namespace JobStatus.Services.Tests;

public sealed class RecentActionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_run_that_starts_with_the_id_of_a_stopped_one_is_not_stopped()
    {
        Uri service = new($"https://{nameof(RecentActionsTests)}.example/");
        RecentActions.AddStop(service, "1000", Now);
        RecentActions.AddStop(service, "1001", Now);
        Assert.True(RecentActions.WasStopped(service, "1000", Now));

        RecentActions.AddStart(service, "1000", Now);

        Assert.False(RecentActions.WasStopped(service, "1000", Now));
        Assert.True(RecentActions.WasStarted(service, "1000", Now));
        Assert.True(RecentActions.WasStopped(service, "1001", Now));
    }
}
