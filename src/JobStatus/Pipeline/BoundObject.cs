using System;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>
/// The job or definition that PowerShell bound last. A cmdlet that binds only the id of a piped object can then keep what
/// else the object contains.
/// </summary>
internal static class BoundObject
{
    // PowerShell binds an object to parameters and then processes it on the same thread. Only the binding sees the object.
    [ThreadStatic]
    private static ServiceObject? _bound;

    /// <summary>Notes an object that is being bound. Other values, such as the ids in its properties, are ignored.</summary>
    public static void Note(object? value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is ServiceObject bound)
        {
            _bound = bound;
        }
    }

    /// <summary>Returns the object that was bound since the last call on this thread, or null if there is none.</summary>
    public static ServiceObject? Take()
    {
        ServiceObject? bound = _bound;
        _bound = null;
        return bound;
    }
}
