using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>What a fault does to a list in the middle of its paging.</summary>
public sealed class ListFaultTests : FaultColumn
{
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_list_in_the_middle_of_its_paging(string fault, SandboxService service)
    {
        FaultRow row = Row(fault);
        if (row.List.Kind is null || (row.List.IsAskedAgain && !row.NeverPasses))
        {
            await using FaultStage stage = await FaultStage.StartAsync(row, service);
            List<string> received = [];
            Task list = stage.ListAsync(retries: 4, row.List.Kind is null ? FaultStage.All : Some, received);
            await stage.DriveAsync(list);

            await list;
            Assert.Equal(stage.JobsThere.Order(), received.Order());
            AssertAskedAgain(stage, row.List.Kind is null ? 0 : Some);
        }

        if (row.List.Kind is { } kind)
        {
            await using FaultStage stage = await FaultStage.StartAsync(row, service);
            List<string> received = [];
            Task list = stage.ListAsync(retries: 3, FaultStage.All, received);
            await stage.DriveAsync(list);

            AssertError(row, kind, await Assert.ThrowsAsync<JobServiceException>(() => list), service);
            Assert.Equal(row.FromStart ? 0 : FaultStage.PageSize, received.Count);
            AssertAskedAgain(stage, row.List.IsAskedAgain ? 3 : 0);
        }
    }
}
