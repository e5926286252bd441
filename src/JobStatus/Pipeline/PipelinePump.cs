using System;
using System.Collections.Generic;
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
    private int _running;
    private bool _stopped;

    public PipelinePump(int maxConcurrency)
    {
        MaxConcurrency = maxConcurrency;
    }

    /// <summary>The maximum number of work items that run at the same time.</summary>
    public int MaxConcurrency { get; set; }

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
    /// <param name="onError">
    /// Runs on the pipeline thread if the work throws an error of a service. Any other exception, and without this
    /// parameter every exception, is thrown on the pipeline thread.
    /// </param>
    /// <param name="onFinished">Runs on the pipeline thread after the work has finished and all its callbacks have run.</param>
    public void Start(Func<Task> work, Action<JobServiceException>? onError = null, Action? onFinished = null)
    {
        Drain(MaxConcurrency);
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _running++;
        }

        Task.Run(work).ContinueWith(task => OnFinished(task, onError, onFinished), TaskScheduler.Default);
    }

    /// <summary>Runs queued callbacks until the work that was started has finished.</summary>
    public void FinishWork() => Drain(1);

    /// <summary>Runs queued callbacks until all work has finished.</summary>
    public void Finish()
    {
        FinishWork();
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

    // A continuation instead of an async method, because the first command of a process compiles a dozen methods for each
    // async method.
    private void OnFinished(Task work, Action<JobServiceException>? onError, Action? onFinished)
    {
        Exception? exception = work.Exception?.InnerException;
        bool isCanceled = work.IsCanceled || exception is OperationCanceledException;
        if (exception is JobServiceException error && onError is not null)
        {
            Post(() => onError(error));
        }
        else if (isCanceled ? !_stop.IsCancellationRequested : exception is not null)
        {
            Post(() => work.GetAwaiter().GetResult());
        }

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

    // Runs queued callbacks until fewer work items than the limit are running.
    private void Drain(int limit)
    {
        while (true)
        {
            Action action;
            lock (_gate)
            {
                while (_posted.Count == 0)
                {
                    if (_stopped || _running < limit)
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
