using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Runs Xplenty schedules now, and returns the jobs that this started. The request is never retried.</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "XplentySchedule",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Start-XplentySchedule.md")]
[OutputType(typeof(XplentyJob))]
public sealed class StartXplentyScheduleCommand : XplentyScheduleCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess(DescribeTarget(id), "Run now"))
        {
            ReadAll<XplentyClient, XplentyJob>(id, (client, call) => client.StartScheduleAsync(id, call));
        }
    }
}
