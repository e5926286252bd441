using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// The names of the workflows, because Alteryx does not report them with a job. One list of all workflows supplies them, and is
/// kept for ten minutes. If it cannot be read, the jobs have no name.
/// </summary>
internal sealed class AlteryxWorkflowNames
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // A Server that does not respond must not hold up the jobs.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly AlteryxClient _client;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private Task<Dictionary<string, string>>? _names;
    private DateTimeOffset _readAt;

    public AlteryxWorkflowNames(AlteryxClient client, TimeProvider time)
    {
        _client = client;
        _time = time;
    }

    /// <summary>Returns the name of a workflow, or null if it is not known. Never throws an error of the service.</summary>
    public async Task<string?> FindAsync(string workflowId, CallContext call)
    {
        (Task<Dictionary<string, string>> names, DateTimeOffset latest) = GetNames(call);
        TimeSpan delay = latest - _time.GetUtcNow();
        if (!names.IsCompleted && delay > TimeSpan.Zero)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
            await Task.WhenAny(names, _time.Delay(delay, stop.Token)).ConfigureAwait(false);
            stop.Cancel();
        }

        return names.Status == TaskStatus.RanToCompletion
            && (await names.ConfigureAwait(false)).TryGetValue(workflowId, out string? name)
                ? name
                : null;
    }

    // Returns the names, and the time until which to wait for them.
    private (Task<Dictionary<string, string>> Names, DateTimeOffset Latest) GetNames(CallContext call)
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (_names is null || now >= _readAt + Lifetime)
            {
                _readAt = now;
                _names = ReadAsync(call);
            }

            return (_names, _readAt + MaxDelay);
        }
    }

    private async Task<Dictionary<string, string>> ReadAsync(CallContext call)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var once = new CallContext(call.CancellationToken, call.Verbose) { RetryTransientErrors = false };
            foreach (AlteryxWorkflow workflow in await _client.GetWorkflowsAsync(name: null, once).ConfigureAwait(false))
            {
                if (workflow.Name is { Length: > 0 } name)
                {
                    names[workflow.WorkflowId] = name;
                }
            }
        }
        catch (JobServiceException error)
        {
            call.Verbose($"The names of the workflows are not known: {error.Problem}");
        }
        catch (OperationCanceledException)
        {
            // Another call can still read them.
            lock (_gate)
            {
                _readAt = DateTimeOffset.MinValue;
            }
        }

        return names;
    }
}
