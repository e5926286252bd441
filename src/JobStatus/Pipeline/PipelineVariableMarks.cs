using System;
using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using JobStatus.Commands;

namespace JobStatus.Pipeline;

/// <summary>
/// Marks objects that a cmdlet with -PipelineVariable writes. A cmdlet that receives a marked object writes the output for
/// it before it takes the next one, because the variable has a new value then.
/// </summary>
internal static class PipelineVariableMarks
{
    private static readonly ConditionalWeakTable<object, object> Marked = new();

    // PowerShell binds an object to parameters and then processes it on the same thread. Only the binding sees the object.
    [ThreadStatic]
    private static bool _isMarkedObjectBound;

    /// <summary>Marks the objects that a cmdlet writes, if a pipeline variable depends on them.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="written">An object, or a collection of objects.</param>
    public static void Mark(PSCmdlet cmdlet, object written)
    {
        if (cmdlet.MyInvocation.BoundParameters.ContainsKey("PipelineVariable") || cmdlet is ItemCommand { ReceivesMarkedObjects: true })
        {
            foreach (object? item in written as ICollection ?? new[] { written })
            {
                if (item is not (null or string or ValueType))
                {
                    Marked.GetValue(item, static key => Marked);
                }
            }
        }
    }

    /// <summary>Notes that a pipeline object was bound.</summary>
    public static void OnBinding(object? piped)
    {
        object? item = piped is PSObject wrapped ? wrapped.BaseObject : piped;
        _isMarkedObjectBound |= item is not null && Marked.TryGetValue(item, out _);
    }

    /// <summary>Returns true if a marked object was bound since the last call on this thread.</summary>
    public static bool TakeIsMarkedObjectBound()
    {
        bool isBound = _isMarkedObjectBound;
        _isMarkedObjectBound = false;
        return isBound;
    }
}
