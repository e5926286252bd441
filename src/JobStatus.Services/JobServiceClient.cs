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

    private static readonly Regex PlainId = new("^[A-Za-z0-9_-]{1,200}\\z", RegexOptions.CultureInvariant);

    private readonly ConnectionOptions _options;

    private protected JobServiceClient(ConnectionOptions options, Uri baseUri, IErrorDialect dialect, ServiceLimits limits, Func<ServiceHttpClient, IAuthenticator> authenticator, Rehearsal rehearsal)
    {
        rehearsal.Begin();
        _options = options;
        Http = new ServiceHttpClient(Service, options, baseUri, dialect, limits, authenticator);
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
    public async Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReading> report, CallContext call)
    {
        var next = new Queue<JobTarget>(targets);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var part = new CallContext(over.Token, call.Verbose) { RetryPassingFaults = call.RetryPassingFaults };
        bool failed = false;

        // Who fails to take one reading gets no more of them, and nobody waits for those under way.
        void Report(JobReading reading)
        {
            if (failed)
            {
                return;
            }

            try
            {
                report(reading);
            }
            catch
            {
                failed = true;
                over.Cancel();
                throw;
            }
        }

        async Task ReadInTurnAsync()
        {
            while (true)
            {
                JobTarget target;
                lock (next)
                {
                    if (next.Count == 0 || failed)
                    {
                        return;
                    }

                    target = next.Dequeue();
                }

                JobReading reading = await ReadOrExplainAsync(target, part).ConfigureAwait(false);
                lock (next)
                {
                    Report(reading);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(Concurrency, targets.Count)).Select(_ => ReadInTurnAsync())).ConfigureAwait(false);
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        Http.Dispose();
        GC.SuppressFinalize(this);
    }

    IReadOnlyList<string> IJobListReader.ListsOf(RemoteJob? lastSeen) => ListsOf(lastSeen);

    JobList IJobListReader.OpenList(string name) => OpenList(name);

    string? IJobListReader.WorkOf(RemoteJob job) => WorkOf(job);

    Task<IReadOnlyList<RemoteJob>> IJobListReader.ReadEarlierRunsAsync(RemoteJob job, CallContext call) => ReadEarlierRunsAsync(job, call);

    private protected abstract IReadOnlyList<string> ListsOf(RemoteJob? lastSeen);

    private protected abstract JobList OpenList(string name);

    private protected abstract string? WorkOf(RemoteJob? job);

    private protected abstract Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call);

    private protected abstract Task<RemoteJob> ReadOneAsync(JobTarget target, CallContext call);

    /// <summary>An id that can stand in a path; one that cannot is never sent.</summary>
    private protected string CheckId(string id, string what) =>
        PlainId.IsMatch(id)
            ? id
            : throw new JobServiceException(
                Service,
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(id) ?? id}' is no {what}.",
                $"Give the id as {Service} shows it: letters and digits, without spaces or slashes.");

    /// <summary>An answer that is small and plain, without a wire form of its own.</summary>
    private protected Task<object?> ReadPlainAsync(ServiceRequest request, CallContext call) =>
        Http.SendAsync(
            request,
            async (answer, cancellationToken) =>
                await JsonAnswer.ReadAsync(answer, PlainValue.Read, cancellationToken).ConfigureAwait(false),
            call);

    private protected JobServiceException NotWhatWasAsked(string subject) =>
        Http.Failure(JobServiceErrorKind.UnexpectedResponse, $"{subject}: the answer is JSON of another kind than was asked for.");

    private async Task<JobReading> ReadOrExplainAsync(JobTarget target, CallContext call)
    {
        try
        {
            return new JobReading(target, await ReadOneAsync(target, call).ConfigureAwait(false));
        }
        catch (JobServiceException error)
        {
            return new JobReading(target, error);
        }
    }
}
