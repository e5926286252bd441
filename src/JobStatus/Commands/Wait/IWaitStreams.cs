using System;
using System.Management.Automation;

namespace JobStatus.Commands;

/// <summary>Where a wait says what it has to say: the streams of a cmdlet, or those of a PowerShell job.</summary>
internal interface IWaitStreams
{
    /// <summary>Leaves something to be said where and when it may be, one after the other. From any thread.</summary>
    void Post(Action say);

    void WriteObject(object value);

    void WriteError(ErrorRecord error);

    void WriteWarning(string text);

    void WriteVerbose(string text);

    void WriteProgress(ProgressRecord progress);
}
