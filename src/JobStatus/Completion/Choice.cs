namespace JobStatus.Completion;

/// <summary>Something that can be chosen by its id. It holds no object that a cmdlet wrote.</summary>
internal sealed class Choice
{
    public Choice(string id, string? name)
    {
        Id = id;
        Name = name is null ? null : CompletionText.Cut(name, CompletionText.Longest);
    }

    public string Id { get; }

    /// <summary>A name for people, cut where it is too long to be put into a command; null where there is none.</summary>
    public string? Name { get; }

    /// <summary>For a run: what it was doing when it was seen.</summary>
    public RemoteJobState? State { get; init; }

    /// <summary>For a run: whether it has ended, which does not change any more.</summary>
    public bool IsFinished { get; init; }

    /// <summary>For a run: the id of what it is a run of; null where that is not known.</summary>
    public string? WorkId { get; init; }

    /// <summary>For an Alma job: the area that it belongs to; null where that is not known.</summary>
    public AlmaCodedValue? Category { get; init; }

    /// <summary>The same, and what it says nothing about as an earlier sight of it said.</summary>
    public Choice WithRestOf(Choice earlier) =>
        (Name is not null || earlier.Name is null) && (WorkId is not null || earlier.WorkId is null) && (Category is not null || earlier.Category is null)
            ? this
            : new Choice(Id, Name ?? earlier.Name)
            {
                State = State,
                IsFinished = IsFinished,
                WorkId = WorkId ?? earlier.WorkId,
                Category = Category ?? earlier.Category,
            };
}
