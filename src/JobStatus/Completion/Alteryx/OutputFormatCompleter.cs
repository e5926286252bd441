using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Completion;

/// <summary>
/// Completes the format of an output: those of the job's own outputs where its id is in the command and the Server
/// answers at once, else all that Alteryx knows.
/// </summary>
internal sealed class OutputFormatCompleter : Completer
{
    public static readonly string[] AllFormats = ["Raw", "Yxdb", "Shp", "Kml", "Tab", "Mif", "Dbf", "Csv", "Pdf", "Docx", "Xlsx", "Html", "Tde", "Zip"];

    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        string[] formats = AlteryxOutputs.Of(request)
            .SelectMany(output => output.AvailableFormats)
            .Where(CompletionText.IsPlain)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        return (formats.Length > 0 ? formats : AllFormats).Where(request.Starts).Select(format => CompletionText.Offer(format));
    }
}
