using System.Management.Automation;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>One bar over the whole wait, and a few under it for runs that go on.</summary>
internal sealed class WaitProgressBar
{
    // Far from the small numbers that scripts use for their own bars.
    private const int WholeId = 20570;

    private const string Activity = "Waiting for jobs";

    private readonly PSCmdlet _cmdlet;
    private int _shown;

    public WaitProgressBar(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
    }

    public void Show(WaitProgress remote, (int Total, int Ended) local)
    {
        int total = remote.Total + local.Total;
        _cmdlet.WriteProgress(new ProgressRecord(WholeId, Activity, $"{remote.Ended + local.Ended} of {total} ended")
        {
            PercentComplete = (int)(((remote.PercentComplete * remote.Total) + (100.0 * local.Ended)) / total),
        });
        int line = 0;
        foreach (RemoteJob job in remote.GoingOn)
        {
            line++;
            _cmdlet.WriteProgress(new ProgressRecord(WholeId + line, job.ToString(), DisplayText.OneLine(job.StatusDescription ?? job.Status) ?? job.State.ToString())
            {
                ParentActivityId = WholeId,
                PercentComplete = job.PercentComplete is { } percent ? (int)percent : -1,
            });
        }

        CompleteFrom(line + 1);
        _shown = line + 1;
    }

    public void Complete() => CompleteFrom(0);

    private void CompleteFrom(int line)
    {
        for (int i = _shown - 1; i >= line; i--)
        {
            _cmdlet.WriteProgress(new ProgressRecord(WholeId + i, Activity, "Ended")
            {
                RecordType = ProgressRecordType.Completed,
                ParentActivityId = i == 0 ? -1 : WholeId,
            });
        }

        _shown = line < _shown ? line : _shown;
    }
}
