using System;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace JobStatus;

/// <summary>
/// Records when a number of seconds was written with letters after it. PowerShell converts both 1s and 1d to the number
/// 1, and the built-in Wait-Job accepts them. A wait for remote jobs rejects them, because it must not wait for one
/// second when the user meant one day.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WaitDurationArgumentAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex NumberWithLetters = new(
        @"^\s*[+-]?[\d.]+\s*[a-z]+\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // A number literal in a command is wrapped in a PSObject that knows its original text.
        string? text = inputData is PSObject or string ? inputData.ToString() : null;
        if (text is null || !NumberWithLetters.IsMatch(text))
        {
            return inputData;
        }

        return LanguagePrimitives.TryConvertTo(inputData, out WaitDuration duration)
            ? new WaitDuration(duration.Value, duration.OriginalValue) { AmbiguousText = text.Trim() }
            : throw new ArgumentTransformationMetadataException(
                $"'{text.Trim()}' is not a valid time. Specify a number of seconds, such as 300, or a TimeSpan, such as 00:05:00.");
    }
}
