namespace JobStatus;

/// <summary>One variable of an Xplenty job, with the value that the job ran with.</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Job's Executed Variables".</remarks>
public sealed class XplentyJobVariable : ServiceObject
{
    /// <summary>The id of the job, as requested.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that the variable was read through, or null if there was none.</summary>
    public string? Connection { get; init; }

    /// <summary>The name of the variable.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>
    /// The value of the variable: a string, a number, a Boolean, an array, or a dictionary. Null if the variable has no
    /// value.
    /// </summary>
    public object? Value { get; init; }

    /// <summary>Returns the name and the value.</summary>
    /// <returns>Text in the form <c>name=value</c>, in one line.</returns>
    public override string ToString() => $"{DisplayText.OneLine(Name)}={DisplayText.OneLine(Value?.ToString())}";
}
