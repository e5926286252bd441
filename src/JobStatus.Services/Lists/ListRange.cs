namespace JobStatus.Services.Lists;

/// <summary>Which part of a list to read.</summary>
public sealed class ListRange
{
    /// <summary>Makes a range.</summary>
    /// <param name="skip">How many items to leave out at the start.</param>
    /// <param name="first">How many items to read at the most.</param>
    public ListRange(long skip, long first)
    {
        Skip = skip;
        First = first;
    }

    /// <summary>The whole list.</summary>
    public static ListRange All { get; } = new(0, long.MaxValue);

    /// <summary>How many items to leave out at the start.</summary>
    public long Skip { get; }

    /// <summary>How many items to read at the most.</summary>
    public long First { get; }
}
