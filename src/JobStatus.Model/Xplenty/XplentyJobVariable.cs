namespace JobStatus;

/// <summary>
/// One variable of an Xplenty job, with the value that the job ran with.
/// Page: Integrate.io ETL API, "Get Job's Executed Variables".
/// </summary>
public sealed class XplentyJobVariable
{
    /// <summary>The id of the job, as it was asked for.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that read it; null when it was not read through one.</summary>
    public string? Connection { get; init; }

    /// <summary>The variable's name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The variable's value: a string, a number, a boolean, an array or a dictionary; null where it has none.</summary>
    public object? Value { get; init; }

    /// <summary>The name and the value.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => $"{DisplayText.OneLine(Name)}={DisplayText.OneLine(Value?.ToString())}";
}
