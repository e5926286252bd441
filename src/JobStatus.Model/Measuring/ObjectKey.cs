using System;

namespace JobStatus.Measuring;

/// <summary>
/// Identifies a run or a definition among those of all services. Letter case is not significant, because no service has ids that
/// differ only in case, and a run keeps the id that was requested.
/// </summary>
internal sealed class ObjectKey : IEquatable<ObjectKey>
{
    private readonly string _service;
    private readonly string? _connection;
    private readonly string? _id;
    private readonly string? _name;

    private ObjectKey(string service, string? connection, string? id, string? name = null)
    {
        _service = service;
        _connection = connection;
        _id = id;
        _name = name;
    }

    public static ObjectKey ForRun(RemoteJob job) => new(job.Service, job.Connection, job.Id);

    /// <summary>
    /// Identifies the definition of a run. Runs without the id of a definition belong together if they have the same name.
    /// </summary>
    public static ObjectKey ForDefinitionOf(RemoteJob job) =>
        string.IsNullOrEmpty(job.DefinitionId)
            ? new ObjectKey(job.Service, job.Connection, id: null, job.Name ?? string.Empty)
            : ForDefinition(job.Service, job.Connection, job.DefinitionId!);

    public static ObjectKey ForDefinition(string service, string? connection, string id) => new(service, connection, id);

    public bool Equals(ObjectKey? other) =>
        other is not null
        && AreEqual(_id, other._id)
        && AreEqual(_name, other._name)
        && AreEqual(_connection, other._connection)
        && AreEqual(_service, other._service);

    public override bool Equals(object? obj) => Equals(obj as ObjectKey);

    public override int GetHashCode() => unchecked((HashCodeOf(_connection) * 397) ^ HashCodeOf(_id) ^ HashCodeOf(_name));

    private static bool AreEqual(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static int HashCodeOf(string? text) => text is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(text);
}
