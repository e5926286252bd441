using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that take the ids of Alma sets and call Alma once for each id.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AlmaSetCommand : ItemCommand
{
    private protected sealed override string ServiceName => "Alma";

    /// <summary>Returns the ids of sets that were specified as ids or links. Each invalid one produces an error.</summary>
    private protected IEnumerable<string> FindSetIds(string[] idsOrLinks) =>
        idsOrLinks.Select(id => FindId(id, static (client, text) => ((AlmaClient)client).GetSetId(text))).OfType<string>();
}
