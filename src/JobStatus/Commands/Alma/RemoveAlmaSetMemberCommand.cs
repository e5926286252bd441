using System;
using System.Collections.Generic;
using System.Linq;
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
    private readonly List<(string SetId, ConnectionReference? Connection)> _sets = [];
    private readonly Dictionary<(string SetId, ConnectionReference? Connection), List<string>> _ids = [];

    private protected override string Action => "Remove members";

    /// <summary>
    /// Removes the members after all of them have arrived, because the list of a set shifts while members are removed. An id that
    /// arrived twice is sent once.
    /// </summary>
    protected override void EndProcessing()
    {
        foreach ((string SetId, ConnectionReference? Connection) set in _sets)
        {
            (SetId, Connection) = set;
            base.ProcessIds(_ids[set].Distinct());
        }

        base.EndProcessing();
    }

    private protected override void ProcessIds(IEnumerable<string> ids)
    {
        if (!_ids.TryGetValue((SetId, Connection), out List<string>? members))
        {
            members = [];
            _sets.Add((SetId, Connection));
            _ids.Add((SetId, Connection), members);
        }

        members.AddRange(ids);
    }

    private protected override Task ChangeAsync(
        AlmaClient client,
        string setId,
        string[] ids,
        Action<int> onAccepted,
        Action<string, JobServiceException> onRejected,
        CallContext call) =>
        client.RemoveMembersAsync(setId, ids, IdType, onAccepted, onRejected, call);
}
