using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Disables Xplenty schedules. A schedule that is already disabled stays as it is.</summary>
[Cmdlet(
    VerbsLifecycle.Disable,
    "XplentySchedule",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Disable-XplentySchedule.md")]
[OutputType(typeof(XplentySchedule))]
public sealed class DisableXplentyScheduleCommand : XplentyScheduleCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess(DescribeTarget(id), "Disable"))
        {
            Read<XplentyClient, XplentySchedule>(id, (client, call) => client.SetScheduleEnabledAsync(id, enabled: false, call));
        }
    }
}
