using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Pipeline;

/// <summary>
/// The only bridge between a cmdlet's work on other threads and its pipeline thread. Work runs on the thread pool and
/// posts callbacks, which run on the pipeline thread and can write to the streams.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Action> _posted = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly int _maxConcurrency;
    private int _running;
    private bool _stopped;

    public PipelinePump(int maxConcurrency)
    {
        _maxConcurrency = maxConcurrency;
    }

    /// <summary>
    /// Raised on the pipeline thread when all work has finished, when the pump was stopped, and before an exception is
    /// thrown. Handlers can write to the streams for the last time.
    /// </summary>
    public event Action? Finishing;

    /// <summary>A token that is canceled when the pipeline stops for any reason.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Queues a callback to run on the pipeline thread. Can be called from any thread.</summary>
    public void Post(Action action)
    {
        lock (_gate)
        {
            _posted.Enqueue(action);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Queues a callback to run on the pipeline thread. The task completes after the callback has run, and is canceled
    /// when the pipeline stops.
    /// </summary>
    public async Task PostAsync(Action action)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration stopped = _stop.Token.Register(() => done.TrySetCanceled());
        Post(() =>
        {
            action();
            done.TrySetResult(true);
        });
        await done.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Starts work on another thread. Runs the callbacks that are already queued first, and keeps running callbacks
    /// while the maximum number of work items is running.
    /// </summary>
    /// <param name="work">Runs on a thread-pool thread.</param>
    /// <param name="onFinished">Runs on the pipeline thread after the work has finished and all its callbacks have run.</param>
    public void Start(Func<Task> work, Action? onFinished = null)
    {
        Drain(() => _running >= _maxConcurrency);
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _running++;
        }

        _ = Task.Run(() => RunAsync(work, onFinished));
    }

    /// <summary>Runs queued callbacks until all work has finished.</summary>
    public void Finish()
    {
        Drain(() => _running > 0);
        Finishing?.Invoke();
    }

    /// <summary>Cancels all work and discards queued callbacks. Can be called from any thread, and more than once.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            _posted.Clear();
            Monitor.PulseAll(_gate);
        }

        _stop.Cancel();
    }

    public void Dispose() => Stop();

    private async Task RunAsync(Func<Task> work, Action? onFinished)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The pipeline has stopped, so there is nothing to report.
        }
        catch (Exception exception)
        {
            Post(() => ExceptionDispatchInfo.Capture(exception).Throw());
        }
        finally
        {
            lock (_gate)
            {
                if (onFinished is not null && !_stopped)
                {
                    _posted.Enqueue(onFinished);
                }

                _running--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Drain(Func<bool> isWaiting)
    {
        while (true)
        {
            Action action;
            lock (_gate)
            {
                while (_posted.Count == 0)
                {
                    if (_stopped || !isWaiting())
                    {
                        return;
                    }

                    Monitor.Wait(_gate);
                }

                action = _posted.Dequeue();
            }

            try
            {
                action();
            }
            catch
            {
                Finishing?.Invoke();
                throw;
            }
        }
    }
}
