using System.Management.Automation;
using JobStatus.Pipeline;

namespace JobStatus.Rehydration;

/// <summary>
/// Accepts the piped definition of an Alma job. For a run, explains what to pipe instead; PowerShell would only report that
/// the definition is missing.
/// </summary>
internal sealed class AlmaJobArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        BoundObject.Note(inputData);
        return DeserializedObjectConverter.Restore<RemoteJob>(inputData) switch
        {
            AlmaJobInstance { JobId: { Length: > 0 } jobId } run => throw new ArgumentTransformationMetadataException(
                $"{run} is a run, not an Alma job definition. To start its job, use Start-AlmaJob -JobId {jobId}."),
            RemoteJob run => throw new ArgumentTransformationMetadataException(
                $"{run} is a run, not an Alma job definition. Pass the output of Get-AlmaJob instead."),
            _ => inputData,
        };
    }
}
