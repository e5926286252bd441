using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Rehydration;

/// <summary>
/// Takes jobs that came from another process or from a file like new ones, before PowerShell looks at their properties
/// and takes their id for that of a job of its own. What is no job becomes a <see cref="NoJob"/>, for the same reason.
/// </summary>
internal sealed class RemoteJobArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Selected = "Selected.";

    private static readonly DeserializedObjectConverter Converter = new();

    // A list is taken like an array, in whatever wrapping it comes.
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList items ? items.Cast<object>().Select(Job).ToArray() : Job(inputData);

    private static object Job(object item)
    {
        if (item is not PSObject bag || bag.BaseObject is RemoteJob)
        {
            return item;
        }

        return Converter.CanConvertFrom(bag, typeof(RemoteJob)) ? Converter.ConvertFrom(bag, typeof(RemoteJob), null!, ignoreCase: false)
            : WhyNoJob(bag) is { } why ? new NoJob(bag, why)
            : item;
    }

    private static string? WhyNoJob(PSObject bag) => bag.BaseObject switch
    {
        AlmaJob job => $"{job} is a job as Alma defines it, and not a run of it. Wait for what Start-AlmaJob or Get-AlmaJobInstance -JobId writes.",
        AlteryxWorkflow workflow => $"{workflow} is a workflow, and not a job that runs it. Wait for what Start-AlteryxJob or Get-AlteryxJob -WorkflowId writes.",
        _ when IsSelected(bag) => "What Select-Object made of a job is no job any more, and cannot be waited for. Wait first and select afterwards, or use Wait-RemoteJob with -Service and -Id.",
        _ => null,
    };

    private static bool IsSelected(PSObject bag) =>
        bag.TypeNames.FirstOrDefault() is { } name
        && name.IndexOf(Selected, StringComparison.Ordinal) >= 0
        && name.Replace(Selected, string.Empty).Replace("Deserialized.", string.Empty) is var type
        && type.StartsWith("JobStatus.", StringComparison.Ordinal)
        && typeof(RemoteJob).IsAssignableFrom(typeof(RemoteJob).Assembly.GetType(type));
}
