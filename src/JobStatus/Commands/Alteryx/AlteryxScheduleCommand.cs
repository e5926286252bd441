using System.ComponentModel;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that change Alteryx Server schedules.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AlteryxScheduleCommand : ItemCommand
{
    /// <summary>The ids of the schedules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlteryxScheduleCompleter))]
    [JobIdArgument(Service = "Alteryx", IsForSchedules = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Reads each schedule after the change, and returns it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override string ServiceName => "Alteryx";

    /// <summary>Processes each schedule.</summary>
    private protected sealed override void ProcessItem()
    {
        foreach (string idOrLink in Id)
        {
            if (FindId(idOrLink, static (client, text) => ((AlteryxClient)client).GetScheduleId(text)) is { } id
                && FindClient<AlteryxClient>(id) is { } client)
            {
                Process(client, id);
            }
        }
    }

    private protected abstract void Process(AlteryxClient client, string id);

    /// <summary>Enables or disables a schedule, unless the user does not want it. Runs on the pipeline thread.</summary>
    private protected void Change(AlteryxClient client, string id, string? name, bool enabled)
    {
        string target = DisplayText.OneLine(name) is { } text ? $"Alteryx schedule {id} ({text})" : $"Alteryx schedule {id}";
        if (ShouldProcess(target, enabled ? "Enable" : "Disable"))
        {
            Start(client, id, async call =>
            {
                await client.SetScheduleEnabledAsync(id, enabled, call).ConfigureAwait(false);
                if (PassThru)
                {
                    PostObject(await client.GetChangedScheduleAsync(id, enabled, call).ConfigureAwait(false));
                }
            });
        }
    }
}
