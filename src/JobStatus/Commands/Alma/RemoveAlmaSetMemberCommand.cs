using System;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Removes members from an Alma set. The records themselves are not deleted.</summary>
[Cmdlet(VerbsCommon.Remove, "AlmaSetMember", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Remove-AlmaSetMember.md")]
[OutputType(typeof(void))]
public sealed class RemoveAlmaSetMemberCommand : AlmaSetMemberCommand
{
    private protected override string Action => "Remove members";

    private protected override Task ChangeAsync(
        AlmaClient client,
        string setId,
        string[] ids,
        Action<int> onAccepted,
        Action<string, JobServiceException> onRejected,
        CallContext call) =>
        client.RemoveMembersAsync(setId, ids, IdType, onAccepted, onRejected, call);
}
