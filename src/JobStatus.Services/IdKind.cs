namespace JobStatus.Services;

/// <summary>A kind of object that has an id, such as an Xplenty job.</summary>
internal sealed class IdKind
{
    public IdKind(string name, string collection, bool acceptsPartLinks = true)
    {
        Name = name;
        Collection = collection;
        AcceptsPartLinks = acceptsPartLinks;
    }

    /// <summary>The name of the kind with its service, for messages.</summary>
    public string Name { get; }

    /// <summary>The name of the collection that comes before the id in a link.</summary>
    public string Collection { get; }

    /// <summary>
    /// True if the link to a part of the object, such as the log of a job, also identifies the object. False if an object with this
    /// id could be deleted or changed although the link is that of something else, such as the members of a set.
    /// </summary>
    public bool AcceptsPartLinks { get; }
}
