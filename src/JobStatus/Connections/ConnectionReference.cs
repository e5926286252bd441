namespace JobStatus;

/// <summary>A connection as a parameter takes it: by its name, or the object itself.</summary>
public sealed class ConnectionReference
{
    /// <summary>Names a connection.</summary>
    /// <param name="name">The connection's name.</param>
    public ConnectionReference(string name)
    {
        Name = name;
    }

    /// <summary>Means a connection.</summary>
    /// <param name="connection">The connection.</param>
    public ConnectionReference(JobStatusConnection connection)
    {
        Name = connection.Name;
        Connection = connection;
    }

    /// <summary>The connection's name.</summary>
    public string Name { get; }

    internal JobStatusConnection? Connection { get; }

    /// <summary>The connection's name.</summary>
    /// <returns>The connection's name.</returns>
    public override string ToString() => Name;
}
