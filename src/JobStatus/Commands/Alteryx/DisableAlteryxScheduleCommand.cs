using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>
/// Disables Alteryx Server schedules. Each schedule is read first, and nothing is sent for one that is already disabled. Only newer
/// versions of the Server support this.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Disable,
    "AlteryxSchedule",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Disable-AlteryxSchedule.md")]
[OutputType(typeof(AlteryxSchedule))]
public sealed class DisableAlteryxScheduleCommand : AlteryxScheduleCommand
{
    // -WhatIf also reads the schedule, so that it shows only what would change.
    private protected override void Process(AlteryxClient client, string id) => Start(client, id, async call =>
    {
        AlteryxSchedule schedule = await client.GetScheduleAsync(id, call, isForChange: true).ConfigureAwait(false);
        if (schedule.Enabled != false)
        {
            Pump.Post(() => Change(client, id, schedule.Name, enabled: false));
            return;
        }

        call.Verbose($"Alteryx schedule {id} is already disabled.");
        if (PassThru)
        {
            PostObject(schedule);
        }
    });
}
