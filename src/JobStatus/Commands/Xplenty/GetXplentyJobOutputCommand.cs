using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets the outputs of Xplenty jobs, or previews of them.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJobOutput", HelpUri = HelpPages.Root + "Get-XplentyJobOutput.md")]
[OutputType(typeof(XplentyJobOutput), typeof(string))]
public sealed class GetXplentyJobOutputCommand : XplentyJobCommand
{
    /// <summary>Gets only the output with this id.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(XplentyOutputCompleter))]
    [JobIdArgument(Service = "Xplenty")]
    [ValidateRange(1, long.MaxValue)]
    public long? OutputId { get; set; }

    /// <summary>Returns up to 100 lines of each output instead of the output object.</summary>
    [Parameter]
    public SwitchParameter Preview { get; set; }

    private protected override void Process(string id) =>
        ReadAll<XplentyClient, object>(id, (client, call) => ReadAsync(client, id, call));

    private async Task<IReadOnlyList<object>> ReadAsync(XplentyClient client, string id, CallContext call)
    {
        if (Preview && OutputId is { } outputId)
        {
            return await client.GetOutputPreviewAsync(id, outputId, call).ConfigureAwait(false);
        }

        XplentyJob job = await client.GetJobAsync(id, call).ConfigureAwait(false);
        XplentyJobOutput[] outputs = job.Outputs.Where(output => OutputId is null || output.Id == OutputId).ToArray();
        if (!Preview)
        {
            return outputs;
        }

        foreach (long previewId in outputs.Select(output => output.Id).OfType<long>())
        {
            try
            {
                PostObject(await client.GetOutputPreviewAsync(id, previewId, call).ConfigureAwait(false), enumerate: true);
            }
            catch (JobServiceException error)
                when (error.Kind is JobServiceErrorKind.JobNotFound or JobServiceErrorKind.UnexpectedResponse)
            {
                // The other outputs can still have a preview.
                Pump.Post(() => WriteError(ErrorRecords.From(error, id)));
            }
        }

        return [];
    }
}
