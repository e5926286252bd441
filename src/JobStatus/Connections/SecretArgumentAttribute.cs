using System.Management.Automation;
using System.Security;

namespace JobStatus;

/// <summary>
/// Accepts a secret as a SecureString or as the password of a PSCredential, because vaults return either type. Any
/// other value is rejected here, because PowerShell's own conversion error would contain the value.
/// </summary>
internal sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null or SecureString => inputData!,
            PSCredential credential => credential.Password,
            _ => throw new ArgumentTransformationMetadataException(
                "The value must be a SecureString, or a PSCredential that contains the secret as its password. "
                + "Use Get-Secret without -AsPlainText, Read-Host -AsSecureString, or Get-Credential."),
        };
}
