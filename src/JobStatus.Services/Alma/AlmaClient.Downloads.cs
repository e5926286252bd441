using System;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alma;

/// <content>Downloads.</content>
public sealed partial class AlmaClient
{
    /// <summary>
    /// Saves the file that a run made.
    /// Page: Alma Configuration API, "Download file".
    /// </summary>
    /// <param name="jobId">The definition's id; null when it is not known.</param>
    /// <param name="instanceId">The run's id.</param>
    /// <param name="format">XML or BINARY.</param>
    /// <param name="lineType">Which lines, in Alma's code, such as TOTAL_RECORDS_IMPORTED.</param>
    /// <param name="destination">Where to save it.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="JobServiceException">It was not saved; the kind says why, and nothing is left of it.</exception>
    public Task<string> SaveFileAsync(string? jobId, string instanceId, string format, string lineType, DownloadDestination destination, CallContext call)
    {
        QueryString query = new QueryString().Add("download_format", format).Add("line_type", lineType);
        return Http.SaveAsync(
            new ServiceRequest(new Uri(BaseUri, $"{InstancePath(jobId, instanceId)}/download{query}"), "*/*", $"File of Alma job instance {instanceId}") { IsFile = true },
            destination,
            $"{instanceId}.{(format == "XML" ? "xml" : "bin")}",
            call);
    }
}
