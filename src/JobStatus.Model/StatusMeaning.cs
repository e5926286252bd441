namespace JobStatus;

/// <summary>What one status word of a service means: a row of a service's status table.</summary>
internal readonly struct StatusMeaning
{
    public StatusMeaning(RemoteJobState state, bool isFinished)
    {
        State = state;
        IsFinished = isFinished;
    }

    /// <summary>A word that no table knows: never taken for an end.</summary>
    public static StatusMeaning Unknown => default;

    public RemoteJobState State { get; }

    public bool IsFinished { get; }

    public static StatusMeaning Unfinished(RemoteJobState state) => new(state, isFinished: false);

    public static StatusMeaning Finished(RemoteJobState state) => new(state, isFinished: true);
}
