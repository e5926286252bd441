using System;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <content>Starts and cancels jobs.</content>
public sealed partial class AlteryxClient
{
    /// <summary>Starts a run of a workflow. The request is never retried.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Workflow Endpoints and Parameters".</remarks>
    /// <param name="request">The workflow and its options.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether the service accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<AlteryxJob> StartJobAsync(AlteryxRunRequest request, CallContext call)
    {
        string workflow = CheckId(request.WorkflowId, "Alteryx workflow id");
        AlteryxJob job = await ReadAsync(
            new ServiceRequest(new Uri(BaseUri, $"v3/workflows/{workflow}/jobs"), Json, $"Starting Alteryx workflow {workflow}")
            {
                Method = HttpMethod.Post,
                Evidence = "the jobs of the workflow",
                Body = () => JsonBody.Create(request.Body),
            },
            tree => AlteryxReader.Job(tree, requestedId: null, JobUri, Name, Now),
            call).ConfigureAwait(false);

        // The job that was started must not be lost, so another workflow is not an error.
        if (job.AppId is { } app && IsOtherJob(app, workflow))
        {
            call.Warning($"{job}: the Server reports that the job runs workflow {app}, but workflow {workflow} was started.");
        }

        return OnStarted(KnownValues.AddTo(job, new AlteryxJob { Name = request.WorkflowName, WorkflowId = workflow }));
    }

    /// <summary>Cancels a job.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Job Endpoints and Parameters".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the Server has accepted the request.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether the Server accepted it. The kind indicates the reason.
    /// NotSupportedByServer: this Server version cannot cancel jobs. InvalidRequest: the job has already finished.
    /// </exception>
    public async Task StopJobAsync(string id, CallContext call)
    {
        string job = CheckId(id, "Alteryx job id");
        string subject = $"Stopping Alteryx job {job}";
        try
        {
            await SendActionAsync(
                new ServiceRequest(new Uri(BaseUri, $"v3/jobs/{job}"), Json, subject)
                {
                    Method = HttpMethod.Delete,
                    Evidence = "the state of the job",
                },
                call,
                job).ConfigureAwait(false);
            OnStopped(job);
        }
        catch (JobServiceException error) when (IsUnknownCall(error))
        {
            // The status can mean that the job does not exist or that the Server does not support the call. Reading the
            // job distinguishes the two cases.
            AlteryxJob existing = await GetJobAsync(job, includeMessages: false, call).ConfigureAwait(false);
            if (existing.IsFinished)
            {
                throw new JobServiceException(
                    Service,
                    JobServiceErrorKind.InvalidRequest,
                    $"{subject}: the job has already finished.",
                    "Check the state of the job.",
                    error) { StatusCode = error.StatusCode };
            }

            throw CreateNotSupportedError(
                subject,
                "the job exists, but this Server version cannot cancel jobs.",
                "Cancel the job in the web interface of the Server, or wait for it to finish.",
                error);
        }
    }

    /// <inheritdoc/>
    public override bool CanStopJobs => true;

    /// <inheritdoc/>
    public override async Task<RemoteJob?> StopAsync(string id, CallContext call)
    {
        await StopJobAsync(id, call).ConfigureAwait(false);
        return null;
    }
}
