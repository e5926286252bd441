using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>
/// A wait that goes on in the background, as a job of PowerShell's own: its output are the jobs that finished, and its
/// other streams what the wait had to say. It needs no runspace.
/// </summary>
internal sealed class RemoteWaitJob : Job, IWaitStreams
{
    // What was shown once is of no use later; a wait for many jobs that takes a night shows a lot.
    private const int MostProgress = 100;

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly bool _isVerbose;
    private string _location = string.Empty;
    private string _status = string.Empty;

    /// <param name="cmdlet">The cmdlet that makes it.</param>
    public RemoteWaitJob(PSCmdlet cmdlet)
        : base(cmdlet.MyInvocation.MyCommand.Name)
    {
        PSJobTypeName = "RemoteWaitJob";
        _isVerbose = cmdlet.MyInvocation.BoundParameters.TryGetValue("Verbose", out object? verbose)
            ? verbose is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue("VerbosePreference"), out ActionPreference preference)
                && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    /// <summary>The services that it asks.</summary>
    public override string Location => _location;

    /// <summary>How many of the jobs have ended, and at last that the wait has.</summary>
    public override string StatusMessage => _status;

    public override bool HasMoreData => Output.Count > 0 || Error.Count > 0 || Warning.Count > 0 || Verbose.Count > 0 || Progress.Count > 0;

    /// <summary>Starts to wait, and hands the job out.</summary>
    public void Start(PSCmdlet cmdlet, RemoteWait wait, WaitOptions options)
    {
        cmdlet.JobRepository.Add(this);
        _location = string.Join(", ", wait.Services);
        SetJobState(JobState.Running);
        _ = Task.Run(() => RunAsync(wait, options));
        cmdlet.WriteObject(this);
    }

    /// <summary>Ends the wait; nothing is stopped at a service. Comes back when it has ended.</summary>
    public override void StopJob()
    {
        // Who is told of an output or of the end, and stops the job there, would wait for himself.
        if (JobStateInfo.State == JobState.Running)
        {
            _stop.Cancel();
            if (!Monitor.IsEntered(_gate))
            {
                _ended.Wait();
            }
        }
    }

    public void Post(Action say)
    {
        lock (_gate)
        {
            say();
        }
    }

    public void WriteObject(object value) => Output.Add(PSObject.AsPSObject(value));

    public void WriteError(ErrorRecord error) => Error.Add(error);

    public void WriteWarning(string text) => Warning.Add(new WarningRecord(text));

    public void WriteVerbose(string text)
    {
        if (_isVerbose)
        {
            Verbose.Add(new VerboseRecord(text));
        }
    }

    public void WriteProgress(ProgressRecord progress)
    {
        if (progress.ParentActivityId < 0)
        {
            _status = progress.StatusDescription;
        }

        if (Progress.Count >= MostProgress)
        {
            Progress.ReadAll();
        }

        Progress.Add(progress);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The source is left to the collector: another thread may be about to cancel it.
            StopJob();
        }

        base.Dispose(disposing);
    }

    private async Task RunAsync(RemoteWait wait, WaitOptions options)
    {
        JobState end = JobState.Completed;
        try
        {
            await wait.RunAsync(options, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            end = JobState.Stopped;
        }
        catch (Exception exception)
        {
            end = JobState.Failed;
            WriteError(new ErrorRecord(exception, "WaitFailed", ErrorCategory.NotSpecified, this));
        }

        SetJobState(end);
        _ended.Set();
    }
}
