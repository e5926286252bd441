using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>Tests the effect of each fault on a list request, usually after the first page.</summary>
public sealed class ListFaultTests : FaultTableTest
{
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_list_request_has_the_documented_outcome(string fault, SandboxService service)
    {
        FaultRow row = Row(fault);
        if (row.List.Kind is null || (row.List.IsRetried && !row.AlwaysPersists))
        {
            await using FaultScenario scenario = await FaultScenario.StartAsync(row, service);
            List<string> received = [];
            Task list = scenario.ListAsync(retries: 4, row.List.Kind is null ? FaultScenario.AllResponses : TransientFaultCount, received);
            await scenario.AdvanceClockAsync(list);

            await list;
            Assert.Equal(scenario.ExistingJobIds.Order(), received.Order());
            AssertRetryCount(scenario, row.List.Kind is null ? 0 : TransientFaultCount);
        }

        if (row.List.Kind is { } kind)
        {
            await using FaultScenario scenario = await FaultScenario.StartAsync(row, service);
            List<string> received = [];
            Task list = scenario.ListAsync(retries: 3, FaultScenario.AllResponses, received);
            await scenario.AdvanceClockAsync(list);

            AssertError(row, kind, await Assert.ThrowsAsync<JobServiceException>(() => list), service);
            Assert.Equal(row.FromFirstRequest ? 0 : FaultScenario.PageSize, received.Count);
            AssertRetryCount(scenario, row.List.IsRetried ? 3 : 0);
        }
    }
}
