using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Downloads the outputs of Alteryx Server jobs.</summary>
[Cmdlet(VerbsData.Save, "AlteryxJobOutput", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Save-AlteryxJobOutput.md")]
[OutputType(typeof(FileInfo))]
public sealed class SaveAlteryxJobOutputCommand : SaveCommand
{
    /// <summary>The ids of the jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("JobId")]
    [JobIdArgument(Service = "Alteryx")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Saves only outputs with these ids or file names. Wildcards are supported.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AlteryxOutputCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Output { get; set; } = ["*"];

    /// <summary>The format of the file. The default is Raw, which does not convert the output.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OutputFormatCompleter))]
    [ValidateOutputFormat]
    public string Format { get; set; } = "Raw";

    private protected override string ServiceName => "Alteryx";

    /// <summary>Reads the outputs of the jobs and starts the downloads.</summary>
    private protected override void ProcessItem()
    {
        foreach (string id in FindRunIds(Id))
        {
            // The client is found now, because -Connection can belong to the next piped object by the time the job has been
            // read.
            if (FindClient<AlteryxClient>(id) is not { } client)
            {
                continue;
            }

            Start(client, id, async call =>
            {
                AlteryxJob job = await client.GetJobAsync(id, includeMessages: false, call).ConfigureAwait(false);
                AlteryxJobOutput[] outputs = job.Outputs.Where(IsSelected).ToArray();
                Pump.Post(() => Array.ForEach(outputs, output => Save(client, id, output)));
                if (outputs.Length == 0)
                {
                    string missing = job.Outputs.Count == 0 ? "outputs" : "matching output";
                    throw new JobServiceException(
                        ServiceName,
                        JobServiceErrorKind.InvalidRequest,
                        $"Alteryx job {id} has no {missing}{(job.IsFinished ? string.Empty : " yet")}.",
                        job is { Outputs.Count: 0, HasSucceeded: true }
                            ? "The job succeeded, but its workflow has no output that can be downloaded."
                            : job.Outputs.Count == 0
                            ? "Check the State of the job: only a successful job has outputs."
                            : "See the job's Outputs property for the available file names and ids.");
                }
            });
        }
    }

    private void Save(AlteryxClient client, string id, AlteryxJobOutput output)
    {
        string name = DisplayText.OneLine(output.ToString()) ?? string.Empty;
        if (output.AvailableFormats.Count > 0 && !output.AvailableFormats.Contains(Format, StringComparer.OrdinalIgnoreCase))
        {
            string formats = string.Join(", ", output.AvailableFormats.Select(static format => DisplayText.OneLine(format)));
            var exception = new JobServiceException(
                ServiceName,
                JobServiceErrorKind.InvalidRequest,
                $"Output '{name}' of Alteryx job {id} is not available in {Format} format.",
                $"Set -Format to one of these: {formats}.");
            WriteError(ErrorRecords.From(exception, output));
            return;
        }

        if (ShouldProcess($"Output '{name}' of Alteryx job {id}", $"Save as {Format} to {Folder}"))
        {
            Save(client, id, $"Saving {name}", (destination, call) => client.SaveOutputAsync(id, output, Format, destination, call));
        }
    }

    private bool IsSelected(AlteryxJobOutput output)
    {
        var patterns = new NamePatterns(Output);
        return patterns.IsMatch(output.Id) || patterns.IsMatch(output.FileName);
    }
}
