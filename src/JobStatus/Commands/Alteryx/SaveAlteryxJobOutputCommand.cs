using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Saves the outputs of Alteryx Server jobs.</summary>
[Cmdlet(VerbsData.Save, "AlteryxJobOutput", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Save-AlteryxJobOutput.md")]
[OutputType(typeof(FileInfo))]
public sealed class SaveAlteryxJobOutputCommand : SaveCommand
{
    /// <summary>The ids of the jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("JobId")]
    [JobIdArgument(JobType = typeof(AlteryxJob))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Saves only the outputs of these ids or file names, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AlteryxOutputCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Output { get; set; } = ["*"];

    /// <summary>The format to save in; Raw, which is the file as it is, without it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OutputFormatCompleter))]
    [ValidateOutputFormat]
    public string Format { get; set; } = "Raw";

    private protected override string ServiceName => "Alteryx";

    /// <summary>Reads what the jobs made and starts the downloads.</summary>
    protected override void ProcessRecord()
    {
        if (FindFolder() is not { } folder)
        {
            return;
        }

        foreach (string id in Id)
        {
            // Held here: by the time that the job is read, the next object of the pipeline can have another connection.
            if (FindClient(id) is not AlteryxClient client)
            {
                continue;
            }

            Start(id, async call =>
            {
                AlteryxJob job = await client.GetJobAsync(id, includeMessages: false, call).ConfigureAwait(false);
                AlteryxJobOutput[] outputs = job.Outputs.Where(IsWanted).ToArray();
                Pump.Post(() => Array.ForEach(outputs, output => Save(client, id, output, folder)));
                if (outputs.Length == 0)
                {
                    throw new JobServiceException(ServiceName, JobServiceErrorKind.InvalidRequest, $"Alteryx job {id} has no {(job.Outputs.Count == 0 ? "outputs" : "such output")}{(job.IsFinished ? string.Empty : " yet")}.", job.Outputs.Count == 0 ? "Look at the State of the job: only one that succeeded has outputs." : "Look at the Outputs of the job.");
                }
            });
        }
    }

    private void Save(AlteryxClient client, string id, AlteryxJobOutput output, string folder)
    {
        string name = DisplayText.OneLine(output.ToString()) ?? string.Empty;
        if (output.AvailableFormats.Count > 0 && !output.AvailableFormats.Contains(Format, StringComparer.OrdinalIgnoreCase))
        {
            WriteError(ErrorRecords.From(
                new JobServiceException(ServiceName, JobServiceErrorKind.InvalidRequest, $"The output '{name}' of Alteryx job {id} cannot be had as {Format}.", $"Give -Format one of {string.Join(", ", output.AvailableFormats.Select(DisplayText.OneLine))}."),
                output));
            return;
        }

        if (ShouldProcess($"Output '{name}' of Alteryx job {id} to {folder}", $"Save as {Format}"))
        {
            Save(id, $"Saving {name}", folder, (destination, call) => client.SaveOutputAsync(id, output, Format, destination, call));
        }
    }

    private bool IsWanted(AlteryxJobOutput output)
    {
        var patterns = new NamePatterns(Output);
        return patterns.Match(output.Id) || patterns.Match(output.FileName);
    }
}
