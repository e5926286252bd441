using System;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace JobStatus;

/// <summary>
/// Remembers that a number of seconds was written with a letter behind it. PowerShell reads 1s and 1d both as the
/// number 1, and so does its own Wait-Job; whoever waits for remote jobs must not take a day for a second.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WaitDurationArgumentAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex NumberWithLetters = new(@"^\s*[+-]?[\d.]+\s*[a-z]+\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // A number that stands in a command still knows how it was written.
        string? text = inputData is PSObject or string ? inputData.ToString() : null;
        return text is not null && NumberWithLetters.IsMatch(text) && LanguagePrimitives.TryConvertTo(inputData, out WaitDuration duration)
            ? new WaitDuration(duration.Value, duration.Given) { AmbiguousText = text.Trim() }
            : inputData;
    }
}
