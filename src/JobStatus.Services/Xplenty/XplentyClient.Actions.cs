using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <content>Starts and stops jobs, and adds and removes watchers.</content>
public sealed partial class XplentyClient
{
    /// <summary>Starts a job. The request is never retried.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Run a Job".</remarks>
    /// <param name="request">The package, the cluster, and the variables.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<XplentyJob> StartJobAsync(XplentyRunRequest request, CallContext call)
    {
        XplentyJob job = await SendStartAsync(request, call).ConfigureAwait(false);
        if (job.ClusterId is { } cluster && cluster != request.ClusterId)
        {
            call.Warning(FormattableString.Invariant(
                $"{job}: Xplenty reports that the job runs on cluster {cluster}, but it was started on cluster {request.ClusterId}."));
        }

        return job;
    }

    /// <summary>Requests a job to stop. The job stops some time later.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Terminate a Job".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The job, which has usually not stopped yet.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public async Task<XplentyJob> StopJobAsync(string id, CallContext call)
    {
        var request = new ServiceRequest(new Uri(BaseUri, $"jobs/{CheckNumber(id)}"), Version2, $"Stopping Xplenty job {id}")
        {
            Method = HttpMethod.Delete,
            Evidence = "the status of the job",
        };
        XplentyJob job = await ReadAsync(
            request,
            tree => RequireReportedId(XplentyReader.Job(tree, id, Name, Now), request.Subject),
            call).ConfigureAwait(false);
        OnStopped(id);
        return job;
    }

    /// <inheritdoc/>
    public override bool CanStopJobs => true;

    /// <inheritdoc/>
    public override async Task<RemoteJob?> StopAsync(string id, CallContext call) => await StopJobAsync(id, call).ConfigureAwait(false);

    /// <summary>Adds the current user as a watcher, who is notified when the job completes, fails, or is stopped.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Add Job Watcher".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when Xplenty has accepted the request.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public Task AddWatcherAsync(string id, CallContext call) =>
        SendToWatchersAsync(id, HttpMethod.Post, call);

    /// <summary>Removes the current user from the watchers of a job.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Remove Job Watcher".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when Xplenty has accepted the request.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Xplenty accepted it. The kind indicates the reason.
    /// </exception>
    public Task RemoveWatcherAsync(string id, CallContext call) =>
        SendToWatchersAsync(id, HttpMethod.Delete, call);

    // The job that was started must not be lost, so another package is not an error.
    private async Task<XplentyJob> SendStartAsync(XplentyRunRequest request, CallContext call)
    {
        XplentyJob job = await ReadJobAsync(
            new ServiceRequest(new Uri(BaseUri, "jobs"), Version2, $"Starting Xplenty package {request.PackageId}")
            {
                Method = HttpMethod.Post,
                Evidence = "the jobs of the package",
                Body = () => JsonBody.Create(request.Body),
            },
            requestedId: null,
            call).ConfigureAwait(false);
        if ((job.PackageId ?? job.Package?.Id) is { } package && package != request.PackageId)
        {
            call.Warning(FormattableString.Invariant(
                $"{job}: Xplenty reports that the job runs package {package}, but package {request.PackageId} was started."));
        }

        return OnStarted(job);
    }

    private async Task SendToWatchersAsync(string id, HttpMethod method, CallContext call) =>
        await SendActionAsync(
            new ServiceRequest(new Uri(BaseUri, $"jobs/{CheckNumber(id)}/watchers"), Version2, $"Watchers of Xplenty job {id}")
            {
                Method = method,
                Evidence = "the watchers of the job",
                Body = method == HttpMethod.Post ? static () => JsonBody.Create(new Dictionary<string, object?>()) : null,
            },
            call).ConfigureAwait(false);
}
