using System;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alma;

/// <content>Downloads.</content>
public sealed partial class AlmaClient
{
    /// <summary>Downloads the file of a run.</summary>
    /// <remarks>Source: Alma Configuration API, "Download file".</remarks>
    /// <param name="jobId">The id of the definition, or null if it is not known.</param>
    /// <param name="instanceId">The id of the run.</param>
    /// <param name="format">XML or BINARY.</param>
    /// <param name="lineType">The type of the lines to download, as an Alma code such as TOTAL_RECORDS_IMPORTED.</param>
    /// <param name="destination">The folder and the file name.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="JobServiceException">
    /// The file could not be saved, and no partial file remains. The kind indicates the reason.
    /// </exception>
    public Task<string> SaveFileAsync(
        string? jobId,
        string instanceId,
        string format,
        string lineType,
        DownloadDestination destination,
        CallContext call)
    {
        QueryString query = new QueryString().Add("download_format", format).Add("line_type", lineType);
        return FileDownload.SaveAsync(
            Http,
            new ServiceRequest(
                new Uri(BaseUri, $"{InstancePath(jobId, instanceId)}/download{query}"),
                "*/*",
                $"File of Alma job instance {instanceId}") { IsFile = true },
            destination,
            $"{instanceId}.{(format == "XML" ? "xml" : "bin")}",
            call,
            AlmaErrorParser.FindInFile);
    }
}
