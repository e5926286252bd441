using System;
using System.IO;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <content>Downloads.</content>
public sealed partial class AlteryxClient
{
    /// <summary>Downloads an output of a job.</summary>
    /// <remarks>Source: Alteryx Server API V1, "Get Job Output".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="output">The output.</param>
    /// <param name="format">One of the formats of the output.</param>
    /// <param name="destination">The folder and the file name.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="JobServiceException">
    /// The file could not be saved, and no partial file remains. The kind indicates the reason.
    /// </exception>
    public Task<string> SaveOutputAsync(
        string id,
        AlteryxJobOutput output,
        string format,
        DownloadDestination destination,
        CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        if (string.IsNullOrEmpty(output.Id))
        {
            throw new JobServiceException(
                Service,
                JobServiceErrorKind.UnexpectedResponse,
                $"Output '{DisplayText.OneLine(output.FileName)}' of Alteryx job {job} has no id, so it cannot be saved.",
                "Save the output in the web interface of the Server.");
        }

        string outputId = CheckId(output.Id!, "Alteryx output id");
        string serverName = output.FileName ?? outputId;
        string suffix = format.ToLowerInvariant();
        string name = suffix == "raw"
            ? SafeFileName.From(serverName, $"{outputId}.raw")
            : Path.ChangeExtension(SafeFileName.From(serverName, outputId), suffix);
        return FileDownload.SaveAsync(
            Http,
            new ServiceRequest(
                new Uri(BaseUri, $"v1/jobs/{job}/output/{outputId}{new QueryString().Add("format", format)}"),
                "*/*",
                $"Output {outputId} of Alteryx job {job}") { IsFile = true },
            destination,
            name,
            call,
            AlteryxErrorParser.FindInFile);
    }
}
