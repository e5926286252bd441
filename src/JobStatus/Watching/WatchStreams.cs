using System;
using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Commands;

namespace JobStatus.Watching;

/// <summary>Writes to the streams of a cmdlet, but holds back what would disturb a screen until the watch has ended.</summary>
internal sealed class WatchStreams(IWaitStreams streams) : IWaitStreams
{
    private readonly List<object> _objects = [];
    private readonly List<string> _warnings = [];
    private readonly List<ErrorRecord> _errors = [];

    /// <summary>True after the watch has started.</summary>
    public bool HoldsResults { get; set; }

    /// <summary>True while the watch uses the screen.</summary>
    public bool HoldsWarnings { get; set; }

    // The table takes the place of a progress bar.
    public bool ShowsProgress => true;

    public void Post(Action write) => streams.Post(write);

    public void WriteObject(object value) => _objects.Add(value);

    public void WriteError(ErrorRecord error)
    {
        if (HoldsResults)
        {
            _errors.Add(error);
        }
        else
        {
            streams.WriteError(error);
        }
    }

    public void WriteWarning(string text)
    {
        if (HoldsWarnings)
        {
            _warnings.Add(text);
        }
        else
        {
            streams.WriteWarning(text);
        }
    }

    public void WriteVerbose(string text) => streams.WriteVerbose(text);

    public void WriteDebug(string text) => streams.WriteDebug(text);

    public void WriteInformation(string text, string[] tags) => streams.WriteInformation(text, tags);

    public void WriteProgress(ProgressRecord progress)
    {
    }

    /// <summary>Writes what was held back.</summary>
    /// <param name="writesObjects">True to write the jobs that have finished.</param>
    public void WriteHeld(bool writesObjects)
    {
        _warnings.ForEach(streams.WriteWarning);
        if (writesObjects)
        {
            _objects.ForEach(streams.WriteObject);
        }

        _errors.ForEach(streams.WriteError);
    }
}
