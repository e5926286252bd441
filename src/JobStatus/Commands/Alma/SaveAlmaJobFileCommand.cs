using System.IO;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Downloads the files of Alma job instances.</summary>
[Cmdlet(VerbsData.Save, "AlmaJobFile", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Save-AlmaJobFile.md")]
[OutputType(typeof(FileInfo))]
public sealed class SaveAlmaJobFileCommand : SaveCommand
{
    /// <summary>The ids of the job instances.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("Id")]
    [JobIdArgument(Service = "Alma")]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The id of the job definition: M, S or O and digits. Alma also finds an instance without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsDefinitions = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? JobId { get; set; }

    /// <summary>The format of the file.</summary>
    [Parameter]
    [ValidateSet("XML", "BINARY")]
    public string Format { get; set; } = "XML";

    /// <summary>The lines of the report to include, specified as Alma's code.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string LineType { get; set; } = "TOTAL_RECORDS_IMPORTED";

    private protected override string ServiceName => "Alma";

    /// <summary>Starts the downloads.</summary>
    private protected override void ProcessItem()
    {
        if (!TryFindDefinitionId(JobId, out string? jobId))
        {
            return;
        }

        string format = Format.ToUpperInvariant();
        foreach (string id in FindRunIds(InstanceId))
        {
            if (FindClient<AlmaClient>(id) is { } client && ShouldProcess($"Alma job instance {id}", $"Save the file to {Folder}"))
            {
                Save(client, id, $"Saving the file of Alma job instance {id}", (destination, call) =>
                    client.SaveFileAsync(jobId, id, format, LineType, destination, call));
            }
        }
    }
}
