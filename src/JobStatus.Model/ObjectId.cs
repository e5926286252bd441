using System;

namespace JobStatus;

/// <summary>Checks the ids of objects that have the same id under several names, of which a script needs to set only one.</summary>
internal static class ObjectId
{
    /// <summary>Returns the new id.</summary>
    /// <exception cref="ArgumentException">The object already has another id.</exception>
    public static string Set(string current, string value) =>
        current.Length == 0 || current == value
            ? value
            : throw new ArgumentException($"The id of the object is already '{current}' and cannot also be '{value}'.");
}
