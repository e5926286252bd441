namespace JobStatus.Services.Waiting;

/// <summary>What it means that a run is not in a list.</summary>
internal enum AbsenceMeaning
{
    /// <summary>Nothing is known, because the list was not read to its end.</summary>
    Unknown,

    /// <summary>The run has not changed.</summary>
    Unchanged,

    /// <summary>The run is no longer in the list and must be read by its id.</summary>
    Gone,
}
