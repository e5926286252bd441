using System;
using System.Collections;
using System.Management.Automation;

namespace JobStatus.Commands;

/// <summary>
/// Rejects an object where a name is expected. PowerShell would convert it to its text, and the definition with that name in
/// another tenant could be started.
/// </summary>
internal sealed class NameArgumentAttribute : ArgumentTransformationAttribute
{
    private readonly string _idParameter;

    /// <param name="idParameter">The name of the parameter for the id.</param>
    public NameArgumentAttribute(string idParameter)
    {
        _idParameter = idParameter;
    }

    // PowerShell itself rejects a list.
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is { } value and not (string or ValueType or IEnumerable)
            ? throw new ArgumentTransformationMetadataException(
                $"An object of type {value.GetType().Name} is not a name. Pipe the object, or specify its id with -{_idParameter}, "
                    + "and -Connection if it does not belong to the default connection.")
            : inputData;
}
