using System.Management.Automation;
using System.Security;

namespace JobStatus;

/// <summary>Takes a secret as a SecureString only. PowerShell's own refusal of another value would show that value.</summary>
internal sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is null or SecureString
            ? inputData!
            : throw new ArgumentTransformationMetadataException("It must be a SecureString, such as Get-Secret, Read-Host -AsSecureString or ConvertTo-SecureString gives.");
}
