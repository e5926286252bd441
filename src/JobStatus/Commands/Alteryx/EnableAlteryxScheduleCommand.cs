using System.Management.Automation;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Enables Alteryx Server schedules. Only newer versions of the Server support this.</summary>
[Cmdlet(
    VerbsLifecycle.Enable,
    "AlteryxSchedule",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Enable-AlteryxSchedule.md")]
[OutputType(typeof(AlteryxSchedule))]
public sealed class EnableAlteryxScheduleCommand : AlteryxScheduleCommand
{
    private protected override void Process(AlteryxClient client, string id) =>
        Change(client, id, PipedObject is AlteryxSchedule piped && piped.Id == id ? piped.Name : null, enabled: true);
}
