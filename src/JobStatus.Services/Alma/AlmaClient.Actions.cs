using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alma;

/// <content>What starts runs and fetches what they made.</content>
public sealed partial class AlmaClient
{
    /// <summary>
    /// Starts a run. It is sent again only when Alma says that it did not look at it.
    /// Page: Alma Configuration API, "Submit a manual or scheduled job".
    /// </summary>
    /// <param name="request">What to start.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The run. Where it cannot be read yet, it has its ids and no status.</returns>
    /// <exception cref="JobServiceException">The run was not started, or nobody knows whether it was; the kind says why.</exception>
    public async Task<AlmaJobInstance> StartJobAsync(AlmaRunRequest request, CallContext call)
    {
        string id = CheckId(request.JobId, "Alma job id");
        string subject = $"Start of Alma job {id}";
        AlmaJob started = await Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, $"conf/jobs/{id}?op=run"), "application/json", subject)
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Create(request.Body),
            },
            async (response, cancellationToken) => AlmaMapping.Job(await ReadJobAsync(response, cancellationToken).ConfigureAwait(false), id, Name),
            call).ConfigureAwait(false);
        string instanceId = InstanceIdIn(started.AdditionalInfo)
            ?? throw Http.CreateError(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: Alma took it, but named no run: {DisplayText.OneLine(started.AdditionalInfo?.Value) ?? "it said nothing more"}.",
                recommendedAction: "Look for the run among the job's instances before starting it again.");
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

    // There is no field for it: it is the last part of the link.
    private static string? InstanceIdIn(AlmaReference? info)
    {
        string? last = info?.Link?.OriginalString.Split('?')[0].TrimEnd('/').Split('/').Last();
        return last is { Length: > 0 } && last.All(char.IsLetterOrDigit) ? last : null;
    }
}
