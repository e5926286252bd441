using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>What a fault does to a wait in progress.</summary>
public sealed class WaitingFaultTests : FaultColumn
{
    private const int More = 4;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_wait_in_progress(string fault, SandboxService service)
    {
        FaultRow row = Row(fault);
        await using FaultStage stage = await FaultStage.StartAsync(row, service);

        FaultStage.Waited waited = await stage.WaitAsync(
            row.Wait.Kind is not null || row.NeverPasses ? FaultStage.All : row.IsHeavy ? 1 : More);

        RemoteJob[] finished = [.. waited.Observer.Finished.Select(one => one.Job)];
        Assert.Contains(finished, job => job.Id == waited.OtherId && job.State == RemoteJobState.Completed);
        if (row.Wait.Kind is { } kind)
        {
            (_, JobTarget target, JobServiceException error) = Assert.Single(waited.Observer.GivenUp);
            Assert.Equal(stage.JobId, target.Id);
            AssertError(row, kind, error, service);
            Assert.Single(finished);
        }
        else
        {
            Assert.Empty(waited.Observer.GivenUp);
            Assert.Equal(row.NeverPasses, waited.GoesOn);
            Assert.Equal(
                row.NeverPasses ? [] : [RemoteJobState.Completed],
                finished.Where(job => job.Id == stage.JobId && job.Service == service.ToString()).Select(job => job.State));
        }
    }
}
