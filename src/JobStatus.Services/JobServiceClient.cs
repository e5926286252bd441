using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Waiting;

namespace JobStatus.Services;

/// <summary>A connection to one service. Safe to use from many threads.</summary>
public abstract class JobServiceClient : IJobListReader, IDisposable
{
    /// <summary>How many requests of one call are under way at once.</summary>
    public const int Concurrency = 8;

    private static readonly Regex ValidId = new("^[A-Za-z0-9_-]{1,200}\\z", RegexOptions.CultureInvariant);

    private readonly ConnectionOptions _options;

    private protected JobServiceClient(ConnectionOptions options, Uri baseUri, IErrorParser errorParser, RateLimits rateLimits, Func<ServiceHttpClient, IAuthenticator> authenticator, JitWarmup warmup)
    {
        warmup.Start();
        _options = options;
        Http = new ServiceHttpClient(Service, options, baseUri, errorParser, rateLimits, authenticator);
    }

    /// <inheritdoc/>
    public abstract string Service { get; }

    /// <summary>The connection's name.</summary>
    public string Name => _options.Name;

    /// <summary>Where the service is, with a slash at its end.</summary>
    public Uri BaseUri => Http.BaseUri;

    private protected ServiceHttpClient Http { get; }

    RequestBudget IJobListReader.Budget => Http.Budget;

    private protected TimeProvider Time => _options.Time;

    private protected DateTimeOffset Now => _options.Time.GetUtcNow();

    /// <inheritdoc/>
    public async Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
    {
        var queue = new Queue<JobTarget>(targets);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var linkedCall = new CallContext(cancellation.Token, call.Verbose) { RetryTransientErrors = call.RetryTransientErrors };
        bool failed = false;

        // Who fails to take one reading gets no more of them, and nobody waits for those under way.
        void Report(JobReadResult result)
        {
            if (failed)
            {
                return;
            }

            try
            {
                report(result);
            }
            catch
            {
                failed = true;
                cancellation.Cancel();
                throw;
            }
        }

        async Task ReadFromQueueAsync()
        {
            while (true)
            {
                JobTarget target;
                lock (queue)
                {
                    if (queue.Count == 0 || failed)
                    {
                        return;
                    }

                    target = queue.Dequeue();
                }

                JobReadResult result = await TryReadOneAsync(target, linkedCall).ConfigureAwait(false);
                lock (queue)
                {
                    Report(result);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(Concurrency, targets.Count)).Select(_ => ReadFromQueueAsync())).ConfigureAwait(false);
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        Http.Dispose();
        GC.SuppressFinalize(this);
    }

    IReadOnlyList<string> IJobListReader.ListNamesFor(RemoteJob? lastSeen) => ListNamesFor(lastSeen);

    JobList IJobListReader.CreateList(string name) => CreateList(name);

    string? IJobListReader.DefinitionIdOf(RemoteJob job) => DefinitionIdOf(job);

    Task<IReadOnlyList<RemoteJob>> IJobListReader.ReadEarlierRunsAsync(RemoteJob job, CallContext call) => ReadEarlierRunsAsync(job, call);

    private protected abstract IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen);

    private protected abstract JobList CreateList(string name);

    private protected abstract string? DefinitionIdOf(RemoteJob? job);

    private protected abstract Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call);

    private protected abstract Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call);

    /// <summary>An id that can stand in a path; one that cannot is never sent.</summary>
    private protected string CheckId(string id, string idKind) =>
        ValidId.IsMatch(id)
            ? id
            : throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(id) ?? id}' is no {idKind}.",
                $"Give the id as {Service} shows it: letters and digits, without spaces or slashes.");

    /// <summary>An answer that is small and plain, without a wire form of its own.</summary>
    private protected Task<object?> ReadPlainValueAsync(ServiceRequest request, CallContext call) =>
        Http.SendAsync(
            request,
            async (response, cancellationToken) =>
                await JsonResponse.ReadAsync(response, PlainValue.Read, cancellationToken).ConfigureAwait(false),
            call);

    private protected JobServiceException CreateUnexpectedJsonError(string subject) =>
        Http.CreateError(JobServiceErrorKind.UnexpectedResponse, $"{subject}: the answer is JSON of another kind than was asked for.");

    private async Task<JobReadResult> TryReadOneAsync(JobTarget target, CallContext call)
    {
        try
        {
            return new JobReadResult(target, await ReadOneAsync(target, call).ConfigureAwait(false));
        }
        catch (JobServiceException error)
        {
            return new JobReadResult(target, error);
        }
    }
}
