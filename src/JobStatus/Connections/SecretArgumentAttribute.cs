using System.Management.Automation;
using System.Security;

namespace JobStatus;

/// <summary>
/// Takes a secret as a SecureString, or as the password of a PSCredential: vaults hold keys as either. PowerShell's own
/// refusal of another value would show that value.
/// </summary>
internal sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null or SecureString => inputData!,
            PSCredential credential => credential.Password,
            _ => throw new ArgumentTransformationMetadataException("It must be a SecureString, or a PSCredential with the secret as its password, such as Get-Secret without -AsPlainText, Read-Host -AsSecureString or Get-Credential gives."),
        };
}
