using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <content>What starts runs and fetches what they made.</content>
public sealed partial class AlmaClient
{
    /// <summary>
    /// Starts a run. It is sent again only when Alma says that it did not look at it.
    /// Page: Alma Configuration API, "Submit a manual or scheduled job".
    /// </summary>
    /// <param name="run">What to start.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The run. Where it cannot be read yet, it has its ids and no status.</returns>
    /// <exception cref="JobServiceException">The run was not started, or nobody knows whether it was; the kind says why.</exception>
    public async Task<AlmaJobInstance> StartJobAsync(AlmaRun run, CallContext call)
    {
        string id = CheckId(run.JobId, "Alma job id");
        string subject = $"Start of Alma job {id}";
        AlmaJob started = await Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, $"conf/jobs/{id}?op=run"), "application/json", subject)
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Of(run.Body),
            },
            async (answer, cancellationToken) => AlmaMapping.Job(await ReadJobAsync(answer, cancellationToken).ConfigureAwait(false), id, Name),
            call).ConfigureAwait(false);
        string instanceId = InstanceIdIn(started.AdditionalInfo)
            ?? throw Http.Failure(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: Alma took it, but named no run: {DisplayText.OneLine(started.AdditionalInfo?.Value) ?? "it said nothing more"}.",
                action: "Look for the run among the job's instances before starting it again.");
        try
        {
            return await GetInstanceAsync(id, instanceId, call).ConfigureAwait(false);
        }
        catch (JobServiceException exception)
        {
            // The run is there all the same, and whoever started it needs its id.
            call.Verbose($"Alma job instance {instanceId} was started and cannot be read yet. {exception.Message}");
            return new AlmaJobInstance { Connection = Name, Id = instanceId, JobId = id, Name = started.Name, Uri = started.AdditionalInfo?.Link, ObservedAt = Now };
        }
    }

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

    private static async ValueTask<AlmaJobWire> ReadJobAsync(ServiceAnswer answer, CancellationToken cancellationToken)
    {
        AlmaJobWire wire = await JsonAnswer.ReadFormAsync<AlmaJobWire>(answer, cancellationToken).ConfigureAwait(false);
        return wire.Fault() is { } fault ? throw new ServiceFaultException(fault) : wire;
    }

    // There is no field for it: it is the last part of the link.
    private static string? InstanceIdIn(AlmaReference? info)
    {
        string? last = info?.Link?.OriginalString.Split('?')[0].TrimEnd('/').Split('/').Last();
        return last is { Length: > 0 } && last.All(char.IsLetterOrDigit) ? last : null;
    }
}
