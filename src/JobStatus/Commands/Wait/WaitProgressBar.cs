using System;
using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Pipeline;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>One progress bar for the whole wait, and a few child bars for running jobs.</summary>
internal sealed class WaitProgressBar
{
    private readonly IWaitStreams _streams;
    private readonly string _activity;
    private readonly List<int> _ids = [];
    private int _barCount;

    public WaitProgressBar(IWaitStreams streams, string activity = "Waiting for jobs")
    {
        _streams = streams;
        _activity = activity;
    }

    /// <summary>What the wait is for, as the number of finished jobs describes it.</summary>
    public string Goal { get; set; } = "finished";

    /// <summary>Shows the progress, and returns the text of the bar for the whole wait.</summary>
    public string Show(WaitProgress remote, LocalProgress local)
    {
        int total = remote.Total + local.Total;
        int percent = (int)(((remote.PercentComplete * remote.Total) + (100.0 * local.Finished)) / total);
        string summary = FormattableString.Invariant($"{remote.Done + local.Finished} of {total} {Goal}, progress {percent}%, ")
            + FormattableString.Invariant($"{remote.Failed + local.Failed} failed, {ToText(remote.Elapsed)} elapsed");
        Write(0, new ProgressRecord(ActivityId(0), _activity, summary) { PercentComplete = percent });
        int bar = 0;
        foreach (RemoteJob job in remote.Unfinished)
        {
            bar++;
            string status = DisplayText.OneLine(job.StatusDescription ?? job.Status) ?? job.State.ToString();
            Write(bar, new ProgressRecord(ActivityId(bar), job.ToString(), status)
            {
                ParentActivityId = ActivityId(0),
                PercentComplete = job.PercentComplete is { } done ? (int)done : -1,
            });
        }

        CompleteFrom(bar + 1);
        return summary;
    }

    public void Complete() => CompleteFrom(0);

    private static string ToText(TimeSpan time) =>
        FormattableString.Invariant($"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}");

    private int ActivityId(int bar)
    {
        while (_ids.Count <= bar)
        {
            _ids.Add(ProgressThrottle.NextActivityId());
        }

        return _ids[bar];
    }

    private void Write(int bar, ProgressRecord record)
    {
        _barCount = Math.Max(_barCount, bar + 1);
        _streams.WriteProgress(record);
    }

    private void CompleteFrom(int bar)
    {
        while (_barCount > bar)
        {
            _barCount--;
            _streams.WriteProgress(new ProgressRecord(ActivityId(_barCount), _activity, "The wait has ended")
            {
                RecordType = ProgressRecordType.Completed,
                ParentActivityId = _barCount == 0 ? -1 : ActivityId(0),
            });
        }
    }
}
