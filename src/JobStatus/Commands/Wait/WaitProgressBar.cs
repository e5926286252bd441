using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Pipeline;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>One progress bar for the whole wait, and a few child bars for running jobs.</summary>
internal sealed class WaitProgressBar
{
    private const string Activity = "Waiting for jobs";

    private readonly IWaitStreams _streams;
    private readonly List<int> _ids = [];
    private int _barCount;

    public WaitProgressBar(IWaitStreams streams)
    {
        _streams = streams;
    }

    public void Show(WaitProgress remote, (int Total, int Finished) local)
    {
        int total = remote.Total + local.Total;
        Write(0, new ProgressRecord(ActivityId(0), Activity, $"{remote.Done + local.Finished} of {total} finished")
        {
            PercentComplete = (int)(((remote.PercentComplete * remote.Total) + (100.0 * local.Finished)) / total),
        });
        int bar = 0;
        foreach (RemoteJob job in remote.Unfinished)
        {
            bar++;
            string status = DisplayText.OneLine(job.StatusDescription ?? job.Status) ?? job.State.ToString();
            Write(bar, new ProgressRecord(ActivityId(bar), job.ToString(), status)
            {
                ParentActivityId = ActivityId(0),
                PercentComplete = job.PercentComplete is { } percent ? (int)percent : -1,
            });
        }

        CompleteFrom(bar + 1);
    }

    public void Complete() => CompleteFrom(0);

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
        _barCount = System.Math.Max(_barCount, bar + 1);
        _streams.WriteProgress(record);
    }

    private void CompleteFrom(int bar)
    {
        while (_barCount > bar)
        {
            _barCount--;
            _streams.WriteProgress(new ProgressRecord(ActivityId(_barCount), Activity, "The wait has ended")
            {
                RecordType = ProgressRecordType.Completed,
                ParentActivityId = _barCount == 0 ? -1 : ActivityId(0),
            });
        }
    }
}
