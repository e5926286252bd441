using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>
/// Completes the formats of outputs. If the command contains the job id and the Server responds quickly, these are the
/// formats of the job's outputs; otherwise, all formats that Alteryx supports.
/// </summary>
internal sealed class OutputFormatCompleter : Completer
{
    public static readonly string[] AllFormats =
        ["Raw", "Yxdb", "Shp", "Kml", "Tab", "Mif", "Dbf", "Csv", "Pdf", "Docx", "Xlsx", "Html", "Tde", "Zip"];

    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        string[] formats = AlteryxOutputs.Get(request)
            .SelectMany(output => output.AvailableFormats)
            .Where(CompletionText.IsSafe)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        return (formats.Length > 0 ? formats : AllFormats)
            .Where(request.MatchesPrefix)
            .Select(format => CompletionText.CreateResult(format));
    }
}
