using System.Management.Automation;
using System.Text.RegularExpressions;

namespace JobStatus.Commands;

/// <summary>
/// Rejects a number of seconds with letters after it. PowerShell would convert both 5s and 5d to the number 5.
/// </summary>
internal sealed class SecondsArgumentAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex NumberWithLetters = new(
        @"^\s*[+-]?[\d.]+\s*[a-z]+\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is PSObject or string && inputData.ToString() is { } text && NumberWithLetters.IsMatch(text)
            ? throw new ArgumentTransformationMetadataException(
                $"The time '{text.Trim()}' is ambiguous: PowerShell would ignore the letters. Specify a number of seconds, such as 300.")
            : inputData;
}
