using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>
/// A PowerShell job that waits for remote jobs in the background. It outputs the finished jobs, and its other streams
/// contain the errors, warnings, verbose, debug and information messages and progress of the wait. If there are errors, it
/// ends with the state Failed. It does not need a runspace.
/// </summary>
internal sealed class RemoteWaitJob : Job, IWaitStreams
{
    // Old progress records are useless, and a long wait for many jobs would accumulate a large number of them.
    private const int MaxProgressRecords = 100;

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _finished = new();
    private readonly bool _isVerbose;
    private readonly bool _isDebug;
    private bool _hasErrors;
    private string _location = string.Empty;
    private string _status = string.Empty;

    public RemoteWaitJob(PSCmdlet cmdlet)
        : base(cmdlet.MyInvocation.MyCommand.Name)
    {
        PSJobTypeName = "RemoteWaitJob";
        _isVerbose = StreamPreference.IsEnabled(cmdlet, "Verbose");
        _isDebug = StreamPreference.IsEnabled(cmdlet, "Debug");
    }

    /// <summary>The names of the services that the wait polls.</summary>
    public override string Location => _location;

    /// <summary>The latest progress of the wait.</summary>
    public override string StatusMessage => _status;

    public override bool HasMoreData =>
        Output.Count > 0 || Error.Count > 0 || Warning.Count > 0 || Verbose.Count > 0 || Debug.Count > 0
        || Information.Count > 0 || Progress.Count > 0;

    /// <summary>Starts the wait, and writes this job to the output of the cmdlet.</summary>
    public void Start(PSCmdlet cmdlet, RemoteWait wait, WaitOptions options)
    {
        cmdlet.JobRepository.Add(this);
        _location = string.Join(", ", wait.Services);
        SetJobState(JobState.Running);
        _ = Task.Run(() => RunAsync(wait, options));
        cmdlet.WriteObject(this);
    }

    /// <summary>Ends the wait, and returns when it has ended. Does not stop the remote jobs.</summary>
    public override void StopJob()
    {
        // An event handler for the output or the state of this job can call StopJob on the thread that raised the
        // event. That thread runs the wait, so it must not block until the wait has ended.
        if (JobStateInfo.State == JobState.Running)
        {
            _stop.Cancel();
            if (!Monitor.IsEntered(_gate))
            {
                _finished.Wait();
            }
        }
    }

    // The bar of a background job is visible only while Receive-Job runs.
    public bool ShowsProgress => false;

    public void Post(Action write)
    {
        lock (_gate)
        {
            write();
        }
    }

    public void WriteObject(object value) => Output.Add(PSObject.AsPSObject(value));

    public void WriteError(ErrorRecord error)
    {
        _hasErrors = true;
        Error.Add(error);
    }

    public void WriteWarning(string text) => Warning.Add(new WarningRecord(text));

    public void WriteVerbose(string text)
    {
        if (_isVerbose)
        {
            Verbose.Add(new VerboseRecord(text));
        }
    }

    // A background job never asks for confirmation, whatever the preference.
    public void WriteDebug(string text)
    {
        if (_isDebug)
        {
            Debug.Add(new DebugRecord(text));
        }
    }

    public void WriteInformation(string text, string[] tags)
    {
        var record = new InformationRecord(text, Name);
        record.Tags.AddRange(tags);
        Information.Add(record);
    }

    public void WriteProgress(ProgressRecord progress)
    {
        if (progress.ParentActivityId < 0)
        {
            _status = progress.StatusDescription;
        }

        if (Progress.Count >= MaxProgressRecords)
        {
            Progress.ReadAll();
        }

        Progress.Add(progress);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // _stop is not disposed, because another thread might be about to cancel it.
            StopJob();
        }

        base.Dispose(disposing);
    }

    private async Task RunAsync(RemoteWait wait, WaitOptions options)
    {
        JobState finalState;
        try
        {
            await wait.RunAsync(options, _stop.Token).ConfigureAwait(false);
            finalState = _hasErrors ? JobState.Failed : JobState.Completed;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            finalState = JobState.Stopped;
        }
        catch (Exception exception)
        {
            finalState = JobState.Failed;
            WriteError(new ErrorRecord(exception, "WaitFailed", ErrorCategory.NotSpecified, this));
        }

        SetJobState(finalState);
        _finished.Set();
    }
}
