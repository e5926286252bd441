using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Pipeline;

/// <summary>
/// The one bridge between work on other threads and the thread of the pipeline: work runs there, and what it has to
/// say is said here.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Action> _posted = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly int _mostAtOnce;
    private int _running;
    private bool _stopped;

    public PipelinePump(int mostAtOnce)
    {
        _mostAtOnce = mostAtOnce;
    }

    /// <summary>
    /// Raised on the pipeline's thread when nothing more is to be written, or nothing more can be, and before an
    /// error leaves: the last chance to write.
    /// </summary>
    public event Action? Ending;

    /// <summary>Cancelled when the pipeline stops, for whatever reason.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Leaves something to be done by the pipeline's thread. From any thread.</summary>
    public void Post(Action action)
    {
        lock (_gate)
        {
            _posted.Enqueue(action);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The same, with a task that ends when it is done, or is cancelled when the pipeline stops.</summary>
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

    /// <summary>Starts work on another thread; meanwhile, and while too much of it runs, does what was posted.</summary>
    /// <param name="work">The work.</param>
    /// <param name="ended">What the pipeline's thread does when it has ended, after all that it posted.</param>
    public void Start(Func<Task> work, Action? ended = null)
    {
        Drain(() => _running >= _mostAtOnce);
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _running++;
        }

        _ = Task.Run(() => RunAsync(work, ended));
    }

    /// <summary>Does what was posted, until all work has ended.</summary>
    public void Finish()
    {
        Drain(() => _running > 0);
        Ending?.Invoke();
    }

    /// <summary>Ends everything at once. From any thread, any number of times.</summary>
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

    private async Task RunAsync(Func<Task> work, Action? ended)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody is left to be told.
        }
        catch (Exception exception)
        {
            Post(() => ExceptionDispatchInfo.Capture(exception).Throw());
        }
        finally
        {
            lock (_gate)
            {
                if (ended is not null && !_stopped)
                {
                    _posted.Enqueue(ended);
                }

                _running--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Drain(Func<bool> waitOn)
    {
        while (true)
        {
            Action action;
            lock (_gate)
            {
                while (_posted.Count == 0)
                {
                    if (_stopped || !waitOn())
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
                Ending?.Invoke();
                throw;
            }
        }
    }
}
