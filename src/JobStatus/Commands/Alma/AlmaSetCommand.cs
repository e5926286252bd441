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

    /// <summary>
    /// Returns the ids of sets that were specified as ids, links or sets. Each invalid one produces an error. Until the next id is
    /// returned, <see cref="ClientCommand.Connection"/> is the connection to use for the set.
    /// </summary>
    private protected IEnumerable<string> FindSetIds(string[] idsOrLinks) =>
        WithConnections(idsOrLinks).Select(FindSetId).OfType<string>();

    private string? FindSetId(string idOrLink) => FindId(idOrLink, static (client, text) => ((AlmaClient)client).GetSetId(text));
}
