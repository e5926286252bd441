namespace JobStatus.Services;

/// <summary>A run to ask about.</summary>
public sealed class JobTarget
{
    /// <summary>Makes a target.</summary>
    /// <param name="id">The run's id at its service.</param>
    /// <param name="lastSeen">The run as it was last seen; null when it was not seen yet.</param>
    public JobTarget(string id, RemoteJob? lastSeen = null)
    {
        Id = id;
        LastSeen = lastSeen;
    }

    /// <summary>The run's id at its service.</summary>
    public string Id { get; }

    /// <summary>The run as it was last seen; null when it was not seen yet.</summary>
    public RemoteJob? LastSeen { get; }
}
