namespace JobStatus;

/// <summary>A connection as a parameter value: a name or a connection object.</summary>
public sealed class ConnectionReference
{
    /// <summary>Creates a reference to a connection by its name.</summary>
    /// <param name="name">The name of the connection.</param>
    public ConnectionReference(string name)
    {
        Name = name;
    }

    /// <summary>Creates a reference to a connection object.</summary>
    /// <param name="connection">The connection.</param>
    public ConnectionReference(JobStatusConnection connection)
    {
        Name = connection.Name;
        Connection = connection;
    }

    /// <summary>The name of the connection.</summary>
    public string Name { get; }

    internal JobStatusConnection? Connection { get; }

    /// <summary>Returns the name of the connection.</summary>
    /// <returns>The name of the connection.</returns>
    public override string ToString() => Name;
}
