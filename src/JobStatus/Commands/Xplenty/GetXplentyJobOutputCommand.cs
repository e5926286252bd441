using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Services;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Reads the outputs of Xplenty jobs, or their first lines.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJobOutput", HelpUri = HelpPages.Root + "Get-XplentyJobOutput.md")]
[OutputType(typeof(XplentyJobOutput), typeof(string))]
public sealed class GetXplentyJobOutputCommand : XplentyJobCommand
{
    /// <summary>Only the output of this number.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(XplentyOutputCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long? OutputId { get; set; }

    /// <summary>Writes the first lines of each output, up to a hundred, instead of the output.</summary>
    [Parameter]
    public SwitchParameter Preview { get; set; }

    private protected override void Process(string id) =>
        Read(id, async (client, call) => await ReadAsync((XplentyClient)client, id, call).ConfigureAwait(false), enumerate: true);

    private async Task<IEnumerable<object>> ReadAsync(XplentyClient client, string id, CallContext call)
    {
        if (Preview && OutputId is { } known)
        {
            return await client.GetOutputPreviewAsync(id, known, call).ConfigureAwait(false);
        }

        XplentyJob job = await client.GetJobAsync(id, call).ConfigureAwait(false);
        XplentyJobOutput[] outputs = job.Outputs.Where(output => OutputId is null || output.Id == OutputId).ToArray();
        if (!Preview)
        {
            return outputs;
        }

        var lines = new List<object>();
        foreach (long outputId in outputs.Select(output => output.Id).OfType<long>())
        {
            lines.AddRange(await client.GetOutputPreviewAsync(id, outputId, call).ConfigureAwait(false));
        }

        return lines;
    }
}
