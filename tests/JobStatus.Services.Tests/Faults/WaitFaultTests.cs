using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>Tests the effect of each fault on a wait, usually after the first poll.</summary>
public sealed class WaitFaultTests : FaultTableTest
{
    private const int TransientFaultCountInWait = 4;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_wait_has_the_documented_outcome(string fault, SandboxService service)
    {
        FaultRow row = Row(fault);
        await using FaultScenario scenario = await FaultScenario.StartAsync(row, service);

        FaultScenario.WaitResult result = await scenario.WaitAsync(
            row.Wait.Kind is not null || row.AlwaysPersists ? FaultScenario.AllResponses : row.IsSlow ? 1 : TransientFaultCountInWait);

        RemoteJob[] finished = [.. result.Observer.Finished.Select(one => one.Job)];
        Assert.Contains(finished, job => job.Id == result.OtherId && job.State == RemoteJobState.Completed);
        if (row.Wait.Kind is { } kind)
        {
            (_, JobTarget target, JobServiceException error) = Assert.Single(result.Observer.Abandoned);
            Assert.Equal(scenario.JobId, target.Id);
            AssertError(row, kind, error, service);
            Assert.Single(finished);
        }
        else
        {
            Assert.Empty(result.Observer.Abandoned);
            Assert.Equal(row.AlwaysPersists, result.IsUnfinished);
            Assert.Equal(
                row.AlwaysPersists ? [] : [RemoteJobState.Completed],
                finished.Where(job => job.Id == scenario.JobId && job.Service == service.ToString()).Select(job => job.State));
        }
    }
}
