using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>A reader for a service that can repeat a failed run as another run.</summary>
internal interface IRetryFinder
{
    /// <summary>Finds the run with which the service repeats a failed run.</summary>
    /// <returns>The run, or null if there is none yet.</returns>
    /// <exception cref="JobServiceException">The runs could not be read.</exception>
    Task<RemoteJob?> FindRetryAsync(RemoteJob failed, CallContext call);

    /// <summary>Returns what a failed run lacks so that its retry cannot be found, or null if it lacks nothing.</summary>
    string? FindMissingData(RemoteJob failed);

    /// <summary>Returns true if the service can still be expected to repeat a failed run.</summary>
    bool MayStillRepeat(RemoteJob failed);
}
