namespace JobStatus.Services.Alteryx;

/// <summary>Which jobs to list, and in which order. Words are those of answers; they are translated to those of filters.</summary>
public sealed class AlteryxJobQuery
{
    /// <summary>Only runs of this workflow; null for the queue of all, which is for curators.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Only jobs of this status, in the word of answers; null for all.</summary>
    public string? Status { get; init; }

    /// <summary>Only jobs with this result: Success, Warning or Error. Of a workflow only; null for all.</summary>
    public string? Result { get; init; }

    /// <summary>True for the oldest first.</summary>
    public bool OldestFirst { get; init; }

    // Answers say Completed, filters say Complete.
    internal string? StatusFilter =>
        string.Equals(Status, "Completed", System.StringComparison.OrdinalIgnoreCase) ? "Complete" : Status;
}
