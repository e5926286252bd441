using System;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Commands;

/// <summary>
/// A format that Alteryx knows. A ValidateSet would say the same, but would also complete all of them in place of
/// those that the output has.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateOutputFormatAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string format || !OutputFormatCompleter.AllFormats.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            throw new ValidationMetadataException($"'{DisplayText.OneLine(arguments?.ToString())}' is no format of Alteryx. Give one of {string.Join(", ", OutputFormatCompleter.AllFormats)}.");
        }
    }
}
