using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>
/// Completes the format of an output: those of the job's own outputs where its id is in the command and the Server
/// answers at once, else all that Alteryx knows.
/// </summary>
internal sealed class OutputFormatCompleter : IArgumentCompleter
{
    // A completion that takes longer than this is in the way of whoever types.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    public static readonly string[] AllFormats = ["Raw", "Yxdb", "Shp", "Kml", "Tab", "Mif", "Dbf", "Csv", "Pdf", "Docx", "Xlsx", "Html", "Tde", "Zip"];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Formats(fakeBoundParameters)
            .Where(format => format.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(format => new CompletionResult(format));

    private static string[] Formats(IDictionary parameters)
    {
        if (LanguagePrimitives.ConvertTo<string[]>(parameters["Id"]) is not { Length: > 0 } ids)
        {
            return AllFormats;
        }

        try
        {
            ConnectionReference? connection = parameters["Connection"] is { } name ? LanguagePrimitives.ConvertTo<ConnectionReference>(name) : null;
            var client = (AlteryxClient)ConnectionStore.Find("Alteryx", connection).Client;
            string[] formats = Task.Run(() => ReadAsync(client, ids[0])).GetAwaiter().GetResult();
            return formats.Length > 0 ? formats : AllFormats;
        }
        catch (Exception exception) when (exception is JobServiceException or OperationCanceledException or PSInvalidCastException)
        {
            // A completion never fails; the command itself will say what is wrong.
            return AllFormats;
        }
    }

    private static async Task<string[]> ReadAsync(AlteryxClient client, string id)
    {
        using var limit = new CancellationTokenSource(LongestWait);
        AlteryxJob job = await client.GetJobAsync(id, includeMessages: false, new CallContext(limit.Token) { RetryPassingFaults = false }).ConfigureAwait(false);
        return job.Outputs.SelectMany(output => output.AvailableFormats).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    }
}
