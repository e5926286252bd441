using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Services.Waiting;

/// <content>Sends the requests of a poll and reports the results.</content>
internal sealed partial class JobWatch
{
    private async Task PollAsync(Poll poll)
    {
        var call = new CallContext(poll.Token, line => WriteVerbose(poll, line)) { RetryTransientErrors = false };
        foreach (WatchedJob job in poll.Jobs)
        {
            job.WasReported = false;
            job.NeedsOwnRead = false;
            job.IsProbe = false;
        }

        // Lists are read first because they show which runs need their own request.
        if (poll.Lists.Count > 0)
        {
            await Task.WhenAll(poll.Lists.Select(listPoll => ReadListAsync(listPoll, poll, call))).ConfigureAwait(false);
        }

        await ReadEachAsync(poll, call).ConfigureAwait(false);
        foreach (WaitPart part in poll.Parts)
        {
            part.OnPolled();
        }

        WarnAboutFailures(poll);
        await ReadEarlierRunsAsync(poll, call).ConfigureAwait(false);
        lock (_gate)
        {
            Schedule(poll);
        }

        _listReader?.Budget.CountPoll(poll.RequestCount);
    }

    private async Task ReadEarlierRunsAsync(Poll poll, CallContext call)
    {
        List<WatchedJob> jobs = WithoutForecast(poll);
        if (jobs.Count == 0)
        {
            return;
        }

        using PollRequest request = Begin(poll, jobs);
        try
        {
            poll.CountRequests(await _earlierRuns.ReadAsync(
                jobs.Select(static job => job.LastSeen!),
                _time.GetUtcNow(),
                request.ContextFor(call)).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (request.IsCanceled && !poll.IsCanceled)
        {
            // Only this request was canceled, and the rest of the poll continues.
        }
    }

    private async Task ReadListAsync(ListPoll listPoll, Poll poll, CallContext call)
    {
        WatchedList list = listPoll.List;
        Dictionary<string, WatchedJob> jobs = listPoll.Jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        using PollRequest request = Begin(poll, listPoll.Jobs);
        try
        {
            list.Pages = await list.List.ReadAsync(
                jobs.ToDictionary(job => job.Key, job => job.Value.LastSeen, StringComparer.Ordinal),
                listPoll.MaxPages,
                item => HandleListItem(item, jobs, poll),
                request.ContextFor(call)).ConfigureAwait(false);
            poll.CountRequests(list.Pages);
        }
        catch (OperationCanceledException) when (request.IsCanceled && !poll.IsCanceled)
        {
            // Only this request was canceled, and the rest of the poll continues.
            return;
        }
        catch (JobServiceException error)
        {
            poll.CountRequests(1);
            HandleListError(error, listPoll, poll, call);
            return;
        }

        list.Failures = 0;
        bool isIncomplete = false;
        foreach (WatchedJob job in listPoll.Jobs.Where(job => !job.WasReported && !job.NeedsOwnRead))
        {
            switch (list.List.MeaningOfAbsence(job.Id))
            {
                case AbsenceMeaning.Unchanged:
                    job.WasReported = true;
                    poll.HasResponses = true;
                    break;
                case AbsenceMeaning.Gone:
                    job.TimesMissing++;
                    job.NeedsOwnRead = true;
                    break;
                default:
                    job.NeedsOwnRead = poll.IsDue(job);
                    isIncomplete = true;
                    break;
            }
        }

        list.Pages += isIncomplete ? 1 : 0;
    }

    private void HandleListItem(RemoteJob item, Dictionary<string, WatchedJob> jobs, Poll poll)
    {
        if (!jobs.TryGetValue(item.Id, out WatchedJob? job))
        {
            _earlierRuns.LearnFromOther(item);
            return;
        }

        job.TimesMissing = 0;
        if (item is { IsFinished: true, IsFromList: true })
        {
            job.NeedsOwnRead = true;
        }
        else if (!job.NeedsOwnRead)
        {
            HandleResult(job, new JobReadResult(new JobTarget(job.Id, job.LastSeen), item), poll);
        }
    }

    private void HandleListError(JobServiceException error, ListPoll listPoll, Poll poll, CallContext call)
    {
        WatchedList list = listPoll.List;
        WatchedJob[] unreported = listPoll.Jobs.Where(job => !job.WasReported && !job.NeedsOwnRead).ToArray();
        if (JobServiceErrors.For(error.Kind).IsTransient)
        {
            // If the list keeps failing, one run is read by itself to find out whether only the list fails.
            list.Failures++;
            WatchedJob? probe = list.Failures < ListFailuresBeforeProbe || error.Kind == JobServiceErrorKind.LimitReached
                ? null
                : unreported.FirstOrDefault(poll.IsDue);
            if (probe is not null)
            {
                probe.NeedsOwnRead = true;
                probe.IsProbe = true;
            }

            foreach (WatchedJob job in unreported.Where(job => job != probe))
            {
                HandleResult(job, new JobReadResult(new JobTarget(job.Id, job.LastSeen), error), poll);
            }

            return;
        }

        if (error.Kind == JobServiceErrorKind.QuotaExhausted)
        {
            // Other requests would fail with the same error.
            foreach (WatchedJob job in unreported)
            {
                HandleResult(job, new JobReadResult(new JobTarget(job.Id, job.LastSeen), error), poll);
            }

            return;
        }

        call.Verbose($"{error.Problem} The wait continues, but polls the affected jobs without this list.");
        lock (_gate)
        {
            DisableList(list);
        }

        foreach (WatchedJob job in unreported.Where(poll.IsDue))
        {
            if (job.List is null || poll.IsSinglePoll)
            {
                job.NeedsOwnRead = true;
            }
            else
            {
                poll.KeepDue(job);
            }
        }
    }

    // Runs that belong to only one wait are read separately, so that their requests can be canceled with that wait.
    private async Task ReadEachAsync(Poll poll, CallContext call)
    {
        List<IGrouping<WaitPart?, WatchedJob>> groups;
        lock (_gate)
        {
            groups = poll.Jobs
                .Where(job => IsWatched(job) && (job.NeedsOwnRead || (!job.WasReported && !poll.IsCoveredByList(job))))
                .GroupBy(job => job.OnlyPart)
                .ToList();
        }

        await Task.WhenAll(groups.Select(group => ReadEachAsync(group.ToArray(), poll, call))).ConfigureAwait(false);
    }

    private async Task ReadEachAsync(WatchedJob[] jobs, Poll poll, CallContext call)
    {
        Dictionary<string, WatchedJob> each = jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        poll.CountRequests(each.Count);
        using PollRequest request = Begin(poll, jobs);
        try
        {
            await _reader.ReadAsync(
                jobs.Select(job => new JobTarget(job.Id, job.LastSeen)).ToList(),
                result =>
                {
                    WatchedJob job = each[result.Target.Id];
                    job.NeedsOwnRead = false;
                    HandleResult(job, result, poll);
                },
                request.ContextFor(call)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.IsCanceled && !poll.IsCanceled)
        {
            // Only this request was canceled, and the rest of the poll continues.
        }
    }

    private PollRequest Begin(Poll poll, IReadOnlyList<WatchedJob> jobs)
    {
        var request = new PollRequest(jobs, poll.Token);
        lock (_gate)
        {
            poll.Requests.Add(request);
            if (!jobs.Any(IsWatched))
            {
                request.Cancel();
            }
        }

        return request;
    }

    private void HandleResult(WatchedJob job, JobReadResult result, Poll poll)
    {
        IReadOnlyList<WaitedJob> waits;
        bool isTransient = result.Error is { } error && JobServiceErrors.For(error.Kind).IsTransient;
        lock (_gate)
        {
            if (!IsWatched(job))
            {
                return;
            }

            job.WasReported = true;
            waits = job.Waits;
            bool isProbe = job.IsProbe;
            job.IsProbe = false;
            if (isTransient)
            {
                job.Failures++;
                poll.LastError = result.Error;
                DateTimeOffset pausedUntil = _time.GetUtcNow() + Min(result.Error!.RetryAfter.GetValueOrDefault(), MaxRetryAfter);
                _pausedUntil = pausedUntil > _pausedUntil ? pausedUntil : _pausedUntil;
            }
            else
            {
                poll.HasResponses = true;
                job.Failures = 0;
                if (isProbe && job.List is { } failing)
                {
                    DisableList(failing);
                }

                if (result.Job is { } seen)
                {
                    job.Update(seen, _time.GetUtcNow());
                }

                if (result.Error is not null || result.Job!.IsFinished)
                {
                    Remove(job);
                }
            }
        }

        if (isTransient)
        {
            string line = $"{result.Error!.Problem} The wait continues.";
            foreach (WaitedJob waited in waits)
            {
                waited.LastError = result.Error;
                waited.Part.WriteVerbose(line);
            }

            return;
        }

        if (result.Job is { IsFinished: true } finished)
        {
            _earlierRuns.Learn(finished, finished.Duration ?? TimeSpan.FromSeconds(job.Forecast.AgeAt(_time.GetUtcNow())));
        }

        foreach (WaitedJob waited in waits)
        {
            waited.Part.HandleResult(waited, result);
        }
    }

    private void WarnAboutFailures(Poll poll)
    {
        _consecutiveFailures = poll.HasResponses || poll.LastError is null ? 0 : _consecutiveFailures + 1;
        if (_consecutiveFailures == FailuresBeforeWarning)
        {
            foreach (WaitPart part in poll.Parts)
            {
                part.Warn(
                    $"{FailuresBeforeWarning} consecutive requests to {_reader.Service} failed. The wait continues. "
                        + poll.LastError!.Message);
            }
        }
    }

    private static void WriteVerbose(Poll poll, string line)
    {
        foreach (WaitPart part in poll.Parts)
        {
            part.WriteVerbose(line);
        }
    }
}
