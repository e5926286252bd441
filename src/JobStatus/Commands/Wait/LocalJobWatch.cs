using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Pipeline;

namespace JobStatus.Commands;

/// <summary>Watches PowerShell's own jobs until each has ended, in the sense of PowerShell's own Wait-Job.</summary>
internal sealed class LocalJobWatch : IDisposable
{
    private readonly HashSet<Job> _open;
    private readonly PipelinePump _pump;
    private readonly bool _force;
    private readonly Action<Job> _ended;
    private readonly Action<Job> _blocked;
    private readonly TaskCompletionSource<bool> _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="jobs">The jobs. One that stands here twice counts once.</param>
    /// <param name="pump">Leads to the pipeline's thread, on which everything here happens.</param>
    /// <param name="force">True to take only completed, failed and stopped jobs for ended, not suspended and disconnected ones.</param>
    /// <param name="ended">Called once for each job.</param>
    /// <param name="blocked">Called when a job waits for somebody's input.</param>
    public LocalJobWatch(IEnumerable<Job> jobs, PipelinePump pump, bool force, Action<Job> ended, Action<Job> blocked)
    {
        _open = [.. jobs];
        Total = _open.Count;
        _pump = pump;
        _force = force;
        _ended = ended;
        _blocked = blocked;
    }

    public int Total { get; }

    public int Ended => Total - _open.Count;

    /// <summary>Whether a job ended in a state from which it could go on.</summary>
    public bool EndedUnfinished { get; private set; }

    public bool AllBlocked => _open.Count > 0 && _open.All(job => job.JobStateInfo.State == JobState.Blocked);

    public Task AllEnded => _allEnded.Task;

    public void Start()
    {
        foreach (Job job in _open.ToArray())
        {
            job.StateChanged += OnStateChanged;
            Look(job);
        }
    }

    public void Dispose()
    {
        foreach (Job job in _open)
        {
            job.StateChanged -= OnStateChanged;
        }
    }

    private void OnStateChanged(object? sender, JobStateEventArgs change) => _pump.Post(() => Look((Job)sender!));

    private void Look(Job job)
    {
        JobState state = job.JobStateInfo.State;
        bool finished = state is JobState.Completed or JobState.Failed or JobState.Stopped;
        if (!finished && (_force || state is not (JobState.Suspended or JobState.Disconnected)))
        {
            if (state == JobState.Blocked)
            {
                _blocked(job);
            }

            return;
        }

        if (!_open.Remove(job))
        {
            return;
        }

        job.StateChanged -= OnStateChanged;
        EndedUnfinished |= !finished;
        _ended(job);
        if (_open.Count == 0)
        {
            _allEnded.TrySetResult(true);
        }
    }
}
