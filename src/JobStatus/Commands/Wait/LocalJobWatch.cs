using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Pipeline;

namespace JobStatus.Commands;

/// <summary>Watches PowerShell jobs until each has finished, by the same rules as the built-in Wait-Job.</summary>
internal sealed class LocalJobWatch : IDisposable
{
    private readonly HashSet<Job> _unfinished;
    private readonly PipelinePump _pump;
    private readonly bool _force;
    private readonly Action<Job> _onFinished;
    private readonly Action<Job> _onBlocked;
    private readonly int _total;
    private readonly TaskCompletionSource<bool> _allFinished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failed;

    /// <param name="jobs">The jobs. Duplicates count once.</param>
    /// <param name="pump">Runs all callbacks of this class on the pipeline thread.</param>
    /// <param name="force">
    /// True to wait until suspended and disconnected jobs complete, fail or stop; false to treat them as finished.
    /// </param>
    /// <param name="onFinished">Called once for each job.</param>
    /// <param name="onBlocked">Called when a job waits for user input.</param>
    public LocalJobWatch(IEnumerable<Job> jobs, PipelinePump pump, bool force, Action<Job> onFinished, Action<Job> onBlocked)
    {
        _unfinished = [.. jobs];
        _total = _unfinished.Count;
        _pump = pump;
        _force = force;
        _onFinished = onFinished;
        _onBlocked = onBlocked;
    }

    public LocalProgress Progress => new(
        _total,
        _total - _unfinished.Count,
        _failed,
        _unfinished.Count(static job => job.JobStateInfo.State is JobState.Running or JobState.Stopping));

    /// <summary>True if a job was suspended or disconnected when the wait for it ended, and can continue later.</summary>
    public bool HasResumableJob { get; private set; }

    public bool AllBlocked => _unfinished.Count > 0 && _unfinished.All(job => job.JobStateInfo.State == JobState.Blocked);

    public Task AllFinished => _allFinished.Task;

    public void Start()
    {
        foreach (Job job in _unfinished.ToArray())
        {
            job.StateChanged += OnStateChanged;
            CheckState(job);
        }
    }

    public void Dispose()
    {
        foreach (Job job in _unfinished)
        {
            job.StateChanged -= OnStateChanged;
        }
    }

    private void OnStateChanged(object? sender, JobStateEventArgs change) => _pump.Post(() => CheckState((Job)sender!));

    private void CheckState(Job job)
    {
        JobState state = job.JobStateInfo.State;
        bool cannotResume = state is JobState.Completed or JobState.Failed or JobState.Stopped;
        if (!cannotResume && (_force || state is not (JobState.Suspended or JobState.Disconnected)))
        {
            if (state == JobState.Blocked)
            {
                _onBlocked(job);
            }

            return;
        }

        if (!_unfinished.Remove(job))
        {
            return;
        }

        job.StateChanged -= OnStateChanged;
        HasResumableJob |= !cannotResume;
        _failed += state is JobState.Failed or JobState.Stopped ? 1 : 0;
        _onFinished(job);
        if (_unfinished.Count == 0)
        {
            _allFinished.TrySetResult(true);
        }
    }
}
