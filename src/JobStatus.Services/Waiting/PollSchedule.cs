using System;

namespace JobStatus.Services.Waiting;

/// <summary>When to look at a run again: often at first, ever more seldom the longer it takes.</summary>
internal sealed class PollSchedule
{
    // A tenth of the time waited so far bounds the delay of the notice to a tenth of the wait.
    private const double ShareOfElapsed = 0.1;

    private readonly TimeSpan _shortest;
    private readonly TimeSpan _longest;

    public PollSchedule(WaitOptions options)
    {
        _shortest = options.MinimumInterval;
        _longest = options.MaximumInterval > options.MinimumInterval ? options.MaximumInterval : options.MinimumInterval;
    }

    public TimeSpan After(TimeSpan elapsed)
    {
        var share = TimeSpan.FromTicks((long)(elapsed.Ticks * ShareOfElapsed));
        return share < _shortest ? _shortest : share > _longest ? _longest : share;
    }
}
