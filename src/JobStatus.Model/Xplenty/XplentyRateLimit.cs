namespace JobStatus;

/// <summary>
/// How many requests an Xplenty user has in an hour. Asking for it costs none of them.
/// Page: Integrate.io ETL API, "Rate Limit".
/// </summary>
public sealed class XplentyRateLimit
{
    /// <summary>The name of the connection that read it.</summary>
    public string Connection { get; init; } = string.Empty;

    /// <summary>Requests an hour; null where Xplenty does not say.</summary>
    public long? Limit { get; init; }

    /// <summary>Requests left in this hour; null where Xplenty does not say.</summary>
    public long? Remaining { get; init; }

    /// <summary>What is left of what.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => $"{Remaining} of {Limit}";
}
