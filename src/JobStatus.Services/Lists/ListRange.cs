namespace JobStatus.Services.Lists;

/// <summary>The part of a list to read.</summary>
public sealed class ListRange
{
    /// <summary>Creates a range.</summary>
    /// <param name="skip">The number of items to skip at the start.</param>
    /// <param name="first">The maximum number of items to read.</param>
    public ListRange(long skip, long first)
    {
        Skip = skip;
        First = first;
    }

    /// <summary>The whole list.</summary>
    public static ListRange All { get; } = new(0, long.MaxValue);

    /// <summary>The number of items to skip at the start.</summary>
    public long Skip { get; }

    /// <summary>The maximum number of items to read.</summary>
    public long First { get; }
}
