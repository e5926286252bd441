using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <content>What starts and ends runs, and fetches what they made.</content>
public sealed partial class AlteryxClient
{
    /// <summary>
    /// Starts a run. It is never sent twice.
    /// Page: Alteryx Server API V3, "Workflow Endpoints and Parameters".
    /// </summary>
    /// <param name="request">What to start.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The run was not started, or nobody knows whether it was; the kind says why.</exception>
    public Task<AlteryxJob> StartJobAsync(AlteryxRunRequest request, CallContext call)
    {
        string workflow = CheckId(request.WorkflowId, "Alteryx workflow id");
        return Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, $"v3/workflows/{workflow}/jobs"), Json, $"Start of Alteryx workflow {workflow}")
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Create(request.Body),
            },
            async (response, cancellationToken) =>
            {
                AlteryxJobWire wire = await ReadWireAsync(response, cancellationToken).ConfigureAwait(false);
                string id = wire.Id.Value ?? wire.JobId.Value ?? throw new JsonException("The job has no id.");
                return AlteryxMapping.Job(wire, id, JobUri(id), Name, Now);
            },
            call);
    }

    /// <summary>
    /// Cancels a job.
    /// Page: Alteryx Server API V3, "Job Endpoints and Parameters".
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends when the Server took it.</returns>
    /// <exception cref="JobServiceException">The job was not cancelled, or nobody knows whether it was; the kind says why. NotSupportedByServer: the Server is too old.</exception>
    public async Task StopJobAsync(string id, CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        string subject = $"Stop of Alteryx job {job}";
        try
        {
            await Http.SendAsync(
                new ServiceRequest(new Uri(BaseUri, $"v3/jobs/{job}"), Json, subject) { Method = HttpMethod.Delete },
                static (_, _) => new ValueTask<bool>(true),
                call).ConfigureAwait(false);
        }
        catch (JobServiceException error) when (error.StatusCode is 404 or 405)
        {
            // The same answer means "no such job" and "no such call": the job itself tells them apart.
            await GetJobAsync(job, includeMessages: false, call).ConfigureAwait(false);
            throw CreateNotSupportedError(subject, "The job is there, but this Server cannot cancel jobs: that came with later versions.", "Cancel it in the Server's own pages, or wait for it to end.", error);
        }
    }
}
