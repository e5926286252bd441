using System;

namespace JobStatus;

/// <summary>A connection as a parameter value: a name or a connection object.</summary>
public sealed class ConnectionReference : IEquatable<ConnectionReference>
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

    /// <summary>Compares the names, so that a script can compare a parameter with a name.</summary>
    /// <param name="other">The other reference.</param>
    /// <returns>True if the names are equal, ignoring case.</returns>
    public bool Equals(ConnectionReference? other) => string.Equals(Name, other?.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConnectionReference);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>Returns the name of the connection.</summary>
    /// <returns>The name of the connection.</returns>
    public override string ToString() => Name;
}
