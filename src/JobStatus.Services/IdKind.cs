namespace JobStatus.Services;

/// <summary>A kind of object that has an id, such as an Xplenty job.</summary>
internal sealed class IdKind
{
    public IdKind(string name, string collection)
    {
        Name = name;
        Collection = collection;
    }

    /// <summary>The name of the kind with its service, for messages.</summary>
    public string Name { get; }

    /// <summary>The name of the collection that comes before the id in a link.</summary>
    public string Collection { get; }
}
