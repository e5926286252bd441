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

    /// <summary>Returns true if a pipeline variable depends on an object.</summary>
    public static bool IsMarked(object item) => Marked.TryGetValue(item, out _);
}
