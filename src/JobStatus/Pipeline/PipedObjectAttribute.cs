using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>Notes the piped object that is bound to a parameter, without changing it.</summary>
internal sealed class PipedObjectAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        BoundObject.Note(inputData);
        return inputData;
    }
}
