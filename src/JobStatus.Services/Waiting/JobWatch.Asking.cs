using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <content>What a look asks, and who is told the answers.</content>
internal sealed partial class JobWatch
{
    private async Task LookAsync(Look look)
    {
        var call = new CallContext(look.Token, line => Tell(look, line)) { RetryPassingFaults = false };
        foreach (WatchedJob job in look.Jobs)
        {
            job.WasTold = false;
            job.NeedsOwnRead = false;
            job.IsProbe = false;
        }

        // Lists first: they tell which runs are worth a request of their own.
        if (look.Lists.Count > 0)
        {
            await Task.WhenAll(look.Lists.Select(asked => AskAsync(asked, look, call))).ConfigureAwait(false);
        }

        await ReadEachAsync(look, call).ConfigureAwait(false);
        foreach (WaitPart part in look.Parts)
        {
            part.AfterLook();
        }

        WarnOfFailures(look);
        await ReadEarlierRunsAsync(look, call).ConfigureAwait(false);
        lock (_gate)
        {
            Schedule(look);
        }

        _lists?.Budget.CountLook(look.RequestCount);
    }

    private async Task ReadEarlierRunsAsync(Look look, CallContext call)
    {
        List<WatchedJob> jobs = WithoutForecast(look);
        if (jobs.Count == 0)
        {
            return;
        }

        using Request request = Begin(look, jobs);
        try
        {
            look.Count(await _earlierRuns.ReadAsync(jobs.Select(static job => job.LastSeen!), _time.GetUtcNow(), request.Of(call)).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (request.IsCancelled && !look.IsCancelled)
        {
            // The other runs of the look are still wanted.
        }
    }

    private async Task AskAsync(ListToAsk asked, Look look, CallContext call)
    {
        WatchedList list = asked.List;
        Dictionary<string, WatchedJob> jobs = asked.Jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        using Request request = Begin(look, asked.Jobs);
        try
        {
            list.Pages = await list.List.ReadAsync(
                jobs.ToDictionary(job => job.Key, job => job.Value.LastSeen, StringComparer.Ordinal),
                asked.MostPages,
                found => TakeFromList(found, jobs, look),
                request.Of(call)).ConfigureAwait(false);
            look.Count(list.Pages);
        }
        catch (OperationCanceledException) when (request.IsCancelled && !look.IsCancelled)
        {
            // The other runs of the look are still wanted.
            return;
        }
        catch (JobServiceException fault)
        {
            look.Count(1);
            TakeFault(fault, asked, look, call);
            return;
        }

        list.Failures = 0;
        bool isLonger = false;
        foreach (WatchedJob job in asked.Jobs.Where(job => !job.WasTold && !job.NeedsOwnRead))
        {
            switch (list.List.RestOf(job.Id))
            {
                case ListRest.Unchanged:
                    job.WasTold = true;
                    look.HasAnswers = true;
                    break;
                case ListRest.Gone:
                    job.TimesOverlooked++;
                    job.NeedsOwnRead = true;
                    break;
                default:
                    job.NeedsOwnRead = look.IsDue(job);
                    isLonger = true;
                    break;
            }
        }

        list.Pages += isLonger ? 1 : 0;
    }

    private void TakeFromList(RemoteJob found, Dictionary<string, WatchedJob> jobs, Look look)
    {
        if (!jobs.TryGetValue(found.Id, out WatchedJob? job))
        {
            _earlierRuns.LearnOfOther(found);
            return;
        }

        job.TimesOverlooked = 0;
        if (found is { IsFinished: true, IsFromList: true })
        {
            job.NeedsOwnRead = true;
        }
        else if (!job.NeedsOwnRead)
        {
            Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), found), look);
        }
    }

    private void TakeFault(JobServiceException fault, ListToAsk asked, Look look, CallContext call)
    {
        WatchedList list = asked.List;
        WatchedJob[] untold = asked.Jobs.Where(job => !job.WasTold && !job.NeedsOwnRead).ToArray();
        if (JobServiceErrors.Of(fault.Kind).IsPassing)
        {
            // Where the service answers otherwise, it is the list that fails, and that may last.
            list.Failures++;
            WatchedJob? probe = list.Failures < ListFailuresBeforeProbe || fault.Kind == JobServiceErrorKind.LimitReached ? null : untold.FirstOrDefault(look.IsDue);
            if (probe is not null)
            {
                probe.NeedsOwnRead = true;
                probe.IsProbe = true;
            }

            foreach (WatchedJob job in untold.Where(job => job != probe))
            {
                Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), fault), look);
            }

            return;
        }

        if (fault.Kind == JobServiceErrorKind.QuotaExhausted)
        {
            // No other request is answered either.
            foreach (WatchedJob job in untold)
            {
                Take(job, new JobReading(new JobTarget(job.Id, job.LastSeen), fault), look);
            }

            return;
        }

        call.Verbose($"{fault.Problem} The jobs are asked for otherwise.");
        lock (_gate)
        {
            Close(list);
        }

        foreach (WatchedJob job in untold.Where(look.IsDue))
        {
            if (job.List is null || look.LooksOnce)
            {
                job.NeedsOwnRead = true;
            }
            else
            {
                look.LeaveDue(job);
            }
        }
    }

    // Those that only one wait asks for are asked for apart, so that they can be dropped with it.
    private async Task ReadEachAsync(Look look, CallContext call)
    {
        List<IGrouping<WaitPart?, WatchedJob>> groups;
        lock (_gate)
        {
            groups = look.Jobs
                .Where(job => IsWatched(job) && (job.NeedsOwnRead || (!job.WasTold && !look.IsOfList(job))))
                .GroupBy(job => job.OnlyPart)
                .ToList();
        }

        await Task.WhenAll(groups.Select(group => ReadEachAsync(group.ToArray(), look, call))).ConfigureAwait(false);
    }

    private async Task ReadEachAsync(WatchedJob[] jobs, Look look, CallContext call)
    {
        Dictionary<string, WatchedJob> each = jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        look.Count(each.Count);
        using Request request = Begin(look, jobs);
        try
        {
            await _reader.ReadAsync(
                jobs.Select(job => new JobTarget(job.Id, job.LastSeen)).ToList(),
                reading =>
                {
                    WatchedJob job = each[reading.Target.Id];
                    job.NeedsOwnRead = false;
                    Take(job, reading, look);
                },
                request.Of(call)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.IsCancelled && !look.IsCancelled)
        {
            // The other runs of the look are still wanted.
        }
    }

    private Request Begin(Look look, IReadOnlyList<WatchedJob> jobs)
    {
        var request = new Request(jobs, look.Token);
        lock (_gate)
        {
            look.Requests.Add(request);
            if (!jobs.Any(IsWatched))
            {
                request.Cancel();
            }
        }

        return request;
    }

    private void Take(WatchedJob job, JobReading reading, Look look)
    {
        IReadOnlyList<WaitedJob> waiting;
        bool passes = reading.Error is { } error && JobServiceErrors.Of(error.Kind).IsPassing;
        lock (_gate)
        {
            if (!IsWatched(job))
            {
                return;
            }

            job.WasTold = true;
            waiting = job.Waiting;
            bool isProbe = job.IsProbe;
            job.IsProbe = false;
            if (passes)
            {
                job.Failures++;
                look.Fault = reading.Error;
                DateTimeOffset quietUntil = _time.GetUtcNow() + Min(reading.Error!.RetryAfter.GetValueOrDefault(), LongestPatience);
                _quietUntil = quietUntil > _quietUntil ? quietUntil : _quietUntil;
            }
            else
            {
                look.HasAnswers = true;
                job.Failures = 0;
                if (isProbe && job.List is { } failing)
                {
                    Close(failing);
                }

                if (reading.Job is { } seen)
                {
                    job.Saw(seen, _time.GetUtcNow());
                }

                if (reading.Error is not null || reading.Job!.IsFinished)
                {
                    Remove(job);
                }
            }
        }

        if (passes)
        {
            string line = $"{reading.Error!.Message} The wait goes on.";
            foreach (WaitedJob waited in waiting)
            {
                waited.LastFault = reading.Error;
                waited.Part.Tell(line);
            }

            return;
        }

        if (reading.Job is { IsFinished: true } finished)
        {
            _earlierRuns.Learn(finished, finished.Duration ?? TimeSpan.FromSeconds(job.Forecast.AgeAt(_time.GetUtcNow())));
        }

        foreach (WaitedJob waited in waiting)
        {
            waited.Part.Take(waited, reading);
        }
    }

    private void WarnOfFailures(Look look)
    {
        _failuresInARow = look.HasAnswers || look.Fault is null ? 0 : _failuresInARow + 1;
        if (_failuresInARow == FailuresBeforeWarning)
        {
            foreach (WaitPart part in look.Parts)
            {
                part.Warn($"{_reader.Service} could not be asked {FailuresBeforeWarning} times in a row; the wait goes on. {look.Fault!.Message}");
            }
        }
    }

    private static void Tell(Look look, string line)
    {
        foreach (WaitPart part in look.Parts)
        {
            part.Tell(line);
        }
    }
}
