using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>One wait for PowerShell jobs and remote jobs. Each job is written when it finishes.</summary>
internal sealed class MixedWait : IDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly RemoteWait _remote;
    private readonly WaitOptions _options;
    private readonly LocalJobWatch _local;
    private readonly CancellationTokenSource _cancellation;
    private bool _anyWritten;

    public MixedWait(
        PSCmdlet cmdlet,
        PipelinePump pump,
        RemoteWait remote,
        IEnumerable<Job> localJobs,
        bool force,
        WaitOptions options)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _remote = remote;
        _options = options;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(pump.Stopping);
        _local = new LocalJobWatch(localJobs, pump, force, OnLocalFinished, OnLocalBlocked);
        _remote.TryClaimOutput = TryClaimOutput;
        _remote.GetLocalProgress = () => _local.Progress;
    }

    /// <summary>Starts the wait. Must be called on the pipeline thread.</summary>
    public void Start()
    {
        _local.Start();
        if (!_cancellation.IsCancellationRequested)
        {
            _pump.Start(RunAsync);
        }
    }

    /// <summary>Writes the warning about suspended or disconnected jobs, after the wait.</summary>
    public void Complete()
    {
        if (_local.HasResumableJob)
        {
            _cmdlet.WriteWarning(
                "The wait for a PowerShell job ended because the job was suspended or disconnected. "
                + "Use -Force to wait until such jobs finish.");
        }
    }

    public void Dispose()
    {
        _local.Dispose();

        // A stop of the pipeline might not have reached this source yet, and a disposed source would not forward it to the
        // requests.
        _cancellation.Cancel();
        _cancellation.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _remote.RunAsync(_options, _cancellation.Token, _pump.Stopping, _local.AllFinished).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_pump.Stopping.IsCancellationRequested)
        {
            // With -Any, the first finished job cancels the wait for the others.
        }
    }

    private void OnLocalFinished(Job job)
    {
        if (TryClaimOutput())
        {
            _cmdlet.WriteObject(job);
        }
    }

    private void OnLocalBlocked(Job job)
    {
        // With -Any, another job can still finish.
        if (_options.Any && !(_local.AllBlocked && _remote.IsEmpty))
        {
            return;
        }

        _cmdlet.ThrowTerminatingError(new ErrorRecord(
            new ArgumentException(
                $"The wait was stopped because PowerShell job '{job.Name}' is blocked, waiting for user input. "
                + "Respond to its prompt with Receive-Job, and then wait again."),
            "BlockedJobsDeadlockWithWaitJob",
            ErrorCategory.DeadlockDetected,
            job));
    }

    // With -Any, only the first finished job of either kind is written.
    private bool TryClaimOutput()
    {
        if (!_options.Any)
        {
            return true;
        }

        if (_anyWritten)
        {
            return false;
        }

        _anyWritten = true;
        _cancellation.Cancel();
        return true;
    }
}
