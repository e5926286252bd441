namespace JobStatus;

/// <summary>The hourly request quota of an Xplenty user. Reading it does not count against the quota.</summary>
/// <remarks>Source: Integrate.io ETL API, "Rate Limit".</remarks>
public sealed class XplentyRateLimit : ServiceObject
{
    /// <summary>The name of the connection that the quota was read through.</summary>
    public string Connection { get; init; } = string.Empty;

    /// <summary>The number of requests per hour, or null if Xplenty does not report it.</summary>
    public long? Limit { get; init; }

    /// <summary>The number of requests that remain in this hour, or null if Xplenty does not report it.</summary>
    public long? Remaining { get; init; }

    /// <summary>Returns the remaining requests and the limit.</summary>
    /// <returns>Text in the form <c>4999 of 5000</c>.</returns>
    public override string ToString() => $"{Remaining} of {Limit}";
}
