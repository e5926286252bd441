using System;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Services;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Adds members to an Alma set.</summary>
[Cmdlet(VerbsCommon.Add, "AlmaSetMember", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Add-AlmaSetMember.md")]
[OutputType(typeof(AlmaSet))]
public sealed class AddAlmaSetMemberCommand : AlmaSetMemberCommand
{
    private AlmaSet? _set;

    /// <summary>Returns the set after its members have been added.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action => "Add members";

    private protected override void OnSetChanged()
    {
        // No response contains the set if all ids were rejected, or if there were none.
        if (PassThru && _set is null && IsComplete && Target is var (client, setId))
        {
            Start(client, setId, async call => _set = await client.GetSetAsync(setId, call).ConfigureAwait(false));
            Pump.FinishWork();
        }

        if (PassThru && _set is { } set)
        {
            SessionHistory.Record(set);
            WriteObject(set);
        }

        _set = null;
    }

    private protected override async Task ChangeAsync(
        AlmaClient client,
        string setId,
        string[] ids,
        Action<int> onAccepted,
        Action<string, JobServiceException> onRejected,
        CallContext call) =>
        _set = await client.AddMembersAsync(setId, ids, IdType, onAccepted, onRejected, call).ConfigureAwait(false) ?? _set;
}
