using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace JobStatus.Pipeline;

/// <summary>
/// The object that PowerShell bound last. A cmdlet that binds only the id of a piped job or definition can then keep what else
/// the object contains, and knows whether a pipeline variable depends on the object.
/// </summary>
internal static class BoundObject
{
    // PowerShell binds an object to parameters and then processes it on the same thread. Only the binding sees the object.
    [ThreadStatic]
    private static ServiceObject? _bound;

    // The keys are compared by reference.
    private static readonly ConditionalWeakTable<string, ServiceObject> Sources = new();

    [ThreadStatic]
    private static bool _isMarked;

    /// <summary>Notes an object that is being bound.</summary>
    /// <param name="value">The object, or another value, such as an id in the properties of an object.</param>
    public static void Note(object? value)
    {
        object? bound = value is PSObject wrapped ? wrapped.BaseObject : value;
        _bound = bound as ServiceObject ?? _bound;
        _isMarked |= bound is not null && PipelineVariableMarks.IsMarked(bound);
    }

    /// <summary>Returns the job or definition that was bound since the last call on this thread, or null if there is none.</summary>
    /// <param name="isMarked">True if a pipeline variable depends on an object that was bound since then.</param>
    public static ServiceObject? Take(out bool isMarked)
    {
        ServiceObject? bound = _bound;
        isMarked = _isMarked;
        _bound = null;
        _isMarked = false;
        return bound;
    }

    /// <summary>Notes the object that an id comes from. Several objects of one call can be specified instead of their ids.</summary>
    /// <returns>The id, as a new string.</returns>
    public static string NoteId(string id, ServiceObject source)
    {
        string copy = new(id.ToCharArray());
        Sources.Add(copy, source);
        return copy;
    }

    /// <summary>Returns the object that an id comes from, or null if the id itself was specified.</summary>
    public static ServiceObject? FindSource(string id) => Sources.TryGetValue(id, out ServiceObject? source) ? source : null;
}
