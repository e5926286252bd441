using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Pipeline;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>One bar over the whole wait, and a few under it for runs that go on.</summary>
internal sealed class WaitProgressBar
{
    private const string Activity = "Waiting for jobs";

    private readonly IWaitStreams _streams;
    private readonly List<int> _ids = [];
    private int _shown;

    public WaitProgressBar(IWaitStreams streams)
    {
        _streams = streams;
    }

    public void Show(WaitProgress remote, (int Total, int Ended) local)
    {
        int total = remote.Total + local.Total;
        Write(0, new ProgressRecord(IdOf(0), Activity, $"{remote.Done + local.Ended} of {total} ended")
        {
            PercentComplete = (int)(((remote.PercentComplete * remote.Total) + (100.0 * local.Ended)) / total),
        });
        int line = 0;
        foreach (RemoteJob job in remote.Unfinished)
        {
            line++;
            Write(line, new ProgressRecord(IdOf(line), job.ToString(), DisplayText.OneLine(job.StatusDescription ?? job.Status) ?? job.State.ToString())
            {
                ParentActivityId = IdOf(0),
                PercentComplete = job.PercentComplete is { } percent ? (int)percent : -1,
            });
        }

        CompleteFrom(line + 1);
    }

    public void Complete() => CompleteFrom(0);

    private int IdOf(int line)
    {
        while (_ids.Count <= line)
        {
            _ids.Add(ProgressPace.TakeId());
        }

        return _ids[line];
    }

    private void Write(int line, ProgressRecord record)
    {
        _shown = System.Math.Max(_shown, line + 1);
        _streams.WriteProgress(record);
    }

    private void CompleteFrom(int line)
    {
        while (_shown > line)
        {
            _shown--;
            _streams.WriteProgress(new ProgressRecord(IdOf(_shown), Activity, "Ended")
            {
                RecordType = ProgressRecordType.Completed,
                ParentActivityId = _shown == 0 ? -1 : IdOf(0),
            });
        }
    }
}
