using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <content>Downloads.</content>
public sealed partial class AlteryxClient
{
    /// <summary>
    /// Saves an output of a job.
    /// Page: Alteryx Server API V1, "Get Job Output".
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="output">The output.</param>
    /// <param name="format">One of its formats.</param>
    /// <param name="destination">Where to save it.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="JobServiceException">It was not saved; the kind says why, and nothing is left of it.</exception>
    public Task<string> SaveOutputAsync(string id, AlteryxJobOutput output, string format, DownloadDestination destination, CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        string outputId = CheckId(output.Id ?? string.Empty, "Alteryx output id");
        string serverName = output.FileName ?? outputId;
        string suffix = format.ToLowerInvariant();
        return Http.SaveAsync(
            new ServiceRequest(
                new Uri(BaseUri, $"v1/jobs/{job}/output/{outputId}{new QueryString().Add("format", format)}"),
                "*/*",
                $"Output {outputId} of Alteryx job {job}") { IsFile = true },
            destination,
            SafeFileName.From(suffix == "raw" ? serverName : Path.ChangeExtension(serverName.Split('/', '\\').Last(), suffix), $"{outputId}.{suffix}"),
            call);
    }
}
