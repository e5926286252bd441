using System;
using System.Management.Automation;

namespace JobStatus;

/// <summary>
/// Converts text to an address. Text that is not an address is rejected here, because PowerShell's own conversion error would
/// contain the text, which can include a password.
/// </summary>
internal sealed class AddressArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string { Length: > 0 } text ? inputData
        : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? address) ? address
        : throw new ArgumentTransformationMetadataException(
            "The value is not a valid address. Specify an address without a user name and password.");
}
