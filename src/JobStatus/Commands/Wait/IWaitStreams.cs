using System;
using System.Management.Automation;

namespace JobStatus.Commands;

/// <summary>The streams that a wait writes to: those of a cmdlet or of a PowerShell job.</summary>
internal interface IWaitStreams
{
    /// <summary>
    /// Runs a callback on a thread that is allowed to write to the streams. Callbacks run one at a time and in order. Can
    /// be called from any thread.
    /// </summary>
    void Post(Action write);

    /// <summary>True if a progress bar is visible while the wait is in progress.</summary>
    bool ShowsProgress { get; }

    void WriteObject(object value);

    void WriteError(ErrorRecord error);

    void WriteWarning(string text);

    void WriteVerbose(string text);

    void WriteDebug(string text);

    void WriteInformation(string text, string[] tags);

    void WriteProgress(ProgressRecord progress);
}
