using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Enables Xplenty schedules. A schedule that is already enabled stays as it is.</summary>
[Cmdlet(
    VerbsLifecycle.Enable,
    "XplentySchedule",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Enable-XplentySchedule.md")]
[OutputType(typeof(XplentySchedule))]
public sealed class EnableXplentyScheduleCommand : XplentyScheduleCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess(DescribeTarget(id), "Enable"))
        {
            Read<XplentyClient, XplentySchedule>(id, (client, call) => client.SetScheduleEnabledAsync(id, enabled: true, call));
        }
    }
}
