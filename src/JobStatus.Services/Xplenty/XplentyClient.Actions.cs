using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <content>What changes something.</content>
public sealed partial class XplentyClient
{
    /// <summary>
    /// Starts a job. It is never sent twice.
    /// Page: Integrate.io ETL API, "Run a Job".
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The job was not started, or nobody knows whether it was; the kind says why.</exception>
    public Task<XplentyJob> StartJobAsync(XplentyRunRequest request, CallContext call) =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, "jobs"), Version2, $"Start of Xplenty package {request.PackageId}")
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Create(request.Body),
            },
            (response, cancellationToken) => ReadJobAsync(response, requestedId: null, cancellationToken),
            call);

    /// <summary>
    /// Asks a job to stop. It stops some time later.
    /// Page: Integrate.io ETL API, "Terminate a Job".
    /// </summary>
    /// <param name="id">The job's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The job, which is about to stop.</returns>
    /// <exception cref="JobServiceException">The job was not asked to stop, or nobody knows whether it was; the kind says why.</exception>
    public Task<XplentyJob> StopJobAsync(string id, CallContext call) =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, $"jobs/{CheckNumber(id)}"), Version2, $"Stop of Xplenty job {id}") { Method = HttpMethod.Delete },
            (response, cancellationToken) => ReadJobAsync(response, id, cancellationToken),
            call);

    /// <summary>
    /// Has the calling user told when a job completes, fails or is stopped.
    /// Page: Integrate.io ETL API, "Add Job Watcher".
    /// </summary>
    /// <param name="id">The job's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="JobServiceException">It was not done; the kind says why.</exception>
    public Task AddWatcherAsync(string id, CallContext call) =>
        SendToWatchersAsync(id, HttpMethod.Post, call);

    /// <summary>
    /// Has the calling user not told any more when a job completes, fails or is stopped.
    /// Page: Integrate.io ETL API, "Remove Job Watcher".
    /// </summary>
    /// <param name="id">The job's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="JobServiceException">It was not done; the kind says why.</exception>
    public Task RemoveWatcherAsync(string id, CallContext call) =>
        SendToWatchersAsync(id, HttpMethod.Delete, call);

    private Task<bool> SendToWatchersAsync(string id, HttpMethod method, CallContext call) =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, $"jobs/{CheckNumber(id)}/watchers"), Version2, $"Watchers of Xplenty job {id}")
            {
                Method = method,
                Body = method == HttpMethod.Post ? static () => JsonBody.Create(new Dictionary<string, object?>()) : null,
            },
            static (_, _) => new ValueTask<bool>(true),
            call);
}
