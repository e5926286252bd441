namespace JobStatus;

/// <summary>The state that a status of a service represents. Each status table maps statuses to these values.</summary>
internal sealed class StatusMeaning
{
    public StatusMeaning(RemoteJobState state, bool isFinished)
    {
        State = state;
        IsFinished = isFinished;
    }

    /// <summary>The meaning of a status that is not in the table. A run with such a status never counts as finished.</summary>
    public static StatusMeaning Unknown { get; } = Unfinished(RemoteJobState.Unknown);

    public RemoteJobState State { get; }

    public bool IsFinished { get; }

    public static StatusMeaning Unfinished(RemoteJobState state) => new(state, isFinished: false);

    public static StatusMeaning Finished(RemoteJobState state) => new(state, isFinished: true);
}
