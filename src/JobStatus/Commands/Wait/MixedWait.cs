using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>One wait over PowerShell's own jobs and remote ones: each is written when it ends.</summary>
internal sealed class MixedWait : IDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly RemoteWait _remote;
    private readonly WaitOptions _options;
    private readonly LocalJobWatch _local;
    private readonly CancellationTokenSource _over;
    private bool _anyWritten;

    public MixedWait(PSCmdlet cmdlet, PipelinePump pump, RemoteWait remote, IEnumerable<Job> localJobs, bool force, WaitOptions options)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _remote = remote;
        _options = options;
        _over = CancellationTokenSource.CreateLinkedTokenSource(pump.Stopping);
        _local = new LocalJobWatch(localJobs, pump, force, OnLocalEnded, OnLocalBlocked);
        _remote.MayWrite = Claim;
        _remote.LocalJobs = () => (_local.Total, _local.Ended);
    }

    /// <summary>Starts to wait, on the pipeline's thread.</summary>
    public void Start()
    {
        _local.Start();
        if (!_over.IsCancellationRequested)
        {
            _pump.Start(RunAsync);
        }
    }

    /// <summary>Says what is left to say when the wait is over.</summary>
    public void End()
    {
        if (_local.EndedUnfinished)
        {
            _cmdlet.WriteWarning("A local job is suspended or disconnected and can go on later. Use -Force to wait until such jobs have finished.");
        }
    }

    public void Dispose()
    {
        _local.Dispose();

        // A stop may be on its way still: disposed before it comes, this would keep it from the requests.
        _over.Cancel();
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(_remote.RunAsync(_options, _over.Token), WaitForLocalAsync()).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_pump.Stopping.IsCancellationRequested)
        {
            // The first of any has ended.
        }
    }

    private async Task WaitForLocalAsync()
    {
        Task deadline = JobWaiter.DelayAsync(_options.Timeout, _over.Token);
        if (await Task.WhenAny(_local.AllEnded, deadline).ConfigureAwait(false) == deadline)
        {
            await deadline.ConfigureAwait(false);
        }
    }

    private void OnLocalEnded(Job job)
    {
        if (Claim())
        {
            _cmdlet.WriteObject(job);
        }
    }

    private void OnLocalBlocked(Job job)
    {
        // With -Any another job may still end by itself.
        if (_options.Any && !(_local.AllBlocked && _remote.IsEmpty))
        {
            return;
        }

        _cmdlet.ThrowTerminatingError(new ErrorRecord(
            new ArgumentException("The wait cannot end: a local job is blocked, since it waits for input from a user. Answer it with Receive-Job, then wait again."),
            "BlockedJobsDeadlockWithWaitJob",
            ErrorCategory.DeadlockDetected,
            job));
    }

    // Of a wait for any, only the first may be written, whichever kind it is.
    private bool Claim()
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
        _over.Cancel();
        return true;
    }
}
