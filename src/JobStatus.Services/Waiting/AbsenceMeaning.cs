namespace JobStatus.Services.Waiting;

/// <summary>What a list says of a run that does not stand in it.</summary>
internal enum AbsenceMeaning
{
    /// <summary>Nothing: the list was not read to its end.</summary>
    Unknown,

    /// <summary>It is as it was.</summary>
    Unchanged,

    /// <summary>It is no longer where it was: only the run itself can tell.</summary>
    Gone,
}
