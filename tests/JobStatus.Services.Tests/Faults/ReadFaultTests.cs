using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>Tests the effect of each fault on a request for one job.</summary>
public sealed class ReadFaultTests : FaultTableTest
{
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_read_request_has_the_documented_outcome(string fault, SandboxService service)
    {
        FaultRow row = Row(fault);
        if (row.Read.Kind is null || (row.Read.IsRetried && !row.AlwaysPersists))
        {
            await using FaultScenario scenario = await FaultScenario.StartAsync(row, service);
            scenario.CreateJob();
            Task<RemoteJob> read = ReadAsync(
                scenario, retries: 4, row.Read.Kind is null ? FaultScenario.AllResponses : TransientFaultCount);
            await scenario.AdvanceClockAsync(read);

            RemoteJob job = await read;
            Assert.Equal(scenario.JobId, job.Id);
            Assert.Equal(RemoteJobState.Completed, job.State);
            AssertRetryCount(scenario, row.Read.Kind is null ? 0 : TransientFaultCount);
        }

        if (row.Read.Kind is { } kind)
        {
            await using FaultScenario scenario = await FaultScenario.StartAsync(row, service);
            scenario.CreateJob();
            Task<RemoteJob> read = ReadAsync(scenario, retries: 3, FaultScenario.AllResponses);
            await scenario.AdvanceClockAsync(read);

            AssertError(row, kind, await Assert.ThrowsAsync<JobServiceException>(() => read), service);
            AssertRetryCount(scenario, row.Read.IsRetried ? 3 : 0);
        }
    }

    private static Task<RemoteJob> ReadAsync(FaultScenario scenario, int retries, int count)
    {
        scenario.InjectFault(count);
        return scenario.ReadAsync(retries);
    }
}
