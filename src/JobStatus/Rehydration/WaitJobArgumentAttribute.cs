using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Rehydration;

/// <summary>
/// Accepts remote jobs where a parameter expects PowerShell jobs: wraps them in a <see cref="RemoteJobSet"/> if every
/// element is a job of either kind, or null, which PowerShell then rejects. All other values stay as they are, so that
/// PowerShell binds them, or rejects them, as it does for the built-in cmdlet.
/// </summary>
internal sealed class WaitJobArgumentAttribute : ArgumentTransformationAttribute
{
    private static readonly RemoteJobArgumentAttribute RemoteJobs = new();

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object?[] items = (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list
            ? [.. list.Cast<object?>().Select(ToJob)]
            : [ToJob(inputData)];
        RemoteJob[] remoteJobs = [.. items.OfType<RemoteJob>()];
        return remoteJobs.Length > 0 && items.All(static item => item is null or RemoteJob or Job)
            ? items.Where(static item => item is not RemoteJob).Cast<Job?>().Append(new RemoteJobSet(remoteJobs)).ToArray()
            : inputData;
    }

    private static object? ToJob(object? item) =>
        item is null ? null
        : RemoteJobs.ConvertItem(item) is var job && job is PSObject wrapped ? wrapped.BaseObject
        : job;
}
