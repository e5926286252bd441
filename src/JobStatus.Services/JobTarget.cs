namespace JobStatus.Services;

/// <summary>A run to read or to wait for.</summary>
public sealed class JobTarget
{
    /// <summary>Creates a target.</summary>
    /// <param name="id">The id of the run at its service.</param>
    /// <param name="lastSeen">The run as it was last read, or null if it has not been read yet.</param>
    /// <param name="reader">The reader that polls the run during a wait. A run that has already finished needs no reader.</param>
    public JobTarget(string id, RemoteJob? lastSeen = null, IJobReader? reader = null)
    {
        Id = id;
        LastSeen = lastSeen;
        Reader = reader;
    }

    /// <summary>The id of the run at its service.</summary>
    public string Id { get; }

    /// <summary>The run as it was last read, or null if it has not been read yet.</summary>
    public RemoteJob? LastSeen { get; }

    /// <summary>The reader that polls the run during a wait, or null if the run is not polled.</summary>
    public IJobReader? Reader { get; }
}
