using System;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Commands;

/// <summary>
/// Accepts the output formats of Alteryx. ValidateSet is not used, because PowerShell would complete all its values
/// instead of the formats that the output is available in.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateOutputFormatAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string format || !OutputFormatCompleter.AllFormats.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            throw new ValidationMetadataException(
                $"'{DisplayText.OneLine(arguments?.ToString())}' is not an Alteryx output format. "
                + $"Use one of these: {string.Join(", ", OutputFormatCompleter.AllFormats)}.");
        }
    }
}
