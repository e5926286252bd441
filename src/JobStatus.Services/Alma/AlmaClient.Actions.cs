using System;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alma;

/// <content>Starts runs.</content>
public sealed partial class AlmaClient
{
    // Only manual jobs, scheduled jobs and others have such an id; instances can have M0 instead of it.
    private static readonly Regex JobIdForm = new("^[A-Z][1-9][0-9]*\\z", RegexOptions.CultureInvariant);

    /// <summary>Starts a run. The request is retried only if Alma rejected it without processing it.</summary>
    /// <remarks>Source: Alma Configuration API, "Submit a manual or scheduled job".</remarks>
    /// <param name="request">The job and its parameters.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The run. If it cannot be read yet, it has its ids but no status.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether the service accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<AlmaJobInstance> StartJobAsync(AlmaRunRequest request, CallContext call)
    {
        string id = CheckId(request.JobId, "Alma job id");
        string subject = $"Starting Alma job {id}";
        bool wasWarned = false;
        AlmaJob started = await ReadAsync(
            new ServiceRequest(new Uri(BaseUri, $"conf/jobs/{id}?op=run"), "application/json", subject)
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Create(request.Body),
                Evidence = "the instances of the job",
            },
            tree => AlmaReader.Job(tree, id, Name),
            call).ConfigureAwait(false);
        string details = DisplayText.OneLine(started.AdditionalInfo?.Value) ?? "no details";
        if (InstanceIdIn(started.AdditionalInfo) is not { } instanceId)
        {
            JobServiceException error = Http.Errors.Create(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: Alma accepted the request but returned no instance id ({details}).",
                recommendedAction: "Check the instances of the job before you start it again.");
            error.MayHaveBeenAccepted = true;
            throw error;
        }

        WarnIfOtherJob(started.AdditionalData.TryGetValue("id", out object? reported) ? reported as string : null);
        try
        {
            AlmaJobInstance run = await ReadInstanceAsync(id, instanceId, call).ConfigureAwait(false);
            WarnIfOtherJob(run.JobId);
            return OnStarted(run);
        }
        catch (JobServiceException exception)
        {
            // The run was started, and the caller needs its id.
            call.Verbose($"Alma job instance {instanceId} was started but cannot be read yet. {exception.Problem}");
            return OnStarted(new AlmaJobInstance
            {
                Connection = Name,
                Id = instanceId,
                JobId = id,
                Name = started.Name,
                Uri = started.AdditionalInfo?.Link,
                ObservedInstant = Now,
            });
        }

        // The run that was started must not be lost, so another job is not an error.
        void WarnIfOtherJob(string? other)
        {
            if (!wasWarned
                && other is not null
                && JobIdForm.IsMatch(other)
                && !string.Equals(other, id, StringComparison.OrdinalIgnoreCase))
            {
                wasWarned = true;
                call.Warning($"{subject}: Alma reports that instance {instanceId} runs job {other}, which is another job.");
            }
        }
    }

    // The response has no field for the instance id, which is the last segment of the link.
    private static string? InstanceIdIn(AlmaReference? info)
    {
        string? last = info?.Link?.OriginalString.Split('?')[0].TrimEnd('/').Split('/').Last();
        return last is { Length: > 0 } && last.All(char.IsLetterOrDigit) ? last : null;
    }
}
