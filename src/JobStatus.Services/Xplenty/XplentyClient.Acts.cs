using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <content>What changes something.</content>
public sealed partial class XplentyClient
{
    /// <summary>
    /// Starts a job. It is never sent twice.
    /// Page: Integrate.io ETL API, "Run a Job".
    /// </summary>
    /// <param name="run">What to run.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobServiceException">The job was not started, or nobody knows whether it was; the kind says why.</exception>
    public Task<XplentyJob> StartJobAsync(XplentyRun run, CallContext call) =>
        Http.SendAsync(
            new ServiceRequest(new Uri(BaseUri, "jobs"), Version2, $"Start of Xplenty package {run.PackageId}")
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Of(run.Body),
            },
            (answer, cancellationToken) => ReadJobAsync(answer, askedId: null, cancellationToken),
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
            (answer, cancellationToken) => ReadJobAsync(answer, id, cancellationToken),
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
                Body = method == HttpMethod.Post ? static () => JsonBody.Of(new Dictionary<string, object?>()) : null,
            },
            static (_, _) => new ValueTask<bool>(true),
            call);

    private async ValueTask<XplentyJob> ReadJobAsync(ServiceAnswer answer, string? askedId, CancellationToken cancellationToken)
    {
        XplentyJobWire wire = await JsonAnswer.ReadFormAsync<XplentyJobWire>(answer, cancellationToken).ConfigureAwait(false);
        if (wire.Id.IsMissing && wire.Status.IsMissing)
        {
            ServiceFault fault = XplentyErrorDialect.Read(wire.UnknownFields);
            throw new ServiceFaultException(fault.IsEmpty ? ServiceFault.NotWhatWasAsked : fault);
        }

        string id = askedId ?? (wire.Id.HasValue ? $"{wire.Id.Value}" : throw new JsonException("The job has no id."));
        return XplentyMapping.Job(wire, id, Name, Now);
    }
}
