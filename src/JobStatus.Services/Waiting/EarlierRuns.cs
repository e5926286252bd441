using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <summary>How long the earlier runs of each job, package or workflow took: read once, and learnt from what is seen.</summary>
internal sealed class EarlierRuns(IJobListReader? lists)
{
    // More than this is not asked for between two looks.
    private const int MostAtOnce = 8;

    private readonly object _gate = new();
    private readonly Dictionary<string, RunLengths> _known = new(StringComparer.Ordinal);

    /// <summary>Those of the same work; null where nobody can say what the run is one of.</summary>
    public RunLengths? Of(RemoteJob? job)
    {
        if (job is null || lists?.WorkOf(job) is not { } work)
        {
            return null;
        }

        lock (_gate)
        {
            if (!_known.TryGetValue(work, out RunLengths? lengths))
            {
                _known.Add(work, lengths = new RunLengths());
            }

            return lengths;
        }
    }

    /// <summary>Learns from a run that has ended.</summary>
    public void Learn(RemoteJob job, TimeSpan? length)
    {
        if (job.IsFinished && length is { } known)
        {
            Of(job)?.Add(job.Id, known);
        }
    }

    /// <summary>Learns from a run that nobody waited for, where somebody waits for another run of the same work.</summary>
    public void LearnOfOther(RemoteJob job)
    {
        if (job is not { IsFinished: true, Duration: { } length } || lists?.WorkOf(job) is not { } work)
        {
            return;
        }

        RunLengths? lengths;
        lock (_gate)
        {
            _known.TryGetValue(work, out lengths);
        }

        lengths?.Add(job.Id, length);
    }

    /// <summary>Asks the service about the works of these runs of which it was not asked before.</summary>
    /// <returns>How many requests that took.</returns>
    public async Task<int> ReadAsync(IEnumerable<RemoteJob> jobs, DateTimeOffset now, CallContext call)
    {
        (RemoteJob Job, RunLengths Lengths)[] unknown = jobs
            .Select(job => (job, Lengths: Of(job)))
            .Where(run => run.Lengths is not null && run.Lengths.IsToBeRead(now))
            .GroupBy(run => run.Lengths!)
            .Select(same => (same.First().job, same.Key))
            .Take(MostAtOnce)
            .ToArray();
        foreach ((RemoteJob _, RunLengths lengths) in unknown)
        {
            lengths.ReadAt = now;
        }

        await Task.WhenAll(unknown.Select(run => ReadAsync(run.Job, call))).ConfigureAwait(false);
        return unknown.Length;
    }

    private async Task ReadAsync(RemoteJob job, CallContext call)
    {
        try
        {
            foreach (RemoteJob run in await lists!.ReadEarlierRunsAsync(job, call).ConfigureAwait(false))
            {
                Learn(run, run.Duration);
            }
        }
        catch (JobServiceException fault)
        {
            call.Verbose($"How long earlier runs took is not known. {fault.Problem}");
        }
    }
}
