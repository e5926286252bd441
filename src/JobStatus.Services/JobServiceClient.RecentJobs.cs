using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services;

/// <content>Lists the runs that were active recently, whatever their definition.</content>
public abstract partial class JobServiceClient
{
    // An error names this number of definitions at most.
    private const int MaxNamedDefinitions = 10;

    /// <summary>
    /// Lists the runs that were active at a time or later, or only unfinished ones, in no particular order. A service that cannot
    /// list runs lists none.
    /// </summary>
    /// <param name="query">The runs to list.</param>
    /// <param name="receiver">Receives the runs.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    /// <returns>A task that completes when the runs have been listed.</returns>
    /// <exception cref="JobServiceException">
    /// Some runs could not be listed. The kind indicates the reason. The receiver has received the others.
    /// </exception>
    public virtual Task ListRecentJobsAsync(RecentJobQuery query, IListReceiver<RemoteJob> receiver, CallContext call) =>
        Task.CompletedTask;

    /// <summary>
    /// Lists the runs of definitions, eight definitions at a time. If the runs of some definitions cannot be listed, one error
    /// describes all of them. If the other definitions would have the same error, the list ends.
    /// </summary>
    /// <param name="kind">What the definitions are, in the plural, for messages.</param>
    /// <param name="definitions">The definitions.</param>
    /// <param name="idOf">Returns the id of a definition.</param>
    /// <param name="list">Lists the runs of a definition. Those that it passes on before an error are kept.</param>
    /// <param name="receiver">Receives the runs of all definitions, also before an error is thrown.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    /// <exception cref="JobServiceException">Some runs could not be listed.</exception>
    private protected Task ListRunsOfEachAsync<TDefinition, TRun>(
        string kind,
        IReadOnlyList<TDefinition> definitions,
        Func<TDefinition, string> idOf,
        Func<TDefinition, IListReceiver<TRun>, CallContext, Task> list,
        IListReceiver<TRun> receiver,
        CallContext call)
    {
        var runs = new List<TRun>();
        var failed = new List<(string Id, JobServiceException Error)>();
        int count = 0;

        async Task<(string Id, IReadOnlyList<TRun> Runs, JobServiceException? Error)> TryListAsync(
            TDefinition definition, CallContext linkedCall)
        {
            var listed = new ListCollector<TRun>();
            try
            {
                await list(definition, listed, linkedCall).ConfigureAwait(false);
                return (idOf(definition), listed.Items, null);
            }
            catch (JobServiceException error)
            {
                return (idOf(definition), listed.Items, error);
            }
        }

        void OnListed((string Id, IReadOnlyList<TRun> Runs, JobServiceException? Error) listed)
        {
            count++;
            runs.AddRange(listed.Runs);
            if (listed.Error is { } error)
            {
                failed.Add((listed.Id, error));
                if (IsErrorOfAll(error) || (failed.Count == Concurrency && failed.Count == count))
                {
                    throw error;
                }
            }
        }

        async Task ListAsync()
        {
            call.Verbose(FormattableString.Invariant(
                $"The runs of {definitions.Count} {kind} are listed, with at least one request for each."));
            await ReadEachAsync(definitions, TryListAsync, OnListed, call).ConfigureAwait(false);
            if (failed.Count > 0)
            {
                throw Summarize(kind, definitions.Count, failed);
            }
        }

        return ReportAfterAsync(ListAsync(), () => runs, receiver);
    }

    /// <summary>
    /// Reports items that belong together only after all of them have been read, or after an error that ends the list.
    /// </summary>
    private protected static async Task ReportAfterAsync<T>(Task reading, Func<IReadOnlyList<T>> getItems, IListReceiver<T> receiver)
    {
        JobServiceException? error = null;
        try
        {
            await reading.ConfigureAwait(false);
        }
        catch (JobServiceException exception)
        {
            error = exception;
        }

        if (getItems() is { Count: > 0 } items)
        {
            await receiver.OnItemsAsync(items).ConfigureAwait(false);
        }

        if (error is not null)
        {
            ExceptionDispatchInfo.Capture(error).Throw();
        }
    }

    private static bool IsErrorOfAll(JobServiceException error) =>
        error.Kind is JobServiceErrorKind.AuthenticationFailed or JobServiceErrorKind.LimitReached or JobServiceErrorKind.QuotaExhausted;

    private JobServiceException Summarize(string kind, int count, List<(string Id, JobServiceException Error)> failed)
    {
        JobServiceException first = failed[0].Error;
        if (failed.Count == 1)
        {
            return first;
        }

        string named = string.Join(", ", failed.Take(MaxNamedDefinitions).Select(static definition => definition.Id));
        string more = failed.Count > MaxNamedDefinitions
            ? FormattableString.Invariant($" and {failed.Count - MaxNamedDefinitions} more")
            : string.Empty;
        return new(
            Service,
            first.Kind,
            FormattableString.Invariant($"The runs of {failed.Count} of {count} {kind} could not be listed: {named}{more}. ")
                + $"The first error was: {first.Problem}",
            first.RecommendedAction,
            first) { StatusCode = first.StatusCode, ErrorCode = first.ErrorCode, TrackingId = first.TrackingId };
    }
}
