using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>What a fault does to a single read.</summary>
public sealed class ReadFaultTests : FaultColumn
{
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_read(string fault, SandboxService service)
    {
        FaultRow row = Row(fault);
        if (row.Read.Kind is null || (row.Read.IsAskedAgain && !row.NeverPasses))
        {
            await using FaultStage stage = await FaultStage.StartAsync(row, service);
            stage.CreateJob();
            Task<RemoteJob> read = ReadAsync(stage, retries: 4, row.Read.Kind is null ? FaultStage.All : Some);
            await stage.DriveAsync(read);

            RemoteJob job = await read;
            Assert.Equal(stage.JobId, job.Id);
            Assert.Equal(RemoteJobState.Completed, job.State);
            AssertAskedAgain(stage, row.Read.Kind is null ? 0 : Some);
        }

        if (row.Read.Kind is { } kind)
        {
            await using FaultStage stage = await FaultStage.StartAsync(row, service);
            stage.CreateJob();
            Task<RemoteJob> read = ReadAsync(stage, retries: 3, FaultStage.All);
            await stage.DriveAsync(read);

            AssertError(row, kind, await Assert.ThrowsAsync<JobServiceException>(() => read), service);
            AssertAskedAgain(stage, row.Read.IsAskedAgain ? 3 : 0);
        }
    }

    private static Task<RemoteJob> ReadAsync(FaultStage stage, int retries, int count)
    {
        stage.Begin(count);
        return stage.ReadAsync(retries);
    }
}
