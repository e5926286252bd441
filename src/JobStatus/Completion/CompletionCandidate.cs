namespace JobStatus.Completion;

/// <summary>An id that a completer can offer. It does not hold a reference to the object that the id comes from.</summary>
internal sealed class CompletionCandidate
{
    public CompletionCandidate(string id, string? name)
    {
        Id = id;
        Name = name is null ? null : CompletionText.Truncate(name, CompletionText.MaxLength);
    }

    public string Id { get; }

    /// <summary>The display name, truncated if it is too long to be inserted into a command; null if there is none.</summary>
    public string? Name { get; }

    /// <summary>The last known state of a run; null for other objects.</summary>
    public RemoteJobState? State { get; init; }

    /// <summary>True if this is a run that has finished.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The id of the definition of a run; null if it is not known, and for other objects.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>The category of an Alma job definition; null if it is not known, and for other objects.</summary>
    public AlmaCodedValue? Category { get; init; }

    /// <summary>Returns this candidate, with missing values filled in from another candidate with the same id.</summary>
    public CompletionCandidate FillFrom(CompletionCandidate other)
    {
        bool isComplete =
            (Name is not null || other.Name is null)
            && (DefinitionId is not null || other.DefinitionId is null)
            && (Category is not null || other.Category is null);
        return isComplete
            ? this
            : new CompletionCandidate(Id, Name ?? other.Name)
            {
                State = State,
                IsFinished = IsFinished,
                DefinitionId = DefinitionId ?? other.DefinitionId,
                Category = Category ?? other.Category,
            };
    }
}
