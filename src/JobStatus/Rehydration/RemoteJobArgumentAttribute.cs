using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Rehydration;

/// <summary>
/// Converts deserialized jobs back to their own types before PowerShell can bind their properties and mistake their id
/// for that of a PowerShell job. For the same reason, values that only look like jobs are replaced with an
/// <see cref="InvalidJobArgument"/>.
/// </summary>
internal sealed class RemoteJobArgumentAttribute : ArgumentTransformationAttribute
{
    private const string SelectedPrefix = "Selected.";

    private static readonly DeserializedObjectConverter Converter = new();

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList items
            ? items.Cast<object>().Select(ToJob).ToArray()
            : ToJob(inputData);

    private static object ToJob(object item)
    {
        if (item is not PSObject bag || bag.BaseObject is RemoteJob)
        {
            return item;
        }

        return Converter.CanConvertFrom(bag, typeof(RemoteJob)) ? Converter.ConvertFrom(bag, typeof(RemoteJob), null!, ignoreCase: false)
            : FindProblem(bag) is { } problem ? new InvalidJobArgument(bag, problem)
            : item;
    }

    private static string? FindProblem(PSObject bag) => bag.BaseObject switch
    {
        AlmaJob job =>
            $"{job} is an Alma job definition, not a run. Pass the output of Start-AlmaJob or Get-AlmaJobInstance -JobId instead.",
        AlteryxWorkflow workflow =>
            $"{workflow} is an Alteryx workflow, not a job. Pass the output of Start-AlteryxJob or Get-AlteryxJob -WorkflowId instead.",
        _ when IsSelectedJob(bag) =>
            "Select-Object with property names returns a copy that is no longer a job. "
            + "Select properties after the wait, or use Wait-RemoteJob with -Service and -Id.",
        _ => null,
    };

    // Select-Object adds this prefix to the type names of its copies.
    private static bool IsSelectedJob(PSObject bag) =>
        bag.TypeNames.FirstOrDefault() is { } name
        && name.IndexOf(SelectedPrefix, StringComparison.Ordinal) >= 0
        && name.Replace(SelectedPrefix, string.Empty).Replace("Deserialized.", string.Empty) is var type
        && type.StartsWith("JobStatus.", StringComparison.Ordinal)
        && typeof(RemoteJob).IsAssignableFrom(typeof(RemoteJob).Assembly.GetType(type));
}
