using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Waiting;

/// <summary>A reader for a service whose lists can report many runs in one response.</summary>
internal interface IJobListReader : IJobReader
{
    /// <summary>The limits of the connection.</summary>
    RequestBudget Budget { get; }

    /// <summary>The difference between the clock of the service and the local clock. Zero if it is not known.</summary>
    TimeSpan ClockDifference { get; }

    /// <summary>
    /// Returns the names of the lists that can contain a run, with the best list first, or an empty list if the run can
    /// only be read by its id.
    /// </summary>
    /// <param name="lastSeen">The run as it was last read, or null if only its id is known.</param>
    IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen);

    /// <summary>Creates the list with a name that <see cref="ListNamesFor"/> returned.</summary>
    JobList CreateList(string name);

    /// <summary>Returns the id of the definition that the run belongs to, or null if it is not known.</summary>
    string? DefinitionIdOf(RemoteJob job);

    /// <summary>Reads the latest runs of the same definition with one request.</summary>
    /// <exception cref="JobServiceException">The runs could not be read.</exception>
    Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call);
}
