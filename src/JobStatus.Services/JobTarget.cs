namespace JobStatus.Services;

/// <summary>A run to read.</summary>
public sealed class JobTarget
{
    /// <summary>Creates a target.</summary>
    /// <param name="id">The id of the run at its service.</param>
    /// <param name="lastSeen">The run as it was last read, or null if it has not been read yet.</param>
    public JobTarget(string id, RemoteJob? lastSeen = null)
    {
        Id = id;
        LastSeen = lastSeen;
    }

    /// <summary>The id of the run at its service.</summary>
    public string Id { get; }

    /// <summary>The run as it was last read, or null if it has not been read yet.</summary>
    public RemoteJob? LastSeen { get; }
}
