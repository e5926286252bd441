using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Waiting;

/// <summary>A reader whose service can tell about many runs in one list.</summary>
internal interface IJobListReader : IJobReader
{
    /// <summary>What the account may still ask for.</summary>
    RequestBudget Budget { get; }

    /// <summary>The names of the lists that can tell about a run, the best one first; none where only the run itself can be asked for.</summary>
    /// <param name="lastSeen">The run; null for one of which only the id is known.</param>
    IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen);

    /// <summary>The list of a name that <see cref="ListNamesFor"/> gave.</summary>
    JobList CreateList(string name);

    /// <summary>What the run is one of many runs of, so that the earlier ones tell how long it takes; null where nobody can say.</summary>
    string? DefinitionIdOf(RemoteJob job);

    /// <summary>Reads the last runs of the same work, with one request.</summary>
    /// <exception cref="JobServiceException">They could not be read.</exception>
    Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call);
}
